use std::path::PathBuf;

use clap::Args;
use summit_ledger::draw::safe::one_line;
use summit_ledger::files::{self, Over};
use summit_ledger::record::Signal;

use super::amend::{self, Amended};
use super::context::Context;
use super::failure::Failure;
use super::form;
use super::output::{self, Format};
use super::{editor, state};

/// Correct a signal in your editor: its fields as text, and what you change is amended
///
/// The editor is VISUAL, else EDITOR, else vi. Nothing changed appends nothing. Where the text cannot
/// be read, or is refused, it is kept, and the next edit of the signal goes on with it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit edit 7
  summit edit wang-visit --because \"the ministry gave another day\"
  EDITOR=\"code --wait\" summit edit '#7'")]
pub struct Edit {
    /// The signal: its number, its id, or how that begins
    #[arg(value_name = "SIGNAL")]
    signal: String,

    /// Why it is corrected [default: what the text says, else what was changed]
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,

    /// The question whose numbers are meant [default: the current one, else the only one]
    #[arg(long, short, value_name = "QUESTION")]
    question: Option<String>,

    /// Begin with the signal as it is, though a text of an earlier edit is kept
    #[arg(long)]
    fresh: bool,

    /// How to print what changed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Edit {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let editor = editor::named()?;
        let desk = cx.desk()?;
        let old = amend::signal(cx, &desk, &self.signal, self.question.as_deref())?;
        let old = amend::still(&desk, old)?;
        let log = desk.ledger().leaf(0)?.unwrap_or_default();
        // Others may append while the text is edited.
        drop(desk);
        let path = place(&log, &old)?;
        if self.fresh || !path.is_file() {
            files::private(&path, form::text(&old).as_bytes(), Over::Files)?;
        } else {
            output::talk(
                "note: the text of an earlier edit is taken up again; --fresh begins anew\n",
            );
        }
        editor::open(&editor, &path)?;
        let text = files::text(&path, files::SMALL).map_err(|e| Failure::file(&path, &e))?;
        let done = self.amended(cx, &old, &text);
        match &done {
            Ok(()) => drop(files::remove(&path)),
            Err(_) => output::talk(&format!(
                "note: your text is kept in {}; the next `summit edit {}` goes on with it\n",
                one_line(&path.display().to_string()),
                old.id
            )),
        }
        done
    }

    fn amended(&self, cx: &Context, old: &Signal, text: &str) -> Result<(), Failure> {
        let form = form::read(text)?;
        let kind = form.kind.ok_or_else(|| {
            Failure::usage(
                "the text names no kind",
                "one line says it: kind: visit-planned",
            )
        })?;
        let mut desk = cx.desk()?;
        let id = desk.next_id(old.id.as_str())?;
        let new = form
            .args
            .build(cx, &kind, Some(id.as_str()), &old.questions)?;
        let new = Signal {
            amends: Some(old.id.clone()),
            attachments: old.attachments.clone(),
            ..new
        };
        let changed = form::changed(old, &new);
        if changed.is_empty() {
            output::talk("nothing was changed, and nothing was appended\n");
            return Ok(());
        }
        let made = || format!("edited: {}", changed.join("; "));
        let typed = self.because.clone().or(form.because);
        let because = typed.unwrap_or_else(|| made().chars().take(1000).collect());
        let amended = Amended {
            old: old.clone(),
            new,
            because,
            corrected: None,
        };
        amended.append(cx, &mut desk, self.format)
    }
}

/// Where the text of a signal lies while it is edited.
fn place(log: &[u8], signal: &Signal) -> Result<PathBuf, Failure> {
    let no_folder = |why: String| {
        Failure::usage(
            format!("there is no place for the text: {why}"),
            "set XDG_STATE_HOME to a folder of your own; `summit amend` needs none",
        )
    };
    let folder = state::folder().map_err(no_folder)?.join("edits");
    // Another ledger may have a signal of that id.
    let folder = folder.join(hex::encode(log));
    files::make_private_folder(&folder).map_err(|e| no_folder(e.to_string()))?;
    Ok(folder.join(format!("{}.txt", signal.id)))
}
