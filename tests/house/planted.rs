//! Planted faults: what breaks a rule is found, with its file and line, and what looks like it is
//! not.

use super::rules::{self, Complaints};
use super::tree::Tree;

/// The one complaint about a tree.
#[track_caller]
fn one(complaints: Complaints) -> String {
    assert_eq!(complaints.len(), 1, "{complaints:?}");
    complaints.concat()
}

/// A tree with a desk that others could reach for.
fn with<'t>(files: &[(&'t str, &'t str)]) -> Tree {
    let desk = (
        "src/desk/mod.rs",
        "pub mod live;\npub use live::Live;\npub struct Desk;\n",
    );
    let live = ("src/desk/live.rs", "pub struct Live;\n");
    Tree::of([desk, live].into_iter().chain(files.iter().copied()))
}

/// What the plan says of a source of the lowest room.
fn record(source: &str) -> Complaints {
    rules::off_the_plan(&with(&[
        ("src/record/mod.rs", "pub mod name;\n"),
        ("src/record/name.rs", source),
    ]))
}

#[test]
fn an_arrow_up_is_found_however_it_is_written() {
    for (source, line, path) in [
        ("use crate::desk::Desk;\n", 1, "desk::Desk"),
        (
            "//! Words.\n\npub use crate::desk::Desk as D;\n",
            3,
            "desk::Desk",
        ),
        (
            "use crate::{\n    record::x,\n    desk::{live::{self}, Desk},\n};\n",
            3,
            "desk::live",
        ),
        ("use super::super::desk::Live;\n", 1, "desk::Live"),
        (
            "fn f() {\n    let d = crate::desk::live::Live;\n}\n",
            2,
            "desk::live::Live",
        ),
        ("fn f(d: &summit_ledger::desk::Desk) {}\n", 1, "desk::Desk"),
        ("fn f() {\n    use crate::desk;\n    \n}\n", 2, "desk"),
        (
            "struct S<'a>(&'a str, char);\nconst Q: char = '\"';\nuse crate::desk::Desk; // \"\n",
            3,
            "desk::Desk",
        ),
        ("impl From<crate::desk::Desk> for u8 {}\n", 1, "desk::Desk"),
        ("#[cfg(unix)]\nuse crate::desk::Desk;\n", 2, "desk::Desk"),
    ] {
        let found = record(source);
        let first = found.first().cloned().unwrap_or_default();
        let wanted = format!("src/record/name.rs:{line}: record uses {path}; it may use nothing");
        assert_eq!(first, wanted, "{source}");
    }
}

#[test]
fn what_only_looks_like_an_arrow_up_is_none() {
    for source in [
        "// use crate::desk::Desk;\n/* crate::desk /* :: */ crate::desk::Desk */\n",
        "const A: &str = \"crate::desk::Desk\";\nconst B: &str = r#\"\"; use crate::desk::Desk;\"#;\n",
        "#[cfg(test)]\nmod tests {\n    use crate::desk::Desk;\n    fn f() { if true {} }\n}\n",
        "#[cfg(test)]\n#[allow(unused)]\npub(crate) use crate::desk::{Desk, Live};\n",
        "use std::fmt;\nfn f(desk: u8) -> u8 { desk }\n",
        "use ::desk::Desk;\n",
    ] {
        assert_eq!(record(source), Complaints::new(), "{source}");
    }
}

#[test]
fn a_module_file_that_only_tests_compile_may_use_what_it_likes() {
    let tree = with(&[
        ("src/record/mod.rs", "#[cfg(test)]\nmod tests;\n"),
        ("src/record/tests.rs", "use crate::desk::Desk;\n"),
    ]);
    assert_eq!(rules::off_the_plan(&tree), Complaints::new());
}

#[test]
fn rooms_that_use_each_other_are_told_once_and_with_both_places() {
    let tree = with(&[
        (
            "src/store/mod.rs",
            "\nuse crate::desk::Desk;\nuse crate::desk::Live;\n",
        ),
        ("src/desk/open.rs", "use crate::store::Ledger;\n"),
    ]);
    let said = one(rules::mutual(&tree));
    let wanted = "desk and store use each other: src/desk/open.rs:1 and src/store/mod.rs:2";
    assert_eq!(said, wanted);
}

#[test]
fn a_room_that_the_plan_does_not_have_is_found() {
    let tree = with(&[("src/attic/mod.rs", "use crate::desk::Desk;\n")]);
    let said = one(rules::off_the_plan(&tree));
    assert_eq!(said, "src/attic/mod.rs:1: the plan has no room attic");
}

