//! What to watch for: how far each kind of signal would move the forecast if it came now, and how
//! likely it is to come soon.
//!
//! The product of the two, the expected change of the probability, puts the kinds in order. It is
//! the value of watching for one kind by itself: kinds are not independent of each other, and the
//! model does not count it as evidence that none comes.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::belief::two::model::Call;
use crate::belief::{Basis, Evidence, Kind, Model, Outlook, Refusal, Run, Weight};
use crate::record::{Grade, date};

/// What is supposed of the signals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Supposed {
    /// How good the report would be.
    pub grade: Grade,
    /// The days that it would speak of, as day numbers.
    pub about: Option<(i32, i32)>,
    /// Days within which it is to come, from the day after.
    pub within: i32,
}

/// What one kind of signal would be worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Worth {
    /// The kind.
    pub kind: String,
    /// Its short name for people.
    pub label: String,
    /// Whether days that it names would make a plan of it: announced, or called off.
    pub plan: bool,
    /// Whether its ratios were counted or judged.
    pub basis: Basis,
    /// The weight that the signal would have.
    pub weight: Weight,
    /// The forecast if it came now; `None` where nothing possible would be left.
    pub after: Option<Outlook>,
    /// How likely it is to come.
    pub chance: Chance,
    /// Chance times the absolute change of the probability; `None` where either is unknown.
    pub expected: Option<f64>,
}

/// How likely a kind is to come within the days asked for, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Chance {
    /// From the model's count of days with such an event, raised or lowered by the ratios of the
    /// lead times that are believed: see [`Run::chance`].
    Counted {
        /// The probability that one comes before the meeting.
        p: f64,
        /// Days with such an event.
        events: u64,
        /// Days watched, over all pairs of leaders.
        watched: u64,
    },
    /// From the question's own record: a Poisson rate with Jeffreys' prior, Gamma(1/2), so that
    /// `days` days with such a signal in `of` give `1 - (of / (of + within))^(days + 1/2)`.
    Recorded {
        /// The probability that one comes.
        p: f64,
        /// Days on which such a signal became known.
        days: u64,
        /// Days recorded.
        of: u64,
    },
    /// Nothing is recorded yet.
    Unknown,
}

impl Chance {
    /// The probability, where it is known.
    #[must_use]
    pub fn p(self) -> Option<f64> {
        match self {
            Self::Counted { p, .. } | Self::Recorded { p, .. } => Some(p),
            Self::Unknown => None,
        }
    }
}

/// What each kind of the model would be worth on the day of the belief, the greatest expected
/// change first; then those of unknown chance, the greatest change first.
///
/// # Errors
/// When the belief itself has no answer.
pub fn worth(run: &Run, supposed: &Supposed) -> Result<Vec<Worth>, Refusal> {
    let mut run = run.clone();
    let now = run.outlook()?;
    let seq = run.evidence()?.iter().map(|e| e.seq + 1).max().unwrap_or(0);
    let model = Arc::clone(run.model());
    let announced = run.announced()?;
    let standing = match announced.as_slice() {
        [one] if one.call == Call::Announce => Some(one.whole),
        _ => None,
    };
    let mut out = Vec::with_capacity(model.kinds.len());
    for (name, kind) in &model.kinds {
        let e = Evidence {
            seq,
            // After every other id of the day: it comes last.
            id: "~supposed".into(),
            kind: name.clone(),
            observed: run.as_of(),
            known: run.as_of(),
            about: supposed
                .about
                .or(standing.filter(|_| calls_off(&model, name))),
            reliability: supposed.grade.source_index(),
            credibility: supposed.grade.information_index(),
            ..Evidence::default()
        };
        let weight = run.weigh(&e)?;
        let mut then = run.clone();
        then.put(e)?;
        let after = then.outlook().ok();
        let chance = likely(&mut run, (name, kind), supposed.within)?;
        out.push(Worth {
            kind: name.clone(),
            label: kind.label.clone(),
            plan: plans(&model, name),
            basis: kind.basis,
            weight,
            after,
            chance,
            expected: after
                .zip(chance.p())
                .map(|(after, p)| p * (after.p - now.p).abs()),
        });
    }
    let change = |w: &Worth| w.after.map_or(-1.0, |after| (after.p - now.p).abs());
    let key = |w: &Worth| (w.expected.unwrap_or(-1.0), change(w));
    out.sort_by(|a, b| {
        let (a, b) = (key(a), key(b));
        b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1))
    });
    Ok(out)
}

/// Whether a kind calls days off: without days it means those that stand announced, as `summit add` does.
fn calls_off(model: &Model, kind: &str) -> bool {
    let two = model.two.as_ref();
    two.and_then(|two| two.kinds.get(kind))
        .is_some_and(|kind| kind.plan == Some(Call::Cancel))
}

fn plans(model: &Model, kind: &str) -> bool {
    let two = model.two.as_ref();
    two.and_then(|two| two.kinds.get(kind))
        .is_some_and(|kind| kind.plan.is_some())
}

fn likely(run: &mut Run, (name, kind): (&str, &Kind), within: i32) -> Result<Chance, Refusal> {
    if let Some((events, watched)) = kind.events.zip(kind.watched) {
        let background = events as f64 / watched as f64;
        return Ok(Chance::Counted {
            p: run.chance(kind, background, within)?,
            events,
            watched,
        });
    }
    let evidence = run.evidence()?.iter();
    let days: BTreeSet<i32> = evidence
        .filter(|e| e.kind == name)
        .map(|e| e.known)
        .collect();
    let of = run.as_of() - date::number(run.question().opens);
    if of < 1 {
        return Ok(Chance::Unknown);
    }
    let quiet = f64::from(of) / f64::from(of + within);
    Ok(Chance::Recorded {
        p: 1.0 - libm::pow(quiet, days.len() as f64 + 0.5),
        days: days.len() as u64,
        of: of.unsigned_abs().into(),
    })
}
