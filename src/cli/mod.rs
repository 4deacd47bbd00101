//! The command line: one file a command, arguments as typed and then as meant, no logic.

mod add;
mod amend;
mod audit;
mod backtest;
mod bundle;
mod checkpoint;
mod context;
mod demo;
mod explain;
mod export;
mod failure;
mod feed;
mod forecast;
mod history;
mod import;
mod init;
mod key;
mod keyring;
mod kinds;
mod learn;
mod model;
mod open;
mod output;
mod picture;
mod prove;
mod questions;
mod redact;
mod report;
mod resolve;
mod score;
mod sensitivity;
mod serve;
mod signal;
mod source;
mod what_if;
mod witness;
mod worth;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use context::{Context, Global};
use failure::Failure;

/// An event-sourced forecasting ledger for the likelihood of leader-level meetings.
///
/// Append signals, and a Bayesian model of when the leaders meet recomputes the probability after
/// each; ask why it moved and what would move it. Nothing is ever rewritten.
#[derive(Debug, Parser)]
#[command(
    name = "summit",
    version,
    propagate_version = true,
    disable_help_subcommand = true,
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

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Demo),
    Init(init::Init),
    Open(Box<open::Open>),
    Add(Box<add::Add>),
    Amend(Box<amend::Amend>),
    Retract(amend::Retract),
    Pass(resolve::Pass),
    Resolve(resolve::Resolve),
    Import(import::Import),
    Questions(questions::Questions),
    History(history::History),
    Explain(explain::Explain),
    Forecast(forecast::Forecast),
    WhatIf(Box<what_if::WhatIf>),
    Sensitivity(sensitivity::Sensitivity),
    Worth(worth::Worth),
    Score(score::Score),
    Learn(learn::Learn),
    Backtest(Box<backtest::Backtest>),
    Kinds(kinds::Kinds),
    Report(report::Report),
    Serve(serve::Serve),
    Export(export::Export),
    Bundle(bundle::Bundle),
    Model(model::Model),
    Audit(audit::Audit),
    Source(source::Source),
    Redact(redact::Redact),
    Key(key::Key),
    Checkpoint(checkpoint::Checkpoint),
    Witness(witness::Witness),
    Prove(prove::Prove),
    Verify(prove::Verify),
}

/// Reads the arguments, runs the command, and says how it ended.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::talk(&failure.to_string());
            ExitCode::from(failure.code as u8)
        }
    }
}

fn run(cli: &Cli) -> Result<(), Failure> {
    let cx = Context::new(&cli.global)?;
    match &cli.command {
        Command::Demo(c) => c.run(&cx),
        Command::Init(c) => c.run(&cx),
        Command::Open(c) => c.run(&cx),
        Command::Add(c) => c.run(&cx),
        Command::Amend(c) => c.run(&cx),
        Command::Retract(c) => c.run(&cx),
        Command::Pass(c) => c.run(&cx),
        Command::Resolve(c) => c.run(&cx),
        Command::Import(c) => c.run(&cx),
        Command::Questions(c) => c.run(&cx),
        Command::History(c) => c.run(&cx),
        Command::Explain(c) => c.run(&cx),
        Command::Forecast(c) => c.run(&cx),
        Command::WhatIf(c) => c.run(&cx),
        Command::Sensitivity(c) => c.run(&cx),
        Command::Worth(c) => c.run(&cx),
        Command::Score(c) => c.run(&cx),
        Command::Learn(c) => c.run(&cx),
        Command::Backtest(c) => c.run(&cx),
        Command::Kinds(c) => c.run(&cx),
        Command::Report(c) => c.run(&cx),
        Command::Serve(c) => c.run(&cx),
        Command::Export(c) => c.run(&cx),
        Command::Bundle(c) => c.run(&cx),
        Command::Model(c) => c.run(&cx),
        Command::Audit(c) => c.run(&cx),
        Command::Source(c) => c.run(&cx),
        Command::Redact(c) => c.run(&cx),
        Command::Key(c) => c.run(&cx),
        Command::Checkpoint(c) => c.run(&cx),
        Command::Witness(c) => c.run(&cx),
        Command::Prove(c) => c.run(&cx),
        Command::Verify(c) => c.run(&cx),
    }
}
