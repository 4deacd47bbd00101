//! The prior of a pair: what a list of meetings says of two countries when a question opens.

use super::field::{Need, fields};
use super::forms::{Count, Hash, Part, Text, Within};

/// What was counted for a pair in a list of meetings: the rate of ordinary days is drawn from
/// Gamma(meetings + pooled, years + 1) a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The two sides, for example `US-CN`.
    pub pair: String,
    /// The pair's meetings in the years before the question opens.
    pub meetings: u64,
    /// Meetings a year of the mean partner of the list.
    pub pooled: f64,
    /// The years, less those that the list leaves out.
    pub years: f64,
    /// SHA-256 of the list, in lower-case hex.
    pub list_sha256: String,
}

fields! { Pair:
    pair "pair" => Need(Text(100));
    meetings "meetings" => Need(Count(1_000_000));
    pooled "pooled" => Need(Within(0.0, 1000.0));
    years "years" => Need(Within(0.001, 1000.0));
    list_sha256 "list_sha256" => Need(Hash);
}

/// The form of what was counted, within a prior.
pub(super) const PAIR: Part<Pair> = Part(Pair::from_value, Pair::to_value, "");
