//! Where nothing may be written: every reading command works and says how, every appending one is
//! refused with the reason.

use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::support::home::Home;
use crate::support::tools::bound_by_permissions;

/// Every command that reads a ledger and ends by itself.
const READING: [&[&str]; 22] = [
    &["questions"],
    &["history"],
    &["explain"],
    &["forecast"],
    &["what-if", "threat", "--on", "2023-04-01", "--grade", "B2"],
    &["sensitivity"],
    &["worth"],
    &["score"],
    &["kinds"],
    &["report", "-o", "-", "--format", "markdown"],
    &["export", "OUT/export"],
    &["bundle", "OUT/bundle"],
    &["model", "list"],
    &["model", "show"],
    &["model", "adopt", "OUT/mine.toml", "--dry-run"],
    &["audit"],
    &["source", "doc"],
    &["prove", "doc"],
    &["checkpoint"],
    &["checkpoint", "--since", "0"],
    &["key", "show"],
    &["audit", "--tier", "2", "--format", "json"],
];

/// A ledger in a folder in which nothing may be written, with or without a log beside it, and a
/// copy of it where everything may.
struct Shut {
    home: Home,
    folder: PathBuf,
}

impl Shut {
    fn new(with_log: bool) -> Self {
        let home = Home::with_ledger();
        home.ok(&["key", "new"]);
        home.ok(&crate::support::home::OPEN);
        home.write("page.html", "<p>a page</p>");
        let base = concat!(env!("CARGO_MANIFEST_DIR"), "/ledger/models/kernel-3.toml");
        std::fs::create_dir(home.path().join("OUT")).unwrap();
        std::fs::copy(base, home.path().join("OUT/mine.toml")).unwrap();
        // A reader that stays keeps the log from being folded in.
        let reader = rusqlite::Connection::open(home.ledger()).unwrap();
        if with_log {
            let read = |r: &rusqlite::Row<'_>| r.get::<_, i64>(0);
            reader.execute_batch("BEGIN").unwrap();
            reader
                .query_row("SELECT count(*) FROM entry", [], read)
                .unwrap();
        } else {
            drop(reader);
        }
        home.ok(&[
            "add",
            "threat",
            "--on",
            "2023-03-02",
            "--id",
            "doc",
            "--summary",
            "x",
            "--attach",
            "page.html",
        ]);
        let folder = home.path().join("shut");
        std::fs::create_dir(&folder).unwrap();
        for name in ["summit.db", "summit.db-wal"] {
            let from = home.path().join(name);
            if from.metadata().is_ok_and(|m| m.len() > 0) {
                std::fs::copy(from, folder.join(name)).unwrap();
            }
        }
        assert_eq!(folder.join("summit.db-wal").exists(), with_log);
        let shut = Self { home, folder };
        shut.permit(0o444, 0o555);
        shut
    }

    fn permit(&self, file: u32, folder: u32) {
        for entry in std::fs::read_dir(&self.folder).unwrap() {
            set_permissions(entry.unwrap().path(), Permissions::from_mode(file)).unwrap();
        }
        set_permissions(&self.folder, Permissions::from_mode(folder)).unwrap();
    }

    fn ledger(&self) -> PathBuf {
        self.folder.join("summit.db")
    }

    /// Standard output and error of a command on a ledger; its code is 0.
    fn run(&self, ledger: &Path, args: &[&str]) -> (String, String) {
        let mut args = args.to_vec();
        args.extend(["--ledger", ledger.to_str().unwrap()]);
        let output = self.home.command(&args).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {said}");
        (text(&output.stdout), said)
    }
}

impl Drop for Shut {
    fn drop(&mut self) {
        // So that it can be removed.
        self.permit(0o644, 0o755);
    }
}

#[test]
fn every_reading_command_works_and_says_how() {
    let this = "cli::readonly::every_reading_command_works_and_says_how";
    for (with_log, how) in [(false, "as a file at rest"), (true, "a private copy")] {
        let shut = Shut::new(with_log);
        if !bound_by_permissions(&shut.ledger(), this) {
            return;
        }
        let temp = shut.home.path().join("temp");
        std::fs::create_dir(&temp).unwrap();
        for args in READING {
            let (here, _) = shut.run(&shut.home.ledger(), args);
            for made in ["OUT/export", "OUT/bundle"] {
                let _ = std::fs::remove_dir_all(shut.home.path().join(made));
            }
            let (there, said) = shut.run(&shut.ledger(), args);
            assert_eq!(there, here, "{args:?}");
            // An audit of a file without a log never made anything beside it.
            if args[0] != "audit" || with_log {
                assert_eq!(said.matches(how).count(), 1, "{args:?}: {said}");
            }
            let names = std::fs::read_dir(&shut.folder).unwrap().count();
            assert_eq!(names, 1 + usize::from(with_log), "{args:?}");
        }
        let args = ["history", "--ledger", "shut/summit.db"];
        let done = shut.home.command(&args).env("TMPDIR", &temp).output();
        assert!(done.unwrap().status.success());
        assert_eq!(std::fs::read_dir(&temp).unwrap().count(), 0, "a copy stays");
    }
}

#[test]
fn every_appending_command_is_refused_with_the_reason() {
    let this = "cli::readonly::every_appending_command_is_refused_with_the_reason";
    let appending: [&[&str]; 9] = [
        &["add", "threat", "--on", "2023-03-03", "--summary", "x"],
        &["watched", "--sources", "MFA", "--through", "2023-03-03"],
        &["amend", "doc", "--grade", "A1", "--why", "x"],
        &["retract", "doc", "--because", "x"],
        &["pass", "--on", "2023-03-05"],
        &["resolve", "void", "--on", "2023-03-05", "--because", "x"],
        &["import", "case.jsonl"],
        &["model", "adopt", "OUT/mine.toml"],
        &["checkpoint", "--cosigned", "note"],
    ];
    for with_log in [false, true] {
        let shut = Shut::new(with_log);
        if !bound_by_permissions(&shut.ledger(), this) {
            return;
        }
        let line = "{\"type\":\"passage\",\"question\":\"q\",\"known_on\":\"2023-03-05\"}\n";
        shut.home.write("case.jsonl", line);
        shut.home.write("note", &shut.home.ok(&["checkpoint"]));
        // Neither the file nor the folder, the folder alone, the file alone.
        for (file, folder, why) in [
            (0o444, 0o555, "you may not write in its folder"),
            (0o644, 0o555, "you may not write in its folder"),
            (0o444, 0o755, "you may not write to the file"),
        ] {
            shut.permit(file, folder);
            for args in appending {
                let mut args = args.to_vec();
                args.extend(["--ledger", "shut/summit.db"]);
                let said = shut.home.fails(3, &args);
                assert!(said.contains(why), "{args:?}: {said}");
                assert!(said.contains("it can be read all the same"), "{said}");
            }
        }
    }
}
