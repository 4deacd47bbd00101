//! What was learned, as the source of a model.

use super::learn::{Learned, learn};
use super::plan::Plan;
use super::rows::World;
use crate::model::shape::Toward;
use crate::model::source::{KindSource, Source};
use crate::record::Invalid;

/// Learns from a feed onto a source: what was learned, and the new source. `told` is called with
/// what is being done, how much of it is, and how much it is in all.
///
/// # Errors
/// Where there is too little to learn from.
pub fn learn_onto(
    base: &Source,
    world: &World<'_>,
    id: &str,
    told: &(dyn Fn(&str, usize, usize) + Sync),
) -> Result<(Learned, Source), Invalid> {
    let settings = base.feed.clone().unwrap_or_default();
    let learned = learn(world, &settings, &Plan::of(base), &|_| true, told)?;
    let source = write(base, &learned, id, &works(base));
    Ok((learned, source))
}

/// Puts what was learned into a source: kinds that were learned get their counts, shape and weight;
/// kinds that were not stay as they are; all get the learned worth of repeats.
///
/// `work` is the key of the source's works that the counts are credited to.
#[must_use]
pub fn write(base: &Source, learned: &Learned, id: &str, work: &[String]) -> Source {
    let mut out = base.clone();
    out.id = id.to_owned();
    out.repeat_window_days = u32::try_from(learned.repeats.window).unwrap_or(0);
    out.repeat_discount = learned.repeats.discount;
    out.feed = Some(learned.settings.clone());
    for (name, kind) in &learned.kinds {
        let own = learned.settings.name(name);
        if kind.refused.is_some() || (kind.weight == 0.0 && !base.kinds.contains_key(own)) {
            continue;
        }
        let direction = match kind.toward {
            Toward::Meeting => "toward",
            Toward::Away => "away",
        };
        let slot = out
            .kinds
            .entry(own.to_owned())
            .or_insert_with(|| KindSource {
                label: name.replace('-', " "),
                group: "feed".into(),
                meaning: format!(
                    "An event coded `{name}` in the feed that the model was learned from."
                ),
                cameo: Vec::new(),
                direction: direction.into(),
                basis: "data".into(),
                weight: 1.0,
                weight_because: None,
                sources: Vec::new(),
                observed: None,
                expected: None,
                events: None,
                days_watched: None,
                shape: None,
                ratio: None,
                worth: None,
                because: None,
            });
        let tidy = |list: &[f64]| list.iter().map(|x| (x * 1e4).round() / 1e4).collect();
        slot.basis = "data".into();
        slot.observed = Some(tidy(&kind.counts.observed));
        slot.expected = Some(tidy(&kind.counts.expected));
        slot.events = Some(kind.counts.events);
        slot.days_watched = Some(kind.counts.watched);
        slot.shape = Some(direction.into());
        slot.ratio = None;
        slot.worth = None;
        slot.because = None;
        slot.weight = kind.weight;
        slot.weight_because = (kind.weight != 1.0).then(|| {
            "Learned: what the kind adds beyond the others, by the log score of the forecasts that \
             the counts come from, with a penalty."
                .into()
        });
        if slot.sources.is_empty() {
            slot.sources = work.to_vec();
        }
    }
    out
}

/// The works that counts are credited to: those of the source's counted kinds.
#[must_use]
pub fn works(source: &Source) -> Vec<String> {
    let counted = source.kinds.values().find(|k| k.basis == "data");
    counted.map(|k| k.sources.clone()).unwrap_or_default()
}
