//! A signed export of the demo, made once; folders copied from it; ways to alter them.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use summit_ledger::proof::checkpoint::{Checkpoint, SignedCheckpoint};
use summit_ledger::proof::key::Algorithm;
use summit_ledger::proof::signing::SigningKey;
use summit_ledger::proof::tiles::{entry_bundle, parse_bundle};
use summit_ledger::proof::tree::{Frontier, leaf_hash};
use summit_ledger::publish::export;
use summit_ledger::record::{Body, Origin};
use summit_ledger::store::Ledger;

use crate::support::home::Home;

/// The name of the key that signs here.
pub const SIGNER: &str = "test.example/log";

/// A key of the signer's name.
pub fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(SIGNER, Algorithm::Ed25519, &[seed; 32]).unwrap()
}

/// The text of the verifier key that the demo's export is signed with.
pub fn vkey() -> String {
    key(7).verifier().to_string()
}

/// Signs the ledger's head and keeps the note.
pub fn sign(path: &Path) -> SignedCheckpoint {
    let mut ledger = Ledger::open(path).unwrap();
    let Body::Ledger(Origin { origin }) = ledger.entry(0).unwrap().unwrap().body else {
        panic!("entry 0 is no ledger");
    };
    let append = ledger.begin().unwrap();
    let (size, root) = (append.tip().size(), append.tip().root());
    let head = Checkpoint::new(&origin, size, root).unwrap();
    let signed = head.sign(&key(7)).unwrap();
    append_note(append, size, &signed.to_string());
    signed
}

fn append_note(mut append: summit_ledger::store::Append<'_>, size: u64, note: &str) {
    append.checkpoint(size, note).unwrap();
    append.commit().unwrap();
}

/// A folder with the demo's ledger, `demo.db`, and its signed export, `out`.
pub fn demo() -> &'static Path {
    static DEMO: OnceLock<Home> = OnceLock::new();
    DEMO.get_or_init(|| {
        let home = Home::new();
        home.ok(&["demo", "--ledger", "demo.db"]);
        sign(&home.path().join("demo.db"));
        let ledger = Ledger::open_read_only(&home.path().join("demo.db")).unwrap();
        export(&ledger, &home.path().join("out"), false).unwrap();
        home
    })
    .path()
}

/// A copy of the demo's export, to alter.
pub struct Copy {
    _home: tempfile::TempDir,
    pub dir: PathBuf,
}

impl Copy {
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("out");
        copy(&demo().join("out"), &dir);
        Self { _home: home, dir }
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.dir.join(name)).unwrap()
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.dir.join(name), bytes).unwrap();
    }

    /// Changes one bit of a file.
    pub fn flip(&self, name: &str, at: usize) {
        let mut bytes = self.read(name);
        bytes[at] ^= 1;
        self.write(name, bytes);
    }

    /// The one file in a folder.
    pub fn only(&self, folder: &str) -> String {
        let mut files = fs::read_dir(self.dir.join(folder)).unwrap();
        let name = files.next().unwrap().unwrap().file_name();
        assert!(files.next().is_none());
        format!("{folder}/{}", name.to_str().unwrap())
    }

    pub fn entries(&self) -> Vec<Vec<u8>> {
        let name = self.only("tile/entries/000.p");
        let bytes = self.read(&name);
        let width = name.rsplit('/').next().unwrap().parse().unwrap();
        let entries = parse_bundle(&bytes, width).unwrap();
        entries.into_iter().map(<[u8]>::to_vec).collect()
    }

    /// Writes the log anew, as one who owns all files but not the key: entries, tiles, root.
    pub fn rewrite(&self, entries: &[Vec<u8>]) {
        let text = String::from_utf8(self.read("checkpoint")).unwrap();
        let origin = text.lines().next().unwrap();
        fs::remove_dir_all(self.dir.join("tile")).unwrap();
        fs::remove_dir_all(self.dir.join("checkpoints")).unwrap();
        fs::remove_file(self.dir.join("checkpoint")).unwrap();
        write_log(&self.dir, origin, entries);
    }
}

/// Writes an unsigned log of less than 256 entries.
pub fn write_log(dir: &Path, origin: &str, entries: &[Vec<u8>]) {
    let (hashes, bundles) = (dir.join("tile/0/000.p"), dir.join("tile/entries/000.p"));
    fs::create_dir_all(&hashes).unwrap();
    fs::create_dir_all(&bundles).unwrap();
    let mut frontier = Frontier::new();
    let mut leaves = Vec::new();
    for entry in entries {
        leaves.extend(leaf_hash(entry));
        frontier.push(leaf_hash(entry)).unwrap();
    }
    let size = entries.len();
    fs::write(hashes.join(size.to_string()), leaves).unwrap();
    fs::write(
        bundles.join(size.to_string()),
        entry_bundle(entries).unwrap(),
    )
    .unwrap();
    let head = Checkpoint::new(origin, size as u64, frontier.root()).unwrap();
    fs::write(dir.join("checkpoint.unsigned"), head.to_string()).unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A file of `docs/`.
pub fn docs(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs")
        .join(name)
}

/// Runs `docs/verify.py`.
pub fn verify<S: AsRef<OsStr>>(args: &[S]) -> Output {
    let mut command = Command::new("python3");
    command.arg("-B").arg(docs("verify.py")).args(args);
    command.output().unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
