//! The rows of a history as a table for people.

use std::collections::BTreeSet;

use super::Options;
use super::columns::{Column, bare, signed};
use super::told::Told;
use crate::record::Account;
use crate::view::doc::{Line, Role, Span};
use crate::view::steps::{Steps, Sum};
use crate::view::table::Table;

/// The rows that are shown, and what they and the others sum to.
pub(super) fn table(account: &Account, options: &Options) -> Table {
    let columns = match options.columns.as_slice() {
        [] => Column::usual(options.ids),
        asked => asked.to_vec(),
    };
    let steps = Steps::of(account);
    let shown = options.pick.rows(account);
    let table = rows(account, &columns, &steps, &shown);
    match columns.contains(&Column::Decibans) {
        true => summed_up(table, account, (&columns, &steps), shown),
        false => table,
    }
}

/// All rows in these columns, without sums.
pub(in crate::view) fn list(account: &Account, columns: &[Column]) -> Table {
    let all: Vec<usize> = (0..account.rows.len()).collect();
    rows(account, columns, &Steps::of(account), &all)
}

fn rows(account: &Account, columns: &[Column], steps: &Steps, shown: &[usize]) -> Table {
    let told = Told::of(account);
    let mut table = Table::new(columns.iter().map(|column| column.column(&told)));
    for place in shown {
        if let (Some(row), Some(step)) = (account.rows.get(*place), steps.each().get(*place)) {
            table.push(columns.iter().map(|column| column.cell(&told, row, *step)));
        }
    }
    table
}

/// The sums of the rows that are shown, of those that are not, and of time where it has no column:
/// they sum to the change since the opening.
fn summed_up(
    mut table: Table,
    account: &Account,
    (columns, steps): (&[Column], &Steps),
    shown: Vec<usize>,
) -> Table {
    let (Some(total), Some(last)) = (steps.total(), account.rows.last()) else {
        return table;
    };
    let shown: BTreeSet<usize> = shown.into_iter().collect();
    let here = steps.sum(|place| shown.contains(&place));
    if shown.len() == account.rows.len() {
        table = table.total(summed(columns, "all rows", here));
    } else {
        let others = steps.sum(|place| !shown.contains(&place));
        table = table.total(summed(columns, "these rows", here));
        table = table.total(summed(columns, "the rows left out", others));
    }
    if !columns.contains(&Column::Time) {
        let own = steps.sum(|_| true).time;
        table = table.total(summed(columns, "time passing", Sum { time: 0, own }));
    }
    let since = columns.iter().map(|column| match column {
        Column::Decibans => signed(Some(total)),
        Column::P => Span::new(bare(last.forecast.p), Role::Strong).into(),
        column => label(columns, *column, "since the opening"),
    });
    table.total(since)
}

fn summed(columns: &[Column], what: &str, sum: Sum) -> Vec<Line> {
    let cell = |column: &Column| match column {
        Column::Time => signed(Some(sum.time)),
        Column::Decibans => signed(Some(sum.own)),
        column => label(columns, *column, what),
    };
    columns.iter().map(cell).collect()
}

/// What a sum is of, in the first column of words that may give way, else in the first.
fn label(columns: &[Column], column: Column, what: &str) -> Line {
    let words = |c: &&Column| matches!(c, Column::Signal | Column::Id);
    let place = columns.iter().find(words).or_else(|| columns.first());
    match place == Some(&column) {
        true => Line::from(what),
        false => Line::new(),
    }
}
