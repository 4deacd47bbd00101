use clap::Args;
use summit_ledger::desk::Fact;
use summit_ledger::record::{Body, Outcome, Passage, Reopening, Resolution, Source, fields};

use super::add::report;
use super::context::Context;
use super::failure::Failure;
use super::output::Format;

/// Say that nothing happened until a day: the deadline's approach is evidence
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  summit pass --on today")]
pub struct Pass {
    /// The day until which nothing happened: YYYY-MM-DD, today, yesterday, 21 Nov
    #[arg(long, value_name = "DATE")]
    on: String,

    /// The question, repeated for several [default: the current one, else the
    /// only one]
    #[arg(long, short, value_name = "QUESTION")]
    question: Vec<String>,

    /// How to print what changed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Pass {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let mut desk = cx.desk()?;
        let passage = Passage {
            questions: cx.questions(&desk, &self.question)?,
            known_on: cx.day("on", &self.on)?,
        };
        let done = desk.append(&cx.hand(), vec![Fact::from(Body::Passage(passage))])?;
        report(cx, &mut desk, &done, self.format)
    }
}

/// Say how a question ended: yes, no or void
///
/// Yes needs a day after the opening and by the deadline, no the deadline or later. A wrong
/// resolution is corrected by another one with --because; where the question is not over after all,
/// `summit reopen` takes the resolution back.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit resolve yes --on 2023-11-15 --source \"White House\" --url https://example.org/readout
  summit resolve void --on 2023-11-16 --source me --because \"the criteria name a body that is gone\"")]
pub struct Resolve {
    /// yes, no or void
    outcome: String,

    /// The day that decided it
    #[arg(long, value_name = "DATE")]
    on: String,

    /// Who says so
    #[arg(long, short, value_name = "NAME")]
    source: Option<String>,

    /// Address of the source
    #[arg(long, value_name = "URL", requires = "source")]
    url: Option<String>,

    /// Why an earlier resolution is corrected
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,

    /// The question [default: the current one, else the only one]
    #[arg(long, short, value_name = "QUESTION")]
    question: Option<String>,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Resolve {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let mut desk = cx.desk()?;
        let source = match &self.source {
            Some(name) => Some(Source {
                name: fields::bounded("--source", name, 300)?,
                url: match &self.url {
                    Some(url) => Some(fields::bounded("--url", url, 2000)?),
                    None => None,
                },
                published_on: None,
                quote: None,
            }),
            None => None,
        };
        let because = match &self.because {
            Some(text) => Some(fields::bounded("--because", text, 1000)?),
            None => None,
        };
        let resolution = Resolution {
            question: cx.the_question(&desk, self.question.as_deref())?,
            outcome: Outcome::parse(&self.outcome)?,
            on: cx.day("on", &self.on)?,
            source,
            because,
        };
        let fact = Fact::from(Body::Resolution(Box::new(resolution)));
        let done = desk.append(&cx.hand(), vec![fact])?;
        report(cx, &mut desk, &done, self.format)
    }
}

/// Take a wrong resolution back: the question takes evidence again
///
/// The resolution stays in the log. Resolve the question again when it ends.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  summit reopen --because \"the report of a meeting was withdrawn\"")]
pub struct Reopen {
    /// Why the resolution does not stand
    #[arg(long, value_name = "TEXT")]
    because: String,

    /// The day on which that became known
    #[arg(long, value_name = "DATE", default_value = "today")]
    on: String,

    /// The question [default: the current one, else the only one]
    #[arg(long, short, value_name = "QUESTION")]
    question: Option<String>,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Reopen {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let mut desk = cx.desk()?;
        let reopening = Reopening {
            question: cx.the_question(&desk, self.question.as_deref())?,
            on: cx.day("on", &self.on)?,
            because: fields::bounded("--because", &self.because, 1000)?,
        };
        let fact = Fact::from(Body::Reopening(reopening));
        let done = desk.append(&cx.hand(), vec![fact])?;
        report(cx, &mut desk, &done, self.format)
    }
}
