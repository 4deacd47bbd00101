//! One set of altered notes, proofs and keys, made in the same way every time: whoever checks one of
//! them must say the same of it.

use ed25519_dalek::Signer as _;
use sha2::{Digest as _, Sha512};
use summit_ledger::proof::key::Algorithm;
use summit_ledger::proof::note::Note;
use summit_ledger::proof::signing::SigningKey;

use super::common::SIGNER;

/// A name and the bytes, by which each is checked.
pub type Mutants = Vec<(String, Vec<u8>)>;

/// The seed of the log's key.
pub const SEED: [u8; 32] = [7; 32];

/// The key of a witness.
pub fn witness() -> SigningKey {
    SigningKey::from_seed("witness.example/w", Algorithm::CosignatureV1, &[5; 32]).unwrap()
}

/// A key that nobody who checks has been given.
fn stranger() -> SigningKey {
    SigningKey::from_seed("stranger.example/s", Algorithm::Ed25519, &[6; 32]).unwrap()
}

fn log() -> SigningKey {
    SigningKey::from_seed(SIGNER, Algorithm::Ed25519, &SEED).unwrap()
}

fn base64(bytes: &[u8]) -> String {
    use base64ct::{Base64, Encoding as _};
    Base64::encode_string(bytes)
}

/// A line by the log's key over any text at all, by the bytes of a signature.
fn line(signature: &[u8]) -> String {
    let id = log().verifier().id().to_be_bytes();
    format!("— {SIGNER} {}\n", base64(&[&id, signature].concat()))
}

/// A note over any text at all, which the log's key really signed.
fn signed(text: &str) -> Vec<u8> {
    let key = ed25519_dalek::SigningKey::from_bytes(&SEED);
    let signature = key.sign(text.as_bytes()).to_bytes();
    format!("{text}\n{}", line(&signature)).into_bytes()
}

/// The note with a witness's and a stranger's signature beside the log's.
pub fn full(text: &str) -> String {
    let mut note = Note::new(text).unwrap();
    note.sign(&stranger()).unwrap();
    note.sign(&log()).unwrap();
    note.cosign(&witness(), 1_700_000_000).unwrap();
    note.to_string()
}

/// Every so many bytes one with a bit turned, or taken out, and foreign characters put between.
fn bytes(whole: &[u8], out: &mut Mutants, name: &str, step: usize) {
    for at in (0..whole.len()).step_by(step) {
        let mut turned = whole.to_vec();
        turned[at] ^= [1, 2, 4, 16, 32, 64][at / step % 6];
        out.push((format!("{name}-turned-{at}"), turned));
        if (at / step).is_multiple_of(2) {
            let mut without = whole.to_vec();
            without.remove(at);
            out.push((format!("{name}-without-{at}"), without));
        }
    }
    let strange = [
        "\r", " ", "\t", "\0", "\n", "\u{b}", "\u{c}", "\u{1c}", "\u{85}", "\u{a0}", "\u{2028}",
        "\u{feff}", "٣", "=", "A", "\u{7f}",
    ];
    let mut ends = vec![0, whole.len()];
    ends.extend((0..whole.len()).filter(|at| whole[*at] == b'\n'));
    ends.extend((1..whole.len()).filter(|at| whole[at - 1] == b'\n'));
    ends.sort_unstable();
    ends.dedup();
    for at in ends {
        for (n, text) in strange.iter().enumerate() {
            let parts = [&whole[..at], text.as_bytes(), &whole[at..]];
            out.push((format!("{name}-at-{at}-{n}"), parts.concat()));
        }
    }
}

/// Every line taken out, doubled, and swapped with the next.
fn lines(whole: &str, out: &mut Mutants, name: &str) {
    let all: Vec<&str> = whole.split_inclusive('\n').collect();
    for at in 0..all.len() {
        let mut without = all.clone();
        without.remove(at);
        out.push((format!("{name}-no-line-{at}"), without.concat().into()));
        let mut twice = all.clone();
        twice.insert(at, all[at]);
        out.push((format!("{name}-line-twice-{at}"), twice.concat().into()));
        if at + 1 < all.len() {
            let mut swapped = all.clone();
            swapped.swap(at, at + 1);
            out.push((format!("{name}-swapped-{at}"), swapped.concat().into()));
        }
    }
    out.push((format!("{name}-crlf"), whole.replace('\n', "\r\n").into()));
    out.push((format!("{name}-empty"), Vec::new()));
}

