//! A pager for what is longer than the terminal, as git has it.

use std::io::{IsTerminal as _, Write as _};
use std::process::{Command, Stdio};

use clap::builder::StyledStr;

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

    /// A text of clap's, in its colours unless NO_COLOR is set.
    pub fn styled(&self, text: &StyledStr) -> String {
        match variable("NO_COLOR").filter(|v| !v.is_empty()) {
            Some(_) => text.to_string(),
            None => text.ansi().to_string(),
        }
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
        let input = pager.stdin.take();
        let written = input.map(|mut input| input.write_all(text.as_bytes()));
        let ended = pager.wait();
        drop(guard);
        // A reader who has read enough closes it, or ends it by a signal; a shell that cannot run it
        // closes it, too.
        let closed = matches!(written, Some(Err(_)));
        ended.is_ok_and(|status| match status.code() {
            Some(126 | 127) => false,
            Some(code) => code == 0 || closed,
            None => true,
        })
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

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    #[test]
    fn only_what_does_not_fit_is_paged_and_a_pager_that_is_not_there_is_told() {
        use super::Pager;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("paged");
        let pager = |command: String| Pager { command, rows: 3 };
        let kept = pager(format!("cat > '{}'", file.display()));
        assert!(!kept.show("a\nb\n") && !file.exists());
        assert!(kept.show("a\nb\nc\n"));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "a\nb\nc\n");
        for fails in ["exit 127", "exit 126", "cat >/dev/null; exit 1"] {
            assert!(!pager(fails.into()).show("a\nb\nc\n"), "{fails}");
        }
        assert!(pager("true".into()).show(&"long\n".repeat(100_000)));
    }
}
