//! Checkpoints, cosignatures and proof files.

use super::common::Memory;
use base64ct::{Base64, Encoding};
use ed25519_dalek::{Verifier, VerifyingKey};
use proptest::prelude::*;
use summit_ledger::proof::checkpoint::{Checkpoint, ExtensionError, SignedCheckpoint};
use summit_ledger::proof::consistency::prove_consistency;
use summit_ledger::proof::cosignature::{CosignatureError, MAX_TIME, signed_message};
use summit_ledger::proof::inclusion::prove_inclusion;
use summit_ledger::proof::key::Algorithm;
use summit_ledger::proof::note::{Note, NoteError};
use summit_ledger::proof::signing::SigningKey;
use summit_ledger::proof::tlog_proof::{TlogProof, TlogProofError};
use summit_ledger::proof::tree::{empty_root, root_at};

const ORIGIN: &str = "example.com/behind-the-sofa";
const ROOT: &str = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

fn log_key() -> SigningKey {
    SigningKey::from_seed(ORIGIN, Algorithm::Ed25519, &[1; 32]).unwrap()
}

fn witness(seed: u8) -> SigningKey {
    SigningKey::from_seed("witness.example/w", Algorithm::CosignatureV1, &[seed; 32]).unwrap()
}

fn head(tree: &Memory, size: u64) -> Checkpoint {
    Checkpoint::new(ORIGIN, size, root_at(tree, size).unwrap()).unwrap()
}

#[test]
fn the_specifications_example_is_read_and_printed_the_same() {
    let text = format!("{ORIGIN}\n20852163\n{ROOT}\n");
    let checkpoint = Checkpoint::parse(&text).unwrap();
    assert_eq!(
        (checkpoint.origin(), checkpoint.size()),
        (ORIGIN, 20_852_163)
    );
    assert_eq!(Base64::encode_string(checkpoint.root()), ROOT);
    assert_eq!(checkpoint.to_string(), text);
    let line = "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=";
    let whole = format!("{text}\n— {ORIGIN} {line}\n");
    assert_eq!(
        SignedCheckpoint::parse(whole.as_bytes())
            .unwrap()
            .to_string(),
        whole
    );
    // The text that the cosignature specification gives as its example.
    assert_eq!(
        signed_message(1679315147, &text),
        format!("cosignature/v1\ntime 1679315147\n{text}")
    );
    let extended = format!("{text}one\ntwo three\n");
    let checkpoint = Checkpoint::parse(&extended).unwrap();
    assert_eq!(checkpoint.extensions(), ["one", "two three"]);
    assert_eq!(checkpoint.to_string(), extended);
}

#[test]
fn other_forms_are_not_checkpoints() {
    let zero = Base64::encode_string(&[0; 31]);
    for bad in [
        String::new(),
        "\n".to_owned(),
        format!("o\n1\n{ROOT}"),
        format!("\n1\n{ROOT}\n"),
        "o\n1\n".to_owned(),
        "o\n".to_owned(),
        format!("o\n01\n{ROOT}\n"),
        format!("o\n+1\n{ROOT}\n"),
        format!("o\n-1\n{ROOT}\n"),
        format!("o\n 1\n{ROOT}\n"),
        format!("o\n1 \n{ROOT}\n"),
        format!("o\n\n{ROOT}\n"),
        format!("o\n0x1\n{ROOT}\n"),
        format!("o\n١\n{ROOT}\n"),
        format!("o\n18446744073709551616\n{ROOT}\n"),
        format!("o\n1\n{}\n", &ROOT[..43]),
        format!("o\n1\n{zero}\n"),
        format!("o\n1\n{ROOT}A\n"),
        format!("o\n1\n{}J=\n", &ROOT[..42]),
        format!("o\n1\n{ROOT}\n\n"),
        format!("o\n1\n{ROOT}\n\nx\n"),
        format!("o\r\n1\n{ROOT}\n"),
    ] {
        assert!(Checkpoint::parse(&bad).is_err(), "{bad:?}");
    }
    for good in [
        format!("o\n0\n{ROOT}\n"),
        format!("o o\n18446744073709551615\n{ROOT}\n"),
    ] {
        assert_eq!(Checkpoint::parse(&good).unwrap().to_string(), good);
    }
    assert!(Checkpoint::new("", 1, [0; 32]).is_err());
    assert!(Checkpoint::new("a\nb", 1, [0; 32]).is_err());
    let error = Checkpoint::parse(&format!("o\n01\n{ROOT}\n")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "checkpoint: expected a size, decimal; found \"01\""
    );
}