/// Altered notes of a checkpoint: `text` is its text, as the log's key signs it.
pub fn notes(text: &str) -> Mutants {
    let whole = full(text);
    let mut out = vec![
        ("whole".to_owned(), whole.clone().into_bytes()),
        ("own".into(), signed(text)),
    ];
    bytes(whole.as_bytes(), &mut out, "note", 2);
    lines(&whole, &mut out, "note");
    texts(text, &mut out);
    signatures(text, &whole, &mut out);
    out
}

/// Texts that are no checkpoint of this log, and that its key signed all the same.
fn texts(text: &str, out: &mut Mutants) {
    let parts: Vec<&str> = text.lines().collect();
    let (origin, size, root) = (parts[0], parts[1], parts[2]);
    let zero = base64(&[0; 32]);
    let loose = format!("{}{}", &root[..42], other_spelling(root));
    let empty = base64(&summit_ledger::proof::tree::empty_root());
    let texts = [
        format!("{origin}\n{size}\n{root}\nextension\n"),
        format!("{origin}\n{size}\n{root}\n\nextension\n"),
        format!("{origin}\n{size}\n{root}\n\n"),
        format!("\n{origin}\n{size}\n{root}\n"),
        format!("{origin}\n\n{size}\n{root}\n"),
        format!("{origin}\n{size}\n"),
        format!("{origin}\n"),
        "\n".to_owned(),
        format!("{origin} \n{size}\n{root}\n"),
        format!("other.example/log\n{size}\n{root}\n"),
        format!("{origin}\n+{size}\n{root}\n"),
        format!("{origin}\n0{size}\n{root}\n"),
        format!("{origin}\n {size}\n{root}\n"),
        format!("{origin}\n{size}.0\n{root}\n"),
        format!("{origin}\n-{size}\n{root}\n"),
        format!("{origin}\n{size}_\n{root}\n"),
        format!("{origin}\n1_0\n{root}\n"),
        format!("{origin}\n1٣\n{root}\n"),
        format!("{origin}\n0x5\n{root}\n"),
        format!("{origin}\n99\n{root}\n"),
        format!("{origin}\n9223372036854775807\n{root}\n"),
        format!("{origin}\n9223372036854775808\n{root}\n"),
        format!("{origin}\n18446744073709551615\n{root}\n"),
        format!("{origin}\n18446744073709551616\n{root}\n"),
        format!("{origin}\n{size}\n{zero}\n"),
        format!("{origin}\n{size}\n{loose}\n"),
        format!("{origin}\n{size}\n{}\n", root.trim_end_matches('=')),
        format!("{origin}\n{size}\n{root}=\n"),
        format!("{origin}\n{size}\n{} {}\n", &root[..9], &root[9..]),
        format!("{origin}\n{size}\n{}\r\n", root),
        format!("{origin}\n{size}\n{}\n", base64(&[1; 31])),
        format!("{origin}\n{size}\n{}\n", base64(&[1; 33])),
        format!("{origin}\n0\n{empty}\n"),
        format!("{origin}\n0\n{zero}\n"),
        format!("{origin}\t\n{size}\n{root}\n"),
        format!("{origin}\n{size}\n{root}\n\u{1}\n"),
        format!("{origin}\n{size}\n{root}\n\u{7f}\u{85}\u{2028}\n"),
        format!("{origin}\n{size}\n{root}\n— {SIGNER} AAAAAAEB\n"),
        format!("{origin}\n{size}\n{root}\n{}\n", "x".repeat(999_500)),
        format!("{origin}\n{size}\n{root}\n{}\n", "x".repeat(1_000_001)),
        text.trim_end().to_owned(),
    ];
    for (n, text) in texts.iter().enumerate() {
        out.push((format!("text-{n}"), signed(text)));
    }
}

