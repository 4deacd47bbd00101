//! What a command writes: new unless told otherwise, whole, and never over a ledger, what lies
//! beside one, a key, or what the command reads.

use std::path::Path;

use crate::support::home::Home;

/// A home with a signed ledger, a signal, a kept page and a model's source.
fn home() -> Home {
    let home = Home::with_ledger();
    home.ok(&["key", "new"]);
    home.ok(&crate::support::home::OPEN);
    home.add("b", "threat", "2023-03-01", "B2");
    let base = concat!(env!("CARGO_MANIFEST_DIR"), "/ledger/models/kernel-3.toml");
    std::fs::copy(base, home.path().join("base.toml")).unwrap();
    home.write("page.html", "<p>a page</p>");
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
    home
}

/// Every command that writes a file under a name, the name left out, which `--force` may follow.
const WRITERS: [&[&str]; 8] = [
    &["prove", "b", "-o"],
    &["source", "doc", "-o"],
    &["model", "build", "base.toml", "-o"],
    &["report", "-o"],
    &["history", "--svg"],
    &["history", "--png"],
    &["explain", "--svg"],
    &["explain", "--png"],
];

fn with<'a>(command: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [command, more].concat()
}

/// Everything below a folder, by path and bytes, but for the memory that readers share and what the
/// program remembers of ledgers.
fn all(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with(".local") {
            continue;
        }
        if path.is_dir() {
            out.extend(all(&path));
        } else if !path.to_string_lossy().ends_with("-shm") {
            out.push((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
    out.sort();
    out
}

#[test]
fn a_file_that_is_there_stays_unless_force_is_given() {
    let home = home();
    for writer in WRITERS {
        home.write("there", "mine");
        let said = home.fails(2, &with(writer, &["there"]));
        assert!(
            said.contains("there is there already"),
            "{writer:?}: {said}"
        );
        assert!(said.contains("--force"), "{writer:?}: {said}");
        assert_eq!(std::fs::read(home.path().join("there")).unwrap(), b"mine");
        home.ok(&with(writer, &["there", "--force"]));
        assert_ne!(std::fs::read(home.path().join("there")).unwrap(), b"mine");
        std::fs::remove_file(home.path().join("there")).unwrap();
        home.ok(&with(writer, &["there"]));
        std::fs::remove_file(home.path().join("there")).unwrap();
    }
    let left = all(home.path());
    assert!(
        !left
            .iter()
            .any(|(path, _)| path.to_string_lossy().ends_with(".tmp")),
        "{left:?}"
    );
}

#[test]
fn nothing_is_written_over_a_ledger_its_companions_or_a_key() {
    let home = home();
    // A reader that stays keeps the write-ahead log and the shared memory there.
    let reader = rusqlite::Connection::open(home.ledger()).unwrap();
    let _: i64 = reader
        .query_row("SELECT count(*) FROM entry", [], |r| r.get(0))
        .unwrap();
    home.add("c", "threat", "2023-03-05", "B2");
    std::fs::copy(home.ledger(), home.path().join("other.db")).unwrap();
    std::fs::hard_link(home.ledger(), home.path().join("hard")).unwrap();
    std::fs::hard_link(
        home.path().join("summit.db-wal"),
        home.path().join("hard-log"),
    )
    .unwrap();
    let keys = home.path().join(".config/summit/keys");
    let key = std::fs::read_dir(&keys)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    std::fs::copy(&key, home.path().join("backup")).unwrap();
    std::fs::create_dir(home.path().join("folder")).unwrap();
    let inside = keys.join("new");
    let targets = [
        ("summit.db", "the ledger in use"),
        ("./folder/../summit.db", "the ledger in use"),
        ("summit.db-wal", "the write-ahead log of the ledger in use"),
        ("summit.db-shm", "the shared memory of the ledger in use"),
        ("summit.db-journal", "the journal of the ledger in use"),
        ("hard", "the ledger in use"),
        ("hard-log", "the write-ahead log of the ledger in use"),
        ("other.db", "a ledger"),
        ("other.db-wal", "where the write-ahead log of other.db lies"),
        ("backup", "a signing key"),
        (key.to_str().unwrap(), "in the folder of keys"),
        (inside.to_str().unwrap(), "in the folder of keys"),
        ("folder", "a folder"),
    ];
    let before = all(home.path());
    let refused = |writer: &[&str], target: &str, what: &str, force: &[&str]| {
        let said = home.fails(2, &[writer, &[target], force].concat());
        assert!(
            said.contains(&format!("is {what}")),
            "{writer:?} {target}: {said}"
        );
        assert!(said.contains("nothing was written"), "{said}");
        assert!(!said.contains("PRIVATE"), "{said}");
    };
    for (target, what) in targets {
        refused(WRITERS[0], target, what, &[]);
        refused(WRITERS[0], target, what, &["--force"]);
    }
    for writer in &WRITERS[1..] {
        refused(writer, "hard", "the ledger in use", &["--force"]);
        refused(writer, "backup", "a signing key", &["--force"]);
    }
    assert!(all(home.path()) == before, "something was written");
    drop(reader);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let home = home();
    for (link, to) in [
        ("to-ledger", "summit.db"),
        ("to-page", "page.html"),
        ("to-none", "none"),
    ] {
        std::os::unix::fs::symlink(to, home.path().join(link)).unwrap();
        for writer in WRITERS
            .iter()
            .filter(|w| w[0] == "prove" || link == "to-page")
        {
            let before = std::fs::read(home.path().join(to)).ok();
            let said = home.fails(2, &with(writer, &[link, "--force"]));
            assert!(said.contains("is a symbolic link"), "{writer:?}: {said}");
            let after = std::fs::read(home.path().join(to)).ok();
            assert!(after == before, "{writer:?} wrote through {link}");
        }
        let said = home.fails(2, &with(WRITERS[0], &[link]));
        assert!(said.contains("is a symbolic link"), "{said}");
    }
    // A name that shares its file with another is given a file of its own.
    std::fs::hard_link(home.path().join("page.html"), home.path().join("second")).unwrap();
    for writer in WRITERS {
        home.ok(&with(writer, &["second", "--force"]));
        let first = std::fs::read(home.path().join("page.html")).unwrap();
        assert_eq!(first, b"<p>a page</p>");
    }
}

#[test]
fn what_a_command_reads_it_does_not_write_over() {
    let home = home();
    let build = ["model", "build", "base.toml", "-o", "base.toml", "--force"];
    let said = home.fails(2, &build);
    assert!(said.contains("read by the same command"), "{said}");
    home.write("events.csv", "date,partner,kind,count\n");
    home.write("meetings.csv", "partner,date\n");
    let feed = [
        "--events",
        "events.csv",
        "--meetings",
        "meetings.csv",
        "--force",
    ];
    for (command, out) in [("learn", "--out"), ("backtest", "--predictions")] {
        for input in ["events.csv", "meetings.csv", "summit.db"] {
            let said = home.fails(2, &[&[command, out, input], &feed[..]].concat());
            let what = match input {
                "summit.db" => "the ledger in use",
                _ => "read by the same command",
            };
            assert!(said.contains(what), "{command} {input}: {said}");
        }
    }
    let said = home.fails(
        2,
        &[
            &["learn", "--base", "base.toml", "--out", "base.toml"],
            &feed[..],
        ]
        .concat(),
    );
    assert!(said.contains("read by the same command"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_mode_and_a_stream_is_written_to() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = home();
    let path = home.write("mine.html", "x");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    home.ok(&["report", "-o", "mine.html", "--force"]);
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    home.ok(&["prove", "b", "-o", "/dev/null"]);
    let proof = home.ok(&["prove", "b"]);
    assert_eq!(home.ok(&["prove", "b", "-o", "-"]), proof);
}

#[cfg(unix)]
#[test]
fn an_export_is_not_written_through_links_or_over_a_ledger() {
    let home = home();
    home.ok(&["export", "public"]);
    let head = home.path().join("public/checkpoint");
    let note = std::fs::read(&head).unwrap();
    home.add("c", "threat", "2023-03-05", "B2");
    // A link in place of the head, which the next export would write.
    std::fs::rename(&head, home.path().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink("../elsewhere", &head).unwrap();
    let said = home.fails(2, &["export", "public"]);
    assert!(said.contains("checkpoint is a symbolic link"), "{said}");
    assert_eq!(std::fs::read(home.path().join("elsewhere")).unwrap(), note);
    std::fs::remove_file(&head).unwrap();
    std::fs::rename(home.path().join("elsewhere"), &head).unwrap();
    // A folder that is a link leads out of the export.
    let inner = home.path().join("public/checkpoints");
    std::fs::rename(&inner, home.path().join("out")).unwrap();
    std::os::unix::fs::symlink("../out", &inner).unwrap();
    let before = all(&home.path().join("out"));
    let said = home.fails(2, &["export", "public"]);
    assert!(said.contains("checkpoints is a symbolic link"), "{said}");
    assert!(all(&home.path().join("out")) == before);
    std::fs::remove_file(&inner).unwrap();
    std::fs::rename(home.path().join("out"), &inner).unwrap();
    // A name of the ledger itself.
    let unsigned = home.path().join("public/attachments");
    let name = std::fs::read_dir(&unsigned)
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    std::fs::remove_file(name.path()).unwrap();
    std::fs::hard_link(home.ledger(), name.path()).unwrap();
    let before = std::fs::read(home.ledger()).unwrap();
    let said = home.fails(2, &["export", "public"]);
    assert!(said.contains("is the ledger in use"), "{said}");
    assert!(std::fs::read(home.ledger()).unwrap() == before);
    std::fs::remove_file(name.path()).unwrap();
    home.ok(&["export", "public"]);
    assert!(
        home.ok(&["export", "public"])
            .contains("tiles 0, attachments 0")
    );
}

#[test]
fn a_new_ledger_is_not_made_where_something_of_another_lies() {
    let home = home();
    let before = all(home.path());
    let salvage = |new: &'static str| ["salvage", "summit.db", "-o", new];
    for end in ["-wal", "-shm", "-journal"] {
        let name: &'static str = String::leak(format!("summit.db{end}"));
        for making in [
            &["init", "--ledger", name][..],
            &["demo", "--ledger", name],
            &salvage(name),
        ] {
            let said = home.fails(2, making);
            assert!(said.contains("summit.db"), "{making:?}: {said}");
        }
    }
    let said = home.fails(2, &salvage(".config/summit/keys/new.db"));
    assert!(said.contains("the folder of keys"), "{said}");
    // What an interrupted program left beside a name waits for its ledger.
    home.write("lost.db-wal", "entries that were acknowledged");
    let said = home.fails(2, &["init", "--ledger", "lost.db"]);
    assert!(said.contains("what is left of another ledger"), "{said}");
    std::fs::remove_file(home.path().join("lost.db-wal")).unwrap();
    assert!(all(home.path()) == before, "something was written");
}

#[test]
fn nothing_is_written_among_keys_and_what_the_program_remembers() {
    let home = home();
    let state = home.state();
    let secret = state.join("secret");
    let kept = std::fs::read(&secret).unwrap();
    for place in [
        secret.clone(),
        state.join("logs/x"),
        state.join("new/deeper/x"),
    ] {
        let place = place.to_str().unwrap();
        let said = home.fails(2, &["prove", "b", "-o", place, "--force"]);
        assert!(said.contains("the program remembers ledgers"), "{said}");
    }
    assert_eq!(std::fs::read(&secret).unwrap(), kept);
    let keys = home.path().join(".config/summit/keys");
    std::os::unix::fs::symlink(&keys, home.path().join("link")).unwrap();
    for folder in [
        keys.join("sub").to_str().unwrap(),
        "link/sub",
        "summit.db-journal",
    ] {
        for command in ["export", "bundle"] {
            home.fails(2, &[command, folder, "--unsigned"]);
        }
        assert!(!home.path().join(folder).exists(), "{folder}");
    }
}