#[test]
fn a_later_checkpoint_extends_an_earlier_one() {
    let tree = Memory::of(20);
    for old in 0..=20 {
        for new in old..=20 {
            let proof = if old == 0 {
                vec![]
            } else {
                prove_consistency(&tree, old, new).unwrap()
            };
            head(&tree, new)
                .check_extends(&head(&tree, old), &proof)
                .unwrap();
        }
    }
    let back = head(&tree, 4).check_extends(&head(&tree, 5), &[]);
    assert_eq!(
        back,
        Err(ExtensionError::Rollback {
            expected: 5,
            found: 4
        })
    );
    let elsewhere = Checkpoint::new("other", 5, *head(&tree, 5).root()).unwrap();
    let other = elsewhere.check_extends(&head(&tree, 5), &[]);
    assert!(matches!(other, Err(ExtensionError::Origin { .. })));
    let forked = Checkpoint::new(ORIGIN, 5, [7; 32]).unwrap();
    assert!(forked.check_extends(&head(&tree, 5), &[]).is_err());
    assert!(
        head(&tree, 9)
            .check_extends(&forked, &prove_consistency(&tree, 5, 9).unwrap())
            .is_err()
    );
    let false_start = Checkpoint::new(ORIGIN, 0, [7; 32]).unwrap();
    assert!(head(&tree, 9).check_extends(&false_start, &[]).is_err());
    let start = Checkpoint::new(ORIGIN, 0, empty_root()).unwrap();
    assert!(false_start.check_extends(&start, &[]).is_err());
    assert!(head(&tree, 9).check_extends(&start, &[[0; 32]]).is_err());
}

#[test]
fn a_witness_cosigns_and_its_time_is_part_of_it() {
    let tree = Memory::of(7);
    let mut signed = head(&tree, 7).sign(&log_key()).unwrap();
    signed.cosign(&witness(2), 1_679_315_147).unwrap();
    let read = SignedCheckpoint::parse(signed.to_string().as_bytes()).unwrap();
    assert_eq!(read, signed);
    let known = [log_key().verifier().clone(), witness(2).verifier().clone()];
    let signers = read.verify(&known).unwrap();
    assert_eq!(
        signers.iter().map(|s| s.time).collect::<Vec<_>>(),
        [None, Some(1_679_315_147)]
    );
    // By the specification's own words, without our code.
    let line = &read.note().signatures()[1];
    assert_eq!(line.bytes[..8], 1_679_315_147u64.to_be_bytes());
    let message = format!("cosignature/v1\ntime 1679315147\n{}", read.note().text());
    let signature = ed25519_dalek::Signature::from_slice(&line.bytes[8..]).unwrap();
    let public = VerifyingKey::from_bytes(witness(2).verifier().public()).unwrap();
    public.verify(message.as_bytes(), &signature).unwrap();
    // Any bit of it changed, time included, spoils it.
    let whole = signed.to_string();
    let encoded = Base64::encode_string(&[&line.key_id.to_be_bytes()[..], &line.bytes].concat());
    for bit in 0..72 * 8 {
        let mut changed = [&line.key_id.to_be_bytes()[..], &line.bytes].concat();
        changed[4 + bit / 8] ^= 1 << (bit % 8);
        let altered = whole.replace(&encoded, &Base64::encode_string(&changed));
        let altered = SignedCheckpoint::parse(altered.as_bytes()).unwrap();
        assert!(
            matches!(altered.verify(&known), Err(NoteError::Bad { .. })),
            "bit {bit}"
        );
    }
    for length in [8, 9, 64, 71, 73] {
        let short =
            Base64::encode_string(&[&line.key_id.to_be_bytes()[..], &vec![0; length]].concat());
        let altered = SignedCheckpoint::parse(whole.replace(&encoded, &short).as_bytes()).unwrap();
        assert!(
            matches!(altered.verify(&known), Err(NoteError::Bad { .. })),
            "{length}"
        );
    }
    // Of two cosignatures of one witness both are checked and the later time counts.
    let mut later = head(&tree, 7).sign(&log_key()).unwrap();
    later.cosign(&witness(2), 1_700_000_000).unwrap();
    let both = format!("{whole}{}", later.note().signatures()[1]);
    let signers = SignedCheckpoint::parse(both.as_bytes())
        .unwrap()
        .verify(&known)
        .unwrap();
    assert_eq!((signers.len(), signers[1].time), (2, Some(1_700_000_000)));
}

