//! A few beliefs, kept part of the way, so that the next day or the next supposition need not
//! begin at the opening.
//!
//! A belief is a function of the evidence in its order: one that took in the first part of the
//! evidence asked for goes on from there, with the same arithmetic and so the same bits.

use std::sync::{Mutex, PoisonError};

use super::problem::Problem;
use crate::belief::{Belief, Evidence, Report};
use crate::desk::DeskError;
use crate::desk::outlook::Standing;
use crate::record::{Question, date};

/// Memory for beliefs, in bytes.
const ROOM: usize = 32 << 20;
/// A long replay keeps a belief after every so many signals.
const EVERY: usize = 1024;
/// Most beliefs kept.
const MOST: usize = 32;

/// The beliefs kept, the least used first.
#[derive(Default)]
pub(super) struct Banks(Mutex<Vec<Kept>>);

struct Kept {
    question: std::sync::Arc<Question>,
    model: String,
    evidence: Vec<Evidence>,
    belief: Belief,
}

impl Banks {
    /// The belief of a standing as of its day.
    pub fn belief(&self, standing: &Standing) -> Result<Belief, Problem> {
        let evidence = standing.docket.evidence();
        let (taken, mut belief) = match self.longest(standing) {
            Some(found) => found,
            None => {
                let opened = Belief::open(&standing.question, &standing.model);
                (0, opened.map_err(DeskError::from)?)
            }
        };
        for (i, e) in evidence.iter().enumerate().skip(taken) {
            belief.take(&standing.model, e).map_err(DeskError::from)?;
            let count = i + 1;
            if count == evidence.len() || count.is_multiple_of(EVERY) {
                self.keep(standing, count, &belief);
            }
        }
        belief.pass(date::number(standing.as_of));
        Ok(belief)
    }

    /// The forecast of a standing, as `Standing::report`.
    pub fn report(&self, standing: &Standing, by: &[jiff::civil::Date]) -> Result<Report, Problem> {
        let belief = self.belief(standing)?;
        let report = Report::new(&standing.question, &belief, by);
        Ok(report.map_err(|why| DeskError::Degenerate(why.to_string()))?)
    }

    /// The kept belief that took in the most of the evidence and nothing else, with how much.
    fn longest(&self, standing: &Standing) -> Option<(usize, Belief)> {
        let mut kept = self.lock();
        let wanted = standing.docket.evidence();
        let fits = |k: &Kept| {
            k.model == standing.model_sha256
                && k.question.id == standing.question.id
                && wanted.starts_with(&k.evidence)
                && k.question == standing.question
        };
        let best = (0..kept.len())
            .filter(|i| kept.get(*i).is_some_and(fits))
            .max_by_key(|i| kept.get(*i).map_or(0, |k| k.evidence.len()))?;
        let found = kept.remove(best);
        let out = (found.evidence.len(), found.belief.clone());
        kept.push(found);
        Some(out)
    }

    fn keep(&self, standing: &Standing, count: usize, belief: &Belief) {
        let size = |belief: &Belief| belief.bank().numbers().count() * size_of::<f64>();
        let mut kept = self.lock();
        kept.push(Kept {
            question: std::sync::Arc::clone(&standing.question),
            model: standing.model_sha256.clone(),
            evidence: standing
                .docket
                .evidence()
                .iter()
                .take(count)
                .cloned()
                .collect(),
            belief: belief.clone(),
        });
        while kept.len() > MOST || kept.iter().map(|k| size(&k.belief)).sum::<usize>() > ROOM {
            kept.remove(0);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::{Desk, Hand, import};
    use crate::record::{Instant, Name, Signal};
    use serde_json::json;

    fn desk(dir: &std::path::Path) -> Desk {
        let hand = Hand {
            author: "ana".into(),
            now: Instant::parse("2026-01-02T03:04:05.000000Z").unwrap(),
        };
        let mut desk = Desk::create(&dir.join("l.db"), "test.example/log", &hand).unwrap();
        let mut text = json!({
            "type": "question", "id": "q", "title": "t", "participants": ["A", "B"],
            "criteria": "c", "opens": "2023-02-01", "deadline": "2023-05-01",
            "prior": {"meetings": 8, "years": 30},
        })
        .to_string();
        for day in 2..28 {
            let on = format!("2023-02-{day:02}");
            let kind = ["threat", "visit-planned", "leader-call"][day % 3];
            let record = json!({"type": "signal", "id": format!("s{day}"), "question": "q",
                "kind": kind, "observed_on": on, "known_on": on, "summary": "x", "grade": "B2"});
            text.push_str(&format!("\n{record}"));
        }
        let retraction = json!({"type": "retraction", "question": "q", "signal": "s9",
            "known_on": "2023-02-20", "because": "b"});
        text.push_str(&format!("\n{retraction}\n"));
        let facts = import::parse("t", &text, &|_| Ok(Vec::new())).unwrap();
        desk.append(&hand, facts).unwrap();
        desk
    }

    #[test]
    fn a_belief_that_goes_on_has_the_bits_of_one_from_the_opening() {
        let dir = tempfile::tempdir().unwrap();
        let mut desk = desk(dir.path());
        let id = Name::parse("q").unwrap();
        let banks = Banks::default();
        // Forwards, backwards, across the retraction and the same again.
        for day in [5, 6, 12, 9, 27, 3, 19, 20, 21, 20, 28, 1, 27] {
            let day = jiff::civil::date(2023, 2, day);
            let standing = desk.standing(&id, Some(day)).unwrap();
            let signal = json!({"id": "supposed-1", "question": "q", "kind": "visit-made",
                "observed_on": day.to_string(), "known_on": day.to_string(), "summary": "x"});
            let signal = Signal::from_value(&signal).unwrap();
            let then = standing
                .suppose(std::slice::from_ref(&signal), &[])
                .unwrap();
            let mut others = vec![then];
            if standing.docket.evidence().iter().any(|e| e.id == "s3") {
                others.push(standing.suppose(&[signal], &["s3".into()]).unwrap());
            }
            others.push(standing);
            for standing in others {
                let kept = banks.belief(&standing).unwrap();
                assert_eq!(kept, standing.belief().unwrap(), "{day}");
            }
        }
        let kept = banks.lock();
        assert!(kept.len() > 3 && kept.len() <= MOST);
    }
}
