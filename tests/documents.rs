//! Documents that list what the code knows are held against the code.

use std::path::Path;

use summit_ledger::belief::{Basis, Model};
use summit_ledger::model::shipped;
use summit_ledger::record::{Body, Field, Likelihood, Occasion, Pair, Place, Prior, Source};

/// The parts of records that have fields of their own.
fn parts() -> Vec<(&'static str, Vec<Field>)> {
    vec![
        ("prior", Prior::fields()),
        ("pair", Pair::fields()),
        ("occasion", Occasion::fields()),
        ("source", Source::fields()),
        ("likelihood", Likelihood::fields()),
    ]
}

fn text(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(path).unwrap()
}

/// The rows of the table whose head is `| record | fields |`: the name, and what stands beside it.
fn table(document: &str) -> Vec<(String, String)> {
    let rows = document.split("| record | fields |\n|---|---|\n").nth(1);
    let rows = rows.expect("a table of records and their fields").lines();
    rows.take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            (cells[0].trim_matches('`').to_owned(), cells[1].to_owned())
        })
        .collect()
}

/// A field's name, in italics where it may be left out.
fn bare(field: &Field) -> String {
    match field.optional {
        true => format!("*`{}`*", field.name),
        false => format!("`{}`", field.name),
    }
}

/// The name, and what it holds.
fn shown(field: &Field) -> String {
    match field.holds.as_str() {
        "" => bare(field),
        holds => format!("{} ({holds})", bare(field)),
    }
}

/// A row as the code would have it.
fn row(fields: &[Field], shown: impl Fn(&Field) -> String) -> String {
    let shown: Vec<String> = fields.iter().map(shown).collect();
    shown.join(", ")
}

/// Holds a document's table against the code's, and shows the row to write.
fn hold(path: &str, expected: Vec<(String, String)>) {
    let found = table(&text(path));
    for (name, fields) in &expected {
        let there = found.iter().find(|(n, _)| n == name);
        let there = there.map(|(_, fields)| fields.as_str());
        let line = format!("write into {path}:\n| `{name}` | {fields} |\n");
        assert_eq!(there, Some(fields.as_str()), "{line}");
    }
    let names = |rows: &[(String, String)]| rows.iter().map(|r| r.0.clone()).collect::<Vec<_>>();
    assert_eq!(
        names(&found),
        names(&expected),
        "{path}: the order of the rows"
    );
}

#[test]
fn the_file_format_lists_every_field_of_every_record() {
    let types = Body::TYPES.iter().map(|(name, _)| *name);
    let all = types
        .map(|name| (name, Body::fields(name).unwrap()))
        .chain(parts());
    hold(
        "docs/file-format.md",
        all.map(|(name, fields)| (name.to_owned(), row(&fields, shown)))
            .collect(),
    );
}

#[test]
fn the_cases_page_lists_every_field_that_people_write() {
    let written = |name: &str| match name {
        // In a case file a model is named by its file.
        "model" => "`file`".to_owned(),
        name => row(&Body::fields(name).unwrap(), bare),
    };
    let people = Body::TYPES
        .iter()
        .filter(|(_, place)| *place != Place::Program);
    hold(
        "ledger/cases/README.md",
        people
            .map(|(name, _)| ((*name).to_owned(), written(name)))
            .collect(),
    );
}

#[test]
fn the_readme_says_how_many_kinds_are_judged() {
    let model = Model::parse(shipped::DEFAULT.built).unwrap();
    let of = |basis: Basis| {
        model
            .kinds
            .values()
            .filter(|kind| kind.basis == basis)
            .count()
    };
    let said = format!(
        "{} of {} kinds are judged",
        of(Basis::Judgement),
        model.kinds.len()
    );
    assert!(text("README.md").contains(&said), "write it there: {said}");
    assert!(text("README.md").contains("six counted ones say nothing"));
    assert_eq!(of(Basis::MeasuredNull), 6);
}
