//! A log changes its key: what the files are called at each step, and what is finished after a crash.

use std::fs;
use std::path::PathBuf;

use super::keys::{hides, home};
use crate::support::home::Home;

const ROTATE: &[&str] = &["key", "rotate", "--because", "the laptop was lost"];

/// The names of the key files, sorted, without what stands before the last hyphen.
fn files(home: &Home) -> Vec<String> {
    let folder = fs::read_dir(home.path().join(".config/summit/keys")).unwrap();
    let mut names: Vec<String> = folder
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .map(|n| n.rsplit_once('-').unwrap().1.to_owned())
        .collect();
    names.sort();
    names
}

fn id(vkey: &str) -> String {
    vkey.split('+').nth(1).unwrap().to_owned()
}

/// A checkpoint printed now is one that the audit takes under that key.
fn holds_outside(home: &Home, vkey: &str) {
    home.write("a.note", &home.ok(&["checkpoint"]));
    home.ok(&["audit", "--against", "a.note", "--key", vkey]);
}

fn key_file(home: &Home, vkey: &str, ending: &str) -> PathBuf {
    let name = format!("test.example_log-{}{ending}", id(vkey));
    home.path().join(".config/summit/keys").join(name)
}

#[test]
fn a_log_changes_its_key_and_both_keys_lead_through_the_change() {
    let (home, _, secret) = home();
    home.add("a", "threat", "2023-03-01", "B2");
    let old = home.ok(&["key", "show"]).trim().to_owned();
    let output = home.command(ROTATE).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    let new = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    assert!(new.starts_with("test.example/log+") && new != old, "{new}");
    hides(&said, &secret);
    assert!(
        said.contains("entry 5") || said.contains("entry "),
        "{said}"
    );
    let mut expected = vec![
        format!("{}.key.retired", id(&old)),
        format!("{}.key", id(&new)),
    ];
    expected.sort();
    assert_eq!(files(&home), expected);
    assert_eq!(home.ok(&["key", "show"]).trim(), new);
    let list = home.ok(&["key", "list"]);
    assert!(list.contains(&format!("log\t{new}\t")), "{list}");
    assert!(list.contains(&format!("retired\t{old}\t")), "{list}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let made = fs::metadata(key_file(&home, &new, ".key")).unwrap();
        assert_eq!(made.permissions().mode() & 0o777, 0o600);
    }
    home.add("b", "threat", "2023-03-02", "B2");
    for keys in [
        ["--key", &old].as_slice(),
        &["--key", &new],
        &["--key", &old, "--key", &new],
    ] {
        let audit = home.command(&[&["audit"], keys].concat()).output().unwrap();
        let said = String::from_utf8(audit.stderr).unwrap();
        assert!(audit.status.success() && audit.stdout.is_empty(), "{said}");
        let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains("the log changed its key"), "{said}");
        assert!(!flat.contains("were not checked"), "{said}");
        let followed = flat.contains("because the old key signed for it");
        assert_eq!(followed, keys == ["--key", &old], "{said}");
    }
    holds_outside(&home, &old);
    // And once more.
    let third = home.ok(ROTATE);
    home.add("c", "threat", "2023-03-03", "B2");
    for key in [&old, &new, &third] {
        home.ok(&["audit", "--key", key.trim()]);
    }
}

#[test]
fn a_log_without_a_key_or_unsigned_changes_none() {
    let bare = Home::with_question();
    let said = bare.fails(2, ROTATE);
    assert!(said.contains("there is none to change"), "{said}");
    assert!(!bare.path().join(".config/summit/keys").exists());
    let (home, ..) = home();
    let said = home.fails(2, &[&["--no-checkpoint"], ROTATE].concat());
    assert!(said.contains("signed by the old key"), "{said}");
    home.fails(2, &["key", "rotate"]);
    home.fails(2, &["key", "rotate", "--because", " "]);
    home.fails(2, &["key", "new"]);
    assert_eq!(home.ok(&["history"]).matches("rotation").count(), 0);
    let old = home.ok(&["key", "show"]);
    home.add("a", "threat", "2023-03-01", "B2");
    home.ok(&["audit", "--key", old.trim()]);
}

