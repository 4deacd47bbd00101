use clap::Args;
use serde_json::{Map, Value, json};
use summit_ledger::desk::Fact;
use summit_ledger::record::{Body, Question};

use super::add::report;
use super::context::Context;
use super::failure::Failure;
use super::output::{self, Format};
use super::signal::days_of;

/// Open a question on one leader-level meeting
///
/// The prior is a reference class: so many meetings in so many years, on ordinary days. Summit
/// weeks and planned forums are occasions of their own, each with its past record or your judged
/// chance; do not count their meetings among the ordinary ones. The criteria cannot be changed
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
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    meetings: f64,

    /// Years over which they were counted
    #[arg(long, value_name = "YEARS", allow_negative_numbers = true)]
    years: f64,

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
        let deadline = cx.day("deadline", &self.deadline)?;
        let mut occasions = Vec::new();
        for typed in &self.occasion {
            occasions.push(occasion(cx, typed)?);
        }
        let mut prior = Map::new();
        let whole = self.meetings.fract() == 0.0 && (0.0..=1e6).contains(&self.meetings);
        if !whole || !self.years.is_finite() {
            return Err(Failure::usage(
                format!(
                    "a prior of {} meetings in {} years",
                    self.meetings, self.years
                ),
                "--meetings takes a whole number from 0, --years a number above 0",
            ));
        }
        prior.insert("meetings".into(), json!(self.meetings as u64));
        prior.insert("years".into(), json!(self.years));
        if let Some(source) = &self.prior_source {
            prior.insert("source".into(), json!(source));
        }
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
        report(cx, &mut desk, &done, self.format)
    }
}

fn occasion(cx: &Context, typed: &str) -> Result<Value, Failure> {
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
    let (first, last) = days_of(cx, "occasion", days)?;
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
