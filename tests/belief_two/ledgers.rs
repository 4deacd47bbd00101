//! Made-up questions and ledgers: all kinds of facts, news that comes late or early, on few days
//! so that they meet.

use std::fmt;
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};
use summit_ledger::belief::two::{Engine, Fact, Model, Question, Report, Watch};
use summit_ledger::belief::{Outlook, Span};

use super::facts;

/// Day on which made-up questions open.
pub const OPENS: i32 = 19_400;
/// Days to the deadline.
pub const LENGTH: i32 = 70;
/// Draws.
pub const DRAWS: usize = 5;

/// A question, its model and its facts.
#[derive(Clone)]
pub struct Case {
    pub question: Question,
    pub model: Arc<Model>,
    pub facts: Vec<Fact>,
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Case")
            .field("question", &self.question)
            .field("tail_days", &self.model.tail_days)
            .field("slack_days", &self.model.plans.slack_days)
            .field("repeat_window_days", &self.model.repeat_window_days)
            .field("facts", &self.facts)
            .finish()
    }
}

impl Case {
    /// The belief at its opening.
    pub fn open(&self) -> Engine {
        Engine::open(self.question.clone(), Arc::clone(&self.model)).unwrap()
    }

    /// The belief after these facts.
    pub fn after<'f>(&self, facts: impl IntoIterator<Item = &'f Fact>) -> Engine {
        let mut engine = self.open();
        for fact in facts {
            engine.enter(fact.clone()).unwrap();
        }
        engine
    }
}

/// The bits of an outlook and its day.
pub fn bits(o: &Outlook) -> (i32, [u64; 4]) {
    let numbers = [o.p, o.lo, o.hi, o.effective_draws];
    (o.as_of, numbers.map(f64::to_bits))
}

/// A model of [`DRAWS`] draws: that of a vector, changed.
pub fn model(change: impl FnOnce(&mut Value)) -> Arc<Model> {
    let path = facts::folder(facts::FOLDERS[0]).join("one-day-any-order.model.json");
    let mut value: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let draws = |middle: f64| -> Vec<f64> {
        let spread = |k: usize| 0.6 + 0.8 * (k * 3 % DRAWS) as f64 / DRAWS as f64;
        (0..DRAWS).map(|k| middle * spread(k)).collect()
    };
    value["draws"] = json!(DRAWS);
    value["tail_days"] = json!(20);
    value["plans"]["kept_draws"] = json!(draws(0.7));
    value["plans"]["loss_draws"] = json!(draws(0.01));
    for family in value["families"].as_object_mut().unwrap().values_mut() {
        family["leak_draws"] = json!(draws(family["leak"].as_f64().unwrap().min(0.3)));
    }
    change(&mut value);
    Arc::new(Model::parse(value.to_string().as_bytes()).unwrap())
}

/// A question without occasions.
pub fn question() -> Question {
    Question {
        opens: OPENS,
        deadline: OPENS + LENGTH,
        rate: (0..DRAWS).map(|k| 0.001 + 0.002 * k as f64).collect(),
        pace: Vec::new(),
        occasions: Vec::new(),
    }
}

/// A report by a sure source, of the day on which it happened.
pub fn report(id: &str, kind: &str, known: i32) -> Report {
    Report::sure(id, kind, known)
}

/// Any case with up to `most` facts.
pub fn any_case(most: usize) -> impl Strategy<Value = Case> {
    let facts = prop::collection::vec(any_fact(), 0..most);
    (any_question(), any_model(), facts, 0..3_u8).prop_map(|(question, model, mut made, order)| {
        // News as it comes, late and early; day by day; or in the order of evidence.
        if order > 0 {
            made.sort_by_key(Made::known);
        }
        let name = match order {
            2 => |i: usize| format!("{i:03}"),
            _ => |i: usize| format!("{}-{i}", i * 7 % 5),
        };
        Case {
            question,
            model,
            facts: named(made, name),
        }
    })
}

/// Any question: rates and up to two occasions.
pub fn any_question() -> impl Strategy<Value = Question> {
    let chance = || prop::collection::vec(0.01..0.9_f64, DRAWS);
    let occasion = (1..LENGTH, 0..6_i32, chance()).prop_map(|(first, length, chance)| Span {
        first: OPENS + first,
        last: OPENS + first + length,
        chance,
    });
    (
        prop::collection::vec(1e-4..0.02_f64, DRAWS),
        prop::collection::vec(occasion, 0..3),
    )
        .prop_map(|(rate, occasions)| Question {
            rate,
            occasions,
            ..question()
        })
}

