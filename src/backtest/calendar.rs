//! Scheduled occasions: public calendar facts, used only from the day on which they were known.

use super::csv::rows;
use super::names::Names;
use crate::record::Invalid;

/// The calendar that ships with the program.
const SHIPPED: &str = include_str!("../../ledger/calendar/summits.csv");

/// A summit and the partners whom it could bring together with the president.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summit {
    /// Summits of one class share one chance: `summit-in-us`, `host-abroad`, ...
    pub class: String,
    /// What it is called.
    pub name: String,
    /// First day, the eve included.
    pub first: i32,
    /// Last day, the day after included.
    pub last: i32,
    /// Day from which host and date were public.
    pub known: i32,
    /// Day from which it was off, where it was.
    pub until: Option<i32>,
    /// Those invited, or its host.
    pub partners: Vec<String>,
}

/// All summits, by first day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar(pub Vec<Summit>);

impl Calendar {
    /// Reads `class,name,first,last,known_on,until,partners`, partners between semicolons; `until`
    /// is empty for a summit that was not called off.
    ///
    /// # Errors
    /// The first line that cannot stand.
    pub fn parse(text: &str, names: &Names) -> Result<Self, Invalid> {
        let columns = [
            "class", "name", "first", "last", "known_on", "until", "partners",
        ];
        let mut all = rows(text, &columns)?
            .iter()
            .map(|row| {
                let (first, last) = (row.day(2, "first")?, row.day(3, "last")?);
                let known = row.day(4, "known_on")?;
                if last < first || last - first > 60 {
                    return Err(row.bad(
                        "last",
                        row.raw(3),
                        "before `first`, or 60 days on",
                        "a later day",
                    ));
                }
                if known > first {
                    return Err(row.bad(
                        "known_on",
                        row.raw(4),
                        "after the summit began",
                        "an earlier day",
                    ));
                }
                let until = match row.raw(5) {
                    "" => None,
                    _ => Some(row.day(5, "until")?),
                };
                Ok(Summit {
                    until,
                    class: row.text(0, "class")?.to_owned(),
                    name: row.text(1, "name")?.to_owned(),
                    // Leaders meet on the eve and on the day after, too.
                    first: first - 1,
                    last: last + 1,
                    known,
                    partners: row
                        .raw(6)
                        .split(';')
                        .map(str::trim)
                        .filter(|p| !p.is_empty())
                        .map(|p| names.of(p).to_owned())
                        .collect(),
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        all.sort_by_key(|s| (s.first, s.last));
        Ok(Self(all))
    }

    /// The calendar that ships with the program.
    ///
    /// # Errors
    /// None in a program whose tests pass.
    pub fn shipped() -> Result<Self, Invalid> {
        Self::parse(SHIPPED, &Names::shipped()?)
    }
}