/// The last character before the padding, with the bits that count for nothing turned.
fn other_spelling(root: &str) -> String {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let last = root.as_bytes()[42];
    let at = DIGITS.bytes().position(|b| b == last).unwrap();
    format!("{}=", char::from(DIGITS.as_bytes()[at ^ 1]))
}

/// Signature lines of every kind.
fn signatures(text: &str, whole: &str, out: &mut Mutants) {
    let all: Vec<&str> = whole
        .rsplit_once("\n\n")
        .unwrap()
        .1
        .split_inclusive('\n')
        .collect();
    let (foreign, own, seen) = (all[0], all[1], all[2]);
    let wrong = line(&[9; 64]);
    let key = ed25519_dalek::SigningKey::from_bytes(&SEED);
    let good = key.sign(text.as_bytes()).to_bytes();
    let other_text = key.sign(b"another text\n").to_bytes();
    let with = |lines: &[&str]| format!("{text}\n{}", lines.concat()).into_bytes();
    let encoded = own.trim_end().rsplit(' ').next().unwrap();
    let mut late = Note::new(text).unwrap();
    late.sign(&log()).unwrap();
    late.cosign(&witness(), (1 << 63) - 1).unwrap();
    let late = late.to_string();
    let cosigned = |change: &dyn Fn(&mut Vec<u8>)| {
        use base64ct::{Base64, Encoding as _};
        let encoded = seen.trim_end().rsplit(' ').next().unwrap();
        let mut bytes = Base64::decode_vec(encoded).unwrap();
        change(&mut bytes);
        format!("— witness.example/w {}\n", base64(&bytes))
    };
    let cases: Vec<Vec<u8>> = vec![
        with(&[]),
        with(&[foreign]),
        with(&[seen]),
        with(&[own]),
        with(&[own, own]),
        with(&[own, &wrong]),
        with(&[&wrong, own]),
        with(&[&wrong]),
        with(&[foreign, seen]),
        with(&[own, seen, seen]),
        with(&[seen, &cosigned(&|b| b[20] ^= 1)]),
        with(&[own, &cosigned(&|b| b[11] ^= 1)]),
        with(&[own, &cosigned(&|b| b[4] |= 128)]),
        with(&[own, &cosigned(&|b| b.truncate(75))]),
        with(&[own, &cosigned(&|b| b.push(0))]),
        with(&[own, &cosigned(&|b| b.truncate(4))]),
        late.into_bytes(),
        with(&[&line(&other_text)]),
        with(&[&line(&good[..63])]),
        with(&[&line(&[&good[..], &[0]].concat())]),
        with(&[&line(&[])]),
        with(&[&line(&over(&good))]),
        with(&[&line(&without_nonce(text.as_bytes()))]),
        with(&[&own.replace('—', "-")]),
        with(&[&own.replace('—', "--")]),
        with(&[&own.replacen(' ', "  ", 1)]),
        with(&[&own.replacen(SIGNER, &format!("{SIGNER}+x"), 1)]),
        with(&[&own.replacen(SIGNER, "", 1)]),
        with(&[&own.replacen(SIGNER, "other", 1), own]),
        with(&[own, "— n\u{a0}m AAAAAAEB\n"]),
        with(&[own, "— n AAAA\n"]),
        with(&[own, "— n AAAAAA==\n"]),
        with(&[own, "— n AAAAAAEB more\n"]),
        with(&[own, "— n AAAAAAEC=\n"]),
        with(&[own, "— n AAAAA AEB\n"]),
        with(&[own, "— n AAAAAAF=\n"]),
        with(&[own, "— n \n"]),
        with(&[own, "\n", own]),
        with(&[own, "more\n"]),
        with(&[own, "more"]),
        with(&[own.trim_end()]),
        with(&[&own.replace(encoded, &encoded.replace('+', "-").replace('/', "_"))]),
        with(&[&own.replace(encoded, encoded.trim_end_matches('='))]),
        with(&[&[own, &foreign.repeat(99)].concat()]),
        with(&[&[own, &foreign.repeat(100)].concat()]),
        with(&[&own.repeat(100)]),
        with(&[&own.repeat(101)]),
        format!("{text}{own}").into_bytes(),
        [&with(&[own])[..], b"\xff\n"].concat(),
        [b"\xff\n".as_slice(), &with(&[own])].concat(),
        [b"\xed\xa0\x80\n".as_slice(), &with(&[own])].concat(),
    ];
    for (n, case) in cases.into_iter().enumerate() {
        out.push((format!("lines-{n}"), case));
    }
}

