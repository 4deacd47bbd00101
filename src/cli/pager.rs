//! A pager for what is longer than the terminal, as git has it.

use std::io::{IsTerminal as _, Write as _};
use std::process::{Command, Stdio};

/// What the pager `less` is told where the user tells it nothing: leave where all fits, show colours,
/// leave the screen as it is.
const LESS: &str = "FRX";

/// A pager on this terminal.
#[derive(Debug)]
pub struct Pager {
    command: String,
    rows: usize,
}

impl Pager {
    /// The pager, where standard output is a terminal that can move its cursor: SUMMIT_PAGER, else
    /// PAGER, else `less`. None where that is empty or `cat`.
    pub fn here() -> Option<Self> {
        let plain = variable("TERM").is_none_or(|term| term == "dumb");
        if plain || !std::io::stdout().is_terminal() {
            return None;
        }
        let named = variable("SUMMIT_PAGER").or_else(|| variable("PAGER"));
        let command = named.unwrap_or_else(|| "less".to_owned());
        let (_, rows) = terminal_size::terminal_size()?;
        let rows = usize::from(rows.0);
        let is_none = matches!(command.trim(), "" | "cat");
        (!is_none).then_some(Self { command, rows })
    }

    /// Shows a text that does not fit on the terminal, and waits until the reader has read it;
    /// whether it was shown.
    pub fn show(&self, text: &str) -> bool {
        if text.lines().count() < self.rows {
            return false;
        }
        let guard = Undisturbed::new();
        let Ok(mut pager) = self.command().stdin(Stdio::piped()).spawn() else {
            return false;
        };
        if let Some(mut input) = pager.stdin.take() {
            // A reader who has read enough closes it.
            let _ = input.write_all(text.as_bytes());
        }
        let ended = pager.wait();
        drop(guard);
        // A shell says so of a command that is not there.
        ended.is_ok_and(|status| status.code() != Some(127))
    }

    #[cfg(unix)]
    fn command(&self) -> Command {
        let mut command = Command::new("sh");
        command.arg("-c").arg(&self.command);
        told(command)
    }

    #[cfg(not(unix))]
    fn command(&self) -> Command {
        let mut words = self.command.split_whitespace();
        let mut command = Command::new(words.next().unwrap_or("more"));
        command.args(words);
        told(command)
    }
}

fn told(mut command: Command) -> Command {
    if variable("LESS").is_none() {
        command.env("LESS", LESS);
    }
    command
}

#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the environment"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// While it lives, Ctrl-C is the pager's alone: else this program would end under it, and leave it
/// with the shell at one terminal.
struct Undisturbed {
    #[cfg(unix)]
    #[expect(dead_code, reason = "kept for its end")]
    heard: Option<(tokio::runtime::Runtime, tokio::signal::unix::Signal)>,
}

impl Undisturbed {
    #[cfg(unix)]
    fn new() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build();
        let heard = runtime.ok().and_then(|runtime| {
            let inside = runtime.enter();
            let heard = signal(SignalKind::interrupt()).ok();
            drop(inside);
            Some((runtime, heard?))
        });
        Self { heard }
    }

    #[cfg(not(unix))]
    fn new() -> Self {
        Self {}
    }
}
