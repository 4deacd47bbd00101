//! One country, one name: lists of meetings and feeds of events spell some differently.

use std::collections::BTreeMap;

use super::csv::rows;
use crate::record::Invalid;

/// What the shipped list joins.
const SHIPPED: &str = include_str!("../../ledger/calendar/partners.csv");

/// Other spellings and the name that is used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// Reads `name,partner`.
    ///
    /// # Errors
    /// The first line that cannot stand.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let mut map = BTreeMap::new();
        for row in rows(text, &["name", "partner"])? {
            let name = row.text(0, "name")?.to_owned();
            map.insert(name, row.text(1, "partner")?.to_owned());
        }
        Ok(Self(map))
    }

    /// The list that ships with the program.
    ///
    /// # Errors
    /// None in a program whose tests pass.
    pub fn shipped() -> Result<Self, Invalid> {
        Self::parse(SHIPPED)
    }

    /// The name that is used for a partner.
    #[must_use]
    pub fn of<'n>(&'n self, name: &'n str) -> &'n str {
        self.0.get(name).map_or(name, String::as_str)
    }
}
