//! Reads the questions of a ledger that others append to: each time one moment that was checked.

use std::path::PathBuf;
use std::sync::Arc;

use summit_ledger::desk::Desk;
use summit_ledger::record::{Account, Name};
use summit_ledger::store::{Ledger, Memory, Watch};

use super::super::appending;
use super::super::context::Context;
use super::super::failure::Failure;

/// After a failure it is read anew at one look of so many.
const AGAIN: u32 = 8;

/// The ledger as it is followed.
pub struct Reader {
    path: PathBuf,
    memory: Arc<Memory>,
    desk: Desk,
    watch: Watch,
    ids: Vec<Name>,
    /// Who looks, where blind questions are hidden from them.
    eyes: Option<String>,
    /// The first leaf, by which another log in its place is recognised.
    first: Option<[u8; 32]>,
    /// Whether the last reading failed, so that a later look begins anew.
    failed: bool,
    looks: u32,
}

impl Reader {
    /// Opens the ledger as `history` does, with the place of the question asked for.
    pub fn open(cx: &Context, typed: Option<&str>) -> Result<(Self, usize), Failure> {
        let (desk, id) = cx.question(typed)?;
        desk.ledger().leave()?;
        let watch = Watch::begin(desk.ledger())?;
        let eyes = cx.eyes();
        let reader = Self {
            path: desk.ledger().path(),
            memory: cx.memory(),
            ids: shown(&desk, eyes.as_deref())?,
            eyes,
            first: desk.ledger().leaf(0)?,
            desk,
            watch,
            failed: false,
            looks: 0,
        };
        let place = reader.place(&id);
        Ok((reader, place))
    }

    /// How many questions there are.
    pub fn questions(&self) -> usize {
        self.ids.len()
    }

    /// The place of a question; where there is none of that name any more, the first.
    pub fn place(&self, id: &Name) -> usize {
        self.ids.iter().position(|other| other == id).unwrap_or(0)
    }

    /// The question at a place as told, from one moment of the file that was checked.
    pub fn account(&mut self, place: usize) -> Result<Account, Failure> {
        self.failed = true;
        self.desk.ledger().hold()?;
        let told = self.told(place);
        self.desk.ledger().leave()?;
        let account = told?;
        self.failed = false;
        Ok(account)
    }

    fn told(&mut self, place: usize) -> Result<Account, Failure> {
        appending::same(self.desk.ledger(), self.first)?;
        self.ids = shown(&self.desk, self.eyes.as_deref())?;
        let Some(id) = self.ids.get(place).cloned() else {
            return Err(Failure::usage("the ledger has no question", ""));
        };
        Ok(self.desk.told(&id, None)?)
    }

    /// In what the log is not what was last seen of it, where it is not.
    pub fn notice(&self) -> Option<String> {
        let why = self.desk.ledger().unlike()?;
        Some(format!("this ledger {why}"))
    }

    /// Whether there may be something new to read: somebody wrote, or put another file in place. After
    /// a failure it begins anew, but not at each look: a large file takes long to check.
    pub fn grew(&mut self) -> Result<bool, Failure> {
        self.looks = self.looks.wrapping_add(1);
        let again = self.failed && self.looks.is_multiple_of(AGAIN);
        if again || (!self.failed && self.watch.is_replaced(self.desk.ledger())) {
            self.failed = true;
            let ledger = Ledger::open_read_only(&self.path)?.remembering(&self.memory);
            self.watch = Watch::begin(&ledger)?;
            self.desk = Desk::new(ledger);
            return Ok(true);
        }
        if self.failed {
            return Ok(false);
        }
        Ok(self.watch.grew(self.desk.ledger())?)
    }
}

/// The questions whose numbers may be shown.
fn shown(desk: &Desk, eyes: Option<&str>) -> Result<Vec<Name>, Failure> {
    let mut ids = Vec::new();
    for id in desk.questions()? {
        let hidden = eyes.map(|who| desk.blind_to(who, &id, false)).transpose()?;
        if hidden.flatten().is_none() {
            ids.push(id);
        }
    }
    Ok(ids)
}
