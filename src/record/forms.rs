//! The forms that values of fields take.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::field::Form;
use super::fields::{self, Fields};
use super::{Grade, Invalid, Name, date};

/// Most draws that a bank may carry.
pub const MAX_DRAWS: usize = 1024;

/// Most ids in one list.
const MAX_IDS: usize = 100;

/// Most SHA-256 in one list.
const MAX_HASHES: usize = 20;

/// A text of at most so many characters, not blank.
pub struct Text(pub usize);

/// An identifier that people choose.
pub struct Id;

/// One id, or a list of different ids.
pub struct Ids;

/// A civil date.
pub struct Day;

/// A span of days, both ends included.
pub struct Days;

/// An Admiralty grade.
pub struct Admiralty;

/// A whole number from 0.
pub struct Count(pub u64);

/// A finite number.
pub struct Number;

/// A number from the first to the second.
pub struct Within(pub f64, pub f64);

/// A probability an analyst gives: never 0, never 1.
pub struct Probability;

/// At most so many numbers, each accepted by the rule; the words say what it accepts.
pub struct Numbers(pub usize, pub fn(f64) -> bool, pub &'static str);

/// A SHA-256 in lower-case hex.
pub struct Hash;

/// Different SHA-256, at least one.
pub struct Hashes;

/// An object with fields of its own, read and written by these; the words name what it is.
pub struct Part<T>(
    pub fn(&Value) -> Result<T, Invalid>,
    pub fn(&T) -> Value,
    pub &'static str,
);

/// A list of at most so many objects.
pub struct Parts<T>(pub Part<T>, pub usize);

impl Form for Text {
    type Value = String;

    fn read(&self, name: &'static str, value: &Value) -> Result<String, Invalid> {
        fields::bounded(name, fields::string(name, value)?, self.0)
    }

    fn write(&self, value: &String) -> Value {
        json!(value)
    }

    fn holds(&self) -> String {
        self.0.to_string()
    }
}

impl Form for Id {
    type Value = Name;

    fn read(&self, name: &'static str, value: &Value) -> Result<Name, Invalid> {
        let text = fields::bounded(name, fields::string(name, value)?, 300)?;
        Name::parse(&text).map_err(|e| e.under(name))
    }

    fn write(&self, value: &Name) -> Value {
        json!(value.as_str())
    }

    fn holds(&self) -> String {
        String::new()
    }
}

impl Form for Ids {
    type Value = Vec<Name>;

    fn read(&self, name: &'static str, value: &Value) -> Result<Vec<Name>, Invalid> {
        let parse = |v: &Value| {
            fields::string(name, v).and_then(|s| Name::parse(s).map_err(|e| e.under(name)))
        };
        let ids = match value {
            Value::Array(items) if items.len() <= MAX_IDS => {
                items.iter().map(parse).collect::<Result<Vec<_>, _>>()?
            }
            Value::Array(_) => Vec::new(),
            one => vec![parse(one)?],
        };
        let mut sorted: Vec<&Name> = ids.iter().collect();
        sorted.sort();
        sorted.dedup();
        if ids.is_empty() || sorted.len() != ids.len() {
            return Err(Invalid::new(
                name,
                value.to_string(),
                "expected one id or a list of different ids",
                format!("1 to {MAX_IDS} ids"),
            ));
        }
        Ok(ids)
    }

    fn write(&self, value: &Vec<Name>) -> Value {
        match value.as_slice() {
            [one] => json!(one.as_str()),
            many => many.iter().map(Name::as_str).collect(),
        }
    }

    fn holds(&self) -> String {
        format!("one id or a list of up to {MAX_IDS}")
    }
}

impl Form for Day {
    type Value = Date;

    fn read(&self, name: &'static str, value: &Value) -> Result<Date, Invalid> {
        date::parse(fields::string(name, value)?).map_err(|e| e.under(name))
    }

    fn write(&self, value: &Date) -> Value {
        json!(value.to_string())
    }

    fn holds(&self) -> String {
        String::new()
    }
}

impl Form for Days {
    type Value = (Date, Date);

    fn read(&self, name: &'static str, value: &Value) -> Result<(Date, Date), Invalid> {
        let read = || {
            let mut f = Fields::new(value)?;
            let days = (f.date("first")?, f.date("last")?);
            f.finish()?;
            in_order(days)
        };
        read().map_err(|e| e.under(name))
    }

    fn write(&self, (first, last): &(Date, Date)) -> Value {
        json!({"first": first.to_string(), "last": last.to_string()})
    }

    fn holds(&self) -> String {
        "`first`, `last`".into()
    }
}

/// Refuses a span that ends before it begins.
pub fn in_order((first, last): (Date, Date)) -> Result<(Date, Date), Invalid> {
    if last < first {
        return Err(Invalid::new(
            "last",
            last.to_string(),
            format!("before the first day {first}"),
            "`first` comes before `last`, or is the same day",
        ));
    }
    Ok((first, last))
}

impl Form for Admiralty {
    type Value = Grade;

    fn read(&self, name: &'static str, value: &Value) -> Result<Grade, Invalid> {
        let text = fields::bounded(name, fields::string(name, value)?, 20)?;
        Grade::parse(&text).map_err(|e| e.under(name))
    }

    fn write(&self, value: &Grade) -> Value {
        json!(value.to_string())
    }

    fn holds(&self) -> String {
        "A-F and 1-6".into()
    }
}

impl Form for Count {
    type Value = u64;

    fn read(&self, name: &'static str, value: &Value) -> Result<u64, Invalid> {
        fields::count(name, value, self.0)
    }

    fn write(&self, value: &u64) -> Value {
        json!(value)
    }

    fn holds(&self) -> String {
        "whole, from 0".into()
    }
}

impl Form for Number {
    type Value = f64;

    fn read(&self, name: &'static str, value: &Value) -> Result<f64, Invalid> {
        fields::number(name, value)
    }

    fn write(&self, value: &f64) -> Value {
        json!(value)
    }

    fn holds(&self) -> String {
        String::new()
    }
}

impl Form for Within {
    type Value = f64;

    fn read(&self, name: &'static str, value: &Value) -> Result<f64, Invalid> {
        fields::number_in(name, value, self.0, self.1)
    }

    fn write(&self, value: &f64) -> Value {
        json!(value)
    }

    fn holds(&self) -> String {
        format!("{} to {}", self.0, self.1)
    }
}

/// Smallest probability that an analyst may give: beyond it a ratio says more than anyone knows.
const LEAST: f64 = 1e-6;

impl Form for Probability {
    type Value = f64;

    fn read(&self, name: &'static str, value: &Value) -> Result<f64, Invalid> {
        value
            .as_f64()
            .filter(|p| (LEAST..=1.0 - LEAST).contains(p))
            .ok_or_else(|| {
                Invalid::new(
                    name,
                    value.to_string(),
                    "a probability lies strictly between 0 and 1",
                    "for example 0.6; nothing is certain, so 0 and 1 are refused (least: 0.000001)",
                )
            })
    }

    fn write(&self, value: &f64) -> Value {
        json!(value)
    }

    fn holds(&self) -> String {
        format!("{LEAST} to {}", 1.0 - LEAST)
    }
}

impl Form for Numbers {
    type Value = Vec<f64>;

    fn read(&self, name: &'static str, value: &Value) -> Result<Vec<f64>, Invalid> {
        fields::numbers(name, value, self.0, &self.1, self.2)
    }

    fn write(&self, value: &Vec<f64>) -> Value {
        json!(value)
    }

    fn holds(&self) -> String {
        "numbers, one a draw".into()
    }
}

impl Form for Hash {
    type Value = String;

    fn read(&self, name: &'static str, value: &Value) -> Result<String, Invalid> {
        hash(name, fields::string(name, value)?)
    }

    fn write(&self, value: &String) -> Value {
        json!(value)
    }

    fn holds(&self) -> String {
        "SHA-256".into()
    }
}

/// A text that is a SHA-256 in lower-case hex.
fn hash(field: &str, text: &str) -> Result<String, Invalid> {
    let ok = text.len() == 64
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    if ok {
        Ok(text.to_owned())
    } else {
        Err(Invalid::new(
            field,
            text,
            "not a SHA-256",
            "64 digits of lower-case hex",
        ))
    }
}

impl Form for Hashes {
    type Value = Vec<String>;

    fn read(&self, name: &'static str, value: &Value) -> Result<Vec<String>, Invalid> {
        let items = fields::list(name, value, MAX_HASHES)?;
        let mut out: Vec<String> = Vec::with_capacity(items.len());
        for item in items {
            let sha256 = hash(name, fields::string(name, item)?)?;
            if out.contains(&sha256) {
                let remedy = "name each attachment once";
                return Err(Invalid::new(name, sha256, "named twice", remedy));
            }
            out.push(sha256);
        }
        if out.is_empty() {
            return Err(Invalid::new(
                name,
                "[]",
                "the list is empty",
                "leave the field out where there is no attachment",
            ));
        }
        Ok(out)
    }

    fn write(&self, value: &Vec<String>) -> Value {
        json!(value)
    }

    fn holds(&self) -> String {
        format!("a list of 1 to {MAX_HASHES} SHA-256")
    }
}

impl<T> Form for Part<T> {
    type Value = T;

    fn read(&self, name: &'static str, value: &Value) -> Result<T, Invalid> {
        (self.0)(value).map_err(|e| e.under(name))
    }

    fn write(&self, value: &T) -> Value {
        (self.1)(value)
    }

    fn holds(&self) -> String {
        self.2.into()
    }
}

impl<T> Form for Parts<T> {
    type Value = Vec<T>;

    fn read(&self, name: &'static str, value: &Value) -> Result<Vec<T>, Invalid> {
        let items = fields::list(name, value, self.1)?.iter().enumerate();
        items
            .map(|(i, item)| (self.0.0)(item).map_err(|e| e.under(&format!("{name}[{i}]"))))
            .collect()
    }

    fn write(&self, value: &Vec<T>) -> Value {
        value.iter().map(self.0.1).collect()
    }

    fn holds(&self) -> String {
        format!("up to {}", self.1)
    }
}
