//! A probability over time: its line and band, the signals on it, and the days that matter.

use super::area::Area;
use super::canvas::{Anchor, Canvas, Frame, Paint, Pen, Type, n};
use super::flags::Flags;
use super::labels::Page;
use super::people;
use super::scale::Scale;
use super::signals::{self, direction, triangle};
use super::{Style, measure};
use crate::draw::axis::{self, Tick};
use crate::view::axis::Axis;
use crate::view::chart::{Point, ProbabilityChart};
use crate::view::words::{self, long_day};

/// The most levels that the axis has labels for.
const LEVELS: usize = 9;

pub(super) fn draw(chart: &ProbabilityChart, style: &Style) -> String {
    let mut canvas = Canvas::new(style.palette());
    let width = style.columns();
    let size = if width < 520.0 { 11.0 } else { 12.0 };
    let margin = style.margin();
    let top = head(&mut canvas, chart, width, (size, margin));
    let points = chart.daily();
    let now = points.last().map(|last| words::fine(last.p));
    let large = size + 3.0;
    let levels = Axis::of(chart).levels(LEVELS).into_iter();
    let level = levels.map(|p| measure::width(&words::level(p), size));
    let left = margin + level.fold(0.0, f64::max) + 7.0;
    let now = now.as_ref().map_or(0.0, |now| measure::strong(now, large));
    let right = margin.max(4.0) + 10.0 + people::widest(chart, size).max(now);
    let height = match chart.compact {
        true => (width * 0.3).clamp(170.0, 300.0),
        false => (width * 0.44).clamp(210.0, 900.0),
    };
    let plot = |y| Area::new(left, y, width - left - right, height);
    let flags = Flags::of(
        chart,
        &Scale::of(chart, plot(0.0)),
        (margin, width - margin),
        size,
    );
    let scale = Scale::of(chart, plot(top + flags.height()));

    let path = Path::of(&points, chart, &scale);
    if !points.is_empty() {
        canvas.fill(&path.band, Paint::Band, false);
    }
    spans(&mut canvas, chart, &scale);
    grid(&mut canvas, &scale, size);
    flags.draw(&mut canvas, scale.area.y);
    days(&mut canvas, chart, &scale);
    let lines = people::draw(&mut canvas, chart, &scale);
    if !points.is_empty() {
        canvas.stroke(&path.curve, Pen::new(Paint::Ink, 2.0));
    }
    let mut taken = path.hides;
    taken.extend(signals::draw(&mut canvas, chart, &scale, style.links));
    let now = end(&mut canvas, chart, &points, &scale, large);
    taken.extend(people::ends(
        &mut canvas,
        chart,
        &scale,
        (size, now.first().copied()),
    ));
    taken.extend(now.into_iter().chain(lines));
    taken.extend(lines_of(chart, &scale));
    let page = Page {
        room: Area::between(
            (left + 2.0, scale.area.y),
            (width - margin.max(4.0), scale.y(0.0) - 2.0),
        ),
        taken,
        size,
    };
    let most = if width < 520.0 { 3 } else { 8 };
    page.write(&mut canvas, &signals::labels(chart, &scale, size), most);
    let bottom = time_axis(&mut canvas, &scale, size);
    if points.is_empty() {
        canvas.text(
            (
                scale.area.x + scale.area.w / 2.0,
                scale.area.y + scale.area.h / 2.0,
            ),
            "No forecasts yet",
            Type::new(size + 1.0, Paint::Faint).anchor(Anchor::Middle),
        );
    }
    canvas.finish(&Frame {
        width,
        height: bottom,
        id: &style.id,
        title: chart.title.as_deref().unwrap_or("Probability of a meeting"),
        desc: &describe(chart, &points),
        ground: style.ground,
        links: style.links,
    })
}

/// The title, what is drawn, and what the markers mean. Returns where they end.
fn head(
    canvas: &mut Canvas,
    chart: &ProbabilityChart,
    width: f64,
    (size, margin): (f64, f64),
) -> f64 {
    let mut y = margin / 2.0;
    let room = width - 2.0 * margin;
    if let Some(title) = &chart.title {
        let large = size + 5.0;
        for line in measure::wrap(title, large, room, 2) {
            y += large * 1.3;
            canvas.text((margin, y), &line, Type::new(large, Paint::Ink).strong());
        }
        y += 4.0;
    }
    let mut what = format!(
        "Probability of a meeting by {}; shaded, its 90 % band",
        long_day(chart.deadline)
    );
    what.push_str(&format!("; {}", Axis::of(chart).words()));
    for line in measure::wrap(&what, size + 1.0, room, 2) {
        y += (size + 1.0) * 1.35;
        canvas.text((margin, y), &line, Type::new(size + 1.0, Paint::Faint));
    }
    if !chart.signals.is_empty() {
        y += size * 1.6;
        let back = !chart.taken_back.is_empty();
        y = key(canvas, (margin, y), (size, width - margin), back);
    }
    if !chart.people.is_empty() {
        y += size * 1.6;
        y = people::key(canvas, chart, (margin, y), (size, width - margin));
    }
    y + 8.0
}

