//! The rules, each as the complaints that it has: file, line, what is wrong and what would be right.

use std::collections::BTreeSet;

use super::circle::circles;
use super::path::paths;
use super::plan::{DOORS, LONGEST_FILE, LONGEST_FUNCTION, MAKES, OUTSIDE, ROOMS};
use super::size::functions;
use super::token::{Token, at, tokens};
use super::tree::{Arrow, File, Leads, Tree};

pub type Complaints = Vec<String>;

/// The rooms that a room may use.
fn may_use(room: &str) -> Option<&'static [&'static str]> {
    ROOMS
        .iter()
        .find(|(name, _)| *name == room)
        .map(|(_, uses)| *uses)
}

/// The two rooms of an arrow that leads from one to another.
fn rooms(arrow: &Arrow) -> Option<(&str, &str)> {
    let from = arrow.from.strip_prefix("src/")?.split_once('/')?.0;
    let to = arrow.path.first()?.as_str();
    (from != to).then_some((from, to))
}

fn place(arrow: &Arrow) -> String {
    format!("{}:{}", arrow.from, arrow.line)
}

/// Arrows from one room to another that are not in the plan.
pub fn off_the_plan(tree: &Tree) -> Complaints {
    let wrong = |arrow: &Arrow| {
        let (from, to) = rooms(arrow)?;
        let Some(uses) = may_use(from) else {
            return Some(format!("{}: the plan has no room {from}", place(arrow)));
        };
        let path = arrow.path.join("::");
        let may = match uses {
            [] => "nothing".to_owned(),
            uses => uses.join(", "),
        };
        let here = place(arrow);
        (!uses.contains(&to)).then(|| format!("{here}: {from} uses {path}; it may use {may}"))
    };
    tree.arrows.iter().filter_map(wrong).collect()
}

/// Pairs of rooms that use each other, told once.
pub fn mutual(tree: &Tree) -> Complaints {
    let arrows = &tree.arrows;
    let mut told = BTreeSet::new();
    let mut out = Vec::new();
    for there in arrows {
        let Some((a, b)) = rooms(there) else { continue };
        let back = arrows.iter().find(|arrow| rooms(arrow) == Some((b, a)));
        if let Some(back) = back.filter(|_| told.insert((a.min(b), a.max(b)))) {
            let (there, back) = (place(there), place(back));
            out.push(format!("{a} and {b} use each other: {there} and {back}"));
        }
    }
    out
}

/// Arrows of the plan that no file needs.
pub fn unused(tree: &Tree) -> Complaints {
    let used: BTreeSet<_> = tree.arrows.iter().filter_map(rooms).collect();
    let rows = ROOMS
        .iter()
        .flat_map(|(from, uses)| uses.iter().map(move |to| (*from, *to)));
    rows.filter(|pair| !used.contains(pair))
        .map(|(from, to)| format!("plan: {from} may use {to}, and does not; take it out"))
        .collect()
}

/// Where the command line enters a room by something else than its doors.
pub fn past_the_doors(tree: &Tree) -> Complaints {
    let wrong = |arrow: &Arrow| {
        let ("cli", to) = rooms(arrow)? else {
            return None;
        };
        let (_, doors) = DOORS.iter().find(|(room, _)| *room == to)?;
        let path = arrow.path[1..].join("::");
        let through = doors.iter().any(|door| below(&path, door));
        let (here, doors) = (place(arrow), doors.join(", "));
        (!through).then(|| format!("{here}: cli uses {to}::{path}; of {to} it may use {doors}"))
    };
    tree.arrows.iter().filter_map(wrong).collect()
}