#[test]
fn an_arrow_of_the_plan_that_nobody_needs_is_found() {
    let said = rules::unused(&with(&[]));
    let wanted = "plan: desk may use store, and does not; take it out";
    assert!(said.iter().any(|s| s == wanted), "{said:?}");
}

#[test]
fn the_command_line_is_kept_to_the_doors() {
    let tree = with(&[
        ("src/proof/mod.rs", "pub mod key;\npub mod keyhole;\n"),
        ("src/proof/key.rs", ""),
        ("src/proof/keyhole.rs", ""),
        (
            "src/cli/mod.rs",
            "use summit_ledger::proof::key::Key;\nuse summit_ledger::proof::keyhole;\n",
        ),
    ]);
    let said = one(rules::past_the_doors(&tree));
    assert!(
        said.starts_with("src/cli/mod.rs:2: cli uses proof::keyhole; of proof it may use "),
        "{said}"
    );
}

#[test]
fn what_the_library_reaches_for_is_found() {
    for (source, line, path) in [
        ("fn f() {\n    println!(\"{}\", 1);\n}\n", 2, "println!"),
        ("use std::env;\n", 1, "std::env"),
        (
            "use std::io::{self, Write};\nfn f() {\n    let out = io::stdout();\n}\n",
            3,
            "std::io::stdout",
        ),
        (
            "use std::time::{Duration, Instant};\n",
            1,
            "std::time::Instant",
        ),
        (
            "fn f() { ::std::process::exit(1) }\n",
            1,
            "std::process::exit",
        ),
        (
            "use jiff::ZonedDateTime as Z;\nfn f() -> Z {\n    Z::now()\n}\n",
            3,
            "jiff::ZonedDateTime::now",
        ),
        (
            "fn f() {\n    etcetera::home_dir();\n}\n",
            2,
            "etcetera::home_dir",
        ),
    ] {
        let tree = with(&[("src/record/mod.rs", source)]);
        let said = one(rules::outside(&tree, &[]));
        let wanted = format!("src/record/mod.rs:{line}: {path} reaches for ");
        assert!(said.starts_with(&wanted), "{said}");
    }
}

#[test]
fn the_command_line_and_what_is_given_may_reach() {
    let tree = with(&[
        ("src/cli/mod.rs", "use std::env;\n"),
        (
            "src/web/mod.rs",
            "fn f() { tokio::time::sleep(1) }\nfn g(a: bool) -> bool { a != true }\n",
        ),
    ]);
    let given = [("src/web/mod.rs", "tokio::time", "")];
    assert_eq!(rules::outside(&tree, &given), Complaints::new());
    let idle = [given[0], ("src/web/mod.rs", "std::env", "")];
    let said = one(rules::outside(&tree, &idle));
    assert_eq!(
        said,
        "plan: src/web/mod.rs is given std::env, and does not use it"
    );
}

#[test]
fn a_file_made_elsewhere_is_found_however_it_is_written() {
    for (source, line, path) in [
        (
            "fn f() {\n    std::fs::write(p, b)\n}\n",
            2,
            "std::fs::write",
        ),
        (
            "use fs_err as fs;\nfn f() {\n    fs::rename(a, b)\n}\n",
            3,
            "fs_err::rename",
        ),
        (
            "use std::fs::{self, File as F};\nfn f() {\n    F::create(p)\n}\n",
            3,
            "std::fs::File::create",
        ),
        (
            "use std::fs::File;\nfn f() { File::options().open(p) }\n",
            2,
            "std::fs::File::options",
        ),
        (
            "use std::{fs::OpenOptions, io};\n",
            1,
            "std::fs::OpenOptions",
        ),
        ("use std::fs::*;\n", 1, "std::fs::*"),
        (
            "fn f(o: &mut O) { o.create_new(true); }\n",
            1,
            ".create_new",
        ),
        ("fn f() { tokio::fs::write(p, b) }\n", 1, "tokio::fs::write"),
        (
            "use rusqlite::Connection;\nfn f() { Connection::open(p) }\n",
            2,
            "rusqlite::Connection::open",
        ),
    ] {
        let tree = with(&[("src/cli/mod.rs", source)]);
        let said = one(rules::making(&tree, &[]));
        let wanted = format!("src/cli/mod.rs:{line}: {path} makes or takes away a file");
        assert!(said.starts_with(&wanted), "{source}: {said}");
    }
}

