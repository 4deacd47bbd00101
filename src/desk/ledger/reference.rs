//! References: how people name an entry of the log in few keys.
//!
//! | typed | names |
//! |---|---|
//! | `#7` | the signal of that number in its question, as last amended |
//! | `@12` | the entry of that number in the log |
//! | `7` | whichever of the two the command speaks of |
//! | `wang-visit`, `wang` | the entry of that id, or the only one whose id begins so |

use super::{Desk, DeskError};
use crate::record::{Body, Entry, Name};

/// Most ids that are looked at to say what a word could mean.
const LIKE: usize = 64;
/// Most ids that are told.
const TOLD: usize = 8;

/// A reference, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// `#7`: a signal, by its number in a question.
    Signal(usize),
    /// `@12`: an entry, by its number in the log.
    Entry(u64),
    /// `7`: one of the two, or an id of digits alone.
    Digits(String),
    /// An id, or how one begins.
    Word(String),
}

/// What may be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A signal or a watch; digits alone are a signal's number.
    Told,
    /// Any entry, a question and a model among them; digits alone are a signal's number.
    Any,
    /// Any entry; digits alone are its number in the log.
    InLog,
}

impl Reference {
    /// Reads a reference.
    ///
    /// # Errors
    /// When it is empty, or a sign stands before something else than a number.
    pub fn parse(typed: &str) -> Result<Self, DeskError> {
        let number = |digits: &str| digits.parse().map_err(|_| no_number(typed));
        match (typed.strip_prefix('#'), typed.strip_prefix('@')) {
            (Some(digits), _) if is_digits(digits) => {
                Ok(Self::Signal(digits.parse().map_err(|_| no_number(typed))?))
            }
            (_, Some(digits)) if is_digits(digits) => Ok(Self::Entry(number(digits)?)),
            (Some(_), _) | (_, Some(_)) => Err(no_number(typed)),
            _ if typed.is_empty() => Err(no_number(typed)),
            _ if is_digits(typed) => Ok(Self::Digits(typed.to_owned())),
            _ => Ok(Self::Word(typed.to_owned())),
        }
    }

