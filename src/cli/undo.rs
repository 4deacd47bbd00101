use clap::Args;
use summit_ledger::draw::safe::one_line;
use summit_ledger::record::fields;

use super::add::report;
use super::ask;
use super::context::Context;
use super::failure::Failure;
use super::output::{self, Format};

/// Take the last append back by a new one; the log keeps both
///
/// A signal, a watch or a guess is retracted; of an amendment the signal stands as it was; a retraction, a
/// resolution and a reopening are reversed. An undo is undone by another. What cannot be taken back
/// is refused: that time passed, a question opened, a model taken into use, bytes redacted.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit undo
  summit undo --because \"typed into the wrong question\"
  summit undo --dry-run                     what it would do")]
pub struct Undo {
    /// Why [default: that it is an undo of the entry]
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,

    /// Say what would be taken back, and append nothing
    #[arg(long, short = 'n')]
    dry_run: bool,

    /// Take the last append back though another person made it
    #[arg(long)]
    theirs: bool,

    /// How to print what changed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Undo {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let mut desk = match self.dry_run {
            true => cx.reading_desk()?,
            false => cx.desk()?,
        };
        let because = self.because.as_deref();
        let because = because.map(|text| fields::bounded("--because", text, 1000));
        let undo = desk.undo(because.transpose()?.as_deref(), cx.today)?;
        let last = &undo.entry;
        let hand = cx.hand();
        let said = format!(
            "@{}, {} `{}` by {}: {}",
            last.seq,
            last.body.type_name(),
            one_line(&last.id),
            one_line(&last.author),
            one_line(&undo.then)
        );
        if self.dry_run {
            return output::text(&format!("would take back {said}\n"));
        }
        if last.author != hand.author {
            let what = format!(
                "the last append was {}'s, not yours",
                one_line(&last.author)
            );
            of_another(
                &what,
                self.theirs,
                "; `summit retract` names one of your own",
            )?;
        }
        let done = desk.append(&hand, undo.facts)?;
        output::talk(&format!("took back {said}\n"));
        report(cx, &mut desk, &done, self.format)?;
        if let Some(beside) = undo.beside {
            output::talk(&format!(
                "hint: @{0} was appended at the same moment and stays: `summit retract @{0} \
                 --because ...` takes it out too\n",
                beside.seq
            ));
        }
        Ok(())
    }
}

/// Lets another's entry be taken back only where that is meant.
pub fn of_another(what: &str, theirs: bool, else_way: &str) -> Result<(), Failure> {
    if theirs || (ask::is_possible() && ask::goes_on(&format!("{what}: take it back?"))) {
        return Ok(());
    }
    Err(Failure::usage(
        what.to_owned(),
        format!("--theirs takes it back all the same{else_way}"),
    ))
}
