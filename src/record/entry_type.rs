//! What the rest of the program asks of a type of entry: a new type answers here, and store, desk,
//! audit and pages need not know it by name.

use jiff::civil::Date;

use super::Name;

/// What every type of entry answers.
pub trait EntryType {
    /// The identifier of its entry. An adoption's, a resolution's and a reopening's are only begun:
    /// see [`super::ids`].
    fn id(&self) -> String;

    /// The questions that it bears on.
    fn questions(&self) -> &[Name] {
        &[]
    }

    /// The day on which it became known. What has one is held to the life of its questions.
    fn known_on(&self) -> Option<Date> {
        None
    }

    /// Whether it moves its questions, so that a forecast of each follows.
    fn moves(&self) -> bool {
        self.known_on().is_some()
    }

    /// The days of what it says was, by field: none can be believed before it has come.
    fn days(&self) -> Vec<(&'static str, Date)> {
        self.known_on()
            .map(|day| ("known_on", day))
            .into_iter()
            .collect()
    }

    /// The id by which a retraction may take it out again.
    fn retracted_as(&self) -> Option<&Name> {
        None
    }

    /// The id of what it takes out.
    fn retracts(&self) -> Option<&Name> {
        None
    }

    /// Attachments that must be kept for it, by SHA-256.
    fn attachments(&self) -> &[String] {
        &[]
    }

    /// The name under which the store lists all entries of the type, where it does.
    fn topic(&self) -> Option<&'static str> {
        None
    }

    /// What it says, in a line.
    fn headline(&self) -> String;

    /// Why the forecast after it was made, in a line of the history.
    fn cause(&self) -> String {
        self.headline()
    }

    /// What it does, after "so many decibans by".
    fn doing(&self) -> String {
        self.headline()
    }
}

/// Where a case file's records of a type are appended, and in which order those of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Before all else.
    Model,
    /// After the models.
    Question,
    /// Where it stands in the file; among those of its day by id.
    Report,
    /// After the reports of its day, and after what it takes out.
    Retraction,
    /// After the retractions of its day.
    Passage,
    /// Where it stands in the file.
    Note,
    /// At the end, in the order of the file.
    Resolution,
    /// Nowhere: only the program makes it.
    Program,
}
