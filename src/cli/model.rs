use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::Value;
use summit_ledger::backtest::announcements::{self, Announcement};
use summit_ledger::belief::Model as Belief;
use summit_ledger::desk::{Desk, Fact, What, sha256_hex};
use summit_ledger::draw::safe::one_line;
use summit_ledger::files;
use summit_ledger::model::two::source::Source;
use summit_ledger::model::{self, shipped};
use summit_ledger::record::Name;
use summit_ledger::view;
use summit_ledger::view::doc::Doc;

use super::add::report;
use super::context::Context;
use super::failure::Failure;
use super::feed::{text, within};
use super::output::{self, Format};

/// Build, adopt and look at belief models
///
/// A ledger without a model adopts the one that ships with the program when its first question
/// opens. A question keeps its model until `model adopt --for` changes it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit model build ledger/models/kernel-5.toml -o mine.json
  summit model adopt mine.json
  summit model adopt mine.json --for biden-xi-2023 --dry-run
  summit model adopt mine.json --for biden-xi-2023
  summit model plans --announcements mine.csv
  summit model list")]
pub struct Model {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a model file from a readable source: draws of every ratio
    Build {
        /// The source, in TOML
        source: PathBuf,
        /// Where to write the model [default: standard output]
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Overwrite the file where there is one
        #[arg(long, requires = "output")]
        force: bool,
    },
    /// Take a model into use: built (JSON) or source (TOML)
    Adopt {
        /// The file, or the name of a shipped model: kernel-2 to kernel-5
        file: PathBuf,
        /// A question that changes to it; may be repeated [default: questions opened from now on]
        #[arg(long = "for", value_name = "QUESTION")]
        questions: Vec<String>,
        /// Print what open questions, or those named, would change to; write nothing
        #[arg(long)]
        dry_run: bool,
        /// How to print what changed
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// List the models that the ledger took into use
    List {
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// What a model of belief version 2 says: each kind, on which side, and why
    Card {
        /// The model, built or source [default: kernel-5]
        file: Option<PathBuf>,
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Count a list of announced meetings: what a model's plans rest on
    Plans {
        /// The list: CSV as in ledger/announcements [default: the shipped one]
        #[arg(long, value_name = "FILE")]
        announcements: Option<PathBuf>,
        /// The source beside whose counts they are shown [default: kernel-5]
        #[arg(long, value_name = "SOURCE.toml")]
        model: Option<PathBuf>,
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Show a model: its settings, grades and kinds
    Show {
        /// Its id or the beginning of its SHA-256 [default: the one in use]
        model: Option<String>,
        /// Print the whole file as it is kept
        #[arg(long)]
        raw: bool,
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

impl Model {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        match &self.command {
            Command::Build {
                source,
                output,
                force,
            } => build(cx, source, output.as_deref(), *force),
            Command::Adopt {
                file,
                questions,
                dry_run: true,
                format,
            } => would(cx, file, questions, *format),
            Command::Adopt {
                file,
                questions,
                dry_run: false,
                format,
            } => adopt(cx, file, questions, *format),
            Command::List { format } => list(cx, *format),
            Command::Card { file, format } => card(cx, file.as_deref(), *format),
            Command::Plans {
                announcements,
                model,
                format,
            } => plans(cx, announcements.as_deref(), model.as_deref(), *format),
            Command::Show { model, raw, format } => show(cx, model.as_deref(), *raw, *format),
        }
    }
}

fn build(cx: &Context, source: &Path, output: Option<&Path>, force: bool) -> Result<(), Failure> {
    let guard = cx.guard([source]);
    if let Some(path) = output {
        output::is_free(path, force, &guard)?;
    }
    let text = files::text(source, files::TABLE).map_err(|e| Failure::file(source, &e))?;
    let file = model::build_source(&text)?;
    match output {
        None => output::text(&file),
        Some(path) => {
            if output::file_untold(path, file.as_bytes(), force, &guard)? {
                output::talk(&format!(
                    "{}: written, SHA-256 {}\n",
                    one_line(&path.display().to_string()),
                    sha256_hex(file.as_bytes())
                ));
            }
            Ok(())
        }
    }
}

/// Reads a model file, building it first where it is a source.
pub fn load(path: &Path) -> Result<Vec<u8>, Failure> {
    let wrong = |what: &str| {
        Failure::usage(
            format!("{} is {what}", path.display()),
            "a model is a file of at most 64 MiB",
        )
    };
    let id = path.to_str().unwrap_or_default();
    if let Some(shipped) = shipped::named(id).filter(|_| !path.exists()) {
        return Ok(shipped.to_vec());
    }
    let about = fs_err::metadata(path).map_err(|e| Failure::file(path, &e))?;
    if !about.is_file() {
        return Err(wrong("not a file"));
    }
    if about.len() > summit_ledger::belief::model::MAX_FILE as u64 {
        return Err(wrong("too large"));
    }
    let bytes = files::read(path, files::TABLE).map_err(|e| Failure::file(path, &e))?;
    if path.extension().is_some_and(|e| e == "toml") {
        return Ok(model::from_bytes(bytes)?.into_bytes());
    }
    Ok(bytes)
}

fn adopt(cx: &Context, file: &Path, named: &[String], format: Format) -> Result<(), Failure> {
    let mut desk = cx.desk()?;
    let questions = named_questions(&desk, named)?;
    let bytes = load(file)?;
    let fact = Fact {
        place: Some(file.display().to_string()),
        what: What::Model {
            bytes: bytes.clone(),
            questions,
        },
    };
    let done = desk.append(&cx.hand(), vec![fact])?;
    if !named.is_empty() {
        return report(cx, &mut desk, &done, format);
    }
    let keep = desk.changes(&bytes, &[])?;
    let (Some(recorded), false) = (done.first(), keep.is_empty()) else {
        return report(cx, &mut desk, &done, format);
    };
    let doc = match recorded.already {
        true => view::moved::already(Doc::new(), &recorded.entry),
        false => view::moved::plain(Doc::new(), &recorded.entry),
    };
    let shown = file.display().to_string();
    let mut data = view::moved::data(&recorded.entry, recorded.already, &recorded.moves);
    if let Value::Object(map) = &mut data {
        map.insert("keep".into(), view::changes::data(&keep, &shown));
    }
    let doc = view::changes::doc(doc, &keep, &shown);
    output::print(cx, format, &doc, &Value::Array(vec![data]))
}

/// What `adopt` would change; nothing is written.
fn would(cx: &Context, file: &Path, named: &[String], format: Format) -> Result<(), Failure> {
    let mut desk = cx.reading_desk()?;
    let questions = named_questions(&desk, named)?;
    let changes = desk.changes(&load(file)?, &questions)?;
    let shown = file.display().to_string();
    output::print(
        cx,
        format,
        &view::changes::doc(Doc::new(), &changes, &shown),
        &view::changes::data(&changes, &shown),
    )
}

fn named_questions(desk: &Desk, named: &[String]) -> Result<Vec<Name>, Failure> {
    let one = |id: &String| Ok(desk.the_question(Some(id))?);
    named.iter().map(one).collect()
}

fn list(cx: &Context, format: Format) -> Result<(), Failure> {
    let desk = cx.reading_desk()?;
    let entries = desk.ledger().models()?;
    output::print(
        cx,
        format,
        &view::models::list(&entries),
        &view::models::list_data(&entries),
    )
}

fn card(cx: &Context, file: Option<&Path>, format: Format) -> Result<(), Failure> {
    let model = match file {
        None => view::card::read(shipped::DEFAULT.built)?,
        Some(path) => view::card::read(&load(path)?).map_err(|e| within(path, e))?,
    };
    output::print(
        cx,
        format,
        &view::card::doc(&model),
        &view::card::data(&model),
    )
}

fn plans(
    cx: &Context,
    list: Option<&Path>,
    source: Option<&Path>,
    format: Format,
) -> Result<(), Failure> {
    let list = listed(list)?;
    let source = match source {
        None => Source::parse(shipped::DEFAULT.source)?,
        Some(path) => Source::parse(&text(path)?).map_err(|e| within(path, e))?,
    };
    output::print(
        cx,
        format,
        &view::plans::doc(&list, &source.plans),
        &view::plans::data(&list, &source.plans),
    )
}

/// A list of announcements: the file's, else the shipped one.
pub fn listed(path: Option<&Path>) -> Result<Vec<Announcement>, Failure> {
    match path {
        None => Ok(announcements::parse(shipped::ANNOUNCEMENTS)?),
        Some(path) => announcements::parse(&text(path)?).map_err(|e| within(path, e)),
    }
}

fn show(cx: &Context, named: Option<&str>, raw: bool, format: Format) -> Result<(), Failure> {
    let (sha256, bytes) = match named {
        None => {
            let (bytes, _) = current(cx)?;
            (sha256_hex(&bytes), bytes)
        }
        Some(wanted) => named_model(cx, wanted)?,
    };
    if raw {
        return output::text(&String::from_utf8_lossy(&bytes));
    }
    let model = Belief::parse(&bytes)?;
    output::print(
        cx,
        format,
        &view::models::one(&model, &sha256),
        &view::models::one_data(&model, &sha256),
    )
}

fn named_model(cx: &Context, wanted: &str) -> Result<(String, Vec<u8>), Failure> {
    let kept = cx.reading_desk()?.ledger().model_named(wanted)?;
    let kept = kept.ok_or_else(|| {
        Failure::usage(
            format!("the ledger has no model `{wanted}`"),
            "`summit model list` lists them",
        )
    })?;
    match kept.bytes {
        Some(bytes) => Ok((kept.sha256, bytes)),
        None => Err(Failure::usage("the model's file is missing", "")),
    }
}

/// The model of that id or SHA-256 in the ledger, where there is a ledger with one.
pub fn kept(cx: &Context, wanted: &str) -> Result<Option<Vec<u8>>, Failure> {
    let kept = match cx.path() {
        Ok(_) => cx.reading_desk()?.ledger().model_named(wanted)?,
        Err(_) => None,
    };
    Ok(kept.and_then(|kept| kept.bytes))
}

/// The model that questions opened now would get: the ledger's, else the shipped one.
pub fn current(cx: &Context) -> Result<(Vec<u8>, Belief), Failure> {
    let kept = match cx.path() {
        Ok(_) => cx.reading_desk()?.ledger().model_for_new_questions()?,
        Err(_) => None,
    };
    let bytes = kept.unwrap_or_else(|| shipped::DEFAULT.built.to_vec());
    let model = Belief::parse(&bytes)?;
    Ok((bytes, model))
}
