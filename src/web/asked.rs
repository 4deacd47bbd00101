//! What the address of a question's page asks: as of which day, without which signals, with which
//! supposed ones. All of it stands in the address, so that a supposition can be kept and sent.

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::problem::Problem;
use super::query::Query;
use crate::desk::DeskError;
use crate::record::{Name, Signal, date};
use crate::view::scale::Scale;

/// Most signals that are supposed at once.
const MAX_ADDED: usize = 8;
/// Most signals that are supposed away at once.
const MAX_WITHOUT: usize = 64;
/// Longest text to look for, in characters.
const MAX_FIND: usize = 200;

/// What is asked about a question.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// What was known on that day; the latest day known where absent.
    pub as_of: Option<Date>,
    /// What was recorded by the end of that day, in UTC; all where absent.
    pub recorded_by: Option<Date>,
    /// Ids of signals that are supposed away, in order.
    pub without: Vec<String>,
    /// Signals that are supposed, each with the text that stands for it in the address.
    pub added: Vec<(String, Signal)>,
    /// Which signals are listed: those in which this text is; all where it is empty.
    pub find: String,
    /// The scale of the chart; the one that fits where absent.
    pub axis: Option<Scale>,
    /// Whether the form for a further signal was sent: then the address is not the page's own.
    pub more: bool,
}

impl Asked {
    /// Reads a query about a question.
    pub fn read(query: &Query, question: &Name) -> Result<Self, Problem> {
        query.only(&[
            "as_of",
            "recorded_by",
            "without",
            "add",
            "kind",
            "on",
            "grade",
            "first",
            "last",
            "find",
            "axis",
        ])?;
        let date = |name: &str| query.one(name)?.map(|text| day(name, text)).transpose();
        let (as_of, recorded_by) = (date("as_of")?, date("recorded_by")?);
        let mut without: Vec<String> = query.all("without").map(str::to_owned).collect();
        without.sort();
        without.dedup();
        let mut texts: Vec<String> = query.all("add").map(str::to_owned).collect();
        let more = further(query)?;
        let sent = more.is_some() || query.one("on")?.is_some() || query.one("grade")?.is_some();
        texts.extend(more);
        if texts.len() > MAX_ADDED {
            return Err(Problem::bad(
                format!("more than {MAX_ADDED} signals are supposed at once"),
                "take one out before adding another",
            ));
        }
        if without.len() > MAX_WITHOUT {
            return Err(Problem::bad(
                format!("more than {MAX_WITHOUT} signals are supposed away at once"),
                "count some of them again",
            ));
        }
        let mut added = Vec::with_capacity(texts.len());
        for (i, text) in texts.into_iter().enumerate() {
            let signal = supposed(&text, i + 1, question)?;
            added.push((text, signal));
        }
        Ok(Self {
            as_of,
            recorded_by,
            without,
            added,
            find: found(query)?,
            axis: axis(query)?,
            more: sent,
        })
    }

    /// Whether anything is supposed.
    pub fn supposes(&self) -> bool {
        !self.without.is_empty() || !self.added.is_empty()
    }

    /// The address that asks the same.
    pub fn address(&self, question: &Name) -> String {
        let mut query = Query::default();
        if let Some(day) = self.as_of {
            query = query.with("as_of", day.to_string());
        }
        if let Some(day) = self.recorded_by {
            query = query.with("recorded_by", day.to_string());
        }
        for id in &self.without {
            query = query.with("without", id);
        }
        for (text, _) in &self.added {
            query = query.with("add", text);
        }
        if !self.find.is_empty() {
            query = query.with("find", &self.find);
        }
        if let Some(scale) = self.axis {
            query = query.with("axis", named(scale));
        }
        query.address(&format!("/q/{question}"))
    }

    /// The address of the same on another scale.
    pub fn address_on(&self, question: &Name, scale: Scale) -> String {
        let other = Self {
            axis: Some(scale),
            ..self.clone()
        };
        other.address(question)
    }

    /// The query alone, for the files beside the page: with what they can answer.
    pub fn query(&self) -> String {
        let mut query = Query::default();
        if let Some(day) = self.as_of {
            query = query.with("as_of", day.to_string());
        }
        if let Some(day) = self.recorded_by {
            query = query.with("recorded_by", day.to_string());
        }
        query.address("")
    }

    /// The address of the page as of a day, or of the latest, with nothing supposed.
    pub fn address_as_of(&self, question: &Name, as_of: Option<Date>) -> String {
        let plain = Self {
            as_of,
            without: Vec::new(),
            added: Vec::new(),
            ..self.clone()
        };
        plain.address(question)
    }

    /// The address that asks the same without one of the supposed signals.
    pub fn address_without(&self, question: &Name, index: usize) -> String {
        let mut other = self.clone();
        if index < other.added.len() {
            other.added.remove(index);
        }
        other.address(question)
    }
}

/// The text to look for in signals.
fn found(query: &Query) -> Result<String, Problem> {
    let text = query.one("find")?.unwrap_or_default();
    match text.chars().count() > MAX_FIND {
        true => Err(Problem::bad(
            format!("the text to look for is longer than {MAX_FIND} characters"),
            "a word or two of the signal",
        )),
        false => Ok(text.to_owned()),
    }
}

