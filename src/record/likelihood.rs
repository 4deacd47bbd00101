//! The analyst's own likelihoods of a signal, in place of its kind's.

use super::field::{Need, fields};
use super::forms::{Part, Probability, Text};

/// The analyst's likelihoods: how probable the signal was if the meeting comes by the deadline,
/// and if it does not. Both lie strictly between 0 and 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Likelihood {
    /// P(signal | meeting by the deadline).
    pub if_meeting: f64,
    /// P(signal | none).
    pub if_none: f64,
    /// Why.
    pub because: String,
}

fields! { Likelihood:
    if_meeting "if_meeting" => Need(Probability);
    if_none "if_none" => Need(Probability);
    because "because" => Need(Text(1000));
}

/// The form of likelihoods within a record.
pub(super) const LIKELIHOOD: Part<Likelihood> =
    Part(Likelihood::from_value, Likelihood::to_value, "");
