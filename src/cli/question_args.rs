//! The options that describe a question.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use super::context::Context;
use super::failure::Failure;
use super::wording::Wording;

/// What a question says, as typed.
#[derive(Debug, Clone, Default, Args)]
pub struct QuestionArgs {
    /// Identifier of the question
    pub id: Option<String>,

    /// One line that says what is asked
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,

    /// A leader; give it at least twice
    #[arg(long, value_name = "NAME")]
    pub who: Vec<String>,

    /// What counts, who counts, what is void, which source decides
    #[arg(long, value_name = "TEXT")]
    pub criteria: Option<String>,

    /// A wording for what is missing of these: criteria, deadline, title, identifier
    #[arg(long, value_name = "KIND", value_enum)]
    pub template: Option<Wording>,

    /// The day on which it opens; meetings count from the next day on [default: today]
    #[arg(long, value_name = "DATE")]
    pub opens: Option<String>,

    /// The last day on which a meeting counts
    #[arg(long, value_name = "DATE")]
    pub deadline: Option<String>,

    /// Meetings in the reference class
    #[arg(
        long,
        value_name = "N",
        allow_negative_numbers = true,
        requires = "years",
        conflicts_with = "pair"
    )]
    pub meetings: Option<f64>,

    /// Years over which they were counted
    #[arg(
        long,
        value_name = "YEARS",
        allow_negative_numbers = true,
        requires = "meetings",
        conflicts_with = "pair"
    )]
    pub years: Option<f64>,

    /// The two countries, one of them the US, by name or code: the prior is counted in a list of
    /// the US president's meetings
    #[arg(long, value_name = "PAIR")]
    pub pair: Option<String>,

    /// Another list of meetings for --pair: CSV with date,partner [default: the shipped one]
    #[arg(long, value_name = "FILE", requires = "pair", conflicts_with_all = ["meetings", "years"])]
    pub list: Option<PathBuf>,

    /// Where that count comes from, and why this class
    #[arg(long, value_name = "TEXT")]
    pub prior_source: Option<String>,

    /// A summit week or forum: ID,DAYS,RECORD,NAME[,SOURCE], or FORUM,RECORD for one of the calendar that
    /// ships with the program; may be repeated
    #[arg(long, value_name = "OCCASION")]
    pub occasion: Vec<String>,

    /// Show nobody the model's number or others' guesses before a number of their own stands
    #[arg(long)]
    pub blind: bool,

    /// Seed of the draws [default: 1]
    #[arg(long, value_name = "N")]
    pub seed: Option<u32>,
}

impl QuestionArgs {
    /// The options that are needed and were not given.
    pub fn missing(&self) -> Vec<&'static str> {
        let prior = self.pair.is_some() || self.meetings.is_some();
        let needed = [
            (self.id.is_some(), "its ID"),
            (self.title.is_some(), "--title"),
            (self.who.len() > 1, "--who, twice"),
            (self.criteria.is_some(), "--criteria"),
            (self.deadline.is_some(), "--deadline"),
            (prior, "--pair, or --meetings and --years"),
        ];
        let missing = needed.into_iter().filter(|(there, _)| !there);
        missing.map(|(_, option)| option).collect()
    }

    /// The day on which it opens, and the deadline where it is known.
    pub fn days(&self, cx: &Context) -> Result<(Date, Option<Date>), Failure> {
        let opens = cx.day("opens", self.opens.as_deref().unwrap_or("today"))?;
        let deadline = self.deadline.as_deref();
        let deadline = deadline.map(|typed| cx.day_from("deadline", typed, opens));
        Ok((opens, deadline.transpose()?))
    }
}