/// What a marker's shape and size mean. Returns the base line of its last line.
fn key(canvas: &mut Canvas, (left, y): (f64, f64), (size, room): (f64, f64), back: bool) -> f64 {
    let mut x = left;
    for (up, words) in [(true, "signal toward a meeting"), (false, "away from one")] {
        let tip = if up { y - 9.0 } else { y + 1.0 };
        canvas.fill(&triangle((x + 5.0, tip), 5.0, up), direction(up), false);
        canvas.text((x + 15.0, y), words, Type::new(size, direction(up)));
        x += 15.0 + measure::width(words, size) + 12.0;
    }
    let rest = "area and number: its step in decibans";
    if x + measure::width(rest, size) < room {
        canvas.text((x, y), rest, Type::new(size, Paint::Faint));
    }
    if !back {
        return y;
    }
    let y = y + size * 1.5;
    let looks = Type::new(size, Paint::Faint);
    let hollow = triangle((left + 5.0, y - 9.0), 5.0, true);
    canvas.hollow(&hollow, Pen::new(Paint::Faint, 1.5));
    canvas.text((left + 15.0, y), "retracted later", looks);
    let x = left + 15.0 + measure::width("retracted later", size) + 12.0;
    signals::cross(canvas, (x + 5.0, y - 4.0));
    canvas.text((x + 15.0, y), "the day of the retraction", looks);
    y
}

fn spans(canvas: &mut Canvas, chart: &ProbabilityChart, scale: &Scale) {
    for on in &chart.occasions {
        let (from, to) = (scale.x(on.first), scale.x(on.last));
        let wide = (to - from).max(3.0);
        let left = (from + to - wide) / 2.0;
        let area = Area::between((left, scale.area.y), (left + wide, scale.y(0.0)));
        canvas.rect(area, Paint::Span);
    }
}

fn grid(canvas: &mut Canvas, scale: &Scale, size: f64) {
    for (number, p) in scale.axis.levels(LEVELS).into_iter().enumerate() {
        let y = scale.y(p);
        let paint = if number == 0 {
            Paint::Faint
        } else {
            Paint::Grid
        };
        let pen = Pen::new(paint, 1.0);
        canvas.line((scale.area.x, y), (scale.area.right(), y), pen);
        canvas.text(
            (scale.area.x - 6.0, y + size * 0.35),
            &words::level(p),
            Type::new(size, Paint::Faint).anchor(Anchor::End),
        );
    }
}

/// The days of the deadline and of the outcome, as lines from top to bottom.
fn days(canvas: &mut Canvas, chart: &ProbabilityChart, scale: &Scale) {
    let line = |canvas: &mut Canvas, day, pen| {
        let x = scale.x(day);
        canvas.line((x, scale.area.y), (x, scale.y(0.0)), pen);
    };
    line(canvas, chart.deadline, Pen::new(Paint::Faint, 1.0).dashed());
    if let Some(end) = &chart.outcome {
        line(canvas, end.day, Pen::new(Paint::Ink, 1.0));
        let p = match end.label.as_str() {
            "yes" => 1.0,
            "no" => 0.0,
            _ => return,
        };
        canvas.ring(scale.at(end.day, p), 4.0, Pen::new(Paint::Ink, 1.5));
    }
}

fn lines_of(chart: &ProbabilityChart, scale: &Scale) -> Vec<Area> {
    let outcome = chart.outcome.iter().map(|end| end.day);
    std::iter::once(chart.deadline)
        .chain(outcome)
        .map(|day| Area::new(scale.x(day) - 1.0, scale.area.y, 2.0, scale.area.h))
        .collect()
}

/// The line and the band, and the parts of the plot that the line crosses.
struct Path {
    curve: String,
    band: String,
    hides: Vec<Area>,
}

