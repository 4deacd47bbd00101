//! A question on a terminal that stays open.

mod paint;
mod read;
mod signals;
mod walk;

use std::io::IsTerminal as _;
use std::time::Duration;

use clap::Args;
use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{self, Event, KeyEventKind};
use summit_ledger::draw::text::{TextStyle, screen};
use summit_ledger::view::live::Live as Followed;

use super::axis::AxisArgs;
use super::context::Context;
use super::current::Asked;
use super::failure::{Code, Failure};
use read::Reader;
use signals::Ended;
use walk::{Deed, Seen, Walk};

/// How often it is asked whether the ledger grew, and whether the system wants an end.
const EVERY: Duration = Duration::from_millis(250);

/// Follow a question on the terminal: its chart and its rows, drawn anew as the ledger grows
///
/// The arrow keys walk the history, row by row; the chosen one is shown whole: what happened, what it
/// did and who says so. Tab goes to the next question, ? shows the keys, q leaves. Nothing is written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit live
  summit live biden-xi-2023 --axis log-odds
  summit live -q modi --ledger shared.db       another person's appends show as they come

It needs a terminal; `summit history` prints the same rows, `summit serve` shows them in a browser.")]
pub struct Live {
    #[command(flatten)]
    question: Asked,

    #[command(flatten)]
    axis: AxisArgs,
}

impl Live {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        is_possible()?;
        let (reader, place) = Reader::open(cx, self.question.typed())?;
        let mut walk = Walk::new(place, self.axis.scale());
        let mut open = Open::new(reader, &walk)?;
        let ended = Ended::listen();
        let mut terminal = ratatui::try_init().map_err(|e| no_terminal(&e))?;
        let done = open.stay(&mut terminal, &mut walk, cx.style, &ended);
        ratatui::restore();
        done
    }
}

/// What is open: the ledger, and the question that is looked at as it was last verified.
struct Open {
    reader: Reader,
    live: Followed,
    notice: Option<String>,
}

impl Open {
    fn new(mut reader: Reader, walk: &Walk) -> Result<Self, Failure> {
        let account = reader.account(walk.question)?;
        Ok(Self {
            live: Followed::of(account, walk.scale),
            notice: reader.notice(),
            reader,
        })
    }

    /// Draws, and does what keys say, until one of them or the system says to leave.
    fn stay(
        &mut self,
        terminal: &mut DefaultTerminal,
        walk: &mut Walk,
        style: TextStyle,
        ended: &Ended,
    ) -> Result<(), Failure> {
        let mut changed = true;
        while !ended.is_told() {
            if changed {
                terminal
                    .draw(|frame| {
                        let area = frame.area();
                        let look = walk.look(&self.live, self.reader.questions(), &self.notice);
                        paint::paint(frame.buffer_mut(), &self.live, &look, style, area);
                    })
                    .map_err(|e| no_terminal(&e))?;
            }
            changed = false;
            if event::poll(EVERY).map_err(|e| no_terminal(&e))? {
                let event = event::read().map_err(|e| no_terminal(&e))?;
                match self.on(&event, terminal, walk, style)? {
                    Deed::Leave => return Ok(()),
                    deed => changed |= deed != Deed::Nothing,
                }
            }
            changed |= self.look(walk);
        }
        Ok(())
    }

    fn on(
        &mut self,
        event: &Event,
        terminal: &mut DefaultTerminal,
        walk: &mut Walk,
        style: TextStyle,
    ) -> Result<Deed, Failure> {
        let key = match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => *key,
            Event::Resize(..) => return Ok(Deed::Draw),
            _ => return Ok(Deed::Nothing),
        };
        let size = terminal.size().map_err(|e| no_terminal(&e))?;
        let style = paint::within(style, size.width);
        let seen = Seen {
            rows: self.live.rows(),
            page: screen::page(&self.live, &style, usize::from(size.height)),
            questions: self.reader.questions(),
            scale: self.live.scale(),
        };
        let deed = walk.on(key, seen);
        match deed {
            Deed::Anew => terminal.clear().map_err(|e| no_terminal(&e))?,
            Deed::Scale => self.live.chart.scale = walk.scale,
            Deed::Question => self.read(walk),
            _ => {}
        }
        Ok(deed)
    }

    /// Looks whether the ledger grew; whether anything is to be drawn anew.
    fn look(&mut self, walk: &mut Walk) -> bool {
        match self.reader.grew() {
            Ok(false) => false,
            Ok(true) => {
                walk.question = self.reader.place(&self.live.question().id);
                self.read(walk);
                true
            }
            Err(why) => self.keep(&why),
        }
    }

    /// Reads the question; what cannot be verified leaves what was, and is said.
    fn read(&mut self, walk: &Walk) {
        match self.reader.account(walk.question) {
            Ok(account) => {
                self.live = Followed::of(account, walk.scale);
                self.notice = self.reader.notice();
            }
            Err(why) => drop(self.keep(&why)),
        }
    }

    /// Says that what is shown is old; whether that is new.
    fn keep(&mut self, why: &Failure) -> bool {
        let notice = Some(format!(
            "{} - the numbers below are OLD: of {}, as last verified",
            why.what.replace('\n', "; "),
            self.live.question().id
        ));
        let news = self.notice != notice;
        self.notice = notice;
        news
    }
}

/// Refuses where there is no terminal to stay open on.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the environment"
)]
fn is_possible() -> Result<(), Failure> {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() && !dumb {
        return Ok(());
    }
    Err(Failure::usage(
        "`summit live` needs a terminal that can move its cursor",
        "`summit history` prints the same rows, and with --format json for programs",
    ))
}

fn no_terminal(e: &std::io::Error) -> Failure {
    Failure {
        code: Code::File,
        what: format!("the terminal: {e}"),
        hint: "`summit history` prints the same rows".into(),
    }
}
