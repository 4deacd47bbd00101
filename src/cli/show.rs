use clap::Args;
use summit_ledger::belief::Model;
use summit_ledger::desk::{Desk, Wanted};
use summit_ledger::publish;
use summit_ledger::record::{Body, Entry};
use summit_ledger::view;

use super::context::Context;
use super::failure::Failure;
use super::keyring::Stage;
use super::output::{self, Format};
use super::{log, refs, status};

/// Show one thing whole: a signal, an entry, a question or a model, with what became of it and how
/// it is proven
///
/// A signal is named by its number in the question, 7 or '#7' (a shell may take a bare #7 for a
/// comment), an entry by its number in the log, @12, and anything by its id or how that begins.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit show 7
  summit show @12 --format json
  summit show wang
  summit show modi-xi-2026")]
pub struct Show {
    /// What to show: 7, '#7', @12, an id, or how one begins
    #[arg(value_name = "REF")]
    reference: String,

    /// The question whose numbers are meant [default: the current one, else the only one]
    #[arg(long, short, value_name = "QUESTION")]
    question: Option<String>,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Show {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let desk = cx.reading_desk()?;
        let typed = (self.reference.as_str(), Wanted::Any);
        let entry = refs::entry(cx, &desk, typed, self.question.as_deref())?;
        let model = model(&desk, &entry)?;
        // A folder of keys that cannot be read proves nothing, and hides nothing.
        let stages = [Stage::Signs, Stage::Retired];
        let keys = status::keys(&desk.ledger().origin()?, &stages).unwrap_or_default();
        let Some(logged) = log::numbered(&desk, vec![entry])?.pop() else {
            return Ok(());
        };
        let shown = publish::shown(&desk, logged, &keys)?;
        let (mut doc, mut data) = (view::entry::doc(&shown), view::entry::data(&shown));
        if let Some((model, sha256)) = model {
            doc.blocks.extend(view::models::one(&model, &sha256).blocks);
            if let Some(map) = data.as_object_mut() {
                map.insert("model".into(), view::models::one_data(&model, &sha256));
            }
        }
        output::print(cx, self.format, &doc, &data)
    }
}

/// The model that an entry takes into use.
fn model(desk: &Desk, entry: &Entry) -> Result<Option<(Model, String)>, Failure> {
    let Body::Model(adopted) = &entry.body else {
        return Ok(None);
    };
    let bytes = desk.ledger().attachment(&adopted.sha256)?;
    let model = bytes.map(|bytes| Model::parse(&bytes)).transpose()?;
    Ok(model.map(|model| (model, adopted.sha256.clone())))
}
