use std::path::Path;

use summit_ledger::model::build::buildable;
use summit_ledger::model::shipped;
use summit_ledger::model::source::{self, Source};
use summit_ledger::model::two;

use super::failure::Failure;
use super::feed::{text, within};

/// What a backtest learns onto.
pub enum Onto {
    /// A source of belief version 1.
    One(Box<Source>),
    /// A source of version 2.
    Two(Box<two::source::Source>),
}

impl Onto {
    /// Reads the source: a file, a shipped one by its name, or kernel-1.
    pub fn read(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else {
            return Ok(Self::One(Box::new(Source::vocabulary()?)));
        };
        let shipped = path.to_str().and_then(shipped::source);
        let text = match shipped.filter(|_| !path.exists()) {
            Some(shipped) => shipped.to_owned(),
            None => text(path)?,
        };
        let read = match source::version(&text).map_err(|e| within(path, e))? {
            2 => two::build::buildable(&text).map(Box::new).map(Self::Two),
            _ => buildable(&text).map(Box::new).map(Self::One),
        };
        read.map_err(|e| within(path, e))
    }
}
