//! What a question's belief takes in, in the order of the log. Days are day numbers.

/// One fact of the log.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// A report.
    Signal(Report),
    /// Somebody looked and saw nothing that is not in the ledger.
    Watch(Watch),
    /// A signal or a watch is taken back.
    Retraction {
        /// Its id.
        id: String,
        /// Day on which the retraction became known.
        known: i32,
    },
    /// Time passed.
    Passage {
        /// The day to which.
        known: i32,
    },
    /// The question is answered: what is entered after it does nothing.
    Resolution,
}

/// A signal as the mathematics sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Its id: breaks ties in the order of evidence.
    pub id: String,
    /// Name of its kind.
    pub kind: String,
    /// Day on which it happened.
    pub observed: i32,
    /// Day on which it became known.
    pub known: i32,
    /// The days that it speaks of, first and last.
    pub about: Option<(i32, i32)>,
    /// 0 for source grade A, to 5 for F.
    pub reliability: usize,
    /// 0 for information grade 1, to 5 for 6.
    pub credibility: usize,
    /// Reports of one story share this text.
    pub story: Option<String>,
    /// Who acts: tells automatic stories apart.
    pub actor: Option<String>,
    /// The analyst's P(signal | meeting), P(signal | none), both above 0.
    pub likelihood: Option<(f64, f64)>,
}

impl Report {
    /// A report by a source beyond doubt, A1, of the day on which it happened, with nothing else said.
    #[must_use]
    pub fn sure(id: impl Into<String>, kind: impl Into<String>, day: i32) -> Self {
        Self {
            id: id.into(),
            kind: kind.into(),
            observed: day,
            known: day,
            about: None,
            reliability: 0,
            credibility: 0,
            story: None,
            actor: None,
            likelihood: None,
        }
    }
}

/// Somebody looked, to the end of day `through`, where a meeting would be announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watch {
    /// Its id: watches and signals share one space.
    pub id: String,
    /// Day on which it became known.
    pub known: i32,
    /// Last day looked at.
    pub through: i32,
}
