use std::path::{Path, PathBuf};

use clap::Args;
use summit_ledger::backtest::calendar::Calendar;
use summit_ledger::backtest::feed;
use summit_ledger::backtest::names::Names;
use summit_ledger::backtest::rows::World;
use summit_ledger::backtest::{Events, Meetings};
use summit_ledger::files;

use super::failure::Failure;

/// Where events, meetings, names and the calendar come from.
#[derive(Debug, Args)]
pub struct Feed {
    #[arg(long, value_name = "FILE", num_args = 1.., help = events_help())]
    pub events: Vec<PathBuf>,

    /// Meetings: CSV with partner,date
    #[arg(long, value_name = "FILE")]
    pub meetings: Option<PathBuf>,

    /// Other spellings of partners: CSV with name,partner [default: the shipped list]
    #[arg(long, value_name = "FILE")]
    pub names: Option<PathBuf>,

    /// Scheduled summits: CSV as in ledger/calendar [default: the shipped list]
    #[arg(long, value_name = "FILE")]
    pub calendar: Option<PathBuf>,
}

fn events_help() -> String {
    let holds = feed::holds();
    format!("Counted events: {holds}; each file is one stretch of days")
}

/// A feed, read.
pub struct Read {
    pub events: Vec<Events>,
    pub meetings: Meetings,
    pub calendar: Calendar,
}

impl Feed {
    /// The files that it names.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let more = [&self.meetings, &self.names, &self.calendar];
        let more = more.into_iter().flatten();
        self.events.iter().chain(more).map(PathBuf::as_path)
    }

    /// Reads all of it.
    pub fn read(&self) -> Result<Read, Failure> {
        let Some(listed) = self.meetings.as_ref().filter(|_| !self.events.is_empty()) else {
            return Err(Failure::usage(
                "no feed to learn from",
                format!(
                    "--events FILE... ({}) and --meetings FILE with partner,date",
                    feed::holds()
                ),
            ));
        };
        let names = match &self.names {
            None => Names::shipped()?,
            Some(path) => Names::parse(&text(path)?).map_err(|e| within(path, e))?,
        };
        let calendar = match &self.calendar {
            None => Calendar::shipped()?,
            Some(path) => Calendar::parse(&text(path)?, &names).map_err(|e| within(path, e))?,
        };
        let mut events: Vec<Events> = Vec::new();
        for path in &self.events {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let read = Events::parse(&stem, &text(path)?, &names).map_err(|e| within(path, e))?;
            read.join(&mut events)
                .map_err(|e| Failure::usage(format!("--events: {e}"), e.remedy.clone()))?;
        }
        let meetings = Meetings::parse(&text(listed)?, &names).map_err(|e| within(listed, e))?;
        Ok(Read {
            events,
            meetings,
            calendar,
        })
    }
}

impl Read {
    pub fn world(&self) -> World<'_> {
        World {
            feeds: &self.events,
            meetings: &self.meetings,
            calendar: &self.calendar,
        }
    }
}

/// The text of a file.
pub fn text(path: &Path) -> Result<String, Failure> {
    files::text(path, files::TABLE).map_err(|e| Failure::file(path, &e))
}

/// An error inside a file.
pub fn within(path: &Path, e: summit_ledger::record::Invalid) -> Failure {
    Failure::usage(format!("{}: {e}", path.display()), e.remedy.clone())
}
