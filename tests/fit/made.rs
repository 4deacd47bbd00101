//! Invented questions that ended, and a small source to start from.

use serde_json::{Value, json};
use summit_ledger::library::fit::{Counted, Fitted, Setting, Start, Work, fit};
use summit_ledger::library::{Case, ReadAs};
use summit_ledger::model::two::source::Source;

use crate::support::facts;

/// The days of every invented question.
pub const OPENS: &str = "2023-01-01";
pub const DEADLINE: &str = "2023-04-30";

const KINDS: [&str; 11] = [
    "criticism",
    "leader-intent",
    "meeting-refused",
    "meeting-sought",
    "meeting-welcomed",
    "plan-doubted",
    "preparations-seen",
    "summit-announced",
    "summit-cancelled",
    "summit-reported",
    "threat",
];

/// The newest source with a few of its kinds and eight draws.
pub fn base() -> Source {
    let text = include_str!("../../ledger/models/kernel-4.toml");
    let mut source = Source::parse(text).unwrap();
    source.draws = 8;
    source
        .kinds
        .retain(|name, _| KINDS.contains(&name.as_str()));
    source
}

/// A question: its records, the answer last.
pub struct Made {
    id: String,
    records: Vec<Value>,
}

impl Made {
    pub fn new(id: &str) -> Self {
        let question = json!({
            "type": "question", "id": id, "title": "Will they meet?", "participants": ["A", "B"],
            "criteria": "In person.", "opens": OPENS, "deadline": DEADLINE,
            "prior": {"meetings": 8, "years": 6},
        });
        Self {
            id: id.into(),
            records: vec![question],
        }
    }

    /// Adds a signal that became known on a day, of days or of none.
    pub fn tell(mut self, kind: &str, day: &str, about: Option<(&str, &str)>) -> Self {
        let n = self.records.len();
        let mut signal = json!({
            "type": "signal", "id": format!("{}-{n}", self.id), "question": self.id, "kind": kind,
            "observed_on": day, "known_on": day, "summary": "It was said.", "grade": "A1",
        });
        if let Some((first, last)) = about {
            signal["about"] = json!({"first": first, "last": last});
        }
        self.records.push(signal);
        self
    }

    /// Lets the last signal tell a story.
    pub fn story(mut self, story: &str) -> Self {
        self.records.last_mut().unwrap()["story"] = json!(story);
        self
    }

    /// Takes the last signal back on a day.
    pub fn back(mut self, day: &str) -> Self {
        let signal = self.records.last().unwrap()["id"].clone();
        self.records.push(json!({
            "type": "retraction", "question": self.id, "signal": signal, "known_on": day,
            "because": "It was not so.",
        }));
        self
    }

    /// Its records with the answer: the day of the meeting, or none.
    pub fn records(mut self, met: Option<&str>) -> Vec<Value> {
        let outcome = if met.is_some() { "yes" } else { "no" };
        self.records.push(json!({
            "type": "resolution", "question": self.id, "outcome": outcome,
            "on": met.unwrap_or(DEADLINE), "source": {"name": "s"},
        }));
        self.records
    }

    pub fn met(self, day: &str) -> Case {
        Case::new(facts(&self.records(Some(day)))).unwrap()
    }

    pub fn never(self) -> Case {
        Case::new(facts(&self.records(None))).unwrap()
    }
}

/// A fit with little work and kinds free by a spread, or chosen.
pub fn fitted(cases: &[Case], spread: Option<f64>) -> Fitted {
    let start = Start {
        base: &base(),
        read_as: &ReadAs::default(),
        counted: &Counted::default(),
        fresh: false,
        held: spread.map(|spread| Setting::new("kinds", spread).unwrap()),
    };
    let work = Work {
        draws: 8,
        folds: 2,
        within: 2,
        rounds: 2,
        resamples: 20,
    };
    fit(cases, start, "mine", work, &|_, _, _| ()).unwrap()
}