    /// Whether a question is needed to say what is meant.
    #[must_use]
    pub fn is_numbered(&self, wanted: Wanted) -> bool {
        match self {
            Self::Signal(_) => true,
            Self::Digits(_) => wanted != Wanted::InLog,
            _ => false,
        }
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn no_number(typed: &str) -> DeskError {
    DeskError::refuse(
        "",
        "",
        format!("`{typed}` names nothing"),
        "a signal's number, 7 or '#7'; an entry's, @12; an id, or how one begins",
    )
}

impl Desk {
    /// The entry that a reference names; numbers of signals are those of the question.
    ///
    /// # Errors
    /// When there is none, it is of another type than is wanted, or several could be meant: then the
    /// remedy lists them.
    pub fn referred(
        &self,
        reference: &Reference,
        wanted: Wanted,
        question: Option<&Name>,
    ) -> Result<Entry, DeskError> {
        let entry = match reference {
            Reference::Signal(number) => self.numbered(*number, question)?,
            Reference::Entry(seq) => self.at(*seq)?,
            Reference::Digits(digits) => self.digits(digits, wanted, question)?,
            Reference::Word(word) => match self.ledger.entry_by_id(word)? {
                Some(entry) => Some(entry),
                None => self.begun(word, wanted, question)?,
            },
        };
        let entry = entry.ok_or_else(|| nothing(&written(reference), wanted))?;
        match wanted {
            Wanted::Told if entry.body.retracted_as().is_none() => Err(no_signal(&entry)),
            _ => Ok(entry),
        }
    }

    fn at(&self, seq: u64) -> Result<Option<Entry>, DeskError> {
        let entry = self.ledger.entry(seq)?;
        if entry.is_some() {
            return Ok(entry);
        }
        let problem = format!("the log has no entry @{seq}");
        let last = self.ledger.size()?.saturating_sub(1);
        let remedy = format!("entries run from @0 to @{last}: `summit log` lists them");
        Err(DeskError::refuse("", "", problem, remedy))
    }

    /// The entry of a signal's number, as last amended.
    fn numbered(&self, number: usize, question: Option<&Name>) -> Result<Option<Entry>, DeskError> {
        let Some(question) = question else {
            return Ok(None);
        };
        let numbers = self.numbers(question)?;
        if let Some(version) = numbers.get(number).and_then(|n| n.current()) {
            return Ok(self.ledger.entry(version.seq)?);
        }
        let problem = match numbers.count() {
            0 => format!("question {question} has no signal yet"),
            1 => format!("question {question} has one signal, #1, and no #{number}"),
            n => format!("question {question} has signals #1 to #{n}, and no #{number}"),
        };
        let remedy = "`summit history` lists the signals; -q names another question; @12 is an \
                      entry of the log";
        Err(DeskError::refuse("", "", problem, remedy))
    }

    /// What digits alone name: by the command a signal or an entry, or an id of digits.
    fn digits(
        &self,
        digits: &str,
        wanted: Wanted,
        question: Option<&Name>,
    ) -> Result<Option<Entry>, DeskError> {
        let by_id = self.ledger.entry_by_id(digits)?;
        let number = digits.parse().unwrap_or(u64::MAX);
        let found = match wanted {
            Wanted::InLog => self.at(number),
            _ => self.numbered(usize::try_from(number).unwrap_or(usize::MAX), question),
        };
        let by_number = match (found, &by_id) {
            (Err(DeskError::Invalid(_)), Some(_)) => None,
            (found, _) => found?,
        };
        match (by_id, by_number) {
            (Some(id), Some(number)) if id.seq != number.seq => Err(several(
                digits,
                "is the id of one entry and the number of another",
                &[number, id],
            )),
            (id, number) => Ok(number.or(id)),
        }
    }

    /// The only entry whose id begins so; versions of one signal are one.
    fn begun(
        &self,
        word: &str,
        wanted: Wanted,
        question: Option<&Name>,
    ) -> Result<Option<Entry>, DeskError> {
        let mut like = self.ledger.begin_with(word, LIKE + 1)?;
        if like.len() > LIKE {
            return Err(several(word, "begins very many ids", &like));
        }
        like.retain(|e| wanted != Wanted::Told || e.body.retracted_as().is_some());
        if wanted != Wanted::Told {
            like.extend(self.model_like(word)?);
        }
        let here = |e: &Entry| question.is_some_and(|q| e.body.questions().contains(q));
        if self.roots(&like)?.len() > 1 && like.iter().any(here) {
            like.retain(here);
        }
        match self.roots(&like)?.as_slice() {
            [] | [_] => self.last_standing(like),
            _ => Err(several(word, "begins several ids", &like)),
        }
    }

    /// The last adoption of the only model whose name begins so.
    fn model_like(&self, word: &str) -> Result<Option<Entry>, DeskError> {
        let mut like = self.ledger.models()?;
        let name = |e: &Entry| match &e.body {
            Body::Model(m) => m.id.clone(),
            _ => String::new(),
        };
        like.retain(|e| name(e).starts_with(word));
        if like.iter().any(|e| name(e) == word) {
            like.retain(|e| name(e) == word);
        }
        match like.pop() {
            Some(last) if like.iter().all(|e| name(e) == name(&last)) => Ok(Some(last)),
            Some(last) => {
                like.push(last);
                Err(several(word, "begins the names of several models", &like))
            }
            None => Ok(None),
        }
    }

    /// The first versions of signals, each once.
    fn roots(&self, entries: &[Entry]) -> Result<Vec<u64>, DeskError> {
        let mut roots = Vec::new();
        for entry in entries {
            let mut root = entry.clone();
            while let Some(old) = amends(&root) {
                match self.ledger.entry_by_id(old.as_str())? {
                    Some(older) if older.seq < root.seq => root = older,
                    _ => break,
                }
            }
            if !roots.contains(&root.seq) {
                roots.push(root.seq);
            }
        }
        Ok(roots)
    }

    /// Of the versions of one signal the last that stands, or the last where none does.
    fn last_standing(&self, mut versions: Vec<Entry>) -> Result<Option<Entry>, DeskError> {
        versions.sort_by_key(|e| e.seq);
        for version in versions.iter().rev() {
            if self.retracted(&version.body)?.is_none() {
                return Ok(Some(version.clone()));
            }
        }
        Ok(versions.pop())
    }
}

fn amends(entry: &Entry) -> Option<&Name> {
    match &entry.body {
        Body::Signal(s) => s.amends.as_ref(),
        _ => None,
    }
}

fn written(reference: &Reference) -> String {
    match reference {
        Reference::Signal(number) => format!("#{number}"),
        Reference::Entry(seq) => format!("@{seq}"),
        Reference::Digits(text) | Reference::Word(text) => text.clone(),
    }
}

fn nothing(typed: &str, wanted: Wanted) -> DeskError {
    let (what, remedy) = match wanted {
        Wanted::Told => (
            "signal",
            "`summit history --ids` lists the signals with their ids",
        ),
        _ => (
            "entry",
            "`summit log` lists the entries, `summit history --ids` the signals with their ids",
        ),
    };
    DeskError::refuse(
        "",
        "",
        format!("the ledger has no {what} `{typed}`"),
        remedy,
    )
}

fn no_signal(entry: &Entry) -> DeskError {
    DeskError::refuse(
        "",
        "",
        format!(
            "`{}` is a {}, not a signal",
            entry.id,
            entry.body.type_name()
        ),
        "`summit history --ids` lists the signals with their ids",
    )
}

fn several(typed: &str, why: &str, entries: &[Entry]) -> DeskError {
    let mut told: Vec<String> = entries
        .iter()
        .take(TOLD)
        .map(|e| format!("{} (@{})", e.id, e.seq))
        .collect();
    if entries.len() > TOLD {
        told.push(format!("{} more", entries.len() - TOLD));
    }
    DeskError::refuse(
        "",
        "",
        format!("`{typed}` {why}"),
        format!(
            "type more of it, or the number of the entry: {}",
            told.join(", ")
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_numbers_and_words_are_told_apart() {
        let read = |typed: &str| Reference::parse(typed).ok();
        assert_eq!(read("#7"), Some(Reference::Signal(7)));
        assert_eq!(read("@12"), Some(Reference::Entry(12)));
        assert_eq!(read("7"), Some(Reference::Digits("7".into())));
        assert_eq!(read("7a"), Some(Reference::Word("7a".into())));
        assert_eq!(
            read("retraction:q:x"),
            Some(Reference::Word("retraction:q:x".into()))
        );
        for bad in ["", "#", "@", "#x", "@-1", "# 7", "@99999999999999999999"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn digits_ask_for_a_question_only_where_they_are_a_signals() {
        let digits = Reference::Digits("7".into());
        assert!(digits.is_numbered(Wanted::Told) && digits.is_numbered(Wanted::Any));
        assert!(!digits.is_numbered(Wanted::InLog));
        assert!(Reference::Signal(7).is_numbered(Wanted::InLog));
        assert!(!Reference::Entry(7).is_numbered(Wanted::Told));
    }
}
