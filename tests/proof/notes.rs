//! Keys and signed notes: Go's and C2SP's vectors, what must be rejected, and the rules.

use crate::support::vectors;
use proptest::prelude::*;
use serde_json::Value;
use summit_ledger::proof::cosignature::signed_message;
use summit_ledger::proof::key::{Algorithm, KeyError, VerifierKey, is_key_name};
use summit_ledger::proof::note::{MAX_NOTE, Note, NoteError};
use summit_ledger::proof::signing::SigningKey;

fn published() -> Value {
    vectors::json("signed-note/vectors.json")
}

fn key(vectors: &Value, name: &str) -> VerifierKey {
    VerifierKey::parse(vectors["keys"][name]["vkey"].as_str().unwrap()).unwrap()
}

fn signing(name: &str, seed: u8) -> SigningKey {
    SigningKey::from_seed(name, Algorithm::Ed25519, &[seed; 32]).unwrap()
}

fn signed(text: &str, keys: &[&SigningKey]) -> String {
    let mut note = Note::new(text).unwrap();
    keys.iter().for_each(|key| note.sign(key).unwrap());
    note.to_string()
}

#[test]
fn the_published_keys_parse_and_print_the_same() {
    let vectors = published();
    let mut secrets = 0;
    for (name, both) in vectors["keys"].as_object().unwrap() {
        let text = both["vkey"].as_str().unwrap();
        let key = VerifierKey::parse(text).unwrap();
        assert_eq!(
            (key.to_string().as_str(), key.name()),
            (text, name.as_str())
        );
        if let Some(secret) = both["skey"].as_str() {
            let signing = SigningKey::parse(secret).unwrap();
            assert_eq!(signing.to_secret_text(), secret);
            assert_eq!(signing.verifier(), &key);
            assert!(!format!("{signing:?}").contains(&secret[secret.len() - 20..]));
            secrets += 1;
        }
    }
    assert_eq!(
        (vectors["keys"].as_object().unwrap().len(), secrets),
        (4, 2)
    );
    let bad = vectors["bad_vkeys"].as_array().unwrap();
    assert_eq!(bad.len(), 2);
    for text in bad {
        let error = VerifierKey::parse(text.as_str().unwrap()).unwrap_err();
        assert!(error.to_string().contains("expected"), "{error}");
    }
}

#[test]
fn the_published_notes_verify_and_print_the_same() {
    let vectors = published();
    let dir = vectors::at("signed-note");
    for (file, name) in [
        ("c2sp-example.note", "example.com/foo"),
        ("peter.note", "PeterNeumann"),
    ] {
        let bytes = std::fs::read(dir.join(file)).unwrap();
        let note = Note::parse(&bytes).unwrap();
        assert_eq!(note.to_string().as_bytes(), bytes);
        let signers = note
            .verify(&[key(&vectors, "EnochRoot"), key(&vectors, name)])
            .unwrap();
        assert_eq!((signers.len(), signers[0].key.name()), (1, name));
        let unknown = note.verify(&[key(&vectors, "EnochRoot")]).unwrap_err();
        assert!(matches!(unknown, NoteError::Unsigned { .. }), "{unknown}");
    }
}

