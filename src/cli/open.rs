use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use summit_ledger::desk::Fact;
use summit_ledger::model::meetings::Meetings;
use summit_ledger::model::places::Places;
use summit_ledger::record::{Body, Question, date};
use summit_ledger::view;
use summit_ledger::view::doc::Doc;

use super::add::report;
use super::context::Context;
use super::failure::Failure;
use super::feed::{text, within};
use super::output::{self, Format};

/// Fewer years known to a list than this give a rate of chance.
const LEAST_YEARS: f64 = 2.0;

/// Open a question on one leader-level meeting
///
/// The prior is measured or judged: with --pair it is counted in a list of meetings, else it is a
/// reference class of yours, so many meetings in so many years, on ordinary days. Summit weeks and
/// planned forums are occasions of their own, each with its past record or your judged chance; they
/// cannot be added later, and their meetings are not among the ordinary ones. The criteria cannot be changed
/// later: say who counts, where, by when, and what is void.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit open modi-xi-2025 --title \"Modi and Xi meet in person by the end of 2025\" \\
      --who \"Narendra Modi\" --who \"Xi Jinping\" --opens 2025-01-15 --deadline 2025-12-31 \\
      --criteria \"A bilateral meeting in person that both governments confirm\" \\
      --meetings 18 --years 10.6 --prior-source \"meetings since 2014, without forums\" \\
      --occasion \"sco-2025,2025-08-31..2025-09-01,4/7,SCO summit,own count\" \\
      --occasion \"g20-2025,2025-11-22..2025-11-23,0.2@4,G20 Johannesburg\"
  summit open biden-xi --title \"Biden and Xi meet in person by 30 November 2023\" --pair US-CN \\
      --who \"Joe Biden\" --who \"Xi Jinping\" --opens 2023-02-01 --deadline 2023-11-30 \\
      --criteria \"In person, confirmed by both governments\"

An occasion is ID,DAYS,RECORD,NAME[,SOURCE]. RECORD is HELD/OF, or a judged chance, worth @STRENGTH
past cases (4 where it is left out).")]
pub struct Open {
    /// Identifier of the question
    id: String,

    /// One line that says what is asked
    #[arg(long, value_name = "TEXT")]
    title: String,

    /// A leader; give it at least twice
    #[arg(long, value_name = "NAME", required = true)]
    who: Vec<String>,

    /// What counts, who counts, what is void, which source decides
    #[arg(long, value_name = "TEXT")]
    criteria: String,

    /// The day on which it opens; meetings count from the next day on [default: today]
    #[arg(long, value_name = "DATE")]
    opens: Option<String>,

    /// The last day on which a meeting counts
    #[arg(long, value_name = "DATE")]
    deadline: String,

