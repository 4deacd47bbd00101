//! What the outside world says: files, clock, author, terminal. The library is handed these.

mod blind;
mod days;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use jiff::civil::Date;
use summit_ledger::desk::{Desk, Hand};
use summit_ledger::draw::safe::one_line;
use summit_ledger::draw::text::{TextStyle, render};
use summit_ledger::files::Guard;
use summit_ledger::record::{Instant, Name};
use summit_ledger::store::Memory;
use summit_ledger::view::doc::Doc;

use super::appending::Appending;
use super::day::{self, Lean, Sense};
use super::failure::Failure;
use super::pager::Pager;
use super::reading::Reading;
use super::talk::talk;
use super::{appending, keyring, state};

/// The file that is looked for here and in the folders above.
const DEFAULT_FILE: &str = "summit.db";

/// Options of every command.
#[derive(Debug, Args)]
pub struct Global {
    /// The ledger file [default: summit.db here or in a folder above]
    #[arg(
        long,
        global = true,
        env = "SUMMIT_LEDGER",
        value_name = "FILE",
        hide_env_values = true
    )]
    pub ledger: Option<PathBuf>,

    /// Who appends [default: your user name]; in `history`, whose rows are shown
    #[arg(
        long,
        global = true,
        env = "SUMMIT_AUTHOR",
        value_name = "NAME",
        hide_env_values = true
    )]
    pub author: Option<String>,

    /// Do not sign a checkpoint after appending, even where the log's key is at hand
    #[arg(long, global = true)]
    pub no_checkpoint: bool,

    /// Take this day as today: to replay a made-up or a past world. Days up to it may be typed, and
    /// `today` means it
    #[arg(long, global = true, value_name = "DATE")]
    pub as_if_today: Option<String>,

    /// Append although this machine's clock stands behind the last entry, or far ahead of it
    #[arg(long, global = true)]
    pub clock_is_right: bool,

    /// Show a question that was opened --blind before your own number stands on it
    #[arg(long, global = true)]
    pub unblind: bool,

    /// Print what is longer than the terminal at once, not in a pager (SUMMIT_PAGER, PAGER, less)
    #[arg(long, global = true)]
    pub no_pager: bool,

    /// Whether the author was named by an option, and not by the environment.
    #[arg(skip)]
    pub author_is_typed: bool,

    /// When to colour the output
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Colour::Auto)]
    pub color: Colour,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Colour {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The outside world, read once.
pub struct Context {
    ledger: Option<PathBuf>,
    author: Option<String>,
    sign: bool,
    clock_is_right: bool,
    unblind: bool,
    /// How the ledger is read.
    pub reading: Reading,
    memory: OnceCell<(Arc<Memory>, Option<String>)>,
    appends: Cell<bool>,
    pub now: Instant,
    pub today: Date,
    as_if: Option<Date>,
    question: Option<String>,
    author_is_typed: bool,
    /// What shows text that is longer than the terminal, where something does.
    pub pager: Option<Pager>,
    /// What was said of days that were not written in full.
    said: RefCell<BTreeSet<String>>,
    pub style: TextStyle,
    commands: fn() -> clap::Command,
}

impl Context {
    pub fn new(global: &Global) -> Result<Self, Failure> {
        let (now, today) = clock()?;
        let sense = Sense {
            today,
            near: today,
            lean: Lean::Past,
        };
        let as_if = global.as_if_today.as_deref();
        let as_if = as_if.map(|typed| day::read(typed, sense));
        let as_if = as_if.transpose().map_err(|e| e.under("--as-if-today"))?;
        let today = as_if.unwrap_or(today);
        Ok(Self {
            ledger: global.ledger.clone(),
            author: global.author.clone(),
            sign: !global.no_checkpoint,
            clock_is_right: global.clock_is_right,
            unblind: global.unblind,
            reading: Reading::default(),
            memory: OnceCell::new(),
            appends: Cell::new(false),
            now,
            today,
            as_if,
            question: variable("SUMMIT_QUESTION"),
            author_is_typed: global.author_is_typed,
            pager: Pager::here().filter(|_| !global.no_pager),
            said: RefCell::default(),
            style: style(global.color),
            commands: clap::Command::default,
        })
    }

    /// The same, knowing the commands of the program.
    pub fn of(mut self, commands: fn() -> clap::Command) -> Self {
        self.commands = commands;
        self
    }

    /// The commands of the program, for whoever describes them.
    pub fn commands(&self) -> clap::Command {
        (self.commands)()
    }

    /// The file named, whether it is there or not.
    pub fn named(&self) -> Option<&Path> {
        self.ledger.as_deref()
    }

    /// The file of the ledger: named, or found here or above.
    pub fn path(&self) -> Result<PathBuf, Failure> {
        if let Some(path) = &self.ledger {
            return Ok(path.clone());
        }
        let here = std::env::current_dir().map_err(|e| Failure::file(Path::new("."), &e))?;
        here.ancestors()
            .map(|folder| folder.join(DEFAULT_FILE))
            .find(|path| path.is_file())
            .ok_or_else(|| {
                Failure::usage(
                    format!("there is no {DEFAULT_FILE} here or in a folder above"),
                    "`summit init` makes one; `--ledger FILE` names another; \
                     `summit demo` needs none",
                )
            })
    }

    /// What files that are asked for by name are never written over: the ledger, keys, what
    /// witnesses remember, and what the command itself reads.
    pub fn guard<'p>(&self, inputs: impl IntoIterator<Item = &'p Path>) -> Guard {
        let mut guard = Self::folders();
        if let Ok(ledger) = self.path() {
            guard = guard.sparing_ledger(&ledger);
        }
        inputs.into_iter().fold(guard, |guard, input| {
            guard.sparing(input, "read by the same command")
        })
    }

    /// The folders of keys and of what is remembered: nothing else is made in them.
    pub fn folders() -> Guard {
        let mut guard = Guard::new();
        if let (Ok(keys), Ok(memory)) = (keyring::folder(), keyring::memory()) {
            guard = guard
                .sparing_folder(&keys, "the folder of keys")
                .sparing_folder(&memory, "the folder in which a witness remembers");
        }
        match state::folder() {
            Ok(remembered) => guard.sparing_folder(
                &remembered,
                "the folder in which the program remembers ledgers",
            ),
            Err(_) => guard,
        }
    }

    /// The file that `init` makes.
    pub fn new_path(&self) -> PathBuf {
        self.ledger
            .clone()
            .unwrap_or_else(|| PathBuf::from(DEFAULT_FILE))
    }

    /// A desk to append at; it takes nothing of days after today, and signs where the log's key is
    /// at hand.
    pub fn desk(&self) -> Result<Desk, Failure> {
        let desk = self.appending()?.desk(self.now, self.today)?;
        self.appends.set(true);
        Ok(desk)
    }

    /// How the ledger is appended to.
    pub fn appending(&self) -> Result<Appending, Failure> {
        Ok(Appending {
            path: self.path()?,
            memory: self.memory(),
            signs: self.sign,
            clock_is_right: self.clock_is_right,
        })
    }

    /// The question that SUMMIT_QUESTION names.
    pub fn asked_by_environment(&self) -> Option<&str> {
        self.question.as_deref()
    }

    /// The author that an option names: of commands that append, whose entry it is; of those that
    /// list, whose entries are listed.
    pub fn author_typed(&self) -> Option<&str> {
        self.author.as_deref().filter(|_| self.author_is_typed)
    }

    /// Whether appends are signed.
    pub fn signs(&self) -> bool {
        self.sign
    }

    pub fn reading_desk(&self) -> Result<Desk, Failure> {
        appending::checked(self.reading.open(&self.path()?)?, &self.memory())
    }

    /// What is remembered between commands.
    pub fn memory(&self) -> Arc<Memory> {
        let memory = self.memory.get_or_init(|| {
            let (memory, why) = state::memory();
            (Arc::new(memory), why)
        });
        Arc::clone(&memory.0)
    }

    /// Says on standard error what the ledger's memory has to say, and after an append that there
    /// is none, where there is none.
    pub fn say_notes(&self) {
        let Some((memory, why)) = self.memory.get() else {
            return;
        };
        for note in memory.notes() {
            talk(&format!("note: {}\n", one_line(&note)));
        }
        if let (Some(why), true) = (why, self.appends.get()) {
            talk(&format!(
                "note: nothing is remembered between commands: {}; an older copy in place of this \
                 ledger would not be noticed\n",
                one_line(why)
            ));
        }
    }

    /// A reading desk with the question named, or the current one, or the only one.
    pub fn question(&self, named: Option<&str>) -> Result<(Desk, Name), Failure> {
        let desk = self.reading_desk()?;
        let id = self.the_question(&desk, named)?;
        match self.hidden(&desk, &id, false)? {
            Some(_) => Err(blind::until_own(&id)),
            None => Ok((desk, id)),
        }
    }

    /// As [`Context::question`], on the log as it stood at the end of a day in UTC, where one is
    /// typed.
    pub fn question_by(
        &self,
        named: Option<&str>,
        recorded_by: Option<&str>,
    ) -> Result<(Desk, Name, Option<Date>), Failure> {
        let (mut desk, id) = self.question(named)?;
        let by = self.opt_day("recorded-by", recorded_by)?;
        desk.look_by(by, std::slice::from_ref(&id))?;
        Ok((desk, id, by))
    }

    pub fn hand(&self) -> Hand {
        Hand {
            author: self.author(),
            now: self.now,
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the command line reads the environment"
    )]
    fn author(&self) -> String {
        let given = self.author.clone().or_else(|| std::env::var("USER").ok());
        given
            .filter(|name| !name.trim().is_empty())
            .map_or_else(|| "unnamed".to_owned(), |n| n.chars().take(200).collect())
    }

    /// What day it is where the reader is, whenever it is asked.
    pub fn today_from_now_on(&self) -> Box<dyn Fn() -> Date + Send + Sync> {
        let clock = self.clock_from_now_on();
        Box::new(move || clock().1)
    }

    /// The moment and the day where the reader is, whenever they are asked.
    pub fn clock_from_now_on(&self) -> impl Fn() -> (Instant, Date) + Send + Sync + use<> {
        let (began, fixed) = ((self.now, self.today), self.as_if);
        move || {
            let (now, today) = clock().unwrap_or(began);
            (now, fixed.unwrap_or(today))
        }
    }

    /// A document as it appears on this terminal.
    pub fn render(&self, doc: &Doc) -> String {
        render(doc, &self.style)
    }
}

