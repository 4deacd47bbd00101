//! The options that describe a signal, shared by `add`, `amend` and `what-if`.

use clap::Args;
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use summit_ledger::desk::signal_id;
use summit_ledger::record::{Invalid, Name, Signal};

use super::context::Context;
use super::failure::Failure;

/// What a signal says, as typed.
#[derive(Debug, Args, Default, Clone)]
pub struct SignalArgs {
    /// The day on which it happened: YYYY-MM-DD, today or yesterday
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,

    /// The first day on which it could be known [default: the day it happened]
    #[arg(long, value_name = "DATE")]
    pub known: Option<String>,

    /// What happened, in your words
    #[arg(long, short = 'm', value_name = "TEXT")]
    pub summary: Option<String>,

    /// Source reliability A-F and information credibility 1-6 (Admiralty) [default: F6, unjudged]
    #[arg(long, value_name = "GRADE")]
    pub grade: Option<String>,

    /// Signals that tell one story share this word; each repeat counts less than the one before
    #[arg(long, value_name = "WORD")]
    pub story: Option<String>,

    /// The days that it speaks of: DATE or FIRST..LAST
    #[arg(long, value_name = "DAYS")]
    pub about: Option<String>,

    /// Who says so
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,

    /// Address of the source
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,

    /// Day of publication
    #[arg(long, value_name = "DATE")]
    pub published: Option<String>,

    /// The words that it rests on
    #[arg(long, value_name = "TEXT")]
    pub quote: Option<String>,

    /// Your own P(signal | meeting), in place of the kind's ratios
    #[arg(long, value_name = "P", requires = "if_none")]
    pub if_meeting: Option<f64>,

    /// Your own P(signal | no meeting)
    #[arg(long, value_name = "P", requires = "if_meeting")]
    pub if_none: Option<f64>,

    /// Why those likelihoods
    #[arg(long, value_name = "TEXT")]
    pub because: Option<String>,
}

