//! The area of a chart: a curve over a shaded band, both in dots, eight to a character.

use super::Room;
use super::flow::Piece;
use super::ink::Ink;

/// Dots in a character: two across, four down.
const ACROSS: usize = 2;
const DOWN: usize = 4;

/// The bit of each dot of a braille character, row by row (Unicode, U+2800 block).
const BITS: [[u8; ACROSS]; DOWN] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

/// The dots of a character that a full shade shows: few enough to stay behind the curve.
const TEXTURE: u8 = 0x01 | 0x20;

/// A grid of characters, `rows` by `columns`, on which 1, the top of the axis, is in the middle of the
/// first row and 0, its bottom, in the middle of the last.
pub(super) struct Plot {
    rows: usize,
    columns: usize,
    cells: Vec<Cell>,
    room: Room,
}

#[derive(Clone, Copy)]
struct Cell {
    /// Dots of the curve.
    curve: u8,
    /// Dots of the band.
    band: u8,
    /// What shows where there are none.
    under: (char, Ink),
    /// Whether that shows through the band, too.
    over_band: bool,
}

impl Plot {
    pub fn new(rows: usize, columns: usize, room: Room) -> Self {
        let empty = Cell {
            curve: 0,
            band: 0,
            under: (' ', Ink::Faint),
            over_band: false,
        };
        Self {
            rows,
            columns,
            cells: vec![empty; rows * columns],
            room,
        }
    }

    /// Puts a character under the band and the curve.
    pub fn put(&mut self, row: usize, column: usize, c: char, ink: Ink) {
        if let Some(cell) = self.cell(row, column) {
            cell.under = (c, ink);
        }
    }

    /// Puts a character over the band, under the curve.
    pub fn put_over(&mut self, row: usize, column: usize, c: char, ink: Ink) {
        if let Some(cell) = self.cell(row, column) {
            cell.under = (c, ink);
            cell.over_band = true;
        }
    }

    /// Puts a character over the band, under the curve, at the share `p` of the axis.
    pub fn put_at(&mut self, p: f64, column: usize, c: char, ink: Ink) {
        self.put_over(self.dot_row(p) / DOWN, column, c, ink);
    }

    /// Draws a line from top to bottom, over all but the curve.
    pub fn line(&mut self, column: usize, c: char, ink: Ink) {
        for row in 0..self.rows {
            self.put_over(row, column, c, ink);
        }
    }

    /// Shades from `lo` to `hi`, shares of the axis, from dot `from` to before dot `to`.
    pub fn shade(&mut self, from: usize, to: usize, lo: f64, hi: f64) {
        let (top, bottom) = (self.dot_row(hi), self.dot_row(lo));
        for x in from..to {
            for y in top..=bottom {
                self.dot(x, y, |cell| &mut cell.band);
            }
        }
    }

    /// Draws the curve level at the share `p` from dot `from` to dot `to`, both included.
    pub fn level(&mut self, from: usize, to: usize, p: f64) {
        let y = self.dot_row(p);
        for x in from..=to {
            self.dot(x, y, |cell| &mut cell.curve);
        }
    }

    /// Draws the curve from one share of the axis to another at dot `x`.
    pub fn step(&mut self, x: usize, from: f64, to: f64) {
        let (from, to) = (self.dot_row(from), self.dot_row(to));
        for y in from.min(to)..=from.max(to) {
            self.dot(x, y, |cell| &mut cell.curve);
        }
    }

    /// The plot's rows, from top to bottom.
    pub fn lines(&self) -> Vec<Vec<Piece>> {
        self.cells
            .chunks(self.columns.max(1))
            .map(|row| self.runs(row))
            .collect()
    }

    fn runs(&self, cells: &[Cell]) -> Vec<Piece> {
        let mut runs: Vec<(String, Ink)> = Vec::new();
        for cell in cells {
            let (c, ink) = self.drawn(cell);
            match runs.last_mut() {
                Some((run, same)) if *same == ink => run.push(c),
                _ => runs.push((c.to_string(), ink)),
            }
        }
        runs.into_iter()
            .map(|(run, ink)| Piece::drawn(run, ink))
            .collect()
    }

    fn drawn(&self, cell: &Cell) -> (char, Ink) {
        let half = cell.band.count_ones() >= 4;
        let textured = cell.band & TEXTURE;
        if cell.curve != 0 {
            (self.room.pick(braille(cell.curve), '*'), Ink::Curve)
        } else if cell.over_band {
            cell.under
        } else if self.room.unicode() && textured != 0 {
            (braille(textured), Ink::Faint)
        } else if !self.room.unicode() && half {
            ('.', Ink::Faint)
        } else {
            cell.under
        }
    }

    fn dot_row(&self, p: f64) -> usize {
        let steps = (self.rows.saturating_sub(1) * DOWN) as f64;
        ((1.0 - p) * steps + 2.0).floor() as usize
    }

    fn dot(&mut self, x: usize, y: usize, layer: fn(&mut Cell) -> &mut u8) {
        let bit = BITS
            .get(y % DOWN)
            .and_then(|row| row.get(x % ACROSS))
            .copied();
        if let Some(cell) = self.cell(y / DOWN, x / ACROSS) {
            *layer(cell) |= bit.unwrap_or_default();
        }
    }

    fn cell(&mut self, row: usize, column: usize) -> Option<&mut Cell> {
        if column >= self.columns {
            return None;
        }
        self.cells.get_mut(row * self.columns + column)
    }
}

fn braille(dots: u8) -> char {
    char::from_u32(0x2800 + u32::from(dots)).unwrap_or(' ')
}
