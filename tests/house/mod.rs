//! The house holds itself: what the sources say of rooms, arrows, circles and sizes is read from
//! their text and compared with the plan.

mod circle;
mod path;
mod plan;
mod planted;
mod rules;
mod security;
mod size;
mod token;
mod tree;

use std::path::Path;
use std::sync::LazyLock;

use tree::{Tree, texts};

static TREE: LazyLock<Tree> = LazyLock::new(|| Tree::read(root()));

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[track_caller]
fn none(complaints: rules::Complaints) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn each_room_uses_only_those_that_the_plan_gives_it() {
    none(rules::off_the_plan(&TREE));
    none(rules::mutual(&TREE));
    none(rules::unused(&TREE));
}

#[test]
fn the_plan_goes_one_way() {
    for (i, (room, uses)) in plan::ROOMS.iter().enumerate() {
        for to in *uses {
            let below = plan::ROOMS[..i].iter().any(|(name, _)| name == to);
            assert!(below, "{room} may use {to}, which is not below it");
        }
    }
}

#[test]
fn the_command_line_enters_by_the_doors() {
    none(rules::past_the_doors(&TREE));
}

#[test]
fn the_library_is_handed_terminal_environment_and_clock() {
    none(rules::outside(&TREE, plan::GIVEN));
}

#[test]
fn files_are_made_in_one_room() {
    none(rules::making(&TREE, plan::MAKERS));
}

#[test]
fn no_files_need_each_other() {
    none(rules::round(&TREE, plan::CIRCLES_LEFT));
}

/// Everything that is compiled.
fn everything() -> Vec<(String, String)> {
    ["src", "tests", "benches"]
        .map(|folder| texts(root(), folder))
        .concat()
}

#[test]
fn files_and_functions_stay_short() {
    none(rules::too_long(&everything(), plan::LONG));
}

#[test]
fn every_dependency_is_used() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    none(rules::idle(
        &manifest,
        &TREE,
        &everything(),
        plan::IDLE_LEFT,
    ));
}

/// The plan as contributors see it: a row a room, `#` under each room that it uses.
fn picture() -> String {
    let rooms = plan::ROOMS;
    let mut rows = vec![" ".repeat(9)];
    for (name, _) in &rooms[..rooms.len() - 1] {
        rows[0] += &format!(" {:<3}", &name[..3]);
    }
    for (i, (room, uses)) in rooms.iter().enumerate() {
        let mark = |below: &&str| if uses.contains(below) { "#" } else { "." };
        let cells = rooms[..i].iter().map(|(below, _)| mark(below));
        let cells: String = cells.map(|c| format!(" {c:<3}")).collect();
        rows.push(format!("{room:<9}{cells}"));
    }
    let rows: Vec<&str> = rows.iter().map(|row| row.trim_end()).collect();
    rows.join("\n")
}

#[test]
fn contributors_see_the_plan_as_it_is() {
    let page = std::fs::read_to_string(root().join("docs/contributing.md")).unwrap();
    let shown = page
        .split("<!-- the plan of tests/house -->\n```text\n")
        .nth(1);
    let shown = shown.unwrap().split("\n```").next().unwrap();
    assert_eq!(shown, picture(), "write it into docs/contributing.md");
}