#[test]
fn both_published_signatures_hold_and_peters_is_made_again_bit_for_bit() {
    let vectors = published();
    let text = vectors["text"].as_str().unwrap();
    let line = |name: &str| format!("— {name} {}\n", vectors["sigs"][name].as_str().unwrap());
    let whole = format!("{text}\n{}{}", line("PeterNeumann"), line("EnochRoot"));
    let keys = [key(&vectors, "PeterNeumann"), key(&vectors, "EnochRoot")];
    let note = Note::parse(whole.as_bytes()).unwrap();
    assert_eq!(note.verify(&keys).unwrap().len(), 2);
    let secret = vectors["keys"]["PeterNeumann"]["skey"].as_str().unwrap();
    let secret = SigningKey::parse(secret).unwrap();
    assert_eq!(
        signed(text, &[&secret]),
        format!("{text}\n{}", line("PeterNeumann"))
    );
    // One wrong signature of a known key spoils the note, even beside a good one.
    let spoiled = whole.replacen("x08go/ZJ", "x08go/ZK", 1);
    let error = Note::parse(spoiled.as_bytes())
        .unwrap()
        .verify(&keys)
        .unwrap_err();
    assert!(
        matches!(&error, NoteError::Bad { name, .. } if name == "PeterNeumann"),
        "{error}"
    );
    // To a reader who knows only the other key it is a note like any.
    assert_eq!(
        Note::parse(spoiled.as_bytes())
            .unwrap()
            .verify(&keys[1..])
            .unwrap()
            .len(),
        1
    );
    // A changed text spoils both.
    let altered = Note::parse(whole.replacen("answer", "Answer", 1).as_bytes()).unwrap();
    assert!(altered.verify(&keys).is_err());
    // A key id that is not the known one is another key's: ignored.
    let other_id = line("PeterNeumann").replacen(" x08g", " x18g", 1);
    let note = Note::parse(format!("{text}\n{other_id}").as_bytes()).unwrap();
    assert!(matches!(
        note.verify(&keys),
        Err(NoteError::Unsigned { .. })
    ));
}

#[test]
fn the_listed_forms_are_rejected() {
    let vectors = published();
    let text = vectors["text"].as_str().unwrap();
    let sig = vectors["sigs"]["PeterNeumann"].as_str().unwrap();
    let line = format!("— PeterNeumann {sig}\n");
    let rejected: Vec<(&str, Vec<u8>)> = vec![
        ("text without blank line", format!("{text}{line}").into()),
        (
            "missing final newline",
            format!("{text}\n{}", line.trim_end()).into(),
        ),
        ("control char 0x01", format!("a\u{1}b\n\n{line}").into()),
        (
            "invalid utf8 0xff",
            [b"\xff\n\n".as_slice(), line.as_bytes()].concat(),
        ),
        (
            "key name with space",
            format!("{text}\n— Peter Neumann {sig}\n").into(),
        ),
        (
            "unexpected line after signatures",
            format!("{text}\n{line}more\n").into(),
        ),
        (
            "101 signatures (Go limit 100; spec: must accept at least 16)",
            format!("{text}\n{}", line.repeat(101)).into(),
        ),
    ];
    let listed: Vec<_> = vectors["must_reject"].as_array().unwrap().iter().collect();
    assert_eq!(
        listed,
        rejected.iter().map(|(what, _)| *what).collect::<Vec<_>>()
    );
    for (what, bytes) in &rejected {
        let error = Note::parse(bytes).expect_err(what);
        assert!(error.to_string().contains("expected"), "{what}: {error}");
    }
    assert!(Note::parse(format!("{text}\n{line}").as_bytes()).is_ok());
    assert!(Note::parse(format!("{text}\n{}", line.repeat(100)).as_bytes()).is_ok());
}

#[test]
fn more_forms_that_are_rejected() {
    let line = "— n AAAAAAEB\n";
    assert!(Note::parse(format!("t\n\n{line}").as_bytes()).is_ok());
    for bad in [
        "",
        "\n",
        "\n\n",
        "t\n\n",
        "t\n\n\n",
        &format!("{line}\n"),
        &format!("t\n\n{line}\n"),
        &format!("t\r\n\n{line}"),
        &format!("t\t\n\n{line}"),
        "t\n\n- n AAAAAAEB\n",
        "t\n\n—  AAAAAAEB\n",
        "t\n\n— n+1 AAAAAAEB\n",
        "t\n\n— n\u{a0}m AAAAAAEB\n",
        "t\n\n— n  AAAAAAEB\n",
        "t\n\n— n AAAAAAEB \n",
        "t\n\n— n AAAAAA==\n",
        "t\n\n— n AAAAAAEBAB==\n",
        "t\n\n— n AAAAAAE\n",
        "t\n\n— n\n",
    ] {
        assert!(Note::parse(bad.as_bytes()).is_err(), "{bad:?}");
    }
    let long = "x".repeat(MAX_NOTE);
    assert_eq!(
        Note::parse(format!("{long}\n\n{line}").as_bytes()),
        Err(NoteError::TooLong(MAX_NOTE + 2 + line.len()))
    );
    for bad in ["no newline", "tab\t\n", ""] {
        assert!(Note::new(bad).is_err(), "{bad:?}");
    }
}

