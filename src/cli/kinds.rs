use clap::Args;
use serde_json::Value;
use summit_ledger::belief::Model;
use summit_ledger::model::shipped;
use summit_ledger::model::words::{self, Meant};
use summit_ledger::view;
use summit_ledger::view::doc::Doc;

use super::context::Context;
use super::failure::Failure;
use super::model::current;
use super::output::{self, Format};

/// Print the vocabulary: each kind's meaning, ratios by lead time, basis and sources
///
/// The kinds stand by side. A name shows one kind in full; any other word searches names, meanings and
/// the other words that `add` takes for them. A ratio says how much more often such signals are seen that
/// long before a meeting than on ordinary days. Without a ledger it speaks of the model that ships with
/// the program.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit kinds
  summit kinds leader-intent
  summit kinds visit
  summit kinds --ratios")]
pub struct Kinds {
    /// A kind, to show it in full, or words to search for
    #[arg(value_name = "WORD")]
    words: Vec<String>,

    /// Ratios by lead time, for all kinds
    #[arg(long, conflicts_with = "words")]
    ratios: bool,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Kinds {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let model = match cx.path() {
            Ok(_) => current(cx)?.1,
            Err(_) => Model::parse(shipped::DEFAULT.built)?,
        };
        let typed = self.words.join(" ");
        let (doc, data) = match (self.ratios, typed.is_empty()) {
            (true, _) => (view::kinds::ratios(&model), all_data(&model)),
            (_, true) => (view::kinds::all(&model), all_data(&model)),
            _ => searched(&model, &typed)?,
        };
        output::print(cx, self.format, &doc, &data)
    }
}

fn all_data(model: &Model) -> Value {
    view::kinds::all_data(model, |_| true)
}

/// The kind of that name, or that a word stands for alone; else those in which the words are found.
fn searched(model: &Model, typed: &str) -> Result<(Doc, Value), Failure> {
    let has = |kind: &str| model.kinds.contains_key(kind);
    let word = words::written(typed);
    let found = view::kinds::find(model, typed);
    let exact = match words::meant(&word, has) {
        _ if has(&word) => Some(word.as_str()),
        Meant::Kind(kind) => Some(kind),
        _ => None,
    };
    match (exact, found.as_slice()) {
        (Some(name), _) | (None, &[name]) => {
            let kind = model.kind(name)?;
            let data = view::kinds::one_data(model, name, kind);
            Ok((view::kinds::one(model, name, kind), data))
        }
        (None, []) => Err(unknown(model, &word)),
        (None, names) => Ok((
            view::kinds::found(model, typed, names),
            view::kinds::all_data(model, |name| names.contains(&name)),
        )),
    }
}

/// That nothing is found, with the nearest name where there is one.
fn unknown(model: &Model, word: &str) -> Failure {
    let nothing = || {
        Failure::usage(
            format!("nothing is found for `{word}`"),
            "`summit kinds` lists all",
        )
    };
    model.kind(word).err().map_or_else(nothing, Failure::from)
}
