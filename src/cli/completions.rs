use clap::{Args, Command};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use clap_complete::env::{CompleteEnv, Shells};

use super::context::Context;
use super::failure::Failure;
use super::known::{self, Known};
use super::output;

/// By this variable the shell asks the program what may come next.
const ASKED_BY: &str = "SUMMIT_COMPLETE";

/// Print what makes a shell complete commands, options, questions, kinds and signals
///
/// The shell asks the program at each Tab, so that what is completed is what the ledger holds now.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples, each once:
  summit completions bash > ~/.local/share/bash-completion/completions/summit
  summit completions zsh > ~/.zfunc/_summit        with fpath+=~/.zfunc before compinit
  summit completions fish > ~/.config/fish/completions/summit.fish
  summit completions powershell >> $PROFILE")]
pub struct Completions {
    /// The shell
    #[arg(value_parser = ["bash", "zsh", "fish", "powershell", "elvish"])]
    shell: String,
}

impl Completions {
    pub fn run(&self, _: &Context) -> Result<(), Failure> {
        let shells = Shells::builtins();
        let unknown = || Failure::usage(format!("no completions for `{}`", self.shell), "");
        let shell = shells.completer(&self.shell).ok_or_else(unknown)?;
        let mut script = Vec::new();
        let written = shell.write_registration(ASKED_BY, "summit", "summit", "summit", &mut script);
        written.map_err(|e| Failure::usage(e.to_string(), ""))?;
        output::text(&String::from_utf8_lossy(&script))
    }
}

/// Answers a shell that asks, and ends; else goes on.
pub fn answer(command: impl Fn() -> Command) {
    CompleteEnv::with_factory(command).var(ASKED_BY).complete();
}

/// The command with what a ledger offers for its arguments.
pub fn with_candidates(command: Command) -> Command {
    let name = command.get_name().to_owned();
    command
        .mut_args(|arg| match what(&name, arg.get_id().as_str()) {
            Some(list) => arg.add(ArgValueCandidates::new(move || candidates(list()))),
            None => arg,
        })
        .mut_subcommands(with_candidates)
}

/// What an argument of a command names.
fn what(command: &str, arg: &str) -> Option<fn() -> Vec<Known>> {
    match (command, arg) {
        (_, "question") => Some(known::questions),
        ("amend" | "retract", "id") | ("what-if", "without") => Some(known::signals),
        ("add" | "what-if" | "amend", "kind") | ("kinds", "words") => Some(known::kinds),
        _ => None,
    }
}

fn candidates(known: Vec<Known>) -> Vec<CompletionCandidate> {
    let one = |(id, told): Known| CompletionCandidate::new(id).help(Some(told.into()));
    known.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_is_an_argument_that_is_there() {
        let command = super::super::command();
        let of = |name: &str| command.find_subcommand(name).unwrap();
        for (name, arg) in [
            ("amend", "id"),
            ("retract", "id"),
            ("what-if", "without"),
            ("add", "kind"),
            ("what-if", "kind"),
            ("amend", "kind"),
            ("kinds", "words"),
            ("history", "question"),
        ] {
            assert!(what(name, arg).is_some());
            let arg = of(name).get_arguments().find(|a| a.get_id() == arg);
            let arg = arg.unwrap_or_else(|| panic!("{name}"));
            assert!(arg.get::<ArgValueCandidates>().is_some(), "{name}");
        }
    }
}