#[test]
fn the_last_empty_line_divides() {
    let key = signing("n", 1);
    for text in [
        "\n",
        "\n\n",
        "a\n\n\n",
        "a\n\nb\n",
        "è subito sera.\n",
        "a\n\n— n AAAAAAEB\n",
    ] {
        let whole = signed(text, &[&key]);
        let note = Note::parse(whole.as_bytes()).unwrap();
        assert_eq!((note.text(), note.signatures().len()), (text, 1));
        assert_eq!(note.to_string(), whole);
        note.verify(&[key.verifier().clone()]).unwrap();
    }
}

#[test]
fn lines_of_one_key_all_hold_and_count_once() {
    let (one, two) = (signing("one", 1), signing("two", 2));
    let keys = [
        one.verifier().clone(),
        two.verifier().clone(),
        one.verifier().clone(),
    ];
    let whole = signed("t\n", &[&one]);
    let line = whole.split_once("\n\n").unwrap().1;
    let twice = Note::parse(format!("{whole}{line}").as_bytes()).unwrap();
    assert_eq!(twice.verify(&keys).unwrap().len(), 1);
    let other = signed("u\n", &[&one]);
    let wrong = Note::parse(format!("{whole}{}", other.split_once("\n\n").unwrap().1).as_bytes());
    assert!(matches!(
        wrong.unwrap().verify(&keys),
        Err(NoteError::Bad { .. })
    ));
    // Signing again replaces.
    let mut note = Note::parse(whole.as_bytes()).unwrap();
    note.sign(&one).unwrap();
    note.sign(&two).unwrap();
    assert_eq!(note.signatures().len(), 2);
    assert_eq!(note.verify(&keys).unwrap().len(), 2);
    assert_eq!(
        note.verify(&[]).unwrap_err().to_string(),
        format!(
            "signatures: expected one of none; found \"one\" {:08x}, \"two\" {:08x}",
            one.verifier().id(),
            two.verifier().id(),
        )
    );
}

#[test]
fn at_most_100_signatures_are_made() {
    let mut note = Note::new("t\n").unwrap();
    for seed in 0..100 {
        note.sign(&signing("n", seed)).unwrap();
    }
    assert_eq!(note.sign(&signing("n", 100)), Err(NoteError::TooMany(101)));
    assert_eq!(Note::parse(note.to_string().as_bytes()), Ok(note));
}

#[test]
fn names_and_keys_are_checked() {
    for good in ["a", "example.com/log", "é", "a-b_c", "PRIVATE"] {
        assert!(is_key_name(good), "{good:?}");
    }
    for bad in [
        "",
        "a b",
        "a+b",
        "a\n",
        "\t",
        "a\u{a0}",
        "a\u{2003}b",
        "a\u{85}",
        "\u{1}",
    ] {
        assert!(!is_key_name(bad), "{bad:?}");
        assert!(SigningKey::from_seed(bad, Algorithm::Ed25519, &[1; 32]).is_err());
    }
    let text = signing("n", 1).verifier().to_string();
    let (head, material) = text.rsplit_once('+').unwrap();
    let (name, id) = head.split_once('+').unwrap();
    let refused = |text: &str| VerifierKey::parse(text).unwrap_err();
    assert!(matches!(
        refused(&format!("m+{id}+{material}")),
        KeyError::Id { .. }
    ));
    assert!(matches!(
        refused(&format!("{name}+0{id}+{material}")),
        KeyError::Id { .. }
    ));
    assert!(matches!(
        refused(&text.to_uppercase()),
        KeyError::Id { .. }
            | KeyError::Algorithm { .. }
            | KeyError::Point { .. }
            | KeyError::Form { .. }
    ));
    assert!(matches!(
        refused(&format!("+{id}+{material}")),
        KeyError::Name(_)
    ));
    assert!(matches!(refused(head), KeyError::Form { .. }));
    assert!(matches!(
        refused(&text[..text.len() - 1]),
        KeyError::Form { .. }
    ));
    assert!(matches!(
        refused(&format!("{text}AAAA")),
        KeyError::Form { .. }
    ));
    assert!(matches!(
        refused(&format!("{head}+")),
        KeyError::Form { .. }
    ));
    // The neutral point: anybody could sign under it.
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let weak = VerifierKey::new("n", Algorithm::Ed25519, &neutral);
    assert!(matches!(weak, Err(KeyError::Point { .. })), "{weak:?}");
    // One seed has different ids for its two uses.
    let other = SigningKey::from_seed("n", Algorithm::CosignatureV1, &[1; 32]).unwrap();
    assert_ne!(other.verifier().id(), signing("n", 1).verifier().id());
    assert_eq!(
        SigningKey::parse(&other.to_secret_text())
            .unwrap()
            .verifier(),
        other.verifier()
    );
    assert!(
        SigningKey::parse("n+00000000+AAAA")
            .unwrap_err()
            .to_string()
            .contains("PRIVATE")
    );
    let secret = other.to_secret_text();
    let error = SigningKey::parse(&secret[..secret.len() - 4])
        .unwrap_err()
        .to_string();
    assert!(
        !error.contains(&secret[secret.len() - 20..secret.len() - 4]),
        "{error}"
    );
}

