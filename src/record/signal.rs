//! A signal: something that happened, when it could be known, and who says so.

use jiff::civil::Date;

use super::entry_type::EntryType;
use super::field::{Else, List, May, Need, fields};
use super::forms::{Admiralty, Day, Days, Hashes, Id, Ids, Text};
use super::likelihood::LIKELIHOOD;
use super::source::SOURCE;
use super::{Grade, Invalid, Likelihood, Name, Source};

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// Identifier, unique in the ledger.
    pub id: Name,
    /// The questions that it bears on; at least one.
    pub questions: Vec<Name>,
    /// Kind of event, one of the model's.
    pub kind: Name,
    /// The day on which it happened.
    pub observed_on: Date,
    /// The first day on which it could be known; never before `observed_on`.
    pub known_on: Date,
    /// What happened, in the analyst's words.
    pub summary: String,
    /// How good the source is and how credible the information.
    pub grade: Grade,
    /// Signals that tell one story share this text.
    pub story: Option<String>,
    /// Who acts, where two of a kind would else be taken for one story.
    pub actor: Option<String>,
    /// The days that the signal speaks of; all days where absent.
    pub about: Option<(Date, Date)>,
    /// Who says so.
    pub source: Option<Source>,
    /// The analyst's own likelihoods, in place of the kind's.
    pub likelihood: Option<Likelihood>,
    /// The signal that this one corrects.
    pub amends: Option<Name>,
    /// Pages and documents kept in the ledger that it rests on, by SHA-256 in lower-case hex.
    pub attachments: Vec<String>,
}

fields! { Signal, checked by known_after:
    id "id" => Need(Id);
    questions "question" => Need(Ids);
    kind "kind" => Need(Id);
    observed_on "observed_on" => Need(Day);
    known_on "known_on" => Need(Day);
    summary "summary" => Need(Text(500));
    grade "grade" => Else(Admiralty, Grade::UNJUDGED);
    story "story" => May(Text(100));
    actor "actor" => May(Text(100));
    about "about" => May(Days);
    source "source" => May(SOURCE);
    likelihood "likelihood" => May(LIKELIHOOD);
    amends "amends" => May(Id);
    attachments "attachments" => List(Hashes);
}

impl Signal {
    /// Whether it says what another says: all but the ids, and the questions that both bear on.
    #[must_use]
    pub fn says_what(&self, other: &Self) -> bool {
        let named = Self {
            id: other.id.clone(),
            amends: other.amends.clone(),
            questions: other.questions.clone(),
            ..self.clone()
        };
        named == *other
    }

    fn known_after(&self) -> Result<(), Invalid> {
        if self.known_on >= self.observed_on {
            return Ok(());
        }
        Err(Invalid::new(
            "known_on",
            self.known_on.to_string(),
            format!("known before it happened on {}", self.observed_on),
            "known_on is the day of publication, on or after observed_on; for a plan, \
             observed_on is the day the plan was made known, not the day it is for",
        ))
    }
}

impl EntryType for Signal {
    fn id(&self) -> String {
        self.id.to_string()
    }

    fn questions(&self) -> &[Name] {
        &self.questions
    }

    fn known_on(&self) -> Option<Date> {
        Some(self.known_on)
    }

    fn days(&self) -> Vec<(&'static str, Date)> {
        let published = self.source.as_ref().and_then(|s| s.published_on);
        let published = published.map(|day| ("source.published_on", day));
        let own = [
            ("observed_on", self.observed_on),
            ("known_on", self.known_on),
        ];
        own.into_iter().chain(published).collect()
    }

    fn retracted_as(&self) -> Option<&Name> {
        Some(&self.id)
    }

    fn attachments(&self) -> &[String] {
        &self.attachments
    }

    fn headline(&self) -> String {
        self.summary.clone()
    }

    fn doing(&self) -> String {
        match &self.amends {
            Some(old) => format!("correcting {old} as {}", self.id),
            None => format!("putting in {}", self.id),
        }
    }
}
