//! The way of a probability, step by step, as bars on the scale of log-odds.

use super::area::Area;
use super::canvas::{Anchor, Canvas, Frame, Paint, Pen, Type, n};
use super::signals::direction;
use super::{Style, measure};
use crate::draw::safe;
use crate::view::decibans::Precision;
use crate::view::waterfall::{Bar, Level, Waterfall};
use crate::view::words::{self, long_day};

/// Most bars; what is smaller is drawn together.
const MOST: usize = 16;

/// Where things stand.
struct Layout {
    width: f64,
    size: f64,
    margin: f64,
    narrow: bool,
    one_year: bool,
    low: i64,
    high: i64,
    /// The part where the bars are; its `y` and `h` are of no account.
    bars: Area,
}

impl Layout {
    fn of(fall: &Waterfall, width: f64, margin: f64) -> Self {
        let narrow = width < 520.0;
        let size = if narrow { 11.0 } else { 12.0 };
        let (low, high) = fall.range();
        let one_year = fall.start.day.year() == fall.end.day.year();
        // Numbers stand before and behind the bars.
        let left = if narrow {
            margin + 42.0
        } else {
            margin + width * 0.36 + days(one_year)
        };
        Self {
            width,
            size,
            margin,
            narrow,
            one_year,
            low,
            high,
            bars: Area::new(left, 0.0, width - left - margin - 66.0, 0.0),
        }
    }

    fn x(&self, units: i64) -> f64 {
        let share = (units - self.low) as f64 / (self.high - self.low).max(1) as f64;
        self.bars.x + self.bars.w * share
    }

    fn row(&self) -> f64 {
        if self.narrow { 38.0 } else { 24.0 }
    }

    fn day(&self, day: jiff::civil::Date) -> String {
        let form = if self.one_year { "%-d %b" } else { "%-d %b %Y" };
        day.strftime(form).to_string()
    }

    fn type_of(&self, paint: Paint) -> Type {
        Type::new(self.size, paint)
    }
}

/// Pixels for the days, with their year or without.
fn days(one_year: bool) -> f64 {
    if one_year { 52.0 } else { 88.0 }
}

pub(super) fn draw(whole: &Waterfall, style: &Style) -> String {
    let fall = whole.folded(MOST);
    let width = style.columns();
    let layout = Layout::of(&fall, width, style.margin());
    let mut canvas = Canvas::new(style.palette());
    let top = head(&mut canvas, &fall, &layout);
    let rows = fall.bars.len() as f64 + 2.0;
    let bottom = top + rows * layout.row() + 4.0;
    scale(&mut canvas, &fall, &layout, (top, bottom));
    let mut y = top;
    level(
        &mut canvas,
        &layout,
        y,
        (&beside(&fall.start), Some(fall.start.day)),
        fall.start.p,
        None,
    );
    mark(&mut canvas, &layout, y, fall.start.units);
    for bar in &fall.bars {
        y += layout.row();
        link(&mut canvas, &layout, y, bar.from);
        level(
            &mut canvas,
            &layout,
            y,
            (&bar.what.label(), bar.day),
            bar.p,
            None,
        );
        step(&mut canvas, &layout, y, bar);
    }
    y += layout.row();
    link(&mut canvas, &layout, y, fall.end.units);
    level(
        &mut canvas,
        &layout,
        y,
        (&beside(&fall.end), Some(fall.end.day)),
        fall.end.p,
        Some(()),
    );
    mark(&mut canvas, &layout, y, fall.end.units);
    canvas.finish(&Frame {
        width,
        height: bottom + layout.size * 2.0 + 4.0,
        id: &style.id,
        title: fall
            .title
            .as_deref()
            .unwrap_or("What moved the probability"),
        desc: &describe(&fall),
        ground: style.ground,
        links: false,
    })
}

/// What stands beside the start or the end.
fn beside(level: &Level) -> String {
    match level.step {
        Some(step) => format!("{}: {} dB", level.label, Precision::Hundredths.show(step)),
        None => level.label.clone(),
    }
}

fn head(canvas: &mut Canvas, fall: &Waterfall, layout: &Layout) -> f64 {
    let mut y = layout.margin / 2.0;
    let room = layout.width - 2.0 * layout.margin;
    if let Some(title) = &fall.title {
        let large = layout.size + 5.0;
        for line in measure::wrap(title, large, room, 2) {
            y += large * 1.3;
            canvas.text(
                (layout.margin, y),
                &line,
                Type::new(large, Paint::Ink).strong(),
            );
        }
        y += 4.0;
    }
    let what =
        "Steps in decibans, on the scale of log-odds: +10 is ten times the odds, +3 about twice";
    for line in measure::wrap(what, layout.size + 1.0, room, 3) {
        y += (layout.size + 1.0) * 1.35;
        canvas.text(
            (layout.margin, y),
            &line,
            Type::new(layout.size + 1.0, Paint::Faint),
        );
    }
    y + 12.0
}

/// The base line of the text in a row.
fn base(layout: &Layout, y: f64) -> f64 {
    y + if layout.narrow { 13.0 } else { 16.0 }
}

/// The upper edge of the bar in a row.
fn bar_top(layout: &Layout, y: f64) -> f64 {
    y + if layout.narrow { 19.0 } else { 4.0 }
}

