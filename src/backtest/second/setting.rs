//! What is fixed before version 2 learns from a feed, and the settings that it chooses among.

use crate::backtest::plan::Plan;
use crate::belief::two::Model;
use crate::belief::two::model::Side;
use crate::model::settings::Settings;
use crate::model::shape::Toward;

/// How a feed is told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// A day of a kind at most so many days after a story's first tells the same story.
    pub window: i32,
    /// What every family's leak is multiplied by: a feed sees more than a ledger.
    pub leak: f64,
}

/// One setting, judged on partners left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tried {
    /// The setting.
    pub setting: Setting,
    /// Log loss a question.
    pub loss: f64,
    /// Log loss a question of the prior alone.
    pub prior: f64,
}

/// What is fixed before anything is learned.
#[derive(Debug, Clone, Copy)]
pub struct Base<'b> {
    /// Its families, its kinds' sides, and all that is not learned.
    pub model: &'b Model,
    /// How the feed is used.
    pub settings: &'b Settings,
    /// Bins, counts' prior and horizons.
    pub plan: &'b Plan,
}

/// The settings to choose among: the model's own window and leaks, then less and less of both.
#[must_use]
pub fn settings(model: &Model) -> Vec<Setting> {
    let own = model.repeat_window_days;
    let pairs = [
        (own, 1.0),
        (own, 0.25),
        (0, 1.0),
        (0, 0.5),
        (0, 0.25),
        (0, 0.125),
    ];
    let setting = |(window, leak)| Setting { window, leak };
    pairs.map(setting).to_vec()
}

/// The plan that follows from a model and the events that join its counts: which way a kind speaks
/// is the model's where it says one.
#[must_use]
pub fn plan(model: &Model, count_prior: f64, settings: &Settings) -> Plan {
    let way = |side: Side| match side {
        Side::Toward => Some(Toward::Meeting),
        Side::Against => Some(Toward::Away),
        Side::Either => None,
    };
    let own = model.kinds.keys().map(|k| (k.as_str(), k.as_str()));
    let names = &settings.names;
    let others = names.iter().map(|(a, b)| (a.as_str(), b.as_str()));
    let ways = own.chain(others).filter_map(|(feed, kind)| {
        let way = way(model.kinds.get(kind)?.side)?;
        Some((feed.to_owned(), way))
    });
    Plan::new(
        model.lead_edges.clone(),
        model.tail_days,
        count_prior,
        ways.collect(),
    )
}