#[test]
fn what_only_reads_files_makes_none() {
    let source = "use std::fs::{self, File};\nuse crate::files;\nfn f() {\n    fs::read(p);\n    \
                  File::open(p);\n    files::write(p, b);\n    v.truncate(2);\n}\n\
                  #[cfg(test)]\nmod tests {\n    fn f() { std::fs::write(p, b) }\n}\n";
    let tree = with(&[
        ("src/files/mod.rs", "pub fn write() {}\n"),
        ("src/cli/mod.rs", source),
    ]);
    assert_eq!(rules::making(&tree, &[]), Complaints::new());
    let given = [("src/cli/mod.rs", "std::fs::write", "")];
    let said = one(rules::making(&tree, &given));
    assert_eq!(
        said,
        "plan: src/cli/mod.rs is given std::fs::write, and does not use it"
    );
}

#[test]
fn a_circle_of_files_is_found_through_what_a_room_passes_on() {
    let tree = with(&[
        ("src/view/mod.rs", "mod a;\nmod b;\nmod c;\npub use b::B;\n"),
        ("src/view/a.rs", "\nuse crate::view::B;\n"),
        ("src/view/b.rs", "use super::c::C;\npub struct B(C);\n"),
        ("src/view/c.rs", "pub struct C(super::a::A);\n"),
    ]);
    let said = one(rules::round(&tree, &[]));
    let way = "src/view/a.rs:2 uses view::B, src/view/b.rs:1 uses view::c::C, src/view/c.rs:1 uses view::a::A";
    assert!(said.contains(way), "{said}");
    assert_eq!(rules::round(&tree, &["src/view/c.rs"]), Complaints::new());
    assert_eq!(
        rules::round(&tree, &["src/view/a.rs", "src/view/d.rs"]).len(),
        1
    );
}

#[test]
fn a_parent_and_its_child_are_one_subject() {
    let tree = with(&[
        ("src/view/mod.rs", "mod a;\nuse a::A;\npub struct V;\n"),
        (
            "src/view/a.rs",
            "mod deep;\nuse super::V;\nuse deep::D;\npub struct A;\n",
        ),
        ("src/view/a/deep.rs", "use super::A;\npub struct D;\n"),
    ]);
    assert_eq!(rules::round(&tree, &[]), Complaints::new());
}

#[test]
fn what_is_too_long_is_found() {
    let body = "    let x = [1; 2];\n".repeat(99);
    let long = format!("\nfn f<T>(a: [u8; 2]) -> u8 {{\n{body}}}\n");
    let file = |text: &str| vec![("src/x.rs".to_owned(), text.to_owned())];
    let said = one(rules::too_long(&file(&long), &[]));
    assert_eq!(said, "src/x.rs:2: f has 101 lines; at most 100");
    assert_eq!(
        rules::too_long(&file(&long), &[("src/x.rs", "f", "")]),
        Complaints::new()
    );
    let said = one(rules::too_long(&file(&"// x\n".repeat(501)), &[]));
    assert_eq!(said, "src/x.rs:1:  has 501 lines; at most 500");
    let said = one(rules::too_long(
        &file("fn f();\n"),
        &[("src/x.rs", "f", "")],
    ));
    assert_eq!(said, "plan: src/x.rs f is not that long; take it out");
}

#[test]
fn a_dependency_that_nothing_uses_is_found() {
    let manifest = "[dependencies]\ncsv = \"1\"\nun-used = { version = \"1\" }\nthis-error = \"2\"\n\
                    [dev-dependencies]\nprop-test = \"1\"\ndivan = \"1\"\n";
    // The room has a module `csv`; whoever says `csv` there does not mean the dependency.
    let view = (
        "src/view/mod.rs",
        "mod csv;\nuse csv::Row;\n#[derive(this_error::Error)]\nstruct E;\n",
    );
    let tree = with(&[view, ("src/view/csv.rs", "pub struct Row;\n")]);
    let tests = [(
        "tests/x.rs".to_owned(),
        "use prop_test::prelude::*; // divan::main()\n".to_owned(),
    )];
    let said = rules::idle(manifest, &tree, &tests, &["divan"]);
    let wanted = ["csv", "un-used"].map(|d| format!("Cargo.toml: nothing uses {d}; take it out"));
    assert_eq!(said, wanted);
    let said = rules::idle("[dependencies]\n", &tree, &tests, &["divan"]);
    assert_eq!(one(said), "plan: divan is not idle; take it out");
}
