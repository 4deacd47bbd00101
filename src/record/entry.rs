//! An entry: one fact or one forecast, with its place in the log.

use serde_json::{Map, Value, json};

use super::fields::Fields;
use super::{Body, Instant, Invalid};

/// Longest entry, in bytes: an entry bundle gives each two bytes of length.
pub const MAX_BYTES: usize = 65_535;
/// The version of the entry format.
pub const VERSION: u64 = 1;

/// One entry of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Place in the log, dense from 0.
    pub seq: u64,
    /// Identifier, unique in the ledger; the idempotency key.
    pub id: String,
    /// Who appended it.
    pub author: String,
    /// The ledger's own clock; never runs backwards.
    pub recorded_at: Instant,
    /// What the machine's clock said, where it stood behind the entry before.
    pub clock: Option<Instant>,
    /// What it says.
    pub body: Body,
}

impl Entry {
    /// The entry as JSON; its canonical bytes are `proof::canonical`'s.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut map = Map::new();
        map.insert("author".into(), json!(self.author));
        map.insert("body".into(), self.body.to_value());
        if let Some(clock) = self.clock {
            map.insert("clock".into(), json!(clock.to_string()));
        }
        map.insert("id".into(), json!(self.id));
        map.insert("recorded_at".into(), json!(self.recorded_at.to_string()));
        map.insert("seq".into(), json!(self.seq));
        map.insert("type".into(), json!(self.body.type_name()));
        map.insert("v".into(), json!(VERSION));
        Value::Object(map)
    }

    /// Reads an entry.
    ///
    /// # Errors
    /// The first field that cannot stand.
    pub fn from_value(value: &Value) -> Result<Self, Invalid> {
        let mut f = Fields::new(value)?;
        let version = f.count("v", 1 << 53)?;
        if version != VERSION {
            return Err(Invalid::new(
                "v",
                version.to_string(),
                "an entry of another version",
                format!("this program reads version {VERSION}; use a newer one"),
            ));
        }
        let type_name = f.text("type", 50)?;
        let body = f.need("body")?;
        let clock = f.opt_text("clock", 50)?;
        let clock = clock.map(|text| Instant::parse(&text).map_err(|e| e.under("clock")));
        let entry = Self {
            seq: f.count("seq", 1 << 53)?,
            id: f.text("id", 400)?,
            author: f.text("author", 200)?,
            recorded_at: Instant::parse(&f.text("recorded_at", 50)?)
                .map_err(|e| e.under("recorded_at"))?,
            clock: clock.transpose()?,
            body: Body::from_value(&type_name, body).map_err(|e| e.under("body"))?,
        };
        f.finish()?;
        entry.clock_is_behind()?;
        Ok(entry)
    }

    /// What the machine's clock said when it was appended.
    #[must_use]
    pub fn by_the_clock(&self) -> Instant {
        self.clock.unwrap_or(self.recorded_at)
    }

    fn clock_is_behind(&self) -> Result<(), Invalid> {
        match self.clock.filter(|clock| *clock >= self.recorded_at) {
            None => Ok(()),
            Some(clock) => Err(Invalid::new(
                "clock",
                clock.to_string(),
                format!("not before recorded_at, {}", self.recorded_at),
                "it stands only where the machine's clock was behind the entry before",
            )),
        }
    }
}
