//! Labels over the plot for occasions, the outcome and the deadline.

use super::canvas::{Canvas, Paint, Type};
use super::measure;
use super::scale::Scale;
use crate::view::chart::ProbabilityChart;

/// The labels, in as few rows as they need. The first row stands lowest.
pub(super) struct Flags {
    rows: Vec<Vec<Flag>>,
    size: f64,
}

struct Flag {
    text: String,
    left: f64,
    right: f64,
    looks: Type,
}

impl Flags {
    /// The labels of a chart, within the picture's left and right edge.
    pub fn of(
        chart: &ProbabilityChart,
        scale: &Scale,
        (first, last): (f64, f64),
        size: f64,
    ) -> Self {
        let faint = Type::new(size, Paint::Faint).halo();
        let deadline = format!("deadline {}", scale.day(chart.deadline));
        let mut wanted = vec![(scale.x(chart.deadline), deadline, faint)];
        if let Some(end) = &chart.outcome {
            let text = format!("resolved {}, {}", end.label, scale.day(end.day));
            let looks = faint.paint(Paint::Ink).strong();
            wanted.push((scale.x(end.day), text, looks));
        }
        for on in chart.occasions.iter().rev() {
            let middle = (scale.x(on.first) + scale.x(on.last)) / 2.0;
            wanted.push((middle, on.label.clone(), faint));
        }
        let mut rows: Vec<Vec<Flag>> = Vec::new();
        for (middle, text, looks) in wanted {
            let text = measure::clip(&text, size, (last - first).min(320.0));
            let wide = measure::strong(&text, size);
            let left = (middle - wide / 2.0).clamp(first, (last - wide).max(first));
            let flag = Flag {
                text,
                left,
                right: left + wide,
                looks,
            };
            let free = |row: &&mut Vec<Flag>| {
                row.iter()
                    .all(|other| flag.right + 12.0 < other.left || other.right + 12.0 < flag.left)
            };
            match rows.iter_mut().find(free) {
                Some(row) => row.push(flag),
                None => rows.push(vec![flag]),
            }
        }
        Self { rows, size }
    }

    pub fn height(&self) -> f64 {
        self.rows.len() as f64 * self.size * 1.4 + 4.0
    }

    /// Draws them over a plot that begins at `bottom`.
    pub fn draw(&self, canvas: &mut Canvas, bottom: f64) {
        for (number, row) in self.rows.iter().enumerate() {
            let y = bottom - 6.0 - number as f64 * self.size * 1.4;
            for flag in row {
                canvas.text((flag.left, y), &flag.text, flag.looks);
            }
        }
    }
}
