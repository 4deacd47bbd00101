use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use summit_ledger::desk::{Desk, Fact, Recorded, import};
use summit_ledger::record::Invalid;

use summit_ledger::draw::safe::one_line;

use super::add::report;
use super::context::Context;
use super::failure::Failure;
use super::model::load;
use super::output::{self, Format, Progress};

/// Largest case file that is read, in bytes.
const MAX_FILE: u64 = 1 << 30;

/// So many signals are told of one by one.
const FEW: usize = 5;

/// Take in a case file: records, one JSON object a line, whole or not at all
///
/// Records are appended in the order of the file; a record that is there already is recognised by
/// its id. ledger/cases/README.md describes the fields.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit import ledger/cases/biden-xi-2023/case.jsonl
  grep -v draft notes.jsonl | summit import -
  summit import --sort unsorted.jsonl")]
pub struct Import {
    /// The file; - for standard input
    file: PathBuf,

    /// Append in order of the day on which each record became known, whatever the file's order
    #[arg(long)]
    sort: bool,
}

impl Import {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let (name, text) = read(&self.file)?;
        let folder = match self.file.parent() {
            Some(folder) if name != "-" => folder.to_owned(),
            _ => PathBuf::new(),
        };
        let model = |path: &str| {
            load(&folder.join(path)).map_err(|e| Invalid::new("", path, e.what, e.hint))
        };
        let mut desk = cx.desk()?;
        let facts = import::parse(&name, &text, &model)?;
        let unordered = !self.sort && !import::in_order(&facts);
        let facts = import::arrange(facts, self.sort);
        append(cx, &mut desk, &name, facts)?;
        if unordered {
            output::talk(
                "hint: the file is not in order of known_on, so its early forecasts already \
                 look back from a later day; `import --sort` into a fresh ledger avoids that\n",
            );
        }
        Ok(())
    }
}

/// Appends facts whole or not at all, and says what was done under the name of where they come from.
pub fn append(cx: &Context, desk: &mut Desk, name: &str, facts: Vec<Fact>) -> Result<(), Failure> {
    let progress = Progress::new("imported", facts.len());
    let done = desk.append_watched(&cx.hand(), facts, &mut |n| progress.tick(n))?;
    output::text(&summary(name, &done))?;
    tell_few(cx, desk, &done)
}

/// Says of a few signals what `add` would, where version 2 has something to say of them.
fn tell_few(cx: &Context, desk: &mut Desk, done: &[Recorded]) -> Result<(), Failure> {
    let is_told = |r: &&Recorded| r.moves.iter().any(|m| m.telling.is_some());
    let told: Vec<Recorded> = done.iter().filter(is_told).cloned().collect();
    if told.is_empty() || told.len() > FEW {
        return Ok(());
    }
    report(cx, desk, &told, Format::default())
}

fn summary(name: &str, done: &[Recorded]) -> String {
    let new = done.iter().filter(|r| !r.already).count();
    let forecasts: usize = done.iter().map(|r| r.moves.len()).sum();
    let there = done.len() - new;
    let already = if there > 0 {
        format!(", {there} there already")
    } else {
        String::new()
    };
    let name = one_line(name);
    format!("{name}: {new} records appended with {forecasts} forecasts{already}\n")
}

fn read(file: &Path) -> Result<(String, String), Failure> {
    let mut bytes = Vec::new();
    let (name, result) = if file == Path::new("-") {
        let input = std::io::stdin().lock();
        (
            "-".to_owned(),
            input.take(MAX_FILE + 1).read_to_end(&mut bytes),
        )
    } else {
        let name = file.file_name().map_or_else(
            || file.display().to_string(),
            |n| n.to_string_lossy().into_owned(),
        );
        let result =
            fs_err::File::open(file).and_then(|f| f.take(MAX_FILE + 1).read_to_end(&mut bytes));
        (name, result)
    };
    result.map_err(|e| Failure::file(file, &e))?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(Failure::usage(
            format!("{name} is longer than {MAX_FILE} bytes"),
            "split it into several files",
        ));
    }
    let text = String::from_utf8(bytes).map_err(|e| {
        let good = e.utf8_error().valid_up_to();
        let line = e
            .as_bytes()
            .iter()
            .take(good)
            .filter(|b| **b == b'\n')
            .count()
            + 1;
        Failure::usage(
            format!("{name} line {line}: not UTF-8 text"),
            "save the file as UTF-8",
        )
    })?;
    Ok((name, text))
}
