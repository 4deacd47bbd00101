//! The command line: one file a command, arguments as typed and then as meant, no logic.

mod add;
mod adopt_copy;
mod amend;
mod appending;
mod ask;
mod audit;
mod axis;
mod backtest;
mod before;
mod bundle;
mod card;
mod cases;
mod chance;
mod changed;
mod checkpoint;
mod choose;
mod clock;
mod completions;
mod context;
mod current;
mod day;
mod days;
mod demo;
mod edit;
mod editor;
mod explain;
mod export;
mod failure;
mod feed;
mod fill;
mod forecast;
mod form;
mod guess;
mod handover;
mod history;
mod import;
mod init;
mod key;
mod keyring;
mod kinds;
mod known;
mod lacking;
mod learn;
mod live;
mod log;
mod man;
mod model;
mod notebook;
mod notice;
mod occasion;
mod onto;
mod open;
mod opening;
mod output;
mod pager;
mod pick;
mod picture;
mod plans;
mod prove;
mod question_args;
mod questions;
mod reading;
mod redact;
mod refs;
mod report;
mod resolve;
mod rotate;
mod salvage;
mod score;
mod sensitivity;
mod serve;
mod show;
mod signal;
mod source;
mod state;
mod status;
mod taken;
mod talk;
mod template;
mod undo;
mod watched;
mod what_if;
mod witness;
mod wording;
mod worth;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use context::{Context, Global};
use failure::{Code, Failure, discreet};
use jiff::civil::Date;
use pager::Pager;
use summit_ledger::desk::Desk;
use summit_ledger::proof::key::is_private;
use summit_ledger::record::Name;
use summit_ledger::view::basis::Basis;

/// An event-sourced forecasting ledger for the likelihood of leader-level meetings.
///
/// Append signals, and a Bayesian model of when the leaders meet recomputes the probability after
/// each; ask why it moved and what would move it. Nothing is ever rewritten.
#[derive(Debug, Parser)]
#[command(
    name = "summit",
    version,
    propagate_version = true,
    after_help = "\
Examples:
  summit demo                              the road to the Biden-Xi meeting of 2023, no set-up
  summit init && summit open --help        a ledger of your own
  summit add visit-planned --on 2023-09-28 --summary \"Wang Yi to visit Washington\" --grade B2
  summit history                           what was believed when, with a chart
  summit explain                           where the probability comes from

Exit codes: 0 done; 1 the answer is no; 2 wrong use or bad input, nothing was written;
3 the ledger could not be read or written; 4 outcome unknown, a retry is safe."
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Makes the commands from one line each: the module, and the arguments that it reads, whose
/// documentation is the help and whose `run` does the work. The order is that of the help.
macro_rules! commands {
    ($($file:ident $name:ident;)+) => {
        #[derive(Debug, Subcommand)]
        enum Command {
            $($name(Box<$file::$name>),)+
        }

        impl Command {
            fn run(&self, cx: &Context) -> Result<(), Failure> {
                match self {
                    $(Self::$name(command) => command.run(cx),)+
                }
            }
        }
    };
}

commands! {
    demo Demo;
    init Init;
    status Status;
    open Open;
    add Add;
    watched Watched;
    guess Guess;
    amend Amend;
    edit Edit;
    amend Retract;
    undo Undo;
    resolve Pass;
    resolve Resolve;
    resolve Reopen;
    import Import;
    questions Questions;
    choose Use;
    show Show;
    log Log;
    history History;
    live Live;
    explain Explain;
    forecast Forecast;
    what_if WhatIf;
    sensitivity Sensitivity;
    worth Worth;
    score Score;
    learn Learn;
    backtest Backtest;
    cases Cases;
    card Card;
    kinds Kinds;
    report Report;
    serve Serve;
    export Export;
    bundle Bundle;
    model Model;
    audit Audit;
    salvage Salvage;
    source Source;
    redact Redact;
    adopt_copy AdoptCopy;
    key Key;
    checkpoint Checkpoint;
    witness Witness;
    prove Prove;
    prove Verify;
    completions Completions;
    man Man;
}

/// The whole command line, as it is parsed, completed and described in manual pages.
fn command() -> clap::Command {
    completions::with_candidates(Cli::command())
}

/// Reads the arguments, runs the command, and says how it ended.
pub fn main() -> ExitCode {
    completions::answer(command);
    let cli = match read() {
        Ok(cli) => cli,
        Err(e) if is_private(&e.to_string()) => {
            output::talk(&discreet(&e.to_string()));
            return ExitCode::from(Code::Usage as u8);
        }
        Err(e) if e.kind() == ErrorKind::DisplayHelp => return help(&e),
        Err(e) if e.kind() == ErrorKind::MissingRequiredArgument => return lacks(&e),
        Err(e) => e.exit(),
    };
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::talk(&failure.to_string());
            ExitCode::from(failure.code as u8)
        }
    }
}

/// The arguments as typed.
fn read() -> Result<Cli, clap::Error> {
    let matches = Cli::command().try_get_matches()?;
    let mut cli = Cli::from_arg_matches(&matches)?;
    let typed = matches.value_source("author") == Some(ValueSource::CommandLine);
    cli.global.author_is_typed = typed;
    Ok(cli)
}

/// Says what a command lacks, and what to type.
fn lacks(e: &clap::Error) -> ExitCode {
    let _ = e.print();
    let words = std::env::args_os().map(|word| word.to_string_lossy().into_owned());
    output::talk(&lacking::hint(&command(), words).unwrap_or_default());
    ExitCode::from(Code::Usage as u8)
}

/// Shows help, in a pager where it is longer than the terminal.
fn help(asked: &clap::Error) -> ExitCode {
    let paged = std::env::args_os().all(|arg| arg != "--no-pager");
    let pager = Pager::here().filter(|_| paged);
    match pager.filter(|pager| pager.show(&pager.styled(&asked.render()))) {
        Some(_) => ExitCode::SUCCESS,
        None => asked.exit(),
    }
}

fn run(cli: &Cli) -> Result<(), Failure> {
    let cx = Context::new(&cli.global)?.of(command);
    let done = cli.command.run(&cx);
    cx.say_notes();
    done?;
    cx.reading.lasted()
}

/// Hints at what is believed as of the same day with the other knowledge, where a day was asked for
/// and the number is another.
fn otherwise(desk: &mut Desk, id: &Name, basis: &Basis, here: (Date, f64)) -> Result<(), Failure> {
    if *basis == Basis::default() {
        return Ok(());
    }
    let (as_of, p) = here;
    let there = desk.otherwise(id, (as_of, basis.recorded_by), |desk| {
        let report = desk.standing(id, Some(as_of))?.report(&[])?;
        Ok::<f64, Failure>(report.outlook.p)
    })?;
    hint(basis, p, there);
    Ok(())
}

fn hint(basis: &Basis, here: f64, there: Option<f64>) {
    if let Some(hint) = basis.otherwise(here, there) {
        output::talk(&format!("hint: {hint}\n"));
    }
}
