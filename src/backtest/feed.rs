//! The forms in which feeds of events come, one file and one line each.

mod counted;

use crate::record::Invalid;

/// An event of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event<'t> {
    /// The day on which it was reported.
    pub day: i32,
    /// The partner, in any spelling.
    pub partner: &'t str,
    /// Its kind.
    pub kind: &'t str,
}

/// A form of feed files.
#[derive(Debug)]
pub struct Form {
    /// What one file holds, for help and errors.
    pub holds: &'static str,
    /// Whether a file looks like one of this form, by how it begins.
    pub fits: fn(&str) -> bool,
    /// Hands on a file's events in any order.
    #[expect(
        clippy::type_complexity,
        reason = "a function that tells of each event"
    )]
    pub read: fn(&str, &mut dyn FnMut(Event<'_>)) -> Result<(), Invalid>,
}

/// The forms, the one first that is meant where a file looks like none.
pub const FORMS: &[Form] = &[counted::FORM];

/// What files of the forms hold, for help and errors.
#[must_use]
pub fn holds() -> String {
    let all: Vec<&str> = FORMS.iter().map(|form| form.holds).collect();
    all.join(", or ")
}

/// Hands on the events of a file of any form.
///
/// # Errors
/// The first line that cannot stand.
pub fn read(text: &str, each: &mut dyn FnMut(Event<'_>)) -> Result<(), Invalid> {
    let form = FORMS.iter().find(|form| (form.fits)(text));
    match form.or(FORMS.first()) {
        Some(form) => (form.read)(text, each),
        None => Ok(()),
    }
}
