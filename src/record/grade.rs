//! Admiralty grades: how good the source is, and how credible the information, kept apart.

use std::fmt;

use super::Invalid;

/// A grade such as `B2`.
///
/// The letter A (completely reliable) to E (unreliable), F (cannot be judged) speaks of the
/// source; the digit 1 (confirmed) to 5 (improbable), 6 (cannot be judged) of this information.
/// Source of the scale: NATO AJP-2.1, annex on evaluation. What each is worth is the model's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grade {
    source: u8,
    information: u8,
}

impl Grade {
    /// `F6`, neither can be judged: what an ungraded signal gets.
    pub const UNJUDGED: Self = Self {
        source: 5,
        information: 5,
    };

    /// Parses a letter A-F and a digit 1-6.
    ///
    /// # Errors
    /// When the text is anything else.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        match text.as_bytes() {
            [s @ b'A'..=b'F', i @ b'1'..=b'6'] => Ok(Self {
                source: s - b'A',
                information: i - b'1',
            }),
            _ => Err(Invalid::new(
                "",
                text,
                "not a grade",
                "a letter A-F (source) and a digit 1-6 (information), for example B2; F6 if unknown",
            )),
        }
    }

    /// 0 for A, up to 5 for F.
    #[must_use]
    pub fn source_index(self) -> usize {
        usize::from(self.source)
    }

    /// 0 for 1, up to 5 for 6.
    #[must_use]
    pub fn information_index(self) -> usize {
        usize::from(self.information)
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}{}",
            char::from(b'A' + self.source),
            char::from(b'1' + self.information)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_grade_round_trips_and_nothing_else_parses() {
        for s in 'A'..='F' {
            for i in 1..=6 {
                let text = format!("{s}{i}");
                assert_eq!(Grade::parse(&text).unwrap().to_string(), text);
            }
        }
        for bad in ["", "A", "1A", "G1", "A0", "A7", "b2", "B2 ", "Ａ1"] {
            assert!(Grade::parse(bad).is_err(), "{bad}");
        }
    }
}
