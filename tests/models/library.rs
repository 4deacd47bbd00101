//! The library of real questions: the list, the folder and the rule agree, and each case keeps to
//! the form.

use std::collections::BTreeSet;
use std::path::PathBuf;

use summit_ledger::belief::Model;
use summit_ledger::library::{self, Case, Held, ReadAs};
use summit_ledger::model::shipped;
use summit_ledger::record::{Body, Signal};

/// Signals without an address, and why they may be.
const WITHOUT_ADDRESS: &[(&str, &str, &str)] = &[(
    "biden-xi-2023",
    "putin-dates",
    "a newspaper of its day, named; its CASE.md says so",
)];
/// The longest summary, in characters.
const SUMMARY: usize = 110;
/// The fewest signals.
const SIGNALS: usize = 10;

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/ledger/cases"))
}

fn signals(case: &Case) -> impl Iterator<Item = &Signal> {
    case.facts.iter().filter_map(|fact| match fact {
        Body::Signal(signal) => Some(signal.as_ref()),
        _ => None,
    })
}

#[test]
fn each_folder_is_in_the_list_and_the_list_is_in_order() {
    let entries = std::fs::read_dir(folder()).unwrap().map(|e| e.unwrap());
    let folders: BTreeSet<String> = entries
        .filter(|e| e.path().is_dir())
        .map(|e| e.file_name().into_string().unwrap())
        .collect();
    let listed: Vec<&str> = library::ALL.iter().map(|held| held.id).collect();
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    assert_eq!(listed, folders, "write the list in src/library");
}

#[test]
fn each_case_keeps_to_the_form() {
    let faults: Vec<String> = library::ALL.iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// What is wrong with a case.
fn faults(held: &Held) -> Vec<String> {
    let case = match held.case() {
        Ok(case) => case,
        Err(e) => return vec![e.to_string()],
    };
    let mut out = Vec::new();
    if case.id() != held.id {
        out.push(format!("its question is called {}", case.id()));
    }
    if case.question.participants.len() != 2 {
        out.push("a case asks of two leaders".into());
    }
    if case.signals() < SIGNALS {
        out.push(format!("{} signals are too few", case.signals()));
    }
    if !held.notes.starts_with("# ") {
        out.push("CASE.md has no title".into());
    }
    let source = case.resolution.source.as_ref();
    if !source.is_some_and(|s| address(s.url.as_deref())) {
        out.push("the answer has no address".into());
    }
    out.extend(signals(&case).filter_map(|s| fault(held.id, s)));
    out.iter()
        .map(|fault| format!("{}: {fault}", held.id))
        .collect()
}

fn fault(case: &str, signal: &Signal) -> Option<String> {
    let id = signal.id.as_str();
    let word = |part: &str| {
        let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        !part.is_empty() && part.chars().all(small)
    };
    let excused = WITHOUT_ADDRESS
        .iter()
        .any(|(c, s, _)| (*c, *s) == (case, id));
    let url = signal.source.as_ref().and_then(|s| s.url.as_deref());
    let what = if !id.split('-').all(word) {
        "its id is not words joined by hyphens"
    } else if signal.summary.chars().count() > SUMMARY {
        "its summary is too long"
    } else if address(url) == excused {
        "it has no address, or is excused in vain"
    } else {
        return None;
    };
    Some(format!("{id}: {what}"))
}

fn address(url: Option<&str>) -> bool {
    let whole = |u: &str| !u.contains(char::is_whitespace) && u.len() > "https://a.b".len();
    url.is_some_and(|u| whole(u) && (u.starts_with("https://") || u.starts_with("http://")))
}

#[test]
fn a_kind_of_the_library_is_known_to_each_shipped_model_or_read_as_one_that_is() {
    let read_as = ReadAs::parse(library::READ_AS).unwrap();
    for id in ["kernel-2", "kernel-3"] {
        let model = Model::parse(shipped::named(id).unwrap()).unwrap();
        for (kind, older) in read_as.kinds() {
            assert!(model.kind(older.as_str()).is_ok(), "{kind} as {older}");
        }
        for held in library::ALL {
            let case = held.case().unwrap();
            for fact in &case.facts {
                let read = read_as.read(fact, &model).map(|_| ());
                assert_eq!(read, Ok(()), "{id} on {}", held.id);
            }
        }
    }
}

#[test]
fn what_is_kept_back_is_what_the_rule_names() {
    let rule = std::fs::read_to_string(folder().join("RULE.md")).unwrap();
    let kept = rule.split("## Kept back").nth(1).unwrap();
    let kept = kept.split("\n## ").next().unwrap();
    let named = kept.rsplit("before:").next().unwrap();
    let named: Vec<&str> = named
        .trim()
        .trim_end_matches('.')
        .split(',')
        .map(str::trim)
        .collect();
    assert_eq!(named, library::KEPT_BACK);
    for id in library::KEPT_BACK {
        assert!(library::find(id).is_ok(), "{id}");
    }
}

#[test]
fn the_library_is_as_wide_as_it_promises() {
    let cases: Vec<Case> = library::ALL.iter().map(|h| h.case().unwrap()).collect();
    let pairs: BTreeSet<String> = cases.iter().map(Case::pair).collect();
    let decades: BTreeSet<i16> = cases
        .iter()
        .map(|c| c.question.deadline.year() / 10)
        .collect();
    let no = cases.iter().filter(|c| !c.yes()).count();
    assert!(cases.len() >= 30, "{} questions", cases.len());
    assert!(pairs.len() >= 15, "{} pairs", pairs.len());
    assert!(no >= 12, "{no} ended no");
    assert!(decades.len() >= 4, "{} decades", decades.len());
}

/// A ledger takes an id once, so that all cases can be imported into one.
#[test]
fn no_two_cases_use_one_id() {
    let mut used = std::collections::BTreeMap::new();
    let mut twice = Vec::new();
    for held in library::ALL {
        for id in signals(&held.case().unwrap()).map(|s| s.id.to_string()) {
            if let Some(first) = used.insert(id.clone(), held.id) {
                twice.push(format!("{id}: {first} and {}", held.id));
            }
        }
    }
    assert!(twice.is_empty(), "\n{}\n", twice.join("\n"));
}
