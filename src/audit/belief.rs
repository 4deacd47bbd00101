//! Tier 5: every forecast derived again from the entries before it, equal bit for bit.
//!
//! Each question is derived in one pass, by one thread; several threads share the questions.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};

use super::Progress;
use super::catalogue::{
    FORECAST_DIFFERS, FORECAST_MODEL, FORECAST_UNDERIVED, MODEL_UNUSABLE, TABLE_UNREADABLE,
};
use super::finding::Findings;
use super::habits::Tally;
use super::history::{History, Track};
use super::practice::Known;
use crate::belief::{Basis, Model, Run};
use crate::proof::canonical;
use crate::record::{Body, date};
use crate::store::inspect::Inspector;

/// Models read so far, by SHA-256; `None` where one cannot be used.
type Models = Mutex<HashMap<String, Result<Arc<Model>, String>>>;

/// Derives all forecasts.
pub(super) fn check(
    inspector: &Inspector,
    history: &History,
    threads: usize,
    out: &mut Findings,
    progress: &mut dyn FnMut(Progress),
) -> Known {
    let mut order: Vec<&Track> = history.tracks.iter().collect();
    order.sort_by_key(|t| std::cmp::Reverse(t.steps.len()));
    let total = order.iter().map(|t| t.steps.len() as u64).sum();
    let models = Models::default();
    let next = AtomicUsize::new(0);
    let (send, receive) = mpsc::channel();
    let mut known = Known::default();
    let mut done = 0;
    let path = inspector.path();
    std::thread::scope(|scope| {
        for _ in 0..threads.min(order.len()) {
            let send = send.clone();
            let (order, next, models) = (&order, &next, &models);
            scope.spawn(move || {
                // Each thread reads for itself; the log only grows, so all see the same entries.
                let own = Inspector::open(path).map_err(|e| e.to_string());
                while let Some(track) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let derived = match &own {
                        Ok(own) => Derived::guarded(own, track, history, models),
                        Err(e) => Derived::failed(track, e),
                    };
                    if send.send(derived).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        for derived in receive {
            done += derived.steps;
            out.absorb(derived.found);
            known.few_draws.merge(&derived.few_draws);
            if let Some(seq) = derived.judgement {
                let mut one = Tally::default();
                one.add(seq);
                known.judgement.merge(&one);
            }
            progress(Progress {
                tier: 5,
                done,
                total,
            });
        }
    });
    known
}

/// One question derived again.
struct Derived {
    steps: u64,
    found: Findings,
    few_draws: Tally,
    /// The last forecast, where its evidence is judgement alone.
    judgement: Option<u64>,
}

/// A question under way.
struct Way {
    run: Run,
    sha256: String,
}

/// Why a question cannot be derived further: the kind of finding, and the reason.
struct Stop(super::catalogue::Kind, String);

impl Derived {
    fn new(track: &Track) -> Self {
        Self {
            steps: track.steps.len() as u64,
            found: Findings::default(),
            few_draws: Tally::default(),
            judgement: None,
        }
    }

    fn failed(track: &Track, why: &str) -> Self {
        let mut out = Self::new(track);
        out.found.add(
            TABLE_UNREADABLE,
            Some(track.opened),
            "the log, a second time",
            why,
        );
        out
    }

    /// As `of`; should the arithmetic ever fail on a hostile file, that is a finding too.
    fn guarded(inspector: &Inspector, track: &Track, history: &History, models: &Models) -> Self {
        let derive = || Self::of(inspector, track, history, models);
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(derive)).unwrap_or_else(|_| {
            let mut out = Self::new(track);
            let why = "the program failed on it";
            out.found
                .add(FORECAST_UNDERIVED, Some(track.opened), "a derivation", why);
            out
        })
    }

    fn of(inspector: &Inspector, track: &Track, history: &History, models: &Models) -> Self {
        let mut out = Self::new(track);
        let mut way = None;
        let mut last = None;
        for (cause, forecast) in &track.steps {
            let taken = step(inspector, track, history, models, &mut way, *cause);
            let compared = taken.and_then(|going| match (going, forecast, &mut way) {
                (true, Some(seq), Some(way)) => out.compare(inspector, *seq, way).map(|()| true),
                (going, ..) => Ok(going),
            });
            match compared {
                Ok(true) => last = forecast.or(last),
                Ok(false) => return out,
                Err(Stop(kind, why)) => {
                    let expected = format!("`{}` derived to its end", track.id);
                    out.found.add(kind, Some(*cause), expected, why);
                    return out;
                }
            }
        }
        out.judgement = last.filter(|_| way.is_some_and(|way| judgement_alone(&way.run)));
        out
    }

    /// Compares a forecast with what follows from the entries before it, as of the day that it
    /// gives where that is one by either rule: see [`Run::outlook_said`].
    fn compare(&mut self, inspector: &Inspector, seq: u64, way: &mut Way) -> Result<(), Stop> {
        let Some(Body::Forecast(f)) = read(inspector, seq) else {
            return way.run.outlook().map(|_| ()).map_err(underived);
        };
        let said = date::number(f.as_of);
        let outlook = way.run.outlook_said(said).map_err(underived)?;
        if f.model != way.sha256 {
            self.found.add(
                FORECAST_MODEL,
                Some(seq),
                way.sha256.as_str(),
                f.model.as_str(),
            );
        }
        let (expected, found) = outlook.differences(&f);
        if !expected.is_empty() {
            self.found.add(
                FORECAST_DIFFERS,
                Some(seq),
                expected.join(", "),
                found.join(", "),
            );
        }
        #[expect(clippy::cast_precision_loss, reason = "at most 1024 draws")]
        let draws = way.run.model().draws as f64;
        if f.effective_draws < draws / 10.0 {
            self.few_draws.add(seq);
        }
        Ok(())
    }
}

/// Whether all that stands is judgement.
fn judgement_alone(run: &Run) -> bool {
    let judged = |kind: &str| {
        let kind = run.model().kind(kind);
        kind.is_ok_and(|k| k.basis == Basis::Judgement)
    };
    let evidence = run.evidence().unwrap_or_default();
    let mut all = evidence.iter();
    !evidence.is_empty() && all.all(|e| e.likelihood.is_some() || judged(&e.kind))
}

fn underived(why: impl std::fmt::Display) -> Stop {
    Stop(FORECAST_UNDERIVED, why.to_string())
}

/// Takes one entry into a question. False where a model was redacted and nothing can be derived.
fn step(
    inspector: &Inspector,
    track: &Track,
    history: &History,
    models: &Models,
    way: &mut Option<Way>,
    cause: u64,
) -> Result<bool, Stop> {
    let unread = || Stop(FORECAST_UNDERIVED, format!("entry {cause} cannot be read"));
    let body = read(inspector, cause).ok_or_else(unread)?;
    match (body, way.as_mut()) {
        (Body::Question(question), None) => {
            let sha256 = track.model.clone();
            let sha256 =
                sha256.ok_or_else(|| Stop(MODEL_UNUSABLE, "no model was adopted".to_owned()))?;
            let Some(model) = model(inspector, history, models, &sha256)? else {
                return Ok(false);
            };
            let run = Run::open(Arc::from(question), model).map_err(underived)?;
            *way = Some(Way { run, sha256 });
        }
        (Body::Model(adoption), Some(way)) => {
            let Some(model) = model(inspector, history, models, &adoption.sha256)? else {
                return Ok(false);
            };
            let draws = adoption.draws_for(&track.id);
            way.run.adopt(model, draws).map_err(underived)?;
            way.sha256 = adoption.sha256;
        }
        (fact, Some(way)) => {
            way.run.model().takes(&fact).map_err(underived)?;
            way.run.enter(cause, &fact).map_err(underived)?;
        }
        (_, None) => return Err(unread()),
    }
    Ok(true)
}

fn read(inspector: &Inspector, seq: u64) -> Option<Body> {
    let bytes = inspector.entry_bytes(seq).ok().flatten()?;
    canonical::decode(&bytes).ok().map(|entry| entry.body)
}

/// A model by its SHA-256; `None` where it was redacted.
fn model(
    inspector: &Inspector,
    history: &History,
    models: &Models,
    sha256: &str,
) -> Result<Option<Arc<Model>>, Stop> {
    let mut known = models
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(there) = known.get(sha256) {
        return match there {
            Ok(model) => Ok(Some(Arc::clone(model))),
            Err(why) => Err(Stop(MODEL_UNUSABLE, why.clone())),
        };
    }
    let parsed = match inspector.attachment(sha256) {
        Ok(Some(bytes)) if digest(&bytes) == sha256 => Model::parse(&bytes)
            .map(Arc::new)
            .map_err(|e| e.to_string()),
        Ok(Some(_)) => Err(format!("the file kept as {sha256} is another")),
        Ok(None) if history.redacted.contains_key(sha256) => return Ok(None),
        Ok(None) => Err(format!("no file is kept as {sha256}")),
        Err(e) => Err(e.to_string()),
    };
    known.insert(sha256.to_owned(), parsed.clone());
    parsed.map(Some).map_err(|why| Stop(MODEL_UNUSABLE, why))
}

fn digest(bytes: &[u8]) -> String {
    use sha2::{Digest as _, Sha256};
    hex::encode(Sha256::digest(bytes))
}
