//! How often what was forecast came: a reliability diagram.

use super::area::Area;
use super::canvas::{Anchor, Canvas, Frame, Paint, Pen, Type, n};
use super::{Style, measure};
use crate::view::reliability::Reliability;
use crate::view::words;

/// Height of the histogram under the plot.
const BARS: f64 = 56.0;

/// The plot: a square from 0 to 1 both ways.
#[derive(Clone, Copy)]
struct Square {
    x: f64,
    y: f64,
    side: f64,
}

impl Square {
    fn at(self, forecast: f64, came: f64) -> (f64, f64) {
        let came = came.clamp(0.0, 1.0);
        (
            self.x + self.side * forecast.clamp(0.0, 1.0),
            self.y + self.side * (1.0 - came),
        )
    }
}

pub(super) fn draw(diagram: &Reliability, style: &Style) -> String {
    let width = style.columns().min(560.0);
    let size = if width < 520.0 { 11.0 } else { 12.0 };
    let mut canvas = Canvas::new(style.palette());
    let margin = style.margin();
    let left = margin + measure::width("100 %", size) + 7.0;
    let top = head(&mut canvas, diagram, width, (size, margin));
    let square = Square {
        x: left,
        y: top,
        side: width - left - margin - 16.0,
    };
    band(&mut canvas, diagram, square);
    grid(&mut canvas, square, size);
    curve(&mut canvas, diagram, square);
    let bottom = histogram(&mut canvas, diagram, square, size);
    canvas.finish(&Frame {
        width,
        height: bottom,
        id: &style.id,
        title: diagram
            .title
            .as_deref()
            .unwrap_or("Reliability of the forecasts"),
        desc: &describe(diagram),
        ground: style.ground,
        links: false,
    })
}

fn head(canvas: &mut Canvas, diagram: &Reliability, width: f64, (size, margin): (f64, f64)) -> f64 {
    let mut y = margin / 2.0;
    let room = width - 2.0 * margin;
    if let Some(title) = &diagram.title {
        let large = size + 5.0;
        for line in measure::wrap(title, large, room, 2) {
            y += large * 1.3;
            canvas.text((margin, y), &line, Type::new(large, Paint::Ink).strong());
        }
        y += 4.0;
    }
    let mut what = "How often the meeting came, against the forecast".to_owned();
    if !diagram.band.is_empty() {
        what.push_str("; shaded, the 90 % band");
    }
    for line in measure::wrap(&what, size + 1.0, room, 3) {
        y += (size + 1.0) * 1.35;
        canvas.text((margin, y), &line, Type::new(size + 1.0, Paint::Faint));
    }
    y + 20.0
}

fn band(canvas: &mut Canvas, diagram: &Reliability, square: Square) {
    let point = |(p, at): (f64, f64)| {
        let (x, y) = square.at(p, at);
        format!("{} {}", n(x), n(y))
    };
    let upper = diagram.band.iter().map(|(p, _, hi)| point((*p, *hi)));
    let lower = diagram.band.iter().rev().map(|(p, lo, _)| point((*p, *lo)));
    let points: Vec<String> = upper.chain(lower).collect();
    if !points.is_empty() {
        canvas.fill(&format!("M{}Z", points.join("L")), Paint::Band, false);
    }
}

fn grid(canvas: &mut Canvas, square: Square, size: f64) {
    let looks = Type::new(size, Paint::Faint);
    for quarter in 0..=4 {
        let p = f64::from(quarter) / 4.0;
        let (x, y) = square.at(p, p);
        canvas.line(
            (square.x, y),
            (square.x + square.side, y),
            Pen::new(Paint::Grid, 1.0),
        );
        canvas.line(
            (x, square.y),
            (x, square.y + square.side),
            Pen::new(Paint::Grid, 1.0),
        );
        canvas.text(
            (square.x - 6.0, y + size * 0.35),
            &words::level(p),
            looks.anchor(Anchor::End),
        );
    }
    let (from, to) = (square.at(0.0, 0.0), square.at(1.0, 1.0));
    canvas.line(from, to, Pen::new(Paint::Faint, 1.0).dashed());
    let (x, y) = square.at(0.0, 1.0);
    canvas.text((x + 8.0, y + size + 6.0), "forecasts too low", looks.halo());
    let (x, y) = square.at(1.0, 0.0);
    canvas.text(
        (x - 8.0, y - 10.0),
        "forecasts too high",
        looks.anchor(Anchor::End).halo(),
    );
}

