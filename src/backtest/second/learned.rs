//! What version 2 learned from a feed, and the model that it makes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::setting::{Base, Setting, Tried};
use crate::backtest::learn::LearnedKind;
use crate::belief::two::Model;
use crate::belief::two::model::Basis;

/// What was learned.
#[derive(Debug, Clone, PartialEq)]
pub struct Learned {
    /// The setting that was taken.
    pub setting: Setting,
    /// Every kind of the feed.
    pub kinds: BTreeMap<String, LearnedKind>,
    /// The settings that were tried.
    pub tried: Vec<Tried>,
    /// Log loss a question of the prior alone, and with all evidence, on the questions learned from.
    pub fitted: (f64, f64),
    /// Questions learned from.
    pub questions: usize,
}

impl Learned {
    /// The base with what was learned. Kinds that were not learned here say nothing: counts that
    /// the base brings along may be of the very rows left out.
    #[must_use]
    pub fn model(&self, base: &Base<'_>) -> Arc<Model> {
        let mut model = base.model.clone();
        model.repeat_window_days = self.setting.window;
        for family in model.families.values_mut() {
            family.leak *= self.setting.leak;
            family.cap = None;
            let draws = family.leak_draws.iter_mut();
            draws.for_each(|leak| *leak *= self.setting.leak);
        }
        for kind in model.kinds.values_mut() {
            kind.ratio.fill(1.0);
            kind.alone = None;
            kind.basis = Basis::MeasuredNull;
        }
        for (name, learned) in self.kinds.iter().filter(|(_, k)| k.weight > 0.0) {
            if let Some(kind) = model.kinds.get_mut(base.settings.name(name)) {
                let kept = |r: &f64| 1.0 + learned.weight * (r - 1.0);
                kind.ratio = learned.ratios.iter().map(kept).collect();
                kind.basis = Basis::Data;
            }
        }
        Arc::new(model)
    }
}