impl SignalArgs {
    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.fields_typed() == 0
    }

    fn fields_typed(&self) -> usize {
        let texts = [
            &self.on,
            &self.known,
            &self.summary,
            &self.grade,
            &self.story,
            &self.about,
            &self.source,
            &self.url,
            &self.published,
            &self.quote,
            &self.because,
        ];
        let numbers = [self.if_meeting, self.if_none];
        texts.iter().filter(|t| t.is_some()).count()
            + numbers.iter().filter(|n| n.is_some()).count()
    }

    /// A new signal of a kind.
    pub fn build(
        &self,
        cx: &Context,
        kind: &str,
        id: Option<&str>,
        questions: &[Name],
    ) -> Result<Signal, Failure> {
        let on = self.on.as_deref().ok_or_else(|| {
            Failure::usage("the day is missing", "add --on YYYY-MM-DD, or --on today")
        })?;
        let on = cx.day("on", on)?;
        let known = cx.opt_day("known", self.known.as_deref())?.unwrap_or(on);
        let mut map = Map::new();
        map.insert("kind".into(), json!(kind));
        map.insert("observed_on".into(), json!(on.to_string()));
        map.insert("known_on".into(), json!(known.to_string()));
        let names: Vec<&str> = questions.iter().map(Name::as_str).collect();
        map.insert("question".into(), json!(names));
        self.fill(cx, &mut map)?;
        if !map.contains_key("summary") {
            map.insert("summary".into(), json!(kind));
        }
        let id = match id {
            Some(id) => id.to_owned(),
            None => signal_id(
                kind,
                &on.to_string(),
                &Value::Object(map.clone()).to_string(),
            ),
        };
        map.insert("id".into(), json!(id));
        Ok(Signal::from_value(&Value::Object(map)).map_err(as_typed)?)
    }

    /// Another signal with what was typed put in place.
    pub fn change(&self, cx: &Context, signal: &Signal, new_id: &str) -> Result<Signal, Failure> {
        let Value::Object(mut map) = signal.to_value() else {
            return Err(Failure::usage("the signal cannot be read", ""));
        };
        map.insert("amends".into(), json!(signal.id.as_str()));
        map.insert("id".into(), json!(new_id));
        if let Some(on) = cx.opt_day("on", self.on.as_deref())? {
            map.insert("observed_on".into(), json!(on.to_string()));
        }
        if let Some(known) = cx.opt_day("known", self.known.as_deref())? {
            map.insert("known_on".into(), json!(known.to_string()));
        }
        self.fill(cx, &mut map)?;
        Ok(Signal::from_value(&Value::Object(map)).map_err(as_typed)?)
    }

    fn fill(&self, cx: &Context, map: &mut Map<String, Value>) -> Result<(), Failure> {
        let texts = [
            ("summary", &self.summary),
            ("grade", &self.grade),
            ("story", &self.story),
        ];
        for (field, text) in texts {
            if let Some(text) = text {
                map.insert(field.into(), json!(text));
            }
        }
        if let Some(grade) = &self.grade {
            map.insert("grade".into(), json!(grade.to_ascii_uppercase()));
        }
        if let Some(days) = &self.about {
            let (first, last) = days_of(cx, "about", days)?;
            let span = json!({"first": first.to_string(), "last": last.to_string()});
            map.insert("about".into(), span);
        }
        self.fill_source(cx, map)?;
        if let (Some(if_meeting), Some(if_none)) = (self.if_meeting, self.if_none) {
            // A number that JSON cannot hold would vanish into `null`.
            if !(if_meeting.is_finite() && if_none.is_finite()) {
                return Err(Failure::usage(
                    "a likelihood is not a number",
                    "--if-meeting and --if-none take probabilities strictly between 0 and 1",
                ));
            }
            let because = self.because.as_ref().ok_or_else(|| {
                Failure::usage(
                    "your own likelihoods need a reason",
                    "add --because \"...\": whoever audits the number will ask",
                )
            })?;
            let value = json!({"if_meeting": if_meeting, "if_none": if_none, "because": because});
            map.insert("likelihood".into(), value);
        }
        Ok(())
    }

    fn fill_source(&self, cx: &Context, map: &mut Map<String, Value>) -> Result<(), Failure> {
        let published = cx.opt_day("published", self.published.as_deref())?;
        let mut source = match map.remove("source") {
            Some(Value::Object(source)) => source,
            _ => Map::new(),
        };
        if let Some(name) = &self.source {
            source.insert("name".into(), json!(name));
        }
        if let Some(url) = &self.url {
            source.insert("url".into(), json!(url));
        }
        if let Some(day) = published {
            source.insert("published_on".into(), json!(day.to_string()));
        }
        if let Some(quote) = &self.quote {
            source.insert("quote".into(), json!(quote));
        }
        if source.is_empty() {
            return Ok(());
        }
        if !source.contains_key("name") {
            return Err(Failure::usage(
                "the source has no name",
                "add --source NAME: a publisher or a person",
            ));
        }
        map.insert("source".into(), Value::Object(source));
        Ok(())
    }
}

/// Parses `DATE` or `FIRST..LAST`.
pub fn days_of(cx: &Context, option: &str, typed: &str) -> Result<(Date, Date), Failure> {
    let (first, last) = typed.split_once("..").unwrap_or((typed, typed));
    Ok((cx.day(option, first.trim())?, cx.day(option, last.trim())?))
}

/// Names of fields as they are typed here.
fn as_typed(mut e: Invalid) -> Invalid {
    let typed = [
        ("observed_on", "--on"),
        ("known_on", "--known"),
        ("likelihood.if_meeting", "--if-meeting"),
        ("likelihood.if_none", "--if-none"),
        ("source.name", "--source"),
        ("source.url", "--url"),
        ("source.quote", "--quote"),
        ("about.last", "--about"),
        ("summary", "--summary"),
        ("grade", "--grade"),
        ("story", "--story"),
        ("id", "--id"),
    ];
    if let Some((_, option)) = typed.iter().find(|(field, _)| *field == e.field) {
        e.field = (*option).to_owned();
    }
    e
}
