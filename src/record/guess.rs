//! A guess: the probability that a person gives, beside the model's.

use jiff::civil::Date;

use super::Name;
use super::entry_type::EntryType;
use super::field::{May, Need, fields};
use super::forms::{Day, Id, Probability, Text};

/// What a person believes of a question, from a day on until their next guess. It moves no forecast.
#[derive(Debug, Clone, PartialEq)]
pub struct Guess {
    /// Identifier, unique in the ledger; guesses, signals and watches share one space.
    pub id: Name,
    /// The question.
    pub question: Name,
    /// The day from which it is meant.
    pub known_on: Date,
    /// The probability of a yes. Never 0 or 1: a log score would cost without end where it fails.
    pub p: f64,
    /// Why.
    pub because: String,
    /// Whose it is, where another than the entry's author wrote it down.
    pub by: Option<String>,
}

fields! { Guess:
    id "id" => Need(Id);
    question "question" => Need(Id);
    known_on "known_on" => Need(Day);
    p "p" => Need(Probability);
    because "because" => Need(Text(1000));
    by "by" => May(Text(200));
}

impl Guess {
    /// Whose guess it is, in an entry by this author.
    #[must_use]
    pub fn whose<'a>(&'a self, author: &'a str) -> &'a str {
        self.by.as_deref().unwrap_or(author)
    }

    /// The number in words.
    #[must_use]
    pub fn said(&self) -> String {
        format!("guess of {}", percent(self.p))
    }
}

impl EntryType for Guess {
    fn id(&self) -> String {
        self.id.to_string()
    }

    fn questions(&self) -> &[Name] {
        std::slice::from_ref(&self.question)
    }

    fn known_on(&self) -> Option<Date> {
        Some(self.known_on)
    }

    fn moves(&self) -> bool {
        false
    }

    fn retracted_as(&self) -> Option<&Name> {
        Some(&self.id)
    }

    fn headline(&self) -> String {
        let whose = self.by.as_deref().map(|by| format!(" by {by}"));
        let whose = whose.unwrap_or_default();
        format!("guess{whose} of {}: {}", percent(self.p), self.because)
    }

    fn cause(&self) -> String {
        self.said()
    }
}

/// In per cent, with the digits that were given.
fn percent(p: f64) -> String {
    let digits = format!("{:.4}", p * 100.0);
    let short = digits.trim_end_matches('0').trim_end_matches('.');
    format!("{short} %")
}

#[cfg(test)]
mod tests {
    use crate::record::Body;
    use serde_json::json;

    #[test]
    fn certainty_is_refused_and_the_digits_stay() {
        let read = |p: f64| {
            let value = json!({"id": "g", "question": "q", "known_on": "2023-03-01", "p": p,
                               "because": "a hunch"});
            Body::from_value("guess", &value)
        };
        for p in [0.0, 1.0, -0.1, 1.5] {
            let refused = read(p).unwrap_err().to_string();
            assert!(
                refused.contains("`p`") || refused.contains("p:"),
                "{refused}"
            );
        }
        for (p, said) in [
            (0.7, "70 %"),
            (0.125, "12.5 %"),
            (0.005, "0.5 %"),
            (1e-6, "0.0001 %"),
        ] {
            assert_eq!(read(p).unwrap().cause(), format!("guess of {said}"));
        }
    }
}