/// The moment now, in UTC, which is recorded; and the day where the analyst is, to which what is
/// typed is held. SUMMIT_NOW fixes both, the day in UTC, for tests and for output that can be
/// compared.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the clock"
)]
fn clock() -> Result<(Instant, Date), Failure> {
    match std::env::var("SUMMIT_NOW") {
        Ok(text) => {
            let now = Instant::parse(&text).map_err(|e| e.under("SUMMIT_NOW"))?;
            Ok((now, now.date()))
        }
        Err(_) => Ok((
            Instant::new(jiff::Timestamp::now()),
            jiff::ZonedDateTime::now().date(),
        )),
    }
}

/// A variable of the environment that is set to something.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the environment"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|v| !v.trim().is_empty())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the environment"
)]
fn style(colour: Colour) -> TextStyle {
    let terminal = std::io::stdout().is_terminal();
    let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    let dumb = std::env::var("TERM").is_ok_and(|t| t == "dumb");
    let colour = match colour {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => terminal && !set("NO_COLOR") && !dumb,
    };
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    let unicode = locale.is_none_or(|l| {
        let l = l.to_ascii_lowercase();
        l.contains("utf-8") || l.contains("utf8")
    });
    let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let measured = terminal_size::terminal_size().map(|(w, _)| usize::from(w.0));
    let width = columns
        .or(measured.filter(|_| terminal))
        .unwrap_or(80)
        .clamp(40, 140);
    TextStyle {
        width,
        colour,
        unicode,
    }
}