/// The order of Ed25519's group, least byte first.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// The same signature with the order added to its number: another spelling.
fn over(signature: &[u8; 64]) -> Vec<u8> {
    let mut out = signature.to_vec();
    let mut carry = 0;
    for (byte, add) in out[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        (*byte, carry) = (sum.to_le_bytes()[0], sum >> 8);
    }
    out
}

/// Whether the first is not less than the order.
fn reaches(n: &[u8; 33]) -> bool {
    let order = ORDER.iter().chain(&[0]).rev();
    n.iter().rev().cmp(order).is_ge()
}

fn add(a: &mut [u8; 33], b: &[u8; 33]) {
    let mut carry = 0;
    for (x, y) in a.iter_mut().zip(b) {
        let sum = u16::from(*x) + u16::from(*y) + carry;
        (*x, carry) = (sum.to_le_bytes()[0], sum >> 8);
    }
    while reaches(a) {
        let mut borrow = 0;
        for (x, y) in a.iter_mut().zip(ORDER.iter().chain(&[0])) {
            let less = i16::from(*x) - i16::from(*y) - borrow;
            (*x, borrow) = (less.rem_euclid(256) as u8, i16::from(less < 0));
        }
    }
}

/// A long number, least byte first, by the order; and the product of two.
fn product(a: &[u8], b: &[u8]) -> [u8; 33] {
    let mut out = [0; 33];
    for bit in (0..a.len() * 8).rev() {
        let double = out;
        add(&mut out, &double);
        if a[bit / 8] >> (bit % 8) & 1 == 1 {
            let mut one = [0; 33];
            one[..b.len()].copy_from_slice(b);
            add(&mut out, &one);
        }
    }
    out
}

/// A signature whose nonce is zero: the equation holds, and whoever sees it has the key.
fn without_nonce(message: &[u8]) -> Vec<u8> {
    let mut secret = Sha512::digest(SEED)[..32].to_vec();
    secret[0] &= 248;
    secret[31] = secret[31] & 127 | 64;
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let challenge = Sha512::new()
        .chain_update(neutral)
        .chain_update(log().verifier().public())
        .chain_update(message)
        .finalize();
    let one = [1];
    let secret = product(&secret, &one);
    let number = product(&challenge, &secret[..32]);
    [&neutral[..], &number[..32]].concat()
}

