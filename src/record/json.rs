//! JSON as it comes in: strict, because what is hashed must mean one thing.
//!
//! A duplicate key is refused (two readers could take different values), and so is anything after
//! the value. `NaN` and `Infinity` are not JSON and are refused by the grammar.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::Invalid;

/// Parses one JSON value, refusing duplicate keys.
///
/// # Errors
/// The position, the fault and how to mend it.
pub fn parse(bytes: &[u8]) -> Result<Value, Invalid> {
    let mut de = serde_json::Deserializer::from_slice(bytes);
    let value = Strict
        .deserialize(&mut de)
        .and_then(|value| de.end().map(|()| value));
    value.map_err(|e| {
        let text = e.to_string();
        let at = match e.line() {
            1 => format!("column {}", e.column()),
            line => format!("line {line}, column {}", e.column()),
        };
        let problem = text.split(" at line ").next().unwrap_or(&text).to_owned();
        let remedy = if problem.starts_with("duplicate key") {
            "keep one of the two".to_owned()
        } else {
            format!("write valid JSON (RFC 8259): the text near {at} is not")
        };
        Invalid::new("", around(bytes, e.line(), e.column()), problem, remedy)
    })
}

fn around(bytes: &[u8], line: usize, column: usize) -> String {
    let text = String::from_utf8_lossy(bytes);
    let row = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    row.chars()
        .skip(column.saturating_sub(20))
        .take(40)
        .collect()
}

struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;
    fn deserialize<D: de::Deserializer<'de>>(self, d: D) -> Result<Value, D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_bool<E>(self, v: bool) -> Result<Value, E> {
        Ok(Value::Bool(v))
    }
    fn visit_i64<E>(self, v: i64) -> Result<Value, E> {
        Ok(Value::Number(v.into()))
    }
    fn visit_u64<E>(self, v: u64) -> Result<Value, E> {
        Ok(Value::Number(v.into()))
    }
    fn visit_f64<E: de::Error>(self, v: f64) -> Result<Value, E> {
        Number::from_f64(v)
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number that is not finite"))
    }
    fn visit_str<E>(self, v: &str) -> Result<Value, E> {
        Ok(Value::String(v.to_owned()))
    }
    fn visit_string<E>(self, v: String) -> Result<Value, E> {
        Ok(Value::String(v))
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut out = Vec::new();
        while let Some(item) = seq.next_element_seed(Strict)? {
            out.push(item);
        }
        Ok(Value::Array(out))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut out = Map::new();
        while let Some(key) = map.next_key::<Key>()? {
            let value = map.next_value_seed(Strict)?;
            if out.contains_key(&key.0) {
                return Err(de::Error::custom(format!("duplicate key `{}`", key.0)));
            }
            out.insert(key.0, value);
        }
        Ok(Value::Object(out))
    }
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Key(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_duplicates_at_any_depth() {
        let e = parse(br#"{"a":{"b":1,"b":2}}"#).unwrap_err();
        assert_eq!(e.problem, "duplicate key `b`");
    }

    #[test]
    fn refuses_what_is_not_json() {
        for bad in [
            "NaN",
            "{\"p\":NaN}",
            "{\"p\":Infinity}",
            "{} {}",
            "",
            "{\"p\":1e999}",
            "\"\\ud800\"",
        ] {
            assert!(parse(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn deep_nesting_is_an_error_not_a_crash() {
        let deep = "[".repeat(100_000);
        assert!(parse(deep.as_bytes()).is_err());
    }
}
