//! A feed of events: on which days an event of a kind was reported between two sides.

use std::collections::BTreeMap;

use super::feed;
use super::names::Names;
use crate::record::Invalid;

/// Days with an event, ascending, by kind.
pub type Kinds = BTreeMap<String, Vec<i32>>;

/// Longest stretch of one file, in days.
const LONGEST: i32 = 7305;
/// Most kinds of one file.
const MOST_KINDS: usize = 200;

/// One file of a feed: one stretch of days, and the partners that occur in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Events {
    /// What it is called in tables: the file's name.
    pub name: String,
    /// First day with an event.
    pub first: i32,
    /// Last day with an event.
    pub last: i32,
    /// Each partner's days, by kind.
    pub partners: BTreeMap<String, Kinds>,
}

impl Events {
    /// Adds this file to those read before it, each of which is a stretch of days of its own.
    ///
    /// # Errors
    /// Where one of them speaks of the same days.
    pub fn join(self, others: &mut Vec<Self>) -> Result<(), Invalid> {
        let meets = |other: &&Self| other.first <= self.last && self.first <= other.last;
        if let Some(other) = others.iter().find(meets) {
            return Err(Invalid::new(
                "",
                "",
                format!(
                    "`{}` and `{}` speak of the same days",
                    other.name, self.name
                ),
                "each file is one stretch of days; join files of the same days into one",
            ));
        }
        others.push(self);
        Ok(())
    }

    /// Reads a file of any of the [`feed::FORMS`].
    ///
    /// # Errors
    /// The first line that cannot stand, or a file without events.
    pub fn parse(name: &str, text: &str, names: &Names) -> Result<Self, Invalid> {
        let mut partners: BTreeMap<String, Kinds> = BTreeMap::new();
        let (mut first, mut last) = (i32::MAX, i32::MIN);
        feed::read(text, &mut |event| {
            first = first.min(event.day);
            last = last.max(event.day);
            let partner = names.of(event.partner);
            let kinds = match partners.get_mut(partner) {
                Some(kinds) => kinds,
                None => partners.entry(partner.to_owned()).or_default(),
            };
            kinds
                .entry(event.kind.to_owned())
                .or_default()
                .push(event.day);
        })?;
        if partners.is_empty() {
            return Err(Invalid::new(
                "",
                name,
                "no events in it",
                "rows of date,partner,kind,count with a count from 1",
            ));
        }
        if last - first > LONGEST {
            return Err(Invalid::new(
                "",
                name,
                format!("its events span {} days", last - first + 1),
                "one stretch of at most twenty years a file",
            ));
        }
        let kinds: std::collections::BTreeSet<&String> =
            partners.values().flat_map(BTreeMap::keys).collect();
        if kinds.len() > MOST_KINDS {
            return Err(Invalid::new(
                "",
                name,
                format!("{} kinds", kinds.len()),
                format!("at most {MOST_KINDS} kinds of events"),
            ));
        }
        for days in partners.values_mut().flat_map(BTreeMap::values_mut) {
            days.sort_unstable();
            days.dedup();
        }
        Ok(Self {
            name: name.to_owned(),
            first,
            last,
            partners,
        })
    }

    /// The partner's events of a kind, ascending.
    #[must_use]
    pub fn days(&self, partner: &str, kind: &str) -> &[i32] {
        let kinds = self.partners.get(partner);
        kinds.and_then(|k| k.get(kind)).map_or(&[], Vec::as_slice)
    }

    /// The kinds that occur, by name.
    #[must_use]
    pub fn kinds(&self) -> std::collections::BTreeSet<&str> {
        let all = self.partners.values().flat_map(BTreeMap::keys);
        all.map(String::as_str).collect()
    }
}
