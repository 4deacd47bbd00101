//! A signal's own decibans are one number, wherever they are read.

use std::collections::BTreeMap;

use serde_json::Value;
use summit_ledger::desk::Desk;
use summit_ledger::publish::report;
use summit_ledger::record::{Body, Name, date};
use summit_ledger::store::Ledger;
use summit_ledger::view::account::{self, Column, Options};
use summit_ledger::view::doc::{Block, Doc, Line};
use summit_ledger::view::report::Made;
use summit_ledger::view::table::{Row, Table};
use summit_ledger::view::{explanation, steps::Steps};

use super::served::Served;
use crate::support::home::Home;

/// Decibans as shown, by the id of the signal.
type Shown = BTreeMap<String, String>;

fn text(line: &Line) -> String {
    line.0.iter().map(|span| span.text.as_str()).collect()
}

/// Those of the rows of a table: the id by `id`, the number in the column `dB`.
fn of_table(doc: &Doc, id: impl Fn(&Row) -> Option<String>) -> Shown {
    let tables = doc.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let of = |table: &Table| {
        let at = table.columns.iter().position(|c| c.header == "dB").unwrap();
        let rows = table.rows.iter().filter(|row| !row.total);
        let shown = rows.filter_map(|row| Some((id(row)?, text(&row.cells[at]))));
        shown.collect::<Shown>()
    };
    of(tables.into_iter().next().unwrap())
}

/// What stands after `before` and up to `after`, in each piece of a page that begins with `mark`.
fn of_page(page: &str, mark: &str, before: &str, after: &str) -> Shown {
    let pieces = page.split(mark).skip(1);
    let one = |piece: &str| {
        let id = piece.split('"').next()?;
        let rest = piece.split_once(before)?.1;
        Some((id.to_owned(), rest.split_once(after)?.0.to_owned()))
    };
    pieces.filter_map(one).collect()
}

/// Those of data: objects with an `id`, or a cause with one, and a number of decibans.
fn of_data(objects: &[&Value], decibans: &str) -> Shown {
    let shown = |x: f64| summit_ledger::view::decibans::hundredths(x);
    let one = |v: &&Value| Some((v["id"].as_str()?.to_owned(), shown(v[decibans].as_f64()?)));
    objects.iter().filter_map(one).collect()
}

#[test]
fn the_decibans_of_the_demo_s_signals_are_the_same_on_every_surface() {
    let home = Home::new();
    home.ok(&["demo", "--ledger", "summit.db"]);
    let mut desk = Desk::new(Ledger::open(&home.ledger()).unwrap());
    let id = Name::parse("biden-xi-2023").unwrap();
    let told = desk.told(&id, None).unwrap();
    let own = Steps::of(&told);
    let signals = told.rows.iter().filter_map(|row| match &row.cause.body {
        Body::Signal(s) => Some(s.id.to_string()),
        _ => None,
    });
    let expected: Shown = signals
        .map(|id| {
            let units = own.signal(&id).unwrap();
            (id, summit_ledger::view::steps::show(units))
        })
        .collect();
    assert_eq!(expected.len(), 81);

    // The history as data: the rows sum to the change, the cause's part is the signal's own.
    let data = account::data(&told, &Options::default());
    let rows = data.as_array().unwrap();
    let causes: Vec<Value> = rows
        .iter()
        .map(|row| serde_json::json!({"id": row["cause"]["id"], "own": row["decibans"]}))
        .collect();
    let causes: Vec<&Value> = causes.iter().collect();
    assert_eq!(of_data(&causes, "own"), expected);
    let parts = rows
        .iter()
        .flat_map(|row| [&row["decibans"], &row["time_decibans"]]);
    let hundredths = |v: &Value| (v.as_f64().unwrap_or(0.0) * 100.0).round() as i64;
    assert_eq!(parts.map(hundredths).sum::<i64>(), own.total().unwrap());

    // The history as a table, in every form that draws it.
    let options = Options {
        columns: Column::parse("id,db").unwrap(),
        ..Options::default()
    };
    let history = account::doc(&told, &options);
    let by_cell = |row: &Row| Some(text(&row.cells[0]));
    let mut table = of_table(&history, by_cell);
    table.retain(|id, _| expected.contains_key(id));
    assert_eq!(table, expected);

    // What explains the number, by rows and since the opening.
    let standing = desk.standing(&id, None).unwrap();
    let by_rows = explanation::data(&standing.explain(None).unwrap(), &own);
    let parts = by_rows["parts"].as_array().unwrap().iter();
    let told_in: Vec<&Value> = parts
        .flat_map(|part| part["signals"].as_array())
        .flatten()
        .collect();
    assert_eq!(of_data(&told_in, "own_decibans"), expected);
    let opened = date::parse("2023-02-01").unwrap();
    let since = explanation::data(&standing.explain(Some(opened)).unwrap(), &own);
    let parts: Vec<&Value> = since["parts"].as_array().unwrap().iter().collect();
    assert_eq!(of_data(&parts, "decibans"), expected);

    // The report.
    let made = Made {
        program: "test".into(),
        on: date::parse("2023-11-14").unwrap(),
    };
    let report = report::gather(&mut desk, &id, None, made).unwrap();
    let sections = report.sections();
    let section = sections.iter().find(|s| s.id == "signals").unwrap();
    let anchored = |row: &Row| {
        let anchor = row.anchor.as_deref()?;
        Some(anchor.strip_prefix("signal-")?.to_owned())
    };
    assert_eq!(of_table(&section.doc, anchored), expected);

    on_the_page(&home, &expected);
}

/// The dashboard's table and the picture above it.
fn on_the_page(home: &Home, expected: &Shown) {
    let page = Served::of(&home.ledger()).page("/q/biden-xi-2023");
    let listed = of_page(&page, "<tr id=\"signal-", "data-label=\"dB\">", "<");
    assert_eq!(&listed, expected);
    let drawn = of_page(
        &page,
        "<a href=\"#signal-",
        "class=\"mark\" aria-label=\"",
        "\"",
    );
    for (id, told) in &drawn {
        assert!(told.contains(&format!(", {} dB, ", expected[id])), "{told}");
    }
    assert!(drawn.len() > 75, "{}", drawn.len());
    // What moved nothing has no direction.
    let still = expected.iter().filter(|(_, shown)| *shown == "0.00");
    assert!(still.clone().count() > 5);
    for (id, _) in still {
        let row = page
            .split(&format!("<tr id=\"signal-{id}\""))
            .nth(1)
            .unwrap();
        assert!(
            row.contains("<td class=\"num \" data-label=\"dB\">0.00<"),
            "{id}"
        );
    }
}
