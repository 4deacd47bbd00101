//! A few runs, kept part of the way, so that the next day or the next supposition need not begin
//! at the opening.

use std::sync::{Mutex, PoisonError};

use super::problem::Problem;
use crate::belief::{Report, Run};
use crate::desk::DeskError;
use crate::desk::Standing;

/// Memory for runs, in bytes.
const ROOM: usize = 64 << 20;
/// A long replay keeps a run after every so many signals.
const EVERY: usize = 1024;
/// Most runs kept.
const MOST: usize = 32;

/// The runs kept with the SHA-256 of their models, the least used first.
#[derive(Default)]
pub(super) struct Banks(Mutex<Vec<(String, Run)>>);

impl Banks {
    /// The run of a standing as of its day, all worked in.
    pub fn run(&self, standing: &Standing) -> Result<Run, Problem> {
        let mut run = standing.run();
        let model = &standing.model_sha256;
        self.go_on(model, &mut run);
        while run.left() > 0 {
            run.work(EVERY).map_err(DeskError::from)?;
            self.keep(model, run.worked());
        }
        Ok(run)
    }

    /// The forecast of a standing, as `Standing::report`.
    pub fn report(&self, standing: &Standing, by: &[jiff::civil::Date]) -> Result<Report, Problem> {
        let report = Report::new(&mut self.run(standing)?, by);
        Ok(report.map_err(DeskError::from)?)
    }

    /// Goes on from the kept run that worked in the most of what stands and nothing else.
    fn go_on(&self, model: &str, run: &mut Run) {
        let mut kept = self.lock();
        let of_model = kept.iter().enumerate().filter(|(_, k)| k.0 == model);
        let mut longest: Vec<(u64, usize)> = of_model.map(|(i, k)| (k.1.signals(), i)).collect();
        longest.sort_unstable_by(|a, b| b.cmp(a));
        let fits = |i: &usize| kept.get(*i).is_some_and(|k| run.go_on_from(&k.1));
        if let Some(i) = longest.into_iter().map(|(_, i)| i).find(fits) {
            let used = kept.remove(i);
            kept.push(used);
        }
    }

    fn keep(&self, model: &str, run: Run) {
        let mut kept = self.lock();
        kept.push((model.to_owned(), run));
        while kept.len() > MOST || kept.iter().map(|k| k.1.size()).sum::<usize>() > ROOM {
            kept.remove(0);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<(String, Run)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::{Desk, Fact, Hand, What, import};
    use crate::model::shipped;
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
        // Version 1: what it worked in is kept; version 2 keeps nothing of a part of the way.
        let model = Fact {
            place: None,
            what: What::Model {
                bytes: shipped::FEED.built.to_vec(),
                questions: Vec::new(),
            },
        };
        desk.append(&hand, vec![model]).unwrap();
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
            if standing.evidence().iter().any(|e| e.id == "s3") {
                others.push(standing.suppose(&[signal], &["s3".into()]).unwrap());
            }
            others.push(standing);
            for standing in others {
                let kept = banks.run(&standing).unwrap();
                let mut whole = standing.run();
                whole.work(usize::MAX).unwrap();
                assert_eq!(kept, whole, "{day}");
                assert_eq!(kept.clone().outlook(), whole.outlook(), "{day}");
            }
        }
        let kept = banks.lock();
        assert!(kept.len() > 3 && kept.len() <= MOST);
    }
}
