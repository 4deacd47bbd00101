//! Standard output is data, standard error is talk. A reader that goes away is no error.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;
use summit_ledger::draw;
use summit_ledger::draw::safe::one_line;
use summit_ledger::view::doc::Doc;
use summit_ledger::view::sheet::Sheet;

use super::context::Context;
use super::failure::{Code, Failure};

/// How data is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// For programs; numbers read back to the same bits
    Json,
    /// For notes and repositories
    Markdown,
    /// For a browser: one page that loads nothing
    Html,
}

/// How data is printed where there is a table of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    /// For people
    Table,
    /// For programs; numbers read back to the same bits
    Json,
    /// For spreadsheets; text cannot run as a formula
    Csv,
    /// For notes and repositories
    Markdown,
    /// For a browser: one page that loads nothing
    Html,
}

/// Prints a document, its data, or its table.
pub fn form(
    cx: &Context,
    form: Form,
    doc: impl FnOnce() -> Doc,
    data: impl FnOnce() -> Value,
    sheet: impl FnOnce() -> Sheet,
) -> Result<(), Failure> {
    match form {
        Form::Table => text(&cx.render(&doc())),
        Form::Json => json(&data()),
        Form::Csv => {
            let table = draw::csv::write(&sheet())
                .map_err(|e| Failure::usage(format!("no table: {e}"), ""))?;
            text(&table)
        }
        Form::Markdown => text(&draw::markdown::render(&doc())),
        Form::Html => html(&doc()),
    }
}

/// Prints a document, or its data.
pub fn print(cx: &Context, format: Format, doc: &Doc, data: &Value) -> Result<(), Failure> {
    match format {
        Format::Table => text(&cx.render(doc)),
        Format::Json => json(data),
        Format::Markdown => text(&draw::markdown::render(doc)),
        Format::Html => html(doc),
    }
}

/// Prints a document as one page.
pub fn html(doc: &Doc) -> Result<(), Failure> {
    text(&draw::page::page(doc).map_err(|e| Failure::usage(e.to_string(), ""))?)
}

/// Prints JSON, indented.
pub fn json(data: &Value) -> Result<(), Failure> {
    text(&escaped(&format!("{data:#}\n")))
}

/// The same JSON with every character that could steer a terminal written as an escape.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        let steers = (c.is_control() && c != '\n')
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}');
        if steers {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
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

/// Refuses a file that is there, unless `force` is given.
pub fn is_free(path: &Path, force: bool) -> Result<(), Failure> {
    if force || path == Path::new("-") || path.symlink_metadata().is_err() {
        return Ok(());
    }
    Err(Failure::usage(
        format!("{} is there already", path.display()),
        "name another file, or overwrite it with --force",
    ))
}

/// Writes a file that people asked for by name, and says so; `-` is standard output. A file that
/// is there is left alone unless `force` is given. It appears whole or not at all.
pub fn file(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    if path == Path::new("-") {
        return data(bytes);
    }
    is_free(path, force)?;
    let failure = |e: std::io::Error| Failure::file(path, &e);
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let name = path.file_name().ok_or_else(|| {
        Failure::usage(
            format!("{} does not name a file", path.display()),
            "a file's name, or - for standard output",
        )
    })?;
    let mut part = name.to_owned();
    part.push(format!(".{}.part", std::process::id()));
    let part = folder.map_or_else(|| PathBuf::from(&part), |folder| folder.join(&part));
    let written = fs_err::write(&part, bytes).and_then(|()| fs_err::rename(&part, path));
    if let Err(e) = written {
        let _ = fs_err::remove_file(&part);
        return Err(failure(e));
    }
    talk(&format!(
        "written: {}\n",
        one_line(&path.display().to_string())
    ));
    Ok(())
}

/// Says something on standard error.
pub fn talk(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
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
