//! Where one is: the ledger, the question, the key, the last audit, and what is due.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::doc::{Doc, Line};
use super::guess;
use super::questions::{self, Age, Listed};
use super::table::{Column, Table};
use crate::record::{Entry, Name};

/// What is so at a ledger.
#[derive(Debug, Clone)]
pub struct Status {
    /// The file.
    pub file: String,
    /// The log's name.
    pub origin: String,
    /// The last entry that is no forecast.
    pub last: Option<Entry>,
    /// Entries in the log.
    pub size: u64,
    /// The day that counts as today.
    pub today: Date,
    /// Who appends.
    pub author: String,
    /// The current question.
    pub current: Option<Current>,
    /// What was believed on each question.
    pub questions: Vec<Listed>,
    /// Whether a key that signs this log is at hand.
    pub has_key: bool,
    /// Entries under the last checkpoint that the log's key signed.
    pub signed: Option<u64>,
    /// The last audit that is remembered: when, entries then, the last tier, and whether it was sound.
    pub audit: Option<(String, u64, u8, bool)>,
}

/// A question, and by what it is the current one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Current {
    /// The question.
    pub id: Name,
    /// By what, for programs: `variable`, `use` or `only`.
    pub by: &'static str,
    /// By what, for people.
    pub words: &'static str,
}

/// Something that waits to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The question, where it is about one.
    pub question: Option<Name>,
    /// What is so.
    pub what: String,
    /// What to type.
    pub command: String,
}

impl Status {
    /// What is due: deadlines passed without a resolution, numbers that speak of an earlier day,
    /// entries that nobody signed, an audit that found something.
    #[must_use]
    pub fn due(&self) -> Vec<Due> {
        let of = |one| self.due_of(one);
        let mut due: Vec<Due> = self.questions.iter().filter_map(of).collect();
        let blind = self.questions.iter().filter(|one| one.hidden);
        due.extend(blind.map(|one| Due {
            question: Some(one.account.question.id.clone()),
            what: format!("it is {}", guess::BLIND),
            command: format!(
                "summit guess 0.7 --because TEXT -q {}",
                one.account.question.id
            ),
        }));
        let unsigned = self.size - self.signed.unwrap_or(0).min(self.size);
        if self.has_key && unsigned > 0 {
            due.push(Due {
                question: None,
                what: format!("{} after the last signed checkpoint", entries(unsigned)),
                command: "summit checkpoint".into(),
            });
        }
        if self.audit.as_ref().is_some_and(|(.., sound)| !sound) {
            due.push(Due {
                question: None,
                what: "the last audit had findings".into(),
                command: "summit audit".into(),
            });
        }
        due
    }

    fn due_of(&self, one: &Listed) -> Option<Due> {
        let q = &one.account.question;
        let named = match self.questions.as_slice() {
            [_] => String::new(),
            _ => format!(" -q {}", q.id),
        };
        let (what, command) = match one.age(self.today) {
            Age::Current => return None,
            Age::Overdue => (
                format!(
                    "its deadline, {}, passed and it is not resolved",
                    q.deadline
                ),
                format!("summit resolve no --on {} --source NAME{named}", q.deadline),
            ),
            Age::Stale(days) => (
                format!(
                    "its number speaks of {}, {} ago",
                    one.last()?.as_of,
                    day_count(days)
                ),
                format!("summit pass --on today{named}"),
            ),
        };
        Some(Due {
            question: Some(q.id.clone()),
            what,
            command,
        })
    }
}

fn entries(n: u64) -> String {
    match n {
        1 => "1 entry".to_owned(),
        n => format!("{n} entries"),
    }
}

fn day_count(n: i32) -> String {
    match n {
        1 => "1 day".to_owned(),
        n => format!("{n} days"),
    }
}

/// The status for people.
#[must_use]
pub fn doc(status: &Status) -> Doc {
    let last = status.last.as_ref().map_or_else(String::new, |e| {
        format!(", the last on {} by {}", e.recorded_at.date(), e.author)
    });
    let current = match &status.current {
        Some(current) => Line::new()
            .code(current.id.as_str())
            .plain(format!(", {}", current.words)),
        None if status.questions.is_empty() => Line::from("none yet: `summit open` opens one"),
        None => Line::from("none of several: `summit use QUESTION` sets one"),
    };
    let doc = Doc::new()
        .fact("ledger", status.file.as_str())
        .fact(
            "log",
            format!("{}, {}{last}", status.origin, entries(status.size)),
        )
        .fact(
            "today",
            format!("{}; you append as {}", status.today, status.author),
        )
        .fact("question", current)
        .fact("key", key(status))
        .fact("audit", audit(status));
    let doc = match status.questions.is_empty() {
        true => doc,
        false => doc
            .section("Questions")
            .table(questions::table(&status.questions, status.today)),
    };
    due(doc.section("Due"), &status.due())
}

fn key(status: &Status) -> Line {
    match (status.has_key, status.signed) {
        (false, None) => Line::from("none here, and nothing is signed: `summit key new` makes one"),
        (false, Some(_)) => Line::from("none here that signs; what was signed stays proven"),
        (true, None) => Line::new().warn("here, and nothing is signed yet"),
        (true, Some(size)) if size >= status.size => Line::from("here; all entries are signed"),
        (true, Some(size)) => Line::new().warn(format!(
            "here; {size} of {} entries are signed",
            status.size
        )),
    }
}

fn audit(status: &Status) -> Line {
    let Some((at, size, tier, sound)) = &status.audit else {
        return Line::from("none is remembered: `summit audit` makes one");
    };
    let day = at.split('T').next().unwrap_or(at);
    let since = match status.size.saturating_sub(*size) {
        0 => "nothing appended since".to_owned(),
        n => format!("{} appended since", entries(n)),
    };
    let tiers = match tier {
        6 => String::new(),
        tier => format!(" to tier {tier}"),
    };
    match sound {
        true => Line::from(format!("sound on {day}{tiers}, {since}")),
        false => Line::new().warn(format!("findings on {day}{tiers}, {since}")),
    }
}

fn due(doc: Doc, due: &[Due]) -> Doc {
    if due.is_empty() {
        return doc.paragraph("nothing");
    }
    let mut table = Table::new([Column::left("what").wrap(24), Column::left("type").wrap(24)]);
    for one in due {
        let about = one.question.as_ref().map(|id| format!("{id}: "));
        table.push([
            Line::from(format!("{}{}", about.unwrap_or_default(), one.what)),
            Line::new().code(one.command.as_str()),
        ]);
    }
    doc.table(table)
}

/// The same as data.
#[must_use]
pub fn data(status: &Status) -> Value {
    let due = status.due().into_iter().map(|one| {
        json!({
            "question": one.question.map(|id| id.to_string()),
            "what": one.what,
            "command": one.command,
        })
    });
    json!({
        "ledger": status.file,
        "origin": status.origin,
        "entries": status.size,
        "last": status.last.as_ref().map(|e| json!({
            "seq": e.seq,
            "author": e.author,
            "recorded_at": e.recorded_at.to_string(),
        })),
        "today": status.today.to_string(),
        "author": status.author,
        "question": status.current.as_ref().map(|c| json!({"id": c.id.as_str(), "by": c.by})),
        "questions": questions::data(&status.questions, status.today),
        "has_key": status.has_key,
        "signed": status.signed,
        "audit": status.audit.as_ref().map(|(at, size, tier, sound)| json!({
            "at": at, "entries": size, "tier": tier, "sound": sound,
        })),
        "due": due.collect::<Vec<_>>(),
    })
}