/// A row's words and its probability.
fn level(
    canvas: &mut Canvas,
    layout: &Layout,
    y: f64,
    (label, day): (&str, Option<jiff::civil::Date>),
    p: f64,
    strong: Option<()>,
) {
    let looks = layout.type_of(Paint::Ink);
    let looks = if strong.is_some() {
        looks.strong()
    } else {
        looks
    };
    let base = base(layout, y);
    let day = day.map_or_else(String::new, |day| layout.day(day));
    let left = layout.margin + days(layout.one_year);
    canvas.text(
        (layout.margin, base),
        &day,
        layout.type_of(Paint::Faint).halo(),
    );
    let room = if layout.narrow {
        layout.width - left - layout.margin
    } else {
        layout.bars.x - left - 14.0
    };
    let label = measure::clip(safe::one_line(label).trim(), layout.size, room);
    canvas.text((left, base), &label, looks.halo());
    let under = if layout.narrow { 18.0 } else { 0.0 };
    canvas.text(
        (layout.width - layout.margin, base + under),
        &words::tenths(p),
        looks.anchor(Anchor::End),
    );
}

/// Where the way begins and ends.
fn mark(canvas: &mut Canvas, layout: &Layout, y: f64, units: i64) {
    let (x, top) = (layout.x(units), bar_top(layout, y));
    canvas.line((x, top), (x, top + 14.0), Pen::new(Paint::Ink, 2.5));
}

/// From the row above to this one.
fn link(canvas: &mut Canvas, layout: &Layout, y: f64, units: i64) {
    let (x, top) = (layout.x(units), bar_top(layout, y));
    canvas.line(
        (x, top - layout.row() + 14.0),
        (x, top),
        Pen::new(Paint::Faint, 1.0),
    );
}

fn step(canvas: &mut Canvas, layout: &Layout, y: f64, bar: &Bar) {
    let (from, to) = (layout.x(bar.from), layout.x(bar.to));
    let top = bar_top(layout, y);
    let up = bar.step() >= 0;
    if bar.step() == 0 {
        canvas.line((from, top), (from, top + 14.0), Pen::new(Paint::Faint, 1.5));
    } else {
        // A point says the direction where colour does not; its tip is where the bar ends.
        let out = if up { 5.0 } else { -5.0 };
        let shoulder = if (to - from).abs() > 5.0 {
            to - out
        } else {
            from
        };
        let path = format!(
            "M{0} {1}H{2}L{3} {4}L{2} {5}H{0}Z",
            n(from),
            n(top),
            n(shoulder),
            n(if (to - from).abs() < 2.0 {
                from + out * 0.4
            } else {
                to
            }),
            n(top + 7.0),
            n(top + 14.0)
        );
        canvas.fill(&path, direction(up), false);
    }
    let (left, right) = (from.min(to), from.max(to));
    let paint = if bar.step() == 0 {
        Paint::Faint
    } else {
        direction(up)
    };
    let text = Precision::Hundredths.show(bar.step());
    let room = measure::width(&text, layout.size) * 1.1;
    let at_right = right + 5.0 + room <= layout.bars.right() + 10.0;
    let at_left = left - 5.0 - room >= layout.bars.x - 12.0;
    let looks = layout.type_of(paint).strong().halo();
    let base = top + 11.0;
    match (at_left, at_right) {
        (false, false) => {
            // A bar that leaves no room beside it has room within.
            let within = layout
                .type_of(Paint::Ground)
                .strong()
                .anchor(Anchor::Middle);
            canvas.text(((left + right) / 2.0, base), &text, within);
        }
        (at_left, true) if up || !at_left => canvas.text((right + 5.0, base), &text, looks),
        _ => canvas.text((left - 5.0, base), &text, looks.anchor(Anchor::End)),
    }
}

/// Probabilities where they stand on the scale, as many as fit.
fn scale(canvas: &mut Canvas, fall: &Waterfall, layout: &Layout, (top, bottom): (f64, f64)) {
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for (p, units) in fall.marks() {
        let x = layout.x(units);
        let label = words::level(p);
        let half = measure::width(&label, layout.size) / 2.0 + 6.0;
        let (from, to) = (x - half, x + half);
        if taken.iter().any(|(a, b)| from < *b && *a < to) {
            continue;
        }
        taken.push((from, to));
        canvas.line((x, top), (x, bottom), Pen::new(Paint::Grid, 1.0));
        canvas.text(
            (x, bottom + layout.size + 3.0),
            &label,
            layout.type_of(Paint::Faint).anchor(Anchor::Middle),
        );
    }
}

/// The way in words.
fn describe(fall: &Waterfall) -> String {
    let said = |step: Option<i64>| step.map_or_else(String::new, |x| Precision::Hundredths.show(x));
    let prior = match fall.start.step {
        Some(_) => format!(" ({} dB)", said(fall.start.step)),
        None => String::new(),
    };
    let mut out = format!(
        "From {}{prior} on {} to {} on {}, {} dB in all.",
        words::tenths(fall.start.p),
        long_day(fall.start.day),
        words::tenths(fall.end.p),
        long_day(fall.end.day),
        said(fall.end.step),
    );
    for bar in &fall.bars {
        let day = bar.day.map(|day| format!("{}: ", long_day(day)));
        out.push_str(&format!(
            " {}{}, {} dB, to {}.",
            day.unwrap_or_default(),
            bar.what.label(),
            Precision::Hundredths.show(bar.step()),
            words::tenths(bar.p)
        ));
    }
    out
}