    /// Meetings in the reference class
    #[arg(
        long,
        value_name = "N",
        allow_negative_numbers = true,
        requires = "years",
        required_unless_present = "pair",
        conflicts_with = "pair"
    )]
    meetings: Option<f64>,

    /// Years over which they were counted
    #[arg(
        long,
        value_name = "YEARS",
        allow_negative_numbers = true,
        requires = "meetings",
        conflicts_with = "pair"
    )]
    years: Option<f64>,

    /// The two countries, one of them the US, by name or code: the prior is counted in a list of
    /// the US president's meetings
    #[arg(long, value_name = "PAIR")]
    pair: Option<String>,

    /// Another list of meetings for --pair: CSV with date,partner [default: the shipped one]
    #[arg(long, value_name = "FILE", requires = "pair", conflicts_with_all = ["meetings", "years"])]
    list: Option<PathBuf>,

    /// Where that count comes from, and why this class
    #[arg(long, value_name = "TEXT")]
    prior_source: Option<String>,

    /// A summit week or forum: ID,DAYS,RECORD,NAME[,SOURCE]; may be repeated
    #[arg(long, value_name = "OCCASION")]
    occasion: Vec<String>,

    /// Seed of the draws [default: 1]
    #[arg(long, value_name = "N")]
    seed: Option<u32>,

    /// How to print what is believed at the start
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Open {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let opens = cx.day("opens", self.opens.as_deref().unwrap_or("today"))?;
        let deadline = cx.day_from("deadline", &self.deadline, opens)?;
        let mut occasions = Vec::new();
        for typed in &self.occasion {
            occasions.push(occasion(cx, typed, opens)?);
        }
        let (prior, said) = match &self.pair {
            Some(pair) => self.counted(pair, opens, deadline)?,
            None => (self.class()?, None),
        };
        let value = json!({
            "id": self.id,
            "title": self.title,
            "participants": self.who,
            "criteria": self.criteria,
            "opens": opens.to_string(),
            "deadline": deadline.to_string(),
            "prior": prior,
            "occasions": occasions,
            "seed": self.seed,
        });
        let question = Question::from_value(&value)?;
        for o in &question.occasions {
            if o.last <= question.opens || o.first > question.deadline {
                output::talk(&format!(
                    "warning: occasion {} lies outside the question's days, {} to {}: it cannot \
                     bring a yes\n",
                    o.id, question.opens, question.deadline
                ));
            }
        }
        let mut desk = cx.desk()?;
        let fact = Fact::from(Body::Question(Box::new(question)));
        let done = desk.append(&cx.hand(), vec![fact])?;
        report(cx, &mut desk, &done, self.format)?;
        if let Some(doc) = said {
            output::talk(&cx.render(&doc));
        }
        Ok(())
    }

    /// A reference class as typed.
    fn class(&self) -> Result<Map<String, Value>, Failure> {
        let (meetings, years) = (
            self.meetings.unwrap_or(-1.0),
            self.years.unwrap_or(f64::NAN),
        );
        let whole = meetings.fract() == 0.0 && (0.0..=1e6).contains(&meetings);
        if !whole || !years.is_finite() {
            return Err(Failure::usage(
                format!("a prior of {meetings} meetings in {years} years"),
                "--meetings takes a whole number from 0, --years a number above 0",
            ));
        }
        let mut prior = Map::new();
        prior.insert("meetings".into(), json!(meetings as u64));
        prior.insert("years".into(), json!(years));
        if let Some(source) = &self.prior_source {
            prior.insert("source".into(), json!(source));
        }
        Ok(prior)
    }

    /// The prior of a pair, and what there is to say of it.
    fn counted(
        &self,
        typed: &str,
        opens: Date,
        deadline: Date,
    ) -> Result<(Map<String, Value>, Option<Doc>), Failure> {
        let places = Places::shipped()?;
        let list = match &self.list {
            None => Meetings::shipped(&places)?,
            Some(path) => Meetings::parse(&text(path)?, &places).map_err(|e| within(path, e))?,
        };
        let pair = places.pair(typed).map_err(|mut e| {
            e.field = "--pair".into();
            e
        })?;
        let counted = list.prior(&pair, opens)?;
        if counted.years < LEAST_YEARS {
            return Err(Failure::usage(
                format!(
                    "--pair {typed}: of the six years before {opens} the list knows {:.1}",
                    counted.years
                ),
                "a list that reaches to the opening with --list FILE, or your own count with \
                 --meetings and --years",
            ));
        }
        let days = date::number(deadline) - date::number(opens);
        let classes = list.classes(&pair, opens, days)?;
        let doc = view::pair::doc(&counted, &classes, days, list.reach(), opens);
        let source = self.prior_source.as_deref().or(list.source());
        let mut prior = Map::new();
        prior.insert("pair".into(), counted.to_value());
        if let Some(source) = source {
            prior.insert("source".into(), json!(source));
        }
        Ok((prior, Some(doc)))
    }
}

fn occasion(cx: &Context, typed: &str, from: Date) -> Result<Value, Failure> {
    let wrong = |what: &str| {
        Failure::usage(
            format!("--occasion `{typed}`: {what}"),
            "ID,DAYS,RECORD,NAME[,SOURCE], for example \
             \"apec-2023,2023-11-11..2023-11-17,2/2,APEC San Francisco\"",
        )
    };
    let mut parts = typed.splitn(5, ',').map(str::trim);
    let (Some(id), Some(days), Some(record), Some(name)) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(wrong("a part is missing"));
    };
    let (first, last) = cx.days_from("occasion", days, from)?;
    let mut map = Map::new();
    map.insert("id".into(), json!(id));
    map.insert("name".into(), json!(name));
    map.insert("first".into(), json!(first.to_string()));
    map.insert("last".into(), json!(last.to_string()));
    if let Some((held, of)) = record.split_once('/') {
        let count = |text: &str| {
            text.trim()
                .parse::<u64>()
                .map_err(|_| wrong("HELD/OF takes two whole numbers"))
        };
        map.insert("held".into(), json!(count(held)?));
        map.insert("of".into(), json!(count(of)?));
    } else {
        let (chance, strength) = record.split_once('@').unwrap_or((record, "4"));
        let number = |text: &str| {
            text.trim()
                .parse::<f64>()
                .ok()
                .filter(|x| x.is_finite())
                .ok_or_else(|| wrong("RECORD is HELD/OF, or a chance like 0.3 or 0.3@6"))
        };
        map.insert("chance".into(), json!(number(chance)?));
        map.insert("strength".into(), json!(number(strength)?));
    }
    if let Some(source) = parts.next().filter(|s| !s.is_empty()) {
        map.insert("source".into(), json!(source));
    }
    Ok(Value::Object(map))
}
