//! People's own numbers beside the curve: a broken line for each, named at its end.

use super::area::Area;
use super::canvas::{Canvas, Paint, Pen, Type, n};
use super::measure;
use super::scale::Scale;
use crate::draw::safe::{self, Charset};
use crate::view::chart::{PEOPLE, PersonLine, ProbabilityChart};
use crate::view::words;

/// How each line is broken, by whose place it is: nobody is told by colour alone.
const DASHES: [&str; PEOPLE] = ["7 3", "2 3", "10 3 2 3", "5 6"];

/// How much room a sample of a line takes in the key.
const SAMPLE: f64 = 24.0;

/// So many columns a name has at a line's end.
const SHORT: usize = 10;

/// Each person that is drawn, with the looks of the line.
fn all(chart: &ProbabilityChart) -> impl Iterator<Item = (&PersonLine, Pen)> {
    let looks = DASHES.into_iter().enumerate().map(|(place, dash)| Pen {
        dash: Some(dash),
        ..Pen::new(Paint::Person(place), 1.8)
    });
    chart.shown_people().iter().zip(looks)
}

/// A name at the most so long.
fn clipped(name: &str, columns: usize) -> String {
    safe::clip(&safe::one_line(name), columns, Charset::Unicode)
}

/// A name at a line's end, where there is little room: the first of several where all do not fit. The
/// key has them whole.
fn short(name: &str) -> String {
    let whole = clipped(name, SHORT);
    let first = name.split_whitespace().next();
    match whole == safe::one_line(name) {
        true => whole,
        false => clipped(first.unwrap_or(name), SHORT),
    }
}

/// What stands at the end of a line.
fn label(person: &PersonLine) -> Option<String> {
    let last = person.last()?;
    Some(format!("{} {}", short(&person.name), words::fine(last)))
}

/// The width of the widest name at a line's end.
pub(super) fn widest(chart: &ProbabilityChart, size: f64) -> f64 {
    let labels = all(chart).filter_map(|(person, _)| label(person));
    labels.fold(0.0, |most, label| measure::width(&label, size).max(most))
}

/// The lines.
pub(super) fn draw(canvas: &mut Canvas, chart: &ProbabilityChart, scale: &Scale) -> Vec<Area> {
    let mut taken = Vec::new();
    let Some(until) = chart.people_until() else {
        return taken;
    };
    for (person, pen) in all(chart) {
        let (mut path, mut before) = (String::new(), None);
        for (from, to, p) in person.stretches(until) {
            let (start, end) = (scale.at(from, p), scale.at(to, p));
            // From the number before, where it stood until this day.
            let verb = if before == Some(from) { 'L' } else { 'M' };
            path.push_str(&format!("{verb}{} {}H{}", n(start.0), n(start.1), n(end.0)));
            taken.push(Area::between(start, end).grown(2.0));
            canvas.dot(start, 2.6, pen.paint);
            before = Some(to);
        }
        if !path.is_empty() {
            canvas.stroke(&path, pen);
        }
    }
    taken
}

/// The names at the lines' ends, none over another nor over the curve's own number.
pub(super) fn ends(
    canvas: &mut Canvas,
    chart: &ProbabilityChart,
    scale: &Scale,
    (size, curve): (f64, Option<Area>),
) -> Vec<Area> {
    let Some(until) = chart.people_until() else {
        return Vec::new();
    };
    let x = scale.x(until);
    let left = match curve {
        Some(there) if there.x > x => there.x,
        _ if scale.area.right() - x < 90.0 => scale.area.right() + 7.0,
        _ => x + 8.0,
    };
    let mut taken: Vec<Area> = curve.into_iter().collect();
    for (person, pen) in all(chart) {
        let Some((text, p)) = label(person).zip(person.last()) else {
            continue;
        };
        let wide = measure::width(&text, size);
        let at = |base: f64| Area::new(left, base - size * 0.85, wide, size * 1.15);
        let line = scale.y(p) + size * 0.35;
        let near = (0..2 * PEOPLE * 3).map(|step| {
            let far = f64::from(u8::try_from(step / 2 + step % 2).unwrap_or_default());
            line + far * size * 0.6 * if step % 2 == 0 { 1.0 } else { -1.0 }
        });
        let free = |base: &f64| taken.iter().all(|there| !there.meets(at(*base)));
        let base = near.into_iter().find(free).unwrap_or(line);
        canvas.text((left, base), &text, Type::new(size, pen.paint).halo());
        taken.push(at(base));
    }
    taken
}

/// Whose each line is. Returns the base line of its last line.
pub(super) fn key(
    canvas: &mut Canvas,
    chart: &ProbabilityChart,
    (left, y): (f64, f64),
    (size, room): (f64, f64),
) -> f64 {
    let words = |canvas: &mut Canvas, at, words: &str| {
        canvas.text(at, words, Type::new(size, Paint::Faint));
        measure::width(words, size)
    };
    let (mut x, mut y) = (left, y);
    x += words(canvas, (x, y), "people's own numbers") + 10.0;
    for (person, pen) in all(chart) {
        let text = clipped(&person.name, 24);
        let wide = SAMPLE + 6.0 + measure::width(&text, size);
        if x > left && x + wide > room {
            (x, y) = (left, y + size * 1.5);
        }
        canvas.line((x, y - size * 0.33), (x + SAMPLE, y - size * 0.33), pen);
        canvas.text((x + SAMPLE + 6.0, y), &text, Type::new(size, pen.paint));
        x += wide + 14.0;
    }
    let more = chart.people.len().saturating_sub(PEOPLE);
    if more > 0 {
        let rest = format!("and {more} more, not drawn");
        if x + measure::width(&rest, size) > room {
            (x, y) = (left, y + size * 1.5);
        }
        words(canvas, (x, y), &rest);
    }
    y
}

/// The lines in words, each with a blank before it.
pub(super) fn describe(chart: &ProbabilityChart) -> String {
    let told = |(person, _): (&PersonLine, Pen)| {
        let last = person
            .last()
            .map_or_else(|| "taken back".to_owned(), words::fine);
        format!(" {}'s own number: {last}.", safe::one_line(&person.name))
    };
    all(chart).map(told).collect()
}
