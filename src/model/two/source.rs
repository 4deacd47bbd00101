//! The source of a model of belief version 2, in TOML: `ledger/models/README.md` describes it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::source::{Work, read, written};
use crate::record::Invalid;

/// A model before its draws are made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The version of the belief: 2.
    pub belief: u64,
    /// Its own name.
    pub id: String,
    /// One line for people.
    pub title: String,
    /// Draws in the bank.
    pub draws: usize,
    /// Seed of the permutations.
    pub seed: u64,
    /// Days beyond the deadline that are hypotheses of their own.
    pub tail_days: u32,
    /// Upper edges of the lead-time bins, in days.
    pub lead_edges: Vec<u32>,
    /// Days after a story's first report within which another joins it.
    pub repeat_window_days: u32,
    /// What each further report of a story keeps of its weight.
    pub repeat_discount: f64,
    /// How two occasions of a question correlate.
    pub occasion_correlation: f64,
    /// Worth of the letters A to F.
    pub source_reliability: BTreeMap<String, f64>,
    /// Worth of the digits 1 to 6.
    pub information_credibility: BTreeMap<String, f64>,
    /// How counts become ratios.
    pub counts: Counts,
    /// What an announced or cancelled day is worth.
    pub plans: Plans,
    /// What it says that somebody looked and saw nothing announced.
    pub silence: Silence,
    /// How the prior of a pair is counted.
    pub pair_prior: PairPrior,
    /// Families of kinds.
    pub families: BTreeMap<String, Family>,
    /// Works cited.
    #[serde(default)]
    pub sources: BTreeMap<String, Work>,
    /// Kinds of signal.
    pub kinds: BTreeMap<String, Kind>,
}

/// How counts become ratios, and when they are taken to say nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Events added to both the observed and the expected count.
    pub prior: f64,
    /// Counted days that are worth one case, since days cluster.
    pub days_per_case: f64,
    /// Last days of the spans over which a kind may show that it speaks; each a lead edge.
    pub windows: Vec<u32>,
    /// Standard deviations, on the stated side, from which a kind speaks.
    pub speaks_at: f64,
    /// The same for a kind without a stated side, on either.
    pub speaks_at_either: f64,
    /// Last day, a lead edge, of the counts that a kind shows when it says nothing.
    pub told_days: u32,
    /// Why.
    pub because: String,
}

/// What an announced or cancelled day is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plans {
    /// Days on either side of the named ones that a plan covers.
    pub slack_days: u32,
    /// Longest stretch that makes a plan.
    pub max_days: u32,
    /// Share of a kept plan that comes about on the slack.
    pub near_share: f64,
    /// Days before the named one in which a loss counts as late.
    pub last_days: u32,
    /// What a cancelled day keeps of its share.
    pub cancelled_keeps: f64,
    /// Days of a stretch from which each further one loses nothing more; where stretches of any
    /// length make plans.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wide_days: Option<u32>,
    /// What an announcement loses by each day beyond `max_days`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width_loss: Option<f64>,
    /// What a day keeps that is called off without having been announced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unannounced_keeps: Option<f64>,
    /// Share of what was left to chance that an announcement takes at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest_share: Option<f64>,
    /// An announcement that makes an earlier one sharper, or moves it, takes its place.
    #[serde(default, skip_serializing_if = "is_false")]
    pub chain: bool,
    /// A plan says at least what its report would say without days.
    #[serde(default, skip_serializing_if = "is_false")]
    pub at_least_unnamed: bool,
    /// What is told of an announced meeting is an echo as far as the announcement was believed before.
    #[serde(default, skip_serializing_if = "is_false")]
    pub weighed_echoes: bool,
    /// Announced plans that a side doubted in public, and those of them that were lost for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubted: Option<Doubted>,
    /// Why.
    pub because: String,
    /// Keys of the works cited.
    #[serde(default)]
    pub sources: Vec<String>,
    /// The counts that the draws rest on.
    pub counted: Record,
    /// The counts in the list that ships with the program, where that is shorter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed: Option<Record>,
}

/// Announced plans that were doubted in public.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Doubted {
    /// All of them.
    pub plans: f64,
    /// Those that were lost.
    pub lost: f64,
}

/// What became of plans: announced days, kept or lost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Plans: journeys, or meetings where there is no journey.
    pub plans: u64,
    /// Those that stood when the last days before the first announced one began.
    pub reached: u64,
    /// Those lost in the last days.
    pub lost_late: u64,
    /// Those lost before.
    pub lost_early: u64,
    /// Days that plans stood announced before their last days.
    pub days_before: u64,
    /// Announcements whose meeting was held.
    pub held: u64,
    /// Of these, held on another day than those announced.
    pub near: u64,
    /// Meetings called off, where counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called_off: Option<u64>,
    /// Of these, held on their day after all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called_off_held: Option<u64>,
}

/// What it says that somebody looked and saw nothing announced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Silence {
    /// Chance that a meeting is public on its own day.
    pub public: f64,
    /// What each day of lead leaves of that chance.
    pub daily: f64,
    /// Lead in days from which silence says nothing.
    pub max_lead: u32,
    /// Why.
    pub because: String,
    /// Keys of the works cited.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// How the prior of a pair is counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairPrior {
    /// Years of the pair's own meetings.
    pub years: u64,
    /// Years of the pool's average.
    pub pooled_years: u64,
    /// The least that a draw of the rate may be, meetings a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_a_year: Option<f64>,
    /// Why.
    pub because: String,
}

/// One family: an underlying state of affairs that its stories show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// Short name for people.
    pub label: String,
    /// The middle chance that the state is misread or does not matter.
    pub leak: f64,
    /// What speaks for a meeting on named days of the window speaks for all of it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub whole_window: bool,
    /// Why.
    pub because: String,
}

/// One kind: counted (`observed`, `expected`) or judged (`ratio`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Short name for people.
    pub label: String,
    /// One of the families.
    pub family: String,
    /// `toward`, `against` or `either`.
    pub side: String,
    /// `announce` or `cancel`: with days named it makes a plan; `doubt`: it doubts one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// Chance that what it announces is as firm as what a government announces by its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<f64>,
    /// What counts as one and what does not.
    pub meaning: String,
    /// CAMEO codes, as texts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cameo: Vec<String>,
    /// `data` or `judgement`.
    pub basis: String,
    /// Keys of the works cited.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Events counted in each lead bin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<Vec<f64>>,
    /// Events expected there at the background rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Vec<f64>>,
    /// Days with such an event in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<u64>,
    /// Days on which such an event would have been counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_watched: Option<u64>,
    /// Why counts that say nothing may be what they seem.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub null_because: Option<String>,
    /// Judged ratio in each lead bin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ratio: Option<Vec<f64>>,
    /// Why it is judged so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// Share of the distance from 1 that is kept.
    #[serde(default = "one")]
    pub keeps: f64,
    /// Why not all is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keeps_because: Option<String>,
    /// By how much ended questions move what one sure report says alone: the logarithm of its ratio
    /// in the bin where it says most, above 0 toward a meeting; in other bins as much less as less
    /// is said there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<f64>,
    /// On how many questions that rests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_because: Option<String>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_false(flag: &bool) -> bool {
    !flag
}

fn one() -> f64 {
    1.0
}

impl Source {
    /// Reads a source file.
    ///
    /// # Errors
    /// The line and what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        read(text)
    }

    /// The text that [`Source::parse`] reads.
    ///
    /// # Errors
    /// When a field cannot be written.
    pub fn text(&self) -> Result<String, Invalid> {
        written(self)
    }
}
