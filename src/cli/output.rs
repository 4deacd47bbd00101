//! Standard output is data, standard error is talk. A reader that goes away is no error.

use std::io::{IsTerminal, Write as _};
use std::path::Path;
use std::sync::LazyLock;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use serde_json::Value;
use summit_ledger::draw;
use summit_ledger::draw::form::Write;
use summit_ledger::draw::safe::one_line;
use summit_ledger::files::{self, Guard, Over};
use summit_ledger::view::doc::Doc;
use summit_ledger::view::sheet::Sheet;

use super::context::Context;
use super::failure::{Code, Failure};
pub use super::talk::talk;

/// A form for any document.
#[derive(Debug, Clone, Copy)]
pub struct Format(&'static draw::form::Form);

/// A form where there is a table.
#[derive(Debug, Clone, Copy)]
pub struct Form(&'static draw::form::Form);

/// The first form listed: for people.
const TABLE: &draw::form::Form = &draw::text::FORM;

static FORMATS: LazyLock<Vec<Format>> = LazyLock::new(|| {
    let of_documents = |f: &&draw::form::Form| !matches!(f.write, Write::Sheet(_));
    draw::FORMS
        .iter()
        .filter(of_documents)
        .map(Format)
        .collect()
});

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| draw::FORMS.iter().map(Form).collect());

impl Default for Format {
    fn default() -> Self {
        Self(TABLE)
    }
}

impl Default for Form {
    fn default() -> Self {
        Self(TABLE)
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &FORMATS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.name).help(self.0.help))
    }
}

impl ValueEnum for Form {
    fn value_variants<'a>() -> &'a [Self] {
        &FORMS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Format(self.0).to_possible_value()
    }
}

impl Format {
    /// Whether it is the form for people.
    pub fn is_table(self) -> bool {
        self.0.name == TABLE.name
    }

    /// Whether it gives data, for programs.
    pub fn is_data(self) -> bool {
        matches!(self.0.write, Write::Data(_))
    }
}

impl Form {
    /// Whether it gives data or a table, without room for a sentence.
    pub fn is_bare(self) -> bool {
        !matches!(self.0.write, Write::Doc(_))
    }
}

/// Prints a document, its data, or its table.
pub fn form(
    cx: &Context,
    form: Form,
    doc: impl FnOnce() -> Doc,
    data: impl FnOnce() -> Value,
    sheet: impl FnOnce() -> Sheet,
) -> Result<(), Failure> {
    let written = match form.0.write {
        Write::Doc(write) => write(&doc(), &cx.style),
        Write::Data(write) => write(&data()),
        Write::Sheet(write) => write(&sheet()),
    };
    tell(cx, written)
}

/// Prints a document, or its data.
pub fn print(cx: &Context, format: Format, doc: &Doc, data: &Value) -> Result<(), Failure> {
    tell(
        cx,
        match format.0.write {
            Write::Doc(write) => write(doc, &cx.style),
            Write::Data(write) => write(data),
            Write::Sheet(_) => Err("there is no table of it".into()),
        },
    )
}

fn tell(cx: &Context, written: Result<String, String>) -> Result<(), Failure> {
    let written = written.map_err(|e| Failure::usage(e, ""))?;
    match &cx.pager {
        Some(pager) if pager.show(&written) => Ok(()),
        _ => text(&written),
    }
}

/// Prints data on standard output.
pub fn text(text: &str) -> Result<(), Failure> {
    data(text.as_bytes())
}

fn data(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure {
            code: Code::File,
            what: format!("standard output: {e}"),
            hint: String::new(),
        }),
        _ => Ok(()),
    }
}

/// Refuses early what [`file`] would refuse.
pub fn is_free(path: &Path, force: bool, guard: &Guard) -> Result<(), Failure> {
    if path == Path::new("-") {
        return Ok(());
    }
    Ok(guard.allows(path, Over::forced(force))?)
}

/// Writes a file that people asked for by name, and says so; `-` is standard output. A file that
/// is there is left alone unless `force` is given. It appears whole or not at all.
pub fn file(path: &Path, bytes: &[u8], force: bool, guard: &Guard) -> Result<(), Failure> {
    if file_untold(path, bytes, force, guard)? {
        let name = one_line(&path.display().to_string());
        talk(&format!("written: {name}\n"));
    }
    Ok(())
}

/// As [`file`], saying nothing; whether it was a file.
pub fn file_untold(path: &Path, bytes: &[u8], force: bool, guard: &Guard) -> Result<bool, Failure> {
    if path == Path::new("-") {
        return data(bytes).map(|()| false);
    }
    files::write(path, bytes, Over::forced(force), guard)?;
    Ok(true)
}

/// Says on a terminal how far long work is.
pub struct Progress {
    what: &'static str,
    total: usize,
    shown: bool,
}

impl Progress {
    pub fn new(what: &'static str, total: usize) -> Self {
        Self {
            what,
            total,
            shown: total > 500 && std::io::stderr().is_terminal(),
        }
    }

    pub fn tick(&self, done: usize) {
        if self.shown && (done.is_multiple_of(250) || done == self.total) {
            let end = if done == self.total { "\n" } else { "" };
            talk(&format!("\r{} {done} of {}{end}", self.what, self.total));
        }
    }
}

/// Says on a terminal how far work of several parts is, once there is enough of it.
pub struct Bar {
    what: &'static str,
    told: u64,
    part: usize,
    on: bool,
}

impl Bar {
    pub fn new(what: &'static str) -> Self {
        Self {
            what,
            told: 0,
            part: 0,
            on: std::io::stderr().is_terminal(),
        }
    }

    pub fn tick(&mut self, part: usize, done: u64, total: u64) {
        let step = (total / 100).max(250);
        if !self.on || total < 2000 || (part == self.part && done < self.told + step) {
            return;
        }
        (self.part, self.told) = (part, done);
        talk(&format!("\r\x1b[K{} {part}, {done} of {total}", self.what));
    }

    /// Takes the line away.
    pub fn clear(&self) {
        if self.part > 0 {
            talk("\r\x1b[K");
        }
    }
}

/// Says on a terminal which stage long work is in; safe to call from several threads.
pub struct Stages {
    on: bool,
    last: std::sync::Mutex<(String, usize)>,
}

impl Stages {
    pub fn new() -> Self {
        Self {
            on: std::io::stderr().is_terminal(),
            last: std::sync::Mutex::default(),
        }
    }

    pub fn tick(&self, what: &str, done: usize, total: usize) {
        if !self.on {
            return;
        }
        let Ok(mut last) = self.last.lock() else {
            return;
        };
        let step = (total / 200).max(1);
        if last.0 != what || done >= last.1 + step {
            *last = (what.to_owned(), done);
            talk(&format!("\r\x1b[K{what}: {done} of {total}"));
        }
    }

    /// Takes the line away.
    pub fn clear(&self) {
        if self.on {
            talk("\r\x1b[K");
        }
    }
}