#[test]
fn one_bit_changed_anywhere_is_never_the_same_note() {
    let key = signing("example.com/n", 3);
    let known = [key.verifier().clone()];
    let whole = signed("some text\nof two lines\n", &[&key]).into_bytes();
    for bit in 0..whole.len() * 8 {
        let mut changed = whole.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        let verified = Note::parse(&changed).is_ok_and(|note| note.verify(&known).is_ok());
        assert!(!verified, "bit {bit}");
    }
}

#[test]
fn signed_note_agrees_both_ways() {
    use signed_note::{StandardSigner, StandardVerifier, Verifier, VerifierList};
    for seed in 0..20 {
        let key = signing("example.com/oracle", seed);
        let text = format!("line {seed}\n\nè\n");
        let vkey = key.verifier().to_string();
        let theirs = StandardVerifier::new(&vkey).unwrap();
        assert_eq!(theirs.key_id(), key.verifier().id());
        let whole = signed(&text, &[&key]);
        let list = VerifierList::new(vec![Box::new(theirs)]);
        let read = signed_note::Note::from_bytes(whole.as_bytes()).unwrap();
        assert_eq!(read.verify(&list).unwrap().0.len(), 1);
        let signer = StandardSigner::new(&key.to_secret_text()).unwrap();
        let mut made = signed_note::Note::new(text.as_bytes(), &[]).unwrap();
        made.add_sigs(&[&signer]).unwrap();
        assert_eq!(made.to_bytes(), whole.as_bytes());
        Note::parse(&made.to_bytes())
            .unwrap()
            .verify(&[key.verifier().clone()])
            .unwrap();
    }
}

proptest! {
    #[test]
    fn any_bytes_end_without_a_panic_and_what_is_read_prints_the_same(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        text in "[a-z\n — +=]{0,80}", encoded in "[A-Za-z0-9+/]{0,40}={0,2}",
    ) {
        for input in [bytes, format!("{text}\n\n— n {encoded}\n").into_bytes()] {
            let ours = Note::parse(&input);
            let theirs = signed_note::Note::from_bytes(&input);
            if let Ok(note) = &ours {
                prop_assert!(note.to_string().as_bytes() == input);
                prop_assert!(theirs.is_ok());
            }
        }
        let _ = VerifierKey::parse(&text);
        let _ = VerifierKey::parse(&format!("{text}+{encoded}+{encoded}"));
        let _ = SigningKey::parse(&format!("PRIVATE+KEY+{text}+{encoded}"));
        let _ = signed_message(0, &text);
    }

    #[test]
    fn what_is_signed_verifies(text in "[^\\p{Cc}]{0,50}", seed in any::<[u8; 32]>()) {
        let key = SigningKey::from_seed("n", Algorithm::Ed25519, &seed).unwrap();
        let whole = signed(&format!("{text}\n"), &[&key]);
        let note = Note::parse(whole.as_bytes()).unwrap();
        prop_assert_eq!(note.verify(&[key.verifier().clone()]).unwrap().len(), 1);
    }
}
