//! Reads a JSON object field by field, so that every refusal names the field, the value and the
//! remedy, and a field that nobody asked for is an error.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::{Invalid, date};

/// A reader over one JSON object.
pub struct Fields<'a> {
    map: &'a Map<String, Value>,
    known: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// Reads `value` as an object.
    ///
    /// # Errors
    /// When it is not an object.
    pub fn new(value: &'a Value) -> Result<Self, Invalid> {
        match value {
            Value::Object(map) => Ok(Self {
                map,
                known: Vec::new(),
            }),
            other => Err(Invalid::new(
                "",
                other.to_string(),
                "expected an object",
                "write {\"field\": value, ...}",
            )),
        }
    }

    /// The raw value of an optional field; `null` counts as absent.
    pub fn get(&mut self, name: &'static str) -> Option<&'a Value> {
        self.known.push(name);
        self.map.get(name).filter(|v| !v.is_null())
    }

    /// The raw value of a field that must be there.
    ///
    /// # Errors
    /// When it is missing.
    pub fn need(&mut self, name: &'static str) -> Result<&'a Value, Invalid> {
        self.get(name).ok_or_else(|| {
            Invalid::new(name, "", "this field is missing", format!("add \"{name}\""))
        })
    }

    /// A field that is `true` or left out.
    ///
    /// # Errors
    /// When it is anything else.
    pub fn flag(&mut self, name: &'static str) -> Result<bool, Invalid> {
        match self.get(name) {
            None => Ok(false),
            Some(Value::Bool(true)) => Ok(true),
            Some(other) => Err(Invalid::new(
                name,
                other.to_string(),
                "neither true nor left out",
                "true, or leave it out",
            )),
        }
    }

    /// An optional text of at most `max` characters, not blank.
    ///
    /// # Errors
    /// When it is not a text, blank or too long.
    pub fn opt_text(&mut self, name: &'static str, max: usize) -> Result<Option<String>, Invalid> {
        self.get(name)
            .map(|v| string(name, v).and_then(|s| bounded(name, s, max)))
            .transpose()
    }

    /// A text of 1 to `max` characters.
    ///
    /// # Errors
    /// When it is missing, not a text, blank or too long.
    pub fn text(&mut self, name: &'static str, max: usize) -> Result<String, Invalid> {
        let value = self.need(name)?;
        bounded(name, string(name, value)?, max)
    }

    /// A civil date, `YYYY-MM-DD`.
    ///
    /// # Errors
    /// When it is missing or not a date.
    pub fn date(&mut self, name: &'static str) -> Result<Date, Invalid> {
        let value = self.need(name)?;
        date::parse(string(name, value)?).map_err(|e| e.under(name))
    }

    /// An optional civil date.
    ///
    /// # Errors
    /// When it is not a date.
    pub fn opt_date(&mut self, name: &'static str) -> Result<Option<Date>, Invalid> {
        self.get(name)
            .map(|v| string(name, v).and_then(|s| date::parse(s).map_err(|e| e.under(name))))
            .transpose()
    }

    /// An optional finite number.
    ///
    /// # Errors
    /// When it is not a number.
    pub fn opt_number(&mut self, name: &'static str) -> Result<Option<f64>, Invalid> {
        self.get(name).map(|v| number(name, v)).transpose()
    }

    /// A finite number within `low..=high`.
    ///
    /// # Errors
    /// When it is missing, not a number or out of range.
    pub fn number_in(&mut self, name: &'static str, low: f64, high: f64) -> Result<f64, Invalid> {
        number_in(name, self.need(name)?, low, high)
    }

    /// An optional whole number within `0..=max`.
    ///
    /// # Errors
    /// When it is not a whole number or too large.
    pub fn opt_count(&mut self, name: &'static str, max: u64) -> Result<Option<u64>, Invalid> {
        self.get(name).map(|v| count(name, v, max)).transpose()
    }

    /// A whole number within `0..=max`.
    ///
    /// # Errors
    /// When it is missing, not a whole number or too large.
    pub fn count(&mut self, name: &'static str, max: u64) -> Result<u64, Invalid> {
        let value = self.need(name)?;
        count(name, value, max)
    }

    /// An optional list of numbers, each accepted by `ok` (described by `range` for the error).
    ///
    /// # Errors
    /// When it is not a list of numbers, longer than `max`, or one is refused.
    pub fn opt_numbers(
        &mut self,
        name: &'static str,
        max: usize,
        ok: impl Fn(f64) -> bool,
        range: &str,
    ) -> Result<Option<Vec<f64>>, Invalid> {
        self.get(name)
            .map(|v| numbers(name, v, max, &ok, range))
            .transpose()
    }

    /// An optional list.
    ///
    /// # Errors
    /// When it is not a list or longer than `max`.
    pub fn opt_list(
        &mut self,
        name: &'static str,
        max: usize,
    ) -> Result<Option<&'a [Value]>, Invalid> {
        self.get(name).map(|v| list(name, v, max)).transpose()
    }

    /// Ends the reading: any field that was not asked for is refused.
    ///
    /// # Errors
    /// The first unknown field, with the nearest known name.
    pub fn finish(self) -> Result<(), Invalid> {
        for key in self.map.keys() {
            if !self.known.contains(&key.as_str()) {
                let remedy = match nearest(key, &self.known) {
                    Some(near) => format!("did you mean `{near}`? else leave it out"),
                    None => format!("known fields: {}", self.known.join(", ")),
                };
                return Err(Invalid::new(
                    key.as_str(),
                    self.map[key].to_string(),
                    "no such field",
                    remedy,
                ));
            }
        }
        Ok(())
    }
}

