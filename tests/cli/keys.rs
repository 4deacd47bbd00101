//! Keys: a secret is never shown, an open folder is refused, and what is no key stands in nobody's
//! way.

use std::path::PathBuf;

use crate::support::home::Home;
use crate::support::tools::has;

/// A signal, which is signed where the key is at hand.
const ADD: [&str; 8] = [
    "add",
    "threat",
    "--on",
    "2023-03-01",
    "--id",
    "a",
    "--summary",
    "a",
];

/// A home with a key for its ledger: the key file, and the secret in it.
pub fn home() -> (Home, PathBuf, String) {
    let home = Home::with_question();
    home.ok(&["key", "new"]);
    let folder = home.path().join(".config/summit/keys");
    let file = std::fs::read_dir(&folder).unwrap().next().unwrap();
    let path = file.unwrap().path();
    let secret = std::fs::read_to_string(&path).unwrap();
    (home, path, secret.trim().to_owned())
}

/// That nothing of a secret is in a text: no six characters of it in a row.
pub fn hides(said: &str, secret: &str) {
    // A type and 32 bytes, in base64.
    let material: Vec<char> = secret[secret.len() - 44..].chars().collect();
    for part in material.windows(6) {
        let part: String = part.iter().collect();
        assert!(!said.contains(&part), "{part} of the secret in: {said}");
    }
}

#[test]
fn a_private_key_in_place_of_a_public_one_is_refused_and_not_shown() {
    let (home, path, secret) = home();
    home.add("a", "threat", "2023-03-01", "B2");
    home.ok(&["prove", "a", "-o", "a.tlog-proof"]);
    home.write("request", &home.ok(&["checkpoint", "--since", "0"]));
    home.ok(&["key", "new", "--witness", "--name", "bo.example/witness"]);
    let file = path.to_str().unwrap();
    let noted = home.write("noted.txt", &format!("my key:\n{secret}\n"));
    let rest = secret.strip_prefix("PRIVATE+KEY+").unwrap();
    let (head, material) = secret.split_at(secret.len() - 44);
    let cut = &secret[..secret.len() - 3];
    // The bytes alone, also where base64 has a plus in them.
    let plus = format!("{}+{}", &material[..10], &material[11..]);
    let texts = [
        &plus,
        &secret,
        file,
        noted.to_str().unwrap(),
        &secret.to_lowercase(),
        rest,
        cut,
        material,
        &format!("{head}{material}"),
        &format!("{rest}AAAA"),
        &format!(" {secret}"),
    ]
    .map(str::to_owned);
    for given in &texts {
        for args in [
            ["verify", "a.tlog-proof", "--key", given].as_slice(),
            &["verify", "a.tlog-proof", "--key", "x", "--witness", given],
            &["audit", "--key", given],
            &["serve", "--key", given],
            &["witness", "request", "--log-key", given],
        ] {
            let said = home.fails(2, args);
            hides(&said, &secret);
            if given.contains("PRIVATE") && args[3..].len() == 1 {
                assert!(said.contains("private key"), "{args:?}: {said}");
            }
        }
    }
}

#[test]
fn a_private_key_given_anywhere_is_not_shown() {
    let (home, path, secret) = home();
    let file = path.to_str().unwrap();
    for args in [
        ["verify", file, "--key", "x"].as_slice(),
        &["checkpoint", "--cosigned", file],
        &["audit", "--against", file],
        &["import", file],
        &["model", "adopt", file],
        &["model", "build", file],
        &["history", &secret],
        &["source", &secret],
        &["prove", &secret],
        &["verify", &secret, "--key", "x"],
        &["audit", "--against", &secret],
        &["import", &secret],
        &["key", "show", &secret],
        &["key", "new", "--name", &secret],
        &["add", &secret, "--on", "2023-03-01", "--summary", "x"],
        &["history", "--as-of", &secret],
        &["audit", &secret],
        &["checkpoint", "--since", &secret],
        &[&secret],
    ] {
        let output = home.command(args).output().unwrap();
        assert!(!output.status.success(), "{args:?}");
        let said = [output.stdout, output.stderr].concat();
        hides(&String::from_utf8(said).unwrap(), &secret);
    }
}

