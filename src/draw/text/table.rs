//! Draws a table. Where it is too wide, the columns that may give way do, the widest first; where
//! that is not enough, each row becomes a small list, so that no number is ever cut.

use super::Room;
use super::flow::{self, Piece};
use super::ink::Ink;
use crate::view::doc::Line;
use crate::view::table::{Align, Column, Fit, Row, Table};

/// Columns between two columns.
const GAP: usize = 2;

type Cell = Vec<Piece>;

pub(super) fn draw(table: &Table, room: Room) -> Vec<Vec<Piece>> {
    let head: Vec<Cell> = table.columns.iter().map(header).collect();
    let rows: Vec<Vec<Cell>> = table.rows.iter().map(|row| cells(table, row)).collect();
    let widths = widths(table, &head, &rows, room.width);
    if let Some(less) = without_spare(table, widths.as_deref()) {
        return draw(&less, room);
    }
    let Some(widths) = widths else {
        return stacked(table, room);
    };
    let whole = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    let mut lines = draw_row(&table.columns, &head, &widths, room);
    lines.push(room.rule(whole));
    let mut summing = false;
    for (row, cells) in table.rows.iter().zip(&rows) {
        if row.total && !summing {
            lines.push(room.rule(whole));
        }
        summing = row.total;
        lines.extend(draw_row(&table.columns, cells, &widths, room));
    }
    if rows.is_empty() {
        lines.push(vec![Piece::new("(none)", Ink::Faint)]);
    }
    lines
}

/// The head and some of the rows, one line each, laid out by all rows; `None` where the table is too
/// wide for that.
pub(super) fn part(
    table: &Table,
    room: Room,
    shown: std::ops::Range<usize>,
) -> Option<Vec<Vec<Piece>>> {
    let head: Vec<Cell> = table.columns.iter().map(header).collect();
    let rows: Vec<Vec<Cell>> = table.rows.iter().map(|row| cells(table, row)).collect();
    let widths = widths(table, &head, &rows, room.width);
    if let Some(less) = without_spare(table, widths.as_deref()) {
        return part(&less, room, shown);
    }
    let widths = widths?;
    let shown = rows.get(shown).unwrap_or_default();
    let lines = std::iter::once(&head).chain(shown).flat_map(|cells| {
        let line = draw_row(&table.columns, cells, &widths, room);
        line.into_iter().take(1)
    });
    Some(lines.collect())
}

/// The table without its spare columns, where these leave too little to another.
fn without_spare(table: &Table, widths: Option<&[usize]>) -> Option<Table> {
    let spare = |column: &Column| column.fit == Fit::Spare;
    let wish = table
        .columns
        .iter()
        .filter(|c| spare(c))
        .map(|c| c.min)
        .max()?;
    let cramped = widths.is_none_or(|widths| {
        let mut both = widths.iter().zip(&table.columns);
        both.any(|(width, column)| gives_way(column) && *width < wish)
    });
    cramped.then(|| {
        let mut less = table.clone();
        for row in &mut less.rows {
            let mut kept = table.columns.iter().map(|column| !spare(column));
            row.cells.retain(|_| kept.next().unwrap_or(false));
        }
        less.columns.retain(|column| !spare(column));
        less
    })
}

fn gives_way(column: &Column) -> bool {
    matches!(column.fit, Fit::Clip | Fit::Wrap)
}

fn header(column: &Column) -> Cell {
    flow::trim(vec![Piece::new(&column.header, Ink::Faint)])
}

fn cells(table: &Table, row: &Row) -> Vec<Cell> {
    let cells = row.cells.iter().map(|cell| flow::trim(flow::pieces(cell)));
    cells
        .chain(std::iter::repeat(Vec::new()))
        .take(table.columns.len())
        .collect()
}

/// The columns' widths, or none where the table cannot fit.
fn widths(table: &Table, head: &[Cell], rows: &[Vec<Cell>], room: usize) -> Option<Vec<usize>> {
    let mut widths: Vec<usize> = head.iter().map(|cell| flow::width(cell)).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = flow::width(cell).max(*width);
        }
    }
    let gaps = GAP * widths.len().saturating_sub(1);
    for (width, column) in widths.iter_mut().zip(&table.columns) {
        if gives_way(column) {
            *width = (*width).min(room);
        }
    }
    while widths.iter().sum::<usize>() + gaps > room {
        let giving = widths.iter_mut().zip(&table.columns);
        let giving =
            giving.filter(|(width, column)| gives_way(column) && **width > column.min.max(1));
        let (widest, _) = giving.max_by_key(|(width, _)| **width)?;
        *widest -= 1;
    }
    Some(widths)
}

fn draw_row(columns: &[Column], cells: &[Cell], widths: &[usize], room: Room) -> Vec<Vec<Piece>> {
    let shown: Vec<Vec<Cell>> = columns
        .iter()
        .zip(cells)
        .zip(widths)
        .map(|((column, cell), &width)| match column.fit {
            Fit::Wrap => flow::wrap(cell, width),
            Fit::Clip | Fit::Whole | Fit::Spare => vec![flow::clip(cell, width, room.charset)],
        })
        .collect();
    let height = shown.iter().map(Vec::len).max().unwrap_or_default();
    let line = |at: usize| {
        let mut line = Vec::new();
        for ((column, cell), &width) in columns.iter().zip(&shown).zip(widths) {
            if !line.is_empty() {
                line.push(Piece::blank(GAP));
            }
            let cell = cell.get(at).cloned().unwrap_or_default();
            let spare = width.saturating_sub(flow::width(&cell));
            let (before, after) = match column.align {
                Align::Left => (0, spare),
                Align::Right => (spare, 0),
            };
            line.push(Piece::blank(before));
            line.extend(cell);
            line.push(Piece::blank(after));
        }
        line
    };
    (0..height).map(line).collect()
}

/// Each row as a list of its cells, by header.
fn stacked(table: &Table, room: Room) -> Vec<Vec<Piece>> {
    let mut lines = Vec::new();
    for row in &table.rows {
        if !lines.is_empty() {
            lines.push(if row.total {
                room.rule(room.width)
            } else {
                Vec::new()
            });
        }
        let facts = table.columns.iter().zip(&row.cells);
        let facts: Vec<(String, Line)> = facts
            .map(|(column, cell)| (column.header.clone(), cell.clone()))
            .collect();
        lines.extend(room.facts(&facts));
    }
    lines
}