/// Altered proofs of an entry; `proof` is a good one, `notes` what may stand at its end.
pub fn proofs(proof: &str, notes: &Mutants) -> Mutants {
    let mut out = vec![("good".to_owned(), proof.as_bytes().to_vec())];
    bytes(proof.as_bytes(), &mut out, "proof", 5);
    lines(proof, &mut out, "proof");
    let (head, note) = proof.split_once("\n\n").unwrap();
    let parts: Vec<&str> = head.split('\n').collect();
    let (extra, index, hashes) = (parts[1], parts[2], &parts[3..]);
    let number: u64 = index.trim_start_matches("index ").parse().unwrap();
    let of = |lines: &[&str]| {
        let all = [&[parts[0]], lines, hashes].concat();
        format!("{}\n\n{note}", all.join("\n")).into_bytes()
    };
    let long = format!("extra {}", base64(&vec![b'x'; 65_537]));
    let heads = [
        vec![index],
        vec![extra, extra, index],
        vec![index, extra],
        vec![extra],
        vec!["extra", index],
        vec!["extra ", index],
        vec!["extra =", index],
        vec!["extra AAAB", index],
        vec!["extraAAAB", index],
        vec!["extra  AAAB", index],
        vec!["Extra AAAB", index],
        vec![&long, index],
    ];
    out.extend((0..).zip(&heads).map(|(n, h)| (format!("head-{n}"), of(h))));
    let indices = [
        format!("index 0{number}"),
        format!("index +{number}"),
        format!("index  {number}"),
        format!("index {number} "),
        format!("index -{number}"),
        format!("index {}", number + 1),
        format!("index {}", number + (1 << 40)),
        "index 9223372036854775808".into(),
        "index 18446744073709551616".into(),
        "index".into(),
        "index ".into(),
        format!("{number}"),
        format!("Index {number}"),
        format!("index\t{number}"),
        format!("index {number}\r"),
        format!("index {number}.0"),
        format!("index index {number}"),
        "index ٣".into(),
    ];
    for (n, index) in indices.iter().enumerate() {
        out.push((format!("index-{n}"), of(&[extra, index])));
        out.push((format!("index-bare-{n}"), of(&[index])));
    }
    let rest = |hashes: &[&str]| {
        let all = [&[parts[0], extra, index], hashes].concat();
        format!("{}\n\n{note}", all.join("\n")).into_bytes()
    };
    let zero = base64(&[0; 32]);
    let more = [hashes, &[&zero]].concat();
    let loose = format!("{}{}", &hashes[0][..42], other_spelling(hashes[0]));
    let many = vec![zero.as_str(); 65];
    let reversed: Vec<&str> = hashes.iter().rev().copied().collect();
    let first = format!("{} ", hashes[0]);
    let spaced = [&[first.as_str()], &hashes[1..]].concat();
    for (n, hashes) in [
        &[][..],
        &more,
        &hashes[1..],
        &reversed,
        &[&[loose.as_str()], &hashes[1..]].concat(),
        &spaced,
        &many,
    ]
    .into_iter()
    .enumerate()
    {
        out.push((format!("hashes-{n}"), rest(hashes)));
    }
    for (name, note) in notes.iter().filter(|(name, _)| !name.starts_with("note-")) {
        let whole = [head.as_bytes(), b"\n\n", note].concat();
        out.push((format!("proof-of-{name}"), whole));
    }
    out
}

/// Keys, good and altered.
pub fn keys() -> Mutants {
    let text = log().verifier().to_string();
    let mut out = vec![
        ("log".to_owned(), text.clone().into_bytes()),
        (
            "witness".into(),
            witness().verifier().to_string().into_bytes(),
        ),
    ];
    bytes(text.as_bytes(), &mut out, "key", 1);
    let (head, material) = text.rsplit_once('+').unwrap();
    let (name, id) = head.rsplit_once('+').unwrap();
    let mut texts = vec![
        format!("{name}+{}+{material}", id.to_uppercase()),
        format!("{name}+0{id}+{material}"),
        format!("+{id}+{material}"),
        head.to_owned(),
        format!("{text}+"),
        format!("{text}\n"),
    ];
    // Points of small order, heights that are no point's, and heights beyond the field.
    let points = [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0200000000000000000000000000000000000000000000000000000000000000",
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "f1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "f2ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ];
    for point in points {
        let public: [u8; 32] = hex::decode(point).unwrap().try_into().unwrap();
        texts.push(of_any("n", 1, &public));
    }
    for n in 0..24 {
        texts.push(of_any("n", 1, &Sha512::digest([n])[..32]));
    }
    texts.push(of_any("n", 2, log().verifier().public()));
    texts.push(of_any("n", 1, &[1; 31]));
    texts.push(of_any("n m", 1, log().verifier().public()));
    texts.push(of_any("n\u{a0}m", 1, log().verifier().public()));
    texts.push(of_any("é", 4, log().verifier().public()));
    out.extend(
        (0..)
            .zip(texts)
            .map(|(n, t)| (format!("text-{n}"), t.into_bytes())),
    );
    out
}

/// The text of a key with its right id, whether it is sound or not.
fn of_any(name: &str, kind: u8, public: &[u8]) -> String {
    let material = [&[kind], public].concat();
    let hash = sha2::Sha256::new()
        .chain_update(name)
        .chain_update(b"\n")
        .chain_update(&material)
        .finalize();
    format!("{name}+{}+{}", hex::encode(&hash[..4]), base64(&material))
}
