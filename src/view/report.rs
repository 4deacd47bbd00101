//! A report on one question: what is asked, where it stands and why, and how to check it.
//!
//! What it says is gathered once, as a typed [`Report`]; how it is drawn is a matter of the form.

mod sections;
mod sourced;
mod told;

use std::sync::Arc;

use jiff::civil::Date;

use super::caveat;
use super::chart::ProbabilityChart;
use super::doc::Doc;
use super::scale::Scale;
use super::table::Table;
use super::words::{long_day, percent, range, word};
use crate::audit;
use crate::belief::sensitivity::Sensitivity;
use crate::belief::{self, Explanation, Model};
use crate::desk::worth::{Supposed, Worth};
use crate::record::{Account, Resolution, Retraction};
pub(super) use sections::prior;

/// All that a report says, as of one day.
pub struct Report {
    /// The day as of which it speaks.
    pub as_of: Date,
    /// The recorded forecasts up to then, with their causes.
    pub account: Account,
    /// What moved the probability since the opening, with the evidence that stood on that day.
    pub explanation: Explanation,
    /// The probability by the deadline, by other days, at each occasion.
    pub forecast: belief::Report,
    /// The model.
    pub model: Arc<Model>,
    /// Its SHA-256.
    pub model_sha256: String,
    /// How the question ended, where it had by that day.
    pub resolution: Option<Resolution>,
    /// Signals that were taken back by that day, and why.
    pub retractions: Vec<Retraction>,
    /// The forecast without each signal and under other settings, where something can still move it.
    pub sensitivity: Option<Sensitivity>,
    /// What signals that could come would change, where the question is open.
    pub watch: Option<Watching>,
    /// The log that it comes from.
    pub log: Log,
    /// What an audit of the whole ledger found, where one was made.
    pub audit: Option<audit::Report>,
    /// By whom and when the report was made.
    pub made: Made,
    /// The scale of its chart; `None` for the one that fits.
    pub scale: Option<Scale>,
}

/// What signals that could come would change.
pub struct Watching {
    /// What is supposed of them.
    pub supposed: Supposed,
    /// The kinds, the most worth watching first.
    pub kinds: Vec<Worth>,
}

/// The log that a report comes from.
pub struct Log {
    /// Its name.
    pub origin: String,
    /// Entries in it.
    pub size: u64,
    /// The root over them, in base64 as in checkpoints.
    pub root: String,
    /// The last signed checkpoint, as the note that it is, with the number of entries it covers.
    pub checkpoint: Option<(u64, String)>,
}

/// By whom and when a report was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The program and its version.
    pub program: String,
    /// The day.
    pub on: Date,
}

/// One part of a report, under a heading.
pub struct Section {
    /// Its name within the page.
    pub id: &'static str,
    /// Its heading.
    pub heading: &'static str,
    /// What it says; further headings are of level 2 and more.
    pub doc: Doc,
}

/// Where the question stands, in words and in numbers.
pub struct Standing {
    /// The probability, such as `63 %`.
    pub number: String,
    /// The word for it.
    pub words: &'static str,
    /// What the number is, in a sentence or two.
    pub sentence: String,
    /// Why the interval is less sure than it looks, where it is: see [`caveat`].
    pub caveat: Option<String>,
    /// How it ended, where it has.
    pub outcome: Option<String>,
}

impl Report {
    /// Where the question stands: the forecast of the day or, once it has ended, the last one
    /// before.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let q = &self.account.question;
        let last = self.account.rows.last().map(|row| &row.forecast);
        let outcome = self
            .resolution
            .as_ref()
            .map(|r| format!("Resolved {} on {}.", r.outcome.as_str(), long_day(r.on)));
        let deadline = long_day(q.deadline);
        let over = outcome.is_some() || self.as_of >= q.deadline;
        match (over, last) {
            (true, Some(f)) => {
                let unknown = if outcome.is_none() {
                    " The deadline has passed, and how the question ended is not recorded yet."
                } else {
                    ""
                };
                Standing {
                    number: percent(f.p),
                    words: word(f.p),
                    sentence: format!(
                        "The last forecast, as of {}, for a meeting by {deadline}; 90 % of the \
                         weight lay from {}.{unknown}",
                        long_day(f.as_of),
                        range(f.lo, f.hi)
                    ),
                    caveat: caveat::of_account(&self.account),
                    outcome,
                }
            }
            _ => {
                let o = &self.forecast.outlook;
                Standing {
                    number: percent(o.p),
                    words: word(o.p),
                    sentence: format!(
                        "The probability, as of {}, that the meeting comes by {deadline}; 90 % of \
                         the weight lies from {}.",
                        long_day(self.as_of),
                        range(o.lo, o.hi)
                    ),
                    caveat: caveat::of_explanation(&self.explanation),
                    outcome,
                }
            }
        }
    }

    /// The parts under their headings, in order.
    #[must_use]
    pub fn sections(&self) -> Vec<Section> {
        sections::all(self)
    }

    /// The recorded forecasts as a chart, on to the day of the report.
    #[must_use]
    pub fn chart(&self) -> ProbabilityChart {
        sections::chart(self)
    }

    /// The signals that were recorded by the day and stand no more, with the reasons.
    #[must_use]
    pub fn taken_back(&self) -> Table {
        sections::taken_back(self)
    }

    /// Who made it, from what.
    #[must_use]
    pub fn made_by(&self) -> String {
        format!(
            "Made on {} by {} from {} entries of the log {}, with the belief model {} (SHA-256 {}). \
             Words of probability are those of US Intelligence Community Directive 203. \
             Decibans (dB) are ten times the base-10 logarithm of the odds.",
            long_day(self.made.on),
            self.made.program,
            self.log.size,
            self.log.origin,
            self.model.id,
            self.model_sha256
        )
    }

    /// The whole as one document.
    #[must_use]
    pub fn doc(&self) -> Doc {
        let standing = self.standing();
        let mut doc = Doc::new().title(&self.account.question.title);
        doc = doc.paragraph(
            super::doc::Line::new()
                .strong(format!("{}, {}.", standing.number, standing.words))
                .plain(format!(" {}", standing.sentence)),
        );
        doc = caveat::told(doc, standing.caveat);
        if let Some(outcome) = standing.outcome {
            doc = doc.paragraph(super::doc::Line::new().strong(outcome));
        }
        for section in self.sections() {
            doc = doc.section(section.heading);
            for block in section.doc.blocks {
                doc = doc.block(match block {
                    super::doc::Block::Heading { level, text } => super::doc::Block::Heading {
                        level: level.saturating_add(1),
                        text,
                    },
                    other => other,
                });
            }
        }
        doc.paragraph(super::doc::Line::new().dim(self.made_by()))
    }
}