#[test]
fn keys_are_used_for_their_own_purpose() {
    let tree = Memory::of(3);
    let mut signed = head(&tree, 3).sign(&log_key()).unwrap();
    assert!(matches!(
        signed.cosign(&log_key(), 1),
        Err(CosignatureError::Key(_))
    ));
    assert!(matches!(
        signed.cosign(&witness(2), MAX_TIME + 1),
        Err(CosignatureError::Time(_))
    ));
    signed.cosign(&witness(2), MAX_TIME).unwrap();
    assert!(head(&tree, 3).sign(&witness(2)).is_err());
    let mut poem = Note::new("a poem\n").unwrap();
    assert!(matches!(
        poem.cosign(&witness(2), 1),
        Err(CosignatureError::Text(_))
    ));
}

fn proof_file(tree: &Memory, index: u64, size: u64) -> TlogProof {
    let mut signed = head(tree, size).sign(&log_key()).unwrap();
    signed.cosign(&witness(2), 5).unwrap();
    TlogProof::new(index, prove_inclusion(tree, index, size).unwrap(), signed).unwrap()
}

#[test]
fn proof_files_of_every_entry_verify_offline() {
    let tree = Memory::of(20);
    let (log, witnesses) = (
        [log_key().verifier().clone()],
        [witness(2).verifier().clone()],
    );
    for size in 1..=20 {
        for index in 0..size {
            let text = proof_file(&tree, index, size).to_string();
            let read = TlogProof::parse(text.as_bytes()).unwrap();
            assert_eq!(read.to_string(), text);
            let entry = index.to_string();
            let seen = read
                .verify(entry.as_bytes(), ORIGIN, &log, &witnesses)
                .unwrap();
            assert_eq!((seen.len(), seen[0].time), (1, Some(5)));
            assert_eq!(
                read.verify(entry.as_bytes(), ORIGIN, &log, &[]).unwrap(),
                []
            );
            let other = read.verify(b"other", ORIGIN, &log, &witnesses);
            assert!(matches!(other, Err(TlogProofError::Inclusion(_))));
            let origin = read.verify(entry.as_bytes(), "elsewhere", &log, &witnesses);
            assert!(matches!(origin, Err(TlogProofError::Origin { .. })));
            // A witness is not the log.
            let unsigned = read.verify(entry.as_bytes(), ORIGIN, &witnesses, &witnesses);
            assert!(
                unsigned.is_ok(),
                "the caller named the witness as a log key"
            );
            let stranger = [witness(9).verifier().clone()];
            let unsigned = read.verify(entry.as_bytes(), ORIGIN, &stranger, &witnesses);
            assert!(matches!(
                unsigned,
                Err(TlogProofError::Log(NoteError::Unsigned { .. }))
            ));
        }
    }
}

