//! A hermetic home for whole-command tests: its own folder, no environment, a fixed clock.

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;

/// The moment of every test.
pub const NOW: &str = "2026-11-23T18:22:22.123456Z";

/// A folder of its own.
pub struct Home {
    dir: tempfile::TempDir,
    now: String,
}

impl Home {
    pub fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            now: NOW.into(),
        }
    }

    /// A home with an empty ledger.
    pub fn with_ledger() -> Self {
        let home = Self::new();
        home.ok(&["init", "--origin", "test.example/log"]);
        home
    }

    /// A home with a ledger and one small question, `q`, open through 2023.
    pub fn with_question() -> Self {
        let home = Self::with_ledger();
        home.ok(&OPEN);
        home
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn ledger(&self) -> PathBuf {
        self.path().join("summit.db")
    }

    /// Where the program remembers what it saw.
    pub fn state(&self) -> PathBuf {
        self.path().join(".local/state/summit")
    }

    /// Forgets all that the program saw here, as on another machine.
    pub fn forget(&self) {
        std::fs::remove_dir_all(self.state()).unwrap();
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::cargo_bin("summit").unwrap();
        command
            .current_dir(self.path())
            .env_clear()
            .env("HOME", self.path())
            .env("SUMMIT_NOW", &self.now)
            .env("SUMMIT_AUTHOR", "ana")
            .env("COLUMNS", "80")
            .args(args);
        command
    }

    /// Runs a command that succeeds; its standard output.
    pub fn ok(&self, args: &[&str]) -> String {
        let output = self.command(args).output().unwrap();
        assert!(
            output.status.success(),
            "{args:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a command that fails with `code`, printing nothing as data; its standard error.
    pub fn fails(&self, code: i32, args: &[&str]) -> String {
        let Output {
            status,
            stdout,
            stderr,
        } = self.command(args).output().unwrap();
        let stderr = String::from_utf8(stderr).unwrap();
        assert_eq!(status.code(), Some(code), "{args:?}: {stderr}");
        assert!(stdout.is_empty(), "{}", String::from_utf8_lossy(&stdout));
        stderr
    }

    /// Adds a signal that is called after its id; what the program says of it.
    pub fn add(&self, id: &str, kind: &str, on: &str, grade: &str) -> String {
        self.ok(&[
            "add",
            kind,
            "--on",
            on,
            "--id",
            id,
            "--summary",
            id,
            "--grade",
            grade,
            "--source",
            "s",
        ])
    }

    pub fn json(&self, args: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.ok(args)).unwrap()
    }
}

/// Opens the small question.
pub const OPEN: [&str; 20] = [
    "open",
    "q",
    "--title",
    "Ana and Bo meet in person in 2023",
    "--who",
    "Ana",
    "--who",
    "Bo",
    "--criteria",
    "In person, confirmed by both",
    "--opens",
    "2023-01-01",
    "--deadline",
    "2023-12-31",
    "--meetings",
    "10",
    "--years",
    "20",
    "--occasion",
    "forum,2023-11-11..2023-11-17,1/2,The Forum",
];