#[test]
fn people_cannot_give_a_rotation() {
    let (home, ..) = home();
    let line = r#"{"type":"rotation","old":"a","new":"b","because":"c","size":1,"by_old":"d","by_new":"e"}"#;
    home.write("forged.jsonl", &format!("{line}\n"));
    let said = home.fails(2, &["import", "forged.jsonl"]);
    assert!(said.contains("rotation"), "{said}");
}

/// The new key was written, and nothing else done: the old one signs on, and the change takes the
/// key that is there.
#[test]
fn a_crash_before_the_entry_leaves_the_old_key() {
    let (home, path, _) = home();
    let old = home.ok(&["key", "show"]).trim().to_owned();
    fs::rename(&path, path.with_extension("kept")).unwrap();
    let begun = home.ok(&["key", "new"]).trim().to_owned();
    let place = key_file(&home, &begun, ".key");
    fs::rename(&place, place.with_extension("key.new")).unwrap();
    fs::rename(path.with_extension("kept"), &path).unwrap();
    home.add("a", "threat", "2023-03-01", "B2");
    assert_eq!(home.ok(&["key", "show"]).trim(), old);
    assert!(
        home.ok(&["key", "list"])
            .contains(&format!("begun\t{begun}"))
    );
    assert_eq!(home.ok(ROTATE).trim(), begun);
    home.add("b", "threat", "2023-03-02", "B2");
    home.ok(&["audit", "--key", &old]);
    assert!(!key_file(&home, &begun, ".key.new").exists());
}

/// The entry is in the log, and the files bear their old names, or one of them does: the next command
/// that signs finishes the change, and a rerun makes no second one.
#[test]
fn a_crash_after_the_entry_is_finished_by_the_next_command() {
    let again: [&[&str]; 3] = [ROTATE, &["checkpoint"], &["pass", "--on", "2023-05-01"]];
    for (args, both) in again
        .iter()
        .zip([true, false, true])
        .chain([(&ROTATE, false)])
    {
        let (home, path, _) = home();
        let old = home.ok(&["key", "show"]).trim().to_owned();
        let new = home.ok(ROTATE).trim().to_owned();
        let place = key_file(&home, &new, ".key");
        fs::rename(&place, key_file(&home, &new, ".key.new")).unwrap();
        if both {
            fs::rename(key_file(&home, &old, ".key.retired"), &path).unwrap();
        }
        let output = home.command(args).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{args:?}: {said}");
        assert!(said.contains("the old one is retired"), "{said}");
        if *args == ROTATE {
            assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), new);
        }
        assert_eq!(home.ok(&["key", "show"]).trim(), new);
        assert_eq!(files(&home).len(), 2);
        assert!(!path.exists());
        home.add("a", "threat", "2023-06-01", "B2");
        home.ok(&["audit", "--key", &old]);
        let db = rusqlite::Connection::open(home.ledger()).unwrap();
        let count = "SELECT count(*) FROM entry WHERE type='rotation'";
        let count: i64 = db.query_row(count, [], |r| r.get(0)).unwrap();
        assert_eq!(count, 1);
    }
}

/// A copy of the old key, put back in place of the new one, signs nothing more.
#[test]
fn a_key_that_was_retired_signs_nothing_more() {
    let (home, path, _) = home();
    let old = home.ok(&["key", "show"]).trim().to_owned();
    let new = home.ok(ROTATE).trim().to_owned();
    fs::rename(key_file(&home, &new, ".key"), home.path().join("away")).unwrap();
    fs::rename(key_file(&home, &old, ".key.retired"), &path).unwrap();
    let pass = ["pass", "--on", "2023-05-01"];
    let said = home.fails(3, &pass);
    assert!(said.contains("signs it no longer"), "{said}");
    fs::rename(&path, key_file(&home, &old, ".key.retired")).unwrap();
    fs::rename(home.path().join("away"), key_file(&home, &new, ".key")).unwrap();
    home.ok(&pass);
    home.ok(&["audit", "--key", &old]);
}
