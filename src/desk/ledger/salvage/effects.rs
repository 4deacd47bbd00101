//! What is missing, and what that does to each question.

use std::collections::{BTreeMap, HashSet};

use super::bring::Brought;
use super::survey::Survey;
use super::told::{Effect, Left, Missing};
use super::verify::Standing;
use crate::record::{Body, Entry, Forecast, date};

/// The places that do not verify, in rows of one reason.
pub fn missing(survey: &Survey) -> Vec<Missing> {
    let mut out: Vec<Missing> = Vec::new();
    let mut due = 0;
    for (seq, (place, standing)) in (0..).zip(survey.places.iter().zip(&survey.standings)) {
        let entry = place.as_ref().and_then(|p| p.entry.as_ref());
        if standing.stands() {
            due = entry.map_or(0, |e| calls_for(e, due));
            continue;
        }
        let forecasts = due > 0;
        due = usize::saturating_sub(due, 1);
        let why = match standing {
            Standing::Altered => "altered after it was written",
            Standing::Doubtful => "it or a neighbour was altered",
            _ => "its row is lost",
        };
        push(&mut out, seq, seq, why, forecasts);
    }
    let held = u64::try_from(survey.places.len()).unwrap_or(u64::MAX);
    if held < survey.size {
        push(&mut out, held, survey.size - 1, "its row is lost", false);
    }
    out
}

fn push(out: &mut Vec<Missing>, first: u64, last: u64, why: &'static str, forecasts: bool) {
    match out.last_mut() {
        Some(m) if m.last + 1 == first && m.why == why && m.forecasts == forecasts => m.last = last,
        _ => out.push(Missing {
            first,
            last,
            why,
            forecasts,
        }),
    }
}

/// How many forecasts still follow after an entry.
fn calls_for(entry: &Entry, due: usize) -> usize {
    match &entry.body {
        Body::Forecast(_) => due.saturating_sub(1),
        Body::Question(_) => 1,
        Body::Model(_) => entry.body.questions().len(),
        body if body.moves() => body.questions().len(),
        _ => 0,
    }
}

/// Entries that verify and that this program cannot read.
pub fn unread(survey: &Survey) -> Vec<Left> {
    let judged = (0..).zip(survey.places.iter().zip(&survey.standings));
    judged
        .filter(|(_, (place, standing))| {
            standing.stands() && place.as_ref().is_some_and(|p| p.entry.is_none())
        })
        .map(|(seq, _)| Left {
            seq,
            id: String::new(),
            type_name: String::new(),
            why: "this program cannot read it; a newer one may".into(),
            questions: survey.mentions.get(&seq).cloned().unwrap_or_default(),
        })
        .collect()
}

/// What that does to each question, by its id.
pub fn effects(survey: &Survey, brought: &Brought, missing: &[Missing]) -> Vec<Effect> {
    let mut all: BTreeMap<String, Effect> = BTreeMap::new();
    let stands: HashSet<u64> = brought.facts.iter().copied().collect();
    for (entry, _) in survey.standing() {
        match &entry.body {
            Body::Forecast(f) => compare(of(&mut all, f.question.as_str()), entry.seq, f, brought),
            Body::Question(q) if stands.contains(&entry.seq) => {
                let effect = of(&mut all, q.id.as_str());
                (effect.opened, effect.facts) = (true, effect.facts + 1);
            }
            Body::Question(q) => of(&mut all, q.id.as_str()).lost.push(entry.seq),
            body if stands.contains(&entry.seq) => {
                for id in body.questions() {
                    of(&mut all, id.as_str()).facts += 1;
                }
            }
            _ => {}
        }
    }
    for left in &brought.left {
        for id in &left.questions {
            of(&mut all, id).lost.push(left.seq);
        }
    }
    for (seq, ids) in &survey.mentions {
        let gap = missing.iter().find(|m| (m.first..=m.last).contains(seq));
        if gap.is_some_and(|m| !m.forecasts) {
            for id in ids {
                of(&mut all, id).lost.push(*seq);
            }
        }
    }
    for effect in all.values_mut() {
        effect.lost.sort_unstable();
        effect.lost.dedup();
    }
    all.into_values().collect()
}

fn of<'a>(all: &'a mut BTreeMap<String, Effect>, question: &str) -> &'a mut Effect {
    let fresh = || Effect {
        question: question.to_owned(),
        ..Effect::default()
    };
    all.entry(question.to_owned()).or_insert_with(fresh)
}

/// Holds a recorded forecast against what came out anew.
fn compare(effect: &mut Effect, seq: u64, f: &Forecast, brought: &Brought) {
    let key = (f.rests_on, f.question.to_string());
    let Some((now, model)) = brought.beliefs.get(&key) else {
        effect.unfounded += 1;
        return;
    };
    let pairs = [
        (f.p, now.p),
        (f.lo, now.lo),
        (f.hi, now.hi),
        (f.effective_draws, now.effective_draws),
    ];
    let same = pairs.iter().all(|(a, b)| a.to_bits() == b.to_bits())
        && f.as_of == date::from_number(now.as_of)
        && f.model == *model;
    if same {
        effect.equal += 1;
        return;
    }
    effect.differ += 1;
    effect.differs_from = effect.differs_from.or(Some(seq));
}
