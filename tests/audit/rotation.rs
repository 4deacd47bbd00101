//! A change of key: what an audit follows, and what it refuses to.

use summit_ledger::desk::{Desk, Hand};
use summit_ledger::proof::checkpoint::Checkpoint;
use summit_ledger::proof::rotation::sign;
use summit_ledger::proof::signing::SigningKey;
use summit_ledger::record::{Instant, ids};
use summit_ledger::store::Ledger;

use super::common::{add, checkpoint, command, found, home, key, rehash};
use crate::support::home::{Home, NOW};

const ROTATE: &[&str] = &["key", "rotate", "--because", "the laptop was lost"];

/// A ledger whose key was changed: the old key, the new vkey, the entry.
fn changed() -> (Home, SigningKey, String, u64) {
    let home = home();
    home.ok(&["key", "new"]);
    add(&home, "c", "talks", "2026-11-21");
    let folder = home.path().join(".config/summit/keys");
    let file = std::fs::read_dir(folder).unwrap().next().unwrap();
    let secret = std::fs::read_to_string(file.unwrap().path()).unwrap();
    let old = SigningKey::parse(secret.trim()).unwrap();
    let new = home.ok(ROTATE).trim().to_owned();
    let (report, _) = command(&home, &[]);
    let seq = report["size"].as_u64().unwrap() - 1;
    add(&home, "d", "talks", "2026-11-22");
    (home, old, new, seq)
}

#[test]
fn a_checkpoint_by_the_old_key_after_the_change_is_a_finding() {
    let (home, old, new, seq) = changed();
    let vkey = old.verifier().to_string();
    let late = checkpoint(&home.ledger(), &old);
    let size = late.checkpoint().size();
    assert!(size > seq + 1);
    home.write("late.note", &late.to_string());
    for key in [&vkey, &new] {
        let args = ["--against", "late.note", "--key", key];
        found(&home, &args, "retired-key", size - 1);
        let (report, exit) = command(&home, &["--key", key]);
        assert_eq!(
            (exit, report["warnings"][0]["code"].as_str()),
            (0, Some("rotation"))
        );
        assert_eq!(report["warnings"][0]["entry"], seq);
    }
}

#[test]
fn a_change_that_was_altered_or_moved_is_a_finding_and_is_not_followed() {
    let other = {
        let (home, ..) = changed();
        home.ok(&["key", "show"]).trim().to_owned()
    };
    for field in ["by_old", "by_new", "new", "old", "size", "before"] {
        let (home, old, new, seq) = changed();
        rehash(&home, |all| {
            let at = seq as usize;
            let body = &all[at]["body"];
            let changed = match field {
                "by_old" => body["by_new"].clone(),
                "by_new" => body["by_old"].clone(),
                "new" | "old" => other.clone().into(),
                _ => (seq + 1).into(),
            };
            match field {
                "before" => all[at - 1]["author"] = "eve".into(),
                field => all[at]["body"][field] = changed,
            }
        });
        let vkey = old.verifier().to_string();
        for keys in [&[][..], &["--key", &vkey], &["--key", &new]] {
            found(&home, keys, "rotation-differs", seq);
        }
        // Nobody gets from the old key to the new one over it.
        let (report, _) = command(&home, &["--key", &vkey]);
        let codes = report["findings"].to_string();
        assert!(
            codes.contains("checkpoint-signature"),
            "{field}: {report:#}"
        );
        assert!(
            !report["warnings"].to_string().contains("\"rotation\""),
            "{field}"
        );
    }
}

/// Whoever has the old key changes it a second time, to one of their own.
#[test]
fn a_key_that_was_given_up_cannot_choose_another_heir() {
    let (home, old, new, seq) = changed();
    let heir = key(old.verifier().name(), 9);
    // The program signs nothing more with it.
    let mut desk = Desk::new(Ledger::open(&home.ledger()).unwrap());
    let hand = Hand {
        author: "eve".into(),
        now: Instant::parse(NOW).unwrap(),
    };
    let why = desk.rotate(&hand, &old, &heir, "mine now").unwrap_err();
    assert!(why.to_string().contains("signs it no longer"), "{why}");
    let tip = desk.ledger().tip().unwrap();
    drop(desk);
    // An entry that both sign for its very place does not count either.
    let head = Checkpoint::new(old.verifier().name(), tip.size(), tip.root()).unwrap();
    let (by_old, by_new) = sign(&head, &old, &heir).unwrap();
    rehash(&home, |all| {
        let mut again = all[seq as usize].clone();
        again["id"] = ids::rotation(&heir.verifier().to_string()).into();
        again["recorded_at"] = all[all.len() - 1]["recorded_at"].clone();
        let body = &mut again["body"];
        body["new"] = heir.verifier().to_string().into();
        body["size"] = tip.size().into();
        (body["by_old"], body["by_new"]) = (by_old.into(), by_new.into());
        all.push(again);
    });
    let late = checkpoint(&home.ledger(), &heir);
    home.write("late.note", &late.to_string());
    for trusted in [&old.verifier().to_string(), &new] {
        let args = ["--against", "late.note", "--key", trusted];
        found(&home, &args, "rotation-differs", tip.size());
        found(&home, &args, "outside-signature", tip.size());
        let (report, _) = command(&home, &args);
        let all = report["findings"].as_array().unwrap();
        assert_eq!(all.len(), 2, "{report:#}");
        let said = report["findings"].to_string();
        assert!(said.contains(&format!("entry {seq} had retired")), "{said}");
    }
}