#[test]
fn a_proof_file_has_one_form() {
    let tree = Memory::of(4);
    let proof = proof_file(&tree, 2, 4);
    let text = proof.clone().to_string();
    let lines: Vec<_> = text.split('\n').collect();
    assert_eq!(lines[..2], ["c2sp.org/tlog-proof@v1", "index 2"]);
    assert_eq!(lines[4], "");
    let with = proof.with_extra(b"hint".to_vec()).unwrap();
    let extra = with.to_string();
    assert!(extra.starts_with("c2sp.org/tlog-proof@v1\nextra aGludA==\nindex 2\n"));
    let read = TlogProof::parse(extra.as_bytes()).unwrap();
    assert_eq!(
        (read.extra(), read.index(), read.hashes().len()),
        (Some(&b"hint"[..]), 2, 2)
    );
    let hash = lines[2];
    for (from, to) in [
        ("tlog-proof@v1", "tlog-proof@v2"),
        ("index 2", "index 02"),
        ("index 2", "index"),
        ("index 2", "index -2"),
        ("index 2", "Index 2"),
        ("index 2\n", ""),
        ("index 2", "extra \nindex 2"),
        ("index 2", "extra\nindex 2"),
        ("index 2", "extra !\nindex 2"),
        ("index 2", "extra aGludA\nindex 2"),
        ("index 2", "extra aGludA==\nextra aGludA==\nindex 2"),
        ("index 2", "index 2\nextra aGludA=="),
        ("\n\n", "\n"),
        ("\n\n", "\n\n\n"),
        (hash, &hash[1..]),
        (hash, "aGludA=="),
        ("@v1\n", "@v1\r\n"),
        (hash, &[hash; 64].join("\n")),
    ] {
        let bad = text.replacen(from, to, 1);
        assert_ne!(bad, text);
        assert!(TlogProof::parse(bad.as_bytes()).is_err(), "{bad}");
    }
    assert!(TlogProof::parse(b"\xff").is_err());
    assert!(TlogProof::parse(&vec![b'a'; 3_000_000]).is_err());
    let single = proof_file(&tree, 0, 1).to_string();
    assert!(single.starts_with("c2sp.org/tlog-proof@v1\nindex 0\n\nexample.com/"));
}

#[test]
fn one_bit_changed_in_a_proof_file_never_verifies() {
    let tree = Memory::of(5);
    let (log, witnesses) = (
        [log_key().verifier().clone()],
        [witness(2).verifier().clone()],
    );
    let whole = proof_file(&tree, 3, 5).to_string().into_bytes();
    let verifies = |bytes: &[u8]| {
        TlogProof::parse(bytes).is_ok_and(|proof| {
            proof
                .verify(b"3", ORIGIN, &log, &witnesses)
                .is_ok_and(|w| w.len() == 1)
        })
    };
    assert!(verifies(&whole));
    for bit in 0..whole.len() * 8 {
        let mut changed = whole.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(!verifies(&changed), "bit {bit}");
    }
}

proptest! {
    #[test]
    fn any_text_ends_without_a_panic(
        text in "[0-9a-z\n =]{0,60}", size in "[0-9]{0,22}", extra in "[\n a-z]{0,20}",
        bytes in proptest::collection::vec(any::<u8>(), 0..100),
    ) {
        let ours = Checkpoint::parse(&format!("{text}\n{size}\n{ROOT}\n{extra}"));
        let theirs = tlog_tiles::Checkpoint::from_bytes(
            format!("{text}\n{size}\n{ROOT}\n{extra}").as_bytes(),
        );
        if let Ok(checkpoint) = &ours {
            let theirs = theirs.unwrap();
            prop_assert_eq!(theirs.to_bytes(), checkpoint.to_string().into_bytes());
            prop_assert_eq!((theirs.origin(), theirs.size()), (checkpoint.origin(), checkpoint.size()));
        }
        let head = format!("c2sp.org/tlog-proof@v1\n{extra}\nindex {size}\n{text}\n\n{text}");
        let _ = TlogProof::parse(head.as_bytes());
        let _ = TlogProof::parse(&bytes);
        let _ = SignedCheckpoint::parse(&bytes);
    }
}