/// Whether a path is another one or goes on from it.
fn below(path: &str, stem: &str) -> bool {
    path.strip_prefix(stem)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// What a file may do though others may not: the file, a path or what goes on from it, and why.
type Given<'a> = &'a [(&'a str, &'a str, &'a str)];

/// Where the library reaches for what it is to be handed, but for what is `given`.
pub fn outside(tree: &Tree, given: Given<'_>) -> Complaints {
    let library = |file: &&File| !matches!(file.room(), Some("cli" | "main"));
    let wrong = |path: &str| {
        let (_, what) = OUTSIDE.iter().find(|(stem, _)| below(path, stem))?;
        Some(format!("reaches for {what}; the command line hands it in"))
    };
    but_for(given, tree, &wrong, tree.files().filter(library))
}

/// Where a file is made, changed or taken away, but for what is `given`.
pub fn making(tree: &Tree, given: Given<'_>) -> Complaints {
    let wrong = |path: &str| {
        let made = MAKES.iter().any(|stem| below(path, stem));
        made.then(|| "makes or takes away a file; the room `files` does that".to_owned())
    };
    but_for(given, tree, &wrong, tree.files())
}

/// What is wrong with what files reach for, and what is given in vain.
fn but_for<'t>(
    given: Given<'_>,
    tree: &Tree,
    wrong: &dyn Fn(&str) -> Option<String>,
    files: impl Iterator<Item = &'t File>,
) -> Complaints {
    let mut out = Vec::new();
    let mut used = BTreeSet::new();
    for file in files {
        for (line, path) in reaches(tree, file) {
            let Some(what) = wrong(&path) else {
                continue;
            };
            let allowed = |(f, p, _): &&(&str, &str, &str)| *f == file.path && below(&path, p);
            match given.iter().find(allowed) {
                Some((f, p, _)) => drop(used.insert((*f, *p))),
                None => out.push(format!("{}:{line}: {path} {what}", file.path)),
            }
        }
    }
    let idle = given.iter().filter(|(f, p, _)| !used.contains(&(*f, *p)));
    out.extend(idle.map(|(f, p, _)| format!("plan: {f} is given {p}, and does not use it")));
    out
}

/// Paths of other crates, `::*` after doors that are brought in whole, macros, and methods.
fn reaches(tree: &Tree, file: &File) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    for path in &file.paths {
        if let Leads::Away(words) = tree.leads(file, path) {
            let words = words.join("::");
            let whole = format!("{words}::*");
            if path.name.is_none() && MAKES.contains(&whole.as_str()) {
                out.push((path.line, whole));
            }
            out.push((path.line, words));
        }
    }
    for (i, Token { text, line }) in file.tokens.iter().enumerate() {
        if at(&file.tokens, i + 1, "!") && !at(&file.tokens, i + 2, "=") {
            out.push((*line, format!("{text}!")));
        }
        if let (".", Some(method)) = (text.as_str(), file.tokens.get(i + 1)) {
            out.push((*line, format!(".{}", method.text)));
        }
    }
    out
}

/// Files of one room that need each other, but for a parent and its child.
pub fn round(tree: &Tree, left: &[&str]) -> Complaints {
    let found = circles(tree);
    let on = |circle: &[Arrow], file: &str| circle.iter().any(|arrow| arrow.from == file);
    let mut out = Vec::new();
    for circle in found
        .iter()
        .filter(|c| !left.iter().any(|file| on(c, file)))
    {
        let way = circle
            .iter()
            .map(|a| format!("{} uses {}", place(a), a.path.join("::")));
        let way: Vec<String> = way.collect();
        out.push(format!(
            "a circle: {}; give what is shared a file of its own",
            way.join(", ")
        ));
    }
    let gone = left
        .iter()
        .filter(|file| !found.iter().any(|c| on(c, file)));
    out.extend(gone.map(|file| format!("plan: {file} is on no circle; take it out")));
    out
}

/// Files and functions that are too long, but for those in the table.
pub fn too_long(texts: &[(String, String)], allowed: &[(&str, &str, &str)]) -> Complaints {
    let mut out = Vec::new();
    let mut used = BTreeSet::new();
    for (path, text) in texts {
        let lines = text.lines().count();
        let whole = (lines > LONGEST_FILE).then(|| (1, String::new(), lines, LONGEST_FILE));
        let long = functions(text)
            .into_iter()
            .filter(|f| f.lines > LONGEST_FUNCTION);
        let long = long.map(|f| (f.line, f.name, f.lines, LONGEST_FUNCTION));
        for (line, name, lines, most) in whole.into_iter().chain(long) {
            let row = allowed.iter().find(|(p, n, _)| *p == path && *n == name);
            match row {
                Some((p, n, _)) => drop(used.insert((*p, *n))),
                None => out.push(format!(
                    "{path}:{line}: {name} has {lines} lines; at most {most}"
                )),
            }
        }
    }
    let idle = allowed.iter().filter(|(p, n, _)| !used.contains(&(*p, *n)));
    out.extend(idle.map(|(p, n, _)| format!("plan: {p} {n} is not that long; take it out")));
    out
}

/// Dependencies of a manifest that nothing names: of the program in its sources, of tests and
/// benches in all of `texts`, tests within the sources included.
pub fn idle(manifest: &str, tree: &Tree, texts: &[(String, String)], left: &[&str]) -> Complaints {
    let manifest: toml::Table = manifest.parse().unwrap();
    let names = |section: &str| -> Vec<String> {
        let section = manifest.get(section).and_then(toml::Value::as_table);
        section
            .into_iter()
            .flat_map(toml::Table::keys)
            .cloned()
            .collect()
    };
    let mut named = BTreeSet::new();
    for file in tree.files() {
        for path in &file.paths {
            if let Leads::Away(words) = tree.leads(file, path) {
                named.extend(words.into_iter().next());
            }
        }
    }
    let anywhere: BTreeSet<String> = texts.iter().flat_map(|(_, text)| stems(text)).collect();
    let unused = |names: Vec<String>, used: &BTreeSet<String>| -> Vec<String> {
        let idle = |name: &String| !used.contains(&name.replace('-', "_"));
        names.into_iter().filter(idle).collect()
    };
    let mut found = unused(names("dependencies"), &named);
    found.extend(unused(names("dev-dependencies"), &anywhere));
    let gone = left.iter().filter(|name| !found.iter().any(|f| f == *name));
    let gone: Complaints = gone
        .map(|name| format!("plan: {name} is not idle; take it out"))
        .collect();
    let idle = found.iter().filter(|name| !left.contains(&name.as_str()));
    let idle = idle.map(|name| format!("Cargo.toml: nothing uses {name}; take it out"));
    idle.chain(gone).collect()
}

/// The words that paths of a source begin with.
fn stems(text: &str) -> Vec<String> {
    let paths = paths(&tokens(text)).into_iter();
    paths
        .filter_map(|path| path.words.into_iter().next())
        .collect()
}
