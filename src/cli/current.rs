//! Which question a command speaks of: the one named, else the current one, else the only one.

use clap::Args;
use summit_ledger::desk::Desk;
use summit_ledger::record::Name;

use super::context::Context;
use super::failure::Failure;
use super::notebook::Notebook;

/// The question, as typed: by place or by `-q`, as in every other command.
#[derive(Debug, Args)]
pub struct Asked {
    /// The question: its id, how it begins, or a part of it [default: the current one, else the
    /// only one]
    question: Option<String>,

    /// The question, as in every other command
    #[arg(
        long = "question",
        short = 'q',
        value_name = "QUESTION",
        conflicts_with = "question"
    )]
    named: Option<String>,
}

impl Asked {
    /// What was typed.
    pub fn typed(&self) -> Option<&str> {
        self.question.as_deref().or(self.named.as_deref())
    }
}

/// By what a question is the current one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The variable SUMMIT_QUESTION.
    Environment,
    /// `summit use`.
    Used,
    /// The ledger has no other.
    Only,
}

impl By {
    /// For programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Environment => "variable",
            Self::Used => "use",
            Self::Only => "only",
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Environment => "by SUMMIT_QUESTION",
            Self::Used => "by `summit use`",
            Self::Only => "the only one",
        }
    }
}

impl Context {
    /// The question named, else the current one, else the only one.
    pub fn the_question(&self, desk: &Desk, named: Option<&str>) -> Result<Name, Failure> {
        if named.is_some() {
            return Ok(desk.the_question(named)?);
        }
        match self.current(desk)? {
            Some((id, _)) => Ok(id),
            None => Ok(desk.the_question(None)?),
        }
    }

    /// The questions named, else the current one, else the only one.
    pub fn questions(&self, desk: &Desk, named: &[String]) -> Result<Vec<Name>, Failure> {
        if named.is_empty() {
            return Ok(vec![self.the_question(desk, None)?]);
        }
        let mut all: Vec<Name> = Vec::with_capacity(named.len());
        for text in named {
            all.push(desk.the_question(Some(text))?);
        }
        Ok(all)
    }

    /// The current question, and by what it is; `None` where nothing says and there are several.
    pub fn current(&self, desk: &Desk) -> Result<Option<(Name, By)>, Failure> {
        if let Some(text) = self.asked_by_environment() {
            let id = desk.the_question(Some(text)).map_err(|e| Failure {
                hint: "SUMMIT_QUESTION names it: set it anew, unset it, or name another with -q"
                    .into(),
                ..e.into()
            })?;
            return Ok(Some((id, By::Environment)));
        }
        let ids = desk.questions()?;
        if let [only] = ids.as_slice() {
            return Ok(Some((only.clone(), By::Only)));
        }
        let used = Notebook::of(desk.ledger()).question;
        let used = ids
            .into_iter()
            .find(|id| Some(id.as_str()) == used.as_deref());
        Ok(used.map(|id| (id, By::Used)))
    }
}
