//! A model of version 2 under the names that both versions share.

use std::sync::Arc;

use super::{Basis, Kind, Model};
use crate::belief::two::{self, model as inner};

/// The model, its kinds' ratios as each draw hears them: through their family's channel.
pub(super) fn model(two: two::Model) -> Model {
    let kinds = two.kinds.iter();
    Model {
        id: two.id.clone(),
        title: two.title.clone(),
        draws: two.draws,
        tail_days: two.tail_days,
        lead_edges: two.lead_edges.clone(),
        repeat_window_days: two.repeat_window_days,
        repeat_discount: two.repeat_discount,
        source_reliability: two.source_reliability,
        information_credibility: two.information_credibility,
        kinds: kinds.map(|(n, k)| (n.clone(), kind(&two, k))).collect(),
        sources: two.sources.clone(),
        feed: None,
        two: Some(Arc::new(two)),
    }
}

fn kind(model: &two::Model, kind: &inner::Kind) -> Kind {
    let bins = 0..model.bins();
    Kind {
        label: kind.label.clone(),
        group: model
            .families
            .get(&kind.family)
            .map_or_else(|| kind.family.clone(), |family| family.label.clone()),
        meaning: kind.meaning.clone(),
        cameo: kind.cameo.clone(),
        direction: Some(kind.side.as_str().to_owned()),
        basis: match kind.basis {
            inner::Basis::Data => Basis::Data,
            inner::Basis::Judgement => Basis::Judgement,
            inner::Basis::MeasuredNull => Basis::MeasuredNull,
        },
        reasons: kind
            .reasons
            .clone()
            .or_else(|| kind.says_nothing_because.clone()),
        sources: kind.sources.clone(),
        weight: 1.0,
        weight_because: None,
        observed: kind.observed.clone(),
        expected: kind.expected.clone(),
        events: kind.events,
        watched: kind.watched,
        intensity: bins.flat_map(|bin| model.ratios(kind, bin)).collect(),
    }
}

impl Model {
    /// What version 2 runs on, with the shared numbers as they are set here; `None` in version 1.
    #[must_use]
    pub fn second(&self) -> Option<Arc<two::Model>> {
        let two = self.two.as_ref()?;
        let same = two.repeat_window_days == self.repeat_window_days
            && two.repeat_discount.to_bits() == self.repeat_discount.to_bits()
            && two.source_reliability == self.source_reliability
            && two.information_credibility == self.information_credibility;
        if same {
            return Some(Arc::clone(two));
        }
        Some(Arc::new(two::Model {
            repeat_window_days: self.repeat_window_days,
            repeat_discount: self.repeat_discount,
            source_reliability: self.source_reliability,
            information_credibility: self.information_credibility,
            ..(**two).clone()
        }))
    }
}