fn axis(query: &Query) -> Result<Option<Scale>, Problem> {
    match query.one("axis")? {
        None => Ok(None),
        Some("log-odds") => Ok(Some(Scale::LogOdds)),
        Some("probability") => Ok(Some(Scale::Probability)),
        Some(_) => Err(Problem::bad(
            "there is no such axis",
            "axis=log-odds or axis=probability",
        )),
    }
}

/// A scale as it is asked for.
pub(super) fn named(scale: Scale) -> &'static str {
    match scale {
        Scale::LogOdds => "log-odds",
        Scale::Probability => "probability",
    }
}

/// The text of the signal that the form describes.
fn further(query: &Query) -> Result<Option<String>, Problem> {
    let Some(kind) = query.one("kind")? else {
        return Ok(None);
    };
    // Else the day as of which the page speaks, which forms always send.
    let on = match query.one("on")? {
        Some(on) => Some(on),
        None => query.one("as_of")?,
    };
    let on = on.ok_or_else(|| Problem::bad("the supposed signal has no day", "give its day"))?;
    let mut text = format!("{kind}@{on}@{}", query.one("grade")?.unwrap_or("F6"));
    match (query.one("first")?, query.one("last")?) {
        (Some(first), Some(last)) => text.push_str(&format!("@{first}..{last}")),
        (Some(day), None) | (None, Some(day)) => text.push_str(&format!("@{day}..{day}")),
        (None, None) => {}
    }
    Ok(Some(text))
}

/// Reads `KIND@DAY@GRADE` or `KIND@DAY@GRADE@FIRST..LAST`.
fn supposed(text: &str, number: usize, question: &Name) -> Result<Signal, Problem> {
    let mut parts = text.split('@');
    let (Some(kind), Some(on), Some(grade), about, None) = (
        parts.next(),
        parts.next(),
        parts.next(),
        parts.next(),
        parts.next(),
    ) else {
        return Err(Problem::bad(
            "a supposed signal cannot be read",
            "KIND@DAY@GRADE or KIND@DAY@GRADE@FIRST..LAST, for example visit-made@2023-10-27@A1",
        ));
    };
    let mut map = Map::new();
    let mut put = |name: &str, value: Value| map.insert(name.to_owned(), value);
    put("id", json!(format!("supposed-{number}")));
    put("question", json!(question.as_str()));
    put("kind", json!(kind));
    put("observed_on", json!(on));
    put("known_on", json!(on));
    put("summary", json!("supposed"));
    put("grade", json!(grade.to_ascii_uppercase()));
    if let Some(days) = about {
        let (first, last) = days.split_once("..").unwrap_or((days, days));
        put("about", json!({"first": first, "last": last}));
    }
    Ok(Signal::from_value(&Value::Object(map)).map_err(DeskError::from)?)
}

fn day(name: &str, text: &str) -> Result<Date, Problem> {
    Ok(date::parse(text).map_err(|e| DeskError::from(e.under(name)))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<Asked, Problem> {
        let question = Name::parse("q").unwrap();
        Asked::read(&Query::parse(Some(query)).unwrap(), &question)
    }

    #[test]
    fn a_form_becomes_the_address_of_what_it_asks() {
        let asked = read(
            "as_of=2023-09-28&recorded_by=2023-10-02&without=b&without=a&without=b&kind=visit-made&on=2023-10-10&grade=a1\
             &first=2023-11-11&last=2023-11-17&find=wang&axis=log-odds",
        )
        .unwrap();
        assert!(asked.more && asked.supposes());
        assert_eq!(asked.without, ["a", "b"]);
        let question = Name::parse("q").unwrap();
        let address = asked.address(&question);
        assert_eq!(
            address,
            "/q/q?as_of=2023-09-28&recorded_by=2023-10-02&without=a&without=b\
             &add=visit-made%402023-10-10%40a1%402023-11-11..2023-11-17&find=wang&axis=log-odds"
        );
        let again = read(address.split_once('?').unwrap().1).unwrap();
        assert!(!again.more);
        assert_eq!(again.added, asked.added);
        assert_eq!(
            again.address_without(&question, 0),
            "/q/q?as_of=2023-09-28&recorded_by=2023-10-02&without=a&without=b&find=wang&axis=log-odds"
        );
        let latest = again.address_as_of(&question, None);
        assert_eq!(
            latest,
            "/q/q?recorded_by=2023-10-02&find=wang&axis=log-odds"
        );
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let many = |name: &str, n: usize, value: &str| -> String {
            (0..n).map(|i| format!("{name}={value}{i}&")).collect()
        };
        let refused = [
            "as_of=yesterday".to_owned(),
            "as_of=2023-01-01&as_of=2023-01-02".into(),
            "recorded_by=2023-13-01".into(),
            "add=visit-made".into(),
            "add=visit-made@2023-13-01@A1".into(),
            "add=visit-made@2023-12-01@Z9".into(),
            "add=%3Cscript%3E@2023-12-01@A1".into(),
            "add=a@2023-12-01@A1@2023-12-02..2023-12-01".into(),
            "kind=visit-made".into(),
            "unknown=1".into(),
            "axis=linear".into(),
            format!("find={}", "x".repeat(201)),
            many("add", 9, "visit-made@2023-12-01@A"),
            many("without", 65, "s"),
        ];
        for query in refused {
            assert!(read(&query).is_err(), "{query}");
        }
        assert!(!read("").unwrap().supposes());
        let on_the_day = read("kind=visit-made&as_of=2023-09-28").unwrap();
        assert_eq!(on_the_day.added[0].0, "visit-made@2023-09-28@F6");
    }
}