fn any_model() -> impl Strategy<Value = Arc<Model>> {
    let terms = (0..25_u64, 0..4_u64, 0..20_u64, any::<bool>());
    terms.prop_map(|(tail, slack, window, weighed)| {
        model(|m| {
            if weighed {
                m["plans"]["weighed_echoes"] = json!(true);
            }
            m["tail_days"] = json!(tail);
            m["plans"]["slack_days"] = json!(slack);
            m["repeat_window_days"] = json!(window);
        })
    })
}

/// A fact before it is named: retractions point at an earlier one.
#[derive(Debug, Clone)]
enum Made {
    Fact(Fact),
    Retraction(prop::sample::Index, i32),
}

impl Made {
    fn known(&self) -> i32 {
        match self {
            Self::Fact(Fact::Signal(report)) => report.known,
            Self::Fact(Fact::Watch(watch)) => watch.known,
            Self::Fact(Fact::Passage { known }) | Self::Retraction(_, known) => *known,
            Self::Fact(_) => i32::MAX,
        }
    }
}

fn any_fact() -> impl Strategy<Value = Made> {
    // Few days, so that reports, plans and watches meet on one; some past the deadline.
    let day = || prop_oneof![9 => (0..12_i32).prop_map(|x| OPENS + x * 4), 1 => OPENS..OPENS + 80];
    prop_oneof![
        12 => any_report().prop_map(|r| Made::Fact(Fact::Signal(r))),
        2 => (day(), 0..5_i32).prop_map(|(known, before)| Made::Fact(Fact::Watch(Watch {
            id: String::new(),
            known,
            through: known - before,
        }))),
        2 => (any::<prop::sample::Index>(), day()).prop_map(|(of, known)| Made::Retraction(of, known)),
        1 => day().prop_map(|known| Made::Fact(Fact::Passage { known })),
    ]
}

/// Any report, without an id.
pub fn any_report() -> impl Strategy<Value = Report> {
    let day = prop_oneof![9 => (0..12_i32).prop_map(|x| OPENS + x * 4), 1 => OPENS..OPENS + 80];
    let kind = prop_oneof![
        3 => Just("summit-announced"),
        2 => Just("summit-cancelled"),
        2 => Just("leader-intent"),
        2 => Just("visit-planned"),
        2 => Just("criticism"),
        1 => Just("hostile-incident"),
        1 => Just("leader-absence"),
    ];
    // Few days again, so that plans are confirmed, called off and overlap.
    let about = prop_oneof![
        3 => Just(None),
        3 => (0..4_i32, 0..2_i32).prop_map(|(first, more)| {
            let first = OPENS + 18 + first * 13;
            Some((first, first + more * 2))
        }),
        1 => (-10..120_i32, 0..14_i32)
            .prop_map(|(first, more)| Some((OPENS + first, OPENS + first + more))),
    ];
    let story = prop::option::weighted(0.4, prop_oneof![Just("alpha"), Just("beta")]);
    let actor = prop::option::weighted(0.3, Just("a minister"));
    let likelihood = prop::option::weighted(0.1, (0.05..0.95_f64, 0.05..0.95_f64));
    (
        kind,
        day,
        0..4_i32,
        about,
        0..6_usize,
        0..6_usize,
        story,
        actor,
        likelihood,
    )
        .prop_map(
            |(kind, known, before, about, reliability, credibility, story, actor, likelihood)| {
                Report {
                    observed: known - before,
                    about,
                    reliability,
                    credibility,
                    story: story.map(str::to_owned),
                    actor: actor.map(str::to_owned),
                    likelihood,
                    ..report("", kind, known)
                }
            },
        )
}

/// Gives facts their ids.
fn named(made: Vec<Made>, name: fn(usize) -> String) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (i, made) in made.into_iter().enumerate() {
        facts.push(match made {
            Made::Fact(Fact::Signal(report)) => Fact::Signal(Report {
                id: name(i),
                ..report
            }),
            Made::Fact(Fact::Watch(watch)) => Fact::Watch(Watch {
                id: name(i),
                ..watch
            }),
            Made::Fact(other) => other,
            Made::Retraction(of, known) => Fact::Retraction {
                id: name(of.index(i.max(1))),
                known,
            },
        });
    }
    facts
}
