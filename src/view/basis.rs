//! With which knowledge something speaks: with everything entered since, or with the log as it stood
//! on a day.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::doc::{Block, Doc, Line};
use super::words::tenths;

/// What an answer was asked to rest on.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Basis {
    /// What was known by this day.
    pub as_of: Option<Date>,
    /// What was recorded by the end of this day, in UTC.
    pub recorded_by: Option<Date>,
}

impl Basis {
    /// Which of the two it is, where either was asked for.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        match (self.as_of, self.recorded_by) {
            (None, None) => None,
            (Some(day), None) => Some(format!("As of {day}, with everything entered since.")),
            (None, Some(by)) => Some(format!("As recorded by {by}.")),
            (Some(day), Some(by)) => Some(format!("As of {day}, as recorded by {by}.")),
        }
    }

    /// That the other knowledge gives another number, where it does as shown.
    #[must_use]
    pub fn otherwise(&self, here: f64, there: Option<f64>) -> Option<String> {
        let (here, there) = (tenths(here), tenths(there?));
        let words = match self.recorded_by {
            None => "as recorded by then it stood at",
            Some(_) => "with everything entered since it stands at",
        };
        (here != there).then(|| format!("{words} {there}"))
    }

    /// A document that says so below its title.
    #[must_use]
    pub fn told(&self, mut doc: Doc) -> Doc {
        if let Some(words) = self.words() {
            let titled = matches!(doc.blocks.first(), Some(Block::Heading { level: 1, .. }));
            let said = Block::Paragraph(Line::from(words));
            doc.blocks.insert(usize::from(titled), said);
        }
        doc
    }

    /// Data that says so, or each row of it.
    #[must_use]
    pub fn marked(&self, mut data: Value) -> Value {
        let by = self.recorded_by.map(|day| day.to_string());
        match &mut data {
            Value::Object(map) => drop(map.insert("recorded_by".into(), json!(by))),
            Value::Array(rows) => rows
                .iter_mut()
                .filter_map(Value::as_object_mut)
                .for_each(|row| drop(row.insert("recorded_by".into(), json!(by)))),
            _ => {}
        }
        data
    }
}
