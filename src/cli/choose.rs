use clap::Args;

use super::context::Context;
use super::current::By;
use super::failure::Failure;
use super::notebook::Notebook;
use super::output;

/// Set the current question: what commands speak of where -q names none
///
/// Without an argument it says which one is current, and by what. It is remembered for this ledger
/// in your folder for state, never in the ledger. SUMMIT_QUESTION goes before it, -q before both.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit use modi
  summit use
  summit use --none")]
pub struct Use {
    /// The question: its id, how it begins, or a part of it
    question: Option<String>,

    /// Forget the current question
    #[arg(long, conflicts_with = "question")]
    none: bool,
}

impl Use {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let desk = cx.reading_desk()?;
        let mut notebook = Notebook::of(desk.ledger());
        if self.none {
            notebook.question = None;
            notebook.keep(desk.ledger())?;
        }
        if let Some(typed) = &self.question {
            let id = desk.the_question(Some(typed))?;
            notebook.question = Some(id.to_string());
            notebook.keep(desk.ledger())?;
            output::text(&format!("{id}\n"))?;
            if cx.asked_by_environment().is_some() {
                output::talk("warning: SUMMIT_QUESTION is set, and goes before it\n");
            }
            return Ok(());
        }
        match cx.current(&desk)? {
            Some((id, By::Only)) if self.none => output::talk(&format!(
                "forgotten; {id} is the only question, and so the current one\n"
            )),
            Some((id, by)) => {
                output::text(&format!("{id}\n"))?;
                output::talk(&format!("note: {}\n", by.words()));
            }
            None if self.none => output::talk("forgotten; no question is the current one\n"),
            None => {
                output::talk("no question is the current one; `summit use QUESTION` sets one\n");
            }
        }
        Ok(())
    }
}