#[test]
fn the_foreign_checkers_refuse_a_private_key_and_do_not_show_it() {
    let (home, _, secret) = home();
    home.add("a", "threat", "2023-03-01", "B2");
    home.ok(&["export", "public"]);
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/docs");
    let public = home.path().join("public");
    let refused = |program: &str, args: &[&str]| {
        let mut command = std::process::Command::new(program);
        let output = command.args(args).output().unwrap();
        assert!(!output.status.success(), "{program} {args:?}");
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(said.contains("private key, not shown"), "{said}");
        hides(&said, &secret);
    };
    let public = public.to_str().unwrap();
    for given in [&secret, &secret.to_lowercase()] {
        let shell = format!("{docs}/verify-foreign.sh");
        refused("sh", &[&shell, public, given]);
        if has("python3") {
            let checker = format!("{docs}/verify.py");
            refused("python3", &[&checker, public, "--key", given]);
        }
    }
}

#[test]
fn what_is_no_key_is_passed_over_with_a_warning() {
    let (home, path, secret) = home();
    let folder = path.parent().unwrap();
    std::fs::write(folder.join("notes.key"), "words\n").unwrap();
    std::fs::write(folder.join("cut.key"), &secret[..secret.len() - 4]).unwrap();
    std::fs::write(folder.join("bytes.key"), [0xFF, 0xFE, 0x00]).unwrap();
    std::fs::create_dir(folder.join("folder.key")).unwrap();
    std::fs::write(folder.join("old.key.retired"), "words\n").unwrap();
    let output = home.command(&ADD).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    for name in ["notes.key", "cut.key", "bytes.key", "folder.key"] {
        let warned = said.matches(name).count();
        assert_eq!(warned, 1, "{name}: {said}");
    }
    assert!(!said.contains("retired"), "{said}");
    hides(&said, &secret);
    // It was signed all the same.
    let vkey = home.ok(&["key", "show"]);
    home.ok(&["audit", "--key", vkey.trim()]);
    let note = home.ok(&["checkpoint"]);
    assert!(note.contains("\u{2014} test.example/log "), "{note}");
}

#[cfg(unix)]
#[test]
fn a_folder_of_keys_that_others_can_open_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let (home, path, secret) = home();
    let folder = path.parent().unwrap();
    let permit = |mode| {
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    for mode in [0o755, 0o750, 0o711, 0o702] {
        permit(mode);
        for args in [
            &ADD[..],
            &["checkpoint"],
            &["key", "list"],
            &["key", "show"],
        ] {
            let said = home.fails(2, args);
            assert!(
                said.contains("chmod 700 ") && said.contains("keys"),
                "{said}"
            );
            assert!(said.contains(&format!("{mode:o}")), "{said}");
            hides(&said, &secret);
        }
        // Reading needs no key.
        home.ok(&["history"]);
    }
    permit(0o700);
    home.ok(&ADD);
}

#[cfg(unix)]
#[test]
fn only_the_key_that_is_needed_must_be_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let (home, path, secret) = home();
    home.ok(&["key", "new", "--name", "another.example/log"]);
    let folder = path.parent().unwrap();
    let other = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path());
    let other = other.into_iter().find(|p| *p != path).unwrap();
    let open = |p: &PathBuf, mode| {
        std::fs::set_permissions(p, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    open(&other, 0o644);
    home.add("a", "threat", "2023-03-01", "B2");
    assert!(home.ok(&["checkpoint"]).contains("test.example/log"));
    let said = home.fails(2, &["key", "show", "another.example/log"]);
    assert!(said.contains("chmod 600"), "{said}");
    open(&path, 0o640);
    let add = [
        "add",
        "threat",
        "--on",
        "2023-03-02",
        "--id",
        "b",
        "--summary",
        "b",
    ];
    let said = home.fails(2, &add);
    assert!(
        said.contains("others can read this key") && said.contains("chmod 600"),
        "{said}"
    );
    hides(&said, &secret);
}

#[test]
fn a_key_is_not_kept_with_a_signal() {
    let (home, path, secret) = home();
    let add = ["add", "threat", "--on", "2023-03-01", "--attach"];
    let said = home.fails(2, &[&add[..], &[path.to_str().unwrap()]].concat());
    assert!(said.contains("this is a private key"), "{said}");
    hides(&said, &secret);
    let file = std::fs::read(home.ledger()).unwrap();
    let begins = b"PRIVATE+KEY+";
    assert!(file.windows(begins.len()).all(|w| w != begins));
}