impl Path {
    fn of(points: &[Point], chart: &ProbabilityChart, scale: &Scale) -> Self {
        let mut out = Self {
            curve: String::new(),
            band: String::new(),
            hides: Vec::new(),
        };
        let nexts = points.iter().skip(1).map(|next| next.day);
        let mut back = Vec::new();
        let mut before: Option<(f64, f64)> = None;
        for (at, next) in points.iter().zip(nexts.chain(chart.held_until())) {
            // A single forecast is wide enough to be seen.
            let (from, to) = (scale.x(at.day), scale.x(next).max(scale.x(at.day) + 1.0));
            let (y, lo, hi) = (scale.y(at.p), scale.y(at.lo), scale.y(at.hi));
            let verb = if before.is_none() { 'M' } else { 'L' };
            out.curve
                .push_str(&format!("{verb}{} {}H{}", n(from), n(y), n(to)));
            out.band
                .push_str(&format!("{verb}{} {}H{}", n(from), n(hi), n(to)));
            back.push(format!("L{} {}H{}", n(to), n(lo), n(from)));
            out.hides.push(Area::between((from, y), (to, y)).grown(2.0));
            if let Some(before) = before {
                out.hides.push(Area::between(before, (from, y)).grown(2.0));
            }
            before = Some((to, y));
        }
        if !points.is_empty() {
            out.band.extend(back.into_iter().rev());
            out.band.push('Z');
        }
        out
    }
}

/// The last probability, written at the line's end.
fn end(
    canvas: &mut Canvas,
    chart: &ProbabilityChart,
    points: &[Point],
    scale: &Scale,
    large: f64,
) -> Vec<Area> {
    let (Some(last), Some(until)) = (points.last(), chart.held_until()) else {
        return Vec::new();
    };
    let (x, y) = scale.at(until, last.p);
    canvas.dot((x, y), 3.5, Paint::Ink);
    let text = words::fine(last.p);
    let left = if scale.area.right() - x < 90.0 {
        scale.area.right() + 7.0
    } else {
        x + 8.0
    };
    let base = y + large * 0.36;
    canvas.text(
        (left, base),
        &text,
        Type::new(large, Paint::Ink).strong().halo(),
    );
    let wide = measure::strong(&text, large);
    vec![
        Area::new(left, base - large, wide, large * 1.3),
        Area::new(x - 5.0, y - 5.0, 10.0, 10.0),
    ]
}

/// The days under the plot. Returns the bottom of the picture.
fn time_axis(canvas: &mut Canvas, scale: &Scale, size: f64) -> f64 {
    // Labels of six characters fit where the axis believes a character to be this wide.
    let columns = (scale.area.w / (size * 0.62)) as usize;
    let base = scale.y(0.0);
    let text = scale.area.bottom() + size;
    let looks = Type::new(size, Paint::Faint);
    let mut years = false;
    for Tick { day, label, year } in axis::ticks(scale.first, scale.last, columns) {
        let x = scale.x(day);
        canvas.line((x, base), (x, base + 5.0), Pen::new(Paint::Faint, 1.0));
        if x + measure::width(&label, size) <= scale.area.right() + 16.0 {
            canvas.text((x, text), &label, looks);
        }
        if let Some(year) = year {
            canvas.text((x, text + size * 1.3), &year, looks);
            years = true;
        }
    }
    text + if years { size * 1.3 } else { 0.0 } + 8.0
}

/// The chart in words.
fn describe(chart: &ProbabilityChart, points: &[Point]) -> String {
    let (Some(first), Some(last)) = (points.first(), chart.latest()) else {
        return "No forecasts yet.".to_owned();
    };
    let mut out = format!(
        "From {} on {} to {} on {} (90 % band {} to {}). Deadline {}. {}.",
        words::fine(first.p),
        long_day(first.day),
        words::fine(last.p),
        long_day(last.day),
        words::fine(last.lo),
        words::fine(last.hi),
        long_day(chart.deadline),
        sentence(&Axis::of(chart).words())
    );
    for on in &chart.occasions {
        out.push_str(&format!(
            " {}: {} to {}.",
            on.label,
            long_day(on.first),
            long_day(on.last)
        ));
    }
    let largest: Vec<String> = signals::largest(chart)
        .into_iter()
        .take(5)
        .map(|(signal, _)| signals::tell(signal))
        .collect();
    if !largest.is_empty() {
        out.push_str(&format!(
            " {} signals; the largest steps: {}.",
            chart.signals.len(),
            largest.join("; ")
        ));
    }
    out.push_str(&people::describe(chart));
    for back in &chart.taken_back {
        out.push_str(&format!(" Retracted: {}.", signals::tell_back(back)));
    }
    if let Some(end) = &chart.outcome {
        out.push_str(&format!(
            " Resolved {} on {}.",
            end.label,
            long_day(end.day)
        ));
    }
    out
}

/// With a capital letter.
fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}