/// The known name nearest to `word`, when one is near enough to be a slip of the hand.
pub fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    known
        .iter()
        .map(|k| (strsim::damerau_levenshtein(word, k), *k))
        .filter(|(d, k)| *d <= (k.len() / 3).clamp(1, 3) && *d < k.len())
        .min()
        .map(|(_, k)| k)
}

/// A JSON string, or a refusal.
pub fn string<'v>(name: &str, value: &'v Value) -> Result<&'v str, Invalid> {
    value.as_str().ok_or_else(|| {
        Invalid::new(
            name,
            value.to_string(),
            "expected a text",
            "write it in quotation marks",
        )
    })
}

/// A text that is not blank and has at most `max` characters.
pub fn bounded(name: &str, text: &str, max: usize) -> Result<String, Invalid> {
    if text.trim().is_empty() {
        return Err(Invalid::new(
            name,
            "",
            "this text is empty",
            "say something",
        ));
    }
    let chars = text.chars().count();
    if chars > max {
        return Err(Invalid::new(
            name,
            text,
            format!("{chars} characters are too many"),
            format!("at most {max}; longer sources belong in an attachment"),
        ));
    }
    if text.contains('\0') {
        return Err(Invalid::new(
            name,
            text.replace('\0', "\\0"),
            "this text holds a NUL character",
            "take it out",
        ));
    }
    Ok(text.to_owned())
}

/// A finite number.
pub(super) fn number(name: &str, value: &Value) -> Result<f64, Invalid> {
    value.as_f64().filter(|x| x.is_finite()).ok_or_else(|| {
        Invalid::new(
            name,
            value.to_string(),
            "expected a number",
            "write it bare",
        )
    })
}

/// A number within `low..=high`.
pub(super) fn number_in(name: &str, value: &Value, low: f64, high: f64) -> Result<f64, Invalid> {
    let x = number(name, value)?;
    if (low..=high).contains(&x) {
        Ok(x)
    } else {
        Err(Invalid::new(
            name,
            value.to_string(),
            "out of range",
            format!("a number from {low} to {high}"),
        ))
    }
}

/// A list of at most `max` items.
pub(super) fn list<'v>(name: &str, value: &'v Value, max: usize) -> Result<&'v [Value], Invalid> {
    match value {
        Value::Array(items) if items.len() <= max => Ok(items),
        Value::Array(items) => Err(Invalid::new(
            name,
            format!("{} items", items.len()),
            "too many",
            format!("at most {max}"),
        )),
        other => Err(Invalid::new(
            name,
            other.to_string(),
            "expected a list",
            "write [...]",
        )),
    }
}

/// A whole number within `0..=max`.
pub(super) fn count(name: &str, value: &Value, max: u64) -> Result<u64, Invalid> {
    value.as_u64().filter(|n| *n <= max).ok_or_else(|| {
        Invalid::new(
            name,
            value.to_string(),
            "expected a whole number",
            format!("from 0 to {max}"),
        )
    })
}

/// A list of at most `max` numbers, each accepted by `ok`.
pub fn numbers(
    name: &str,
    value: &Value,
    max: usize,
    ok: &impl Fn(f64) -> bool,
    range: &str,
) -> Result<Vec<f64>, Invalid> {
    let Value::Array(items) = value else {
        return Err(Invalid::new(
            name,
            value.to_string(),
            "expected a list of numbers",
            "write [0.1, 0.2]",
        ));
    };
    if items.is_empty() || items.len() > max {
        return Err(Invalid::new(
            name,
            format!("{} numbers", items.len()),
            "wrong length",
            format!("1 to {max} numbers"),
        ));
    }
    items
        .iter()
        .enumerate()
        .map(|(i, item)| {
            item.as_f64().filter(|x| ok(*x)).ok_or_else(|| {
                Invalid::new(
                    format!("{name}[{i}]"),
                    item.to_string(),
                    "number refused",
                    range.to_owned(),
                )
            })
        })
        .collect()
}
