//! Kinds that a model lacks, read as older ones that it has.
//!
//! Only to score an older model on a case that was written with newer kinds: what is read so is
//! never written to a ledger, and a model that has the kind never reads it as another.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::backtest::csv::rows;
use crate::belief::Model;
use crate::record::{Body, Invalid, Name};

use super::case::Case;

/// Which kind is read as which.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadAs(BTreeMap<Name, Name>);

impl ReadAs {
    /// Reads the table `kind,read_as,because`.
    ///
    /// # Errors
    /// The first line that cannot stand: a name that is none, no reason, or a kind that stands
    /// twice.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let mut all = BTreeMap::new();
        for row in rows(text, &["kind", "read_as", "because"])? {
            let name = |at, column| {
                let text = row.text(at, column)?;
                Name::parse(text).map_err(|e| row.bad(column, text, &e.problem, &e.remedy))
            };
            let (kind, older) = (name(0, "kind")?, name(1, "read_as")?);
            row.text(2, "because")?;
            if all.insert(kind.clone(), older).is_some() {
                return Err(row.bad("kind", kind.as_str(), "it stands twice", "one line a kind"));
            }
        }
        Ok(Self(all))
    }

    /// The kinds that are read as others, and as which.
    pub fn kinds(&self) -> impl Iterator<Item = (&Name, &Name)> {
        self.0.iter()
    }

    /// A fact as a model reads it: as it is, but for a signal of a kind that the model lacks.
    ///
    /// # Errors
    /// When the model lacks the kind and the one that it would be read as, or none is named.
    pub fn read<'b>(&self, fact: &'b Body, model: &Model) -> Result<Cow<'b, Body>, Invalid> {
        let Body::Signal(signal) = fact else {
            return Ok(Cow::Borrowed(fact));
        };
        let unknown = match model.kind(signal.kind.as_str()) {
            Ok(_) => return Ok(Cow::Borrowed(fact)),
            Err(unknown) => unknown,
        };
        let older = self.0.get(&signal.kind).ok_or(unknown)?;
        model.kind(older.as_str())?;
        let mut signal = signal.clone();
        signal.kind = older.clone();
        Ok(Cow::Owned(Body::Signal(signal)))
    }

    /// How many signals of a case a model reads as another kind.
    #[must_use]
    pub fn count(&self, case: &Case, model: &Model) -> usize {
        let lacks = |fact: &&Body| {
            let Body::Signal(signal) = fact else {
                return false;
            };
            !model.kinds.contains_key(signal.kind.as_str())
        };
        case.facts.iter().filter(lacks).count()
    }
}