/// The recalibration as steps; a dot's area is the share of the forecasts.
fn curve(canvas: &mut Canvas, diagram: &Reliability, square: Square) {
    let mut path = String::new();
    for step in &diagram.steps {
        let (from, y) = square.at(step.from, step.came);
        let (to, _) = square.at(step.to, step.came);
        let verb = if path.is_empty() { 'M' } else { 'L' };
        path.push_str(&format!(
            "{verb}{} {}H{}",
            n(from),
            n(y),
            n(to.max(from + 1.0))
        ));
    }
    if !path.is_empty() {
        canvas.stroke(&path, Pen::new(Paint::Ink, 2.0));
    }
    for step in &diagram.steps {
        let at = square.at(step.mean, step.came);
        let radius = (14.0 * step.share.clamp(0.0, 1.0).sqrt()).max(3.0);
        canvas.dot(at, radius, Paint::Up);
    }
}

/// Where the forecasts were. Returns the bottom of the picture.
fn histogram(canvas: &mut Canvas, diagram: &Reliability, square: Square, size: f64) -> f64 {
    let looks = Type::new(size, Paint::Faint);
    let top = square.y + square.side + 14.0;
    let floor = top + BARS;
    let most = diagram.histogram.iter().fold(0.0_f64, |max, x| max.max(*x));
    let wide = square.side / diagram.histogram.len().max(1) as f64;
    let mut x = square.x;
    for share in &diagram.histogram {
        let tall = if most > 0.0 { BARS * share / most } else { 0.0 };
        if tall > 0.0 {
            let bar = Area::new(x + 0.5, floor - tall.max(1.0), wide - 1.0, tall.max(1.0));
            canvas.rect(bar, Paint::Faint);
        }
        x += wide;
    }
    canvas.line(
        (square.x, floor),
        (square.x + square.side, floor),
        Pen::new(Paint::Faint, 1.0),
    );
    for quarter in 0..=4 {
        let p = f64::from(quarter) / 4.0;
        let (x, _) = square.at(p, 0.0);
        canvas.text(
            (x, floor + size + 4.0),
            &words::level(p),
            looks.anchor(Anchor::Middle),
        );
    }
    let questions = match diagram.questions {
        1 => "1 question".to_owned(),
        many => format!("{many} questions"),
    };
    let note = format!("Forecast, and how many days stood at each; {questions}");
    let mut y = floor + size * 2.0 + 4.0;
    for line in measure::wrap(&note, size, square.side, 2) {
        y += size * 1.3;
        canvas.text((square.x, y - size * 0.6), &line, looks);
    }
    y + 6.0
}

fn describe(diagram: &Reliability) -> String {
    let mut out = String::new();
    for step in &diagram.steps {
        out.push_str(&format!(
            "Forecast {} to {}: came {}",
            words::percent(step.from),
            words::percent(step.to),
            words::percent(step.came)
        ));
        if let Some((lo, hi)) = step.band {
            out.push_str(&format!(" (90 % band {})", words::range(lo, hi)));
        }
        let questions = match step.questions {
            1 => "1 question".to_owned(),
            many => format!("{many} questions"),
        };
        out.push_str(&format!(", {} days of {questions}. ", step.days));
    }
    if out.is_empty() {
        out.push_str("No forecasts.");
    }
    out.trim_end().to_owned()
}
