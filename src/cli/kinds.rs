use clap::Args;
use summit_ledger::belief::Model;
use summit_ledger::model::shipped;
use summit_ledger::view;

use super::context::Context;
use super::failure::Failure;
use super::model::current;
use super::output::{self, Format};

/// Print the vocabulary: each kind's meaning, ratios by lead time, basis and sources
///
/// A ratio says how much more often such signals are seen that long before a meeting than on
/// ordinary days. Without a ledger it speaks of the model that ships with the program.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit kinds
  summit kinds leader-intent")]
pub struct Kinds {
    /// One kind, in full
    kind: Option<String>,

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
        let (doc, data) = match &self.kind {
            Some(name) => {
                let kind = model.kind(name)?;
                (
                    view::kinds::one(&model, name, kind),
                    view::kinds::one_data(&model, name, kind),
                )
            }
            None => (view::kinds::all(&model), view::kinds::all_data(&model)),
        };
        output::print(cx, self.format, &doc, &data)
    }
}
