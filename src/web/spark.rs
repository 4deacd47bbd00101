//! A question's course as a picture of a word's size, beside the numbers that say the same.

use jiff::civil::Date;

use super::overview::At;
use crate::record::date;

const WIDTH: f64 = 132.0;
const HEIGHT: f64 = 34.0;
const EDGE: f64 = 4.0;

/// The course of a probability from the opening to the deadline, as SVG without a style of its
/// own. A probability holds until the next; days outside are drawn at the edges.
pub(super) fn spark(opens: Date, deadline: Date, course: &[At]) -> String {
    let mut out = format!(
        "<svg class=\"spark\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" aria-hidden=\"true\" \
         focusable=\"false\"><path class=\"spark-half\" d=\"M0 {half}H{WIDTH}\"/>",
        half = HEIGHT / 2.0
    );
    let (first, last) = (date::number(opens), date::number(deadline));
    let days = f64::from((last - first).max(1));
    let x = |day: i32| EDGE + f64::from(day - first).clamp(0.0, days) / days * (WIDTH - 2.0 * EDGE);
    let y = |p: f32| EDGE + (1.0 - f64::from(p.clamp(0.0, 1.0))) * (HEIGHT - 2.0 * EDGE);
    let mut line = String::new();
    let mut end = None;
    for at in course.iter().filter(|at| at.p.is_finite()) {
        let (x, y) = (x(at.day), y(at.p));
        if end.is_none() {
            line.push_str(&format!("M{x:.1} {y:.1}"));
        } else {
            line.push_str(&format!("H{x:.1}V{y:.1}"));
        }
        end = Some((x, y));
    }
    if let Some((x, y)) = end {
        out.push_str(&format!(
            "<path class=\"spark-line\" d=\"{line}\"/>\
             <circle class=\"spark-end\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.6\"/>"
        ));
    }
    out.push_str("</svg>");
    out
}

/// The size of a panel's picture, and where its plot begins.
const PANEL: (f64, f64) = (300.0, 120.0);
const LEFT: f64 = 42.0;

/// The same large enough to be read by itself: with its 90 % band, and lines at 0, 50 and 100 %.
/// The numbers stand beside it, so it is hidden from those who hear the page.
pub(super) fn panel(opens: Date, deadline: Date, course: &[At]) -> String {
    let (wide, tall) = PANEL;
    let y = |p: f64| 10.0 + (1.0 - p) * (tall - 20.0);
    let mut out = format!(
        "<svg class=\"panel\" viewBox=\"0 0 {wide} {tall}\" aria-hidden=\"true\" \
         focusable=\"false\">"
    );
    for (p, label) in [(1.0, "100 %"), (0.5, "50 %"), (0.0, "0 %")] {
        out.push_str(&format!(
            "<path class=\"panel-level\" d=\"M{LEFT} {0:.1}H{wide}\"/>\
             <text class=\"panel-text\" x=\"{1}\" y=\"{2:.1}\" text-anchor=\"end\">{label}</text>",
            y(p),
            LEFT - 6.0,
            y(p) + 4.0
        ));
    }
    let (first, last) = (date::number(opens), date::number(deadline));
    let days = f64::from((last - first).max(1));
    let x = |day: i32| LEFT + f64::from(day - first).clamp(0.0, days) / days * (wide - LEFT - 4.0);
    let level = |p: f32| y(f64::from(p.clamp(0.0, 1.0)));
    let course: Vec<&At> = course.iter().filter(|at| at.p.is_finite()).collect();
    let places = |of: fn(&At) -> f32| course.iter().map(move |at| (x(at.day), level(of(at))));
    if let Some((x, y)) = places(|at| at.p).next_back() {
        out.push_str(&format!(
            "<path class=\"panel-band\" d=\"{}{}Z\"/><path class=\"spark-line\" d=\"{}\"/>\
             <circle class=\"spark-end\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>",
            stepped(places(|at| at.hi)),
            stepped_back(places(|at| at.lo).collect()),
            stepped(places(|at| at.p)),
        ));
    }
    out.push_str("</svg>");
    out
}

/// A path in which each level holds until the next.
fn stepped(places: impl Iterator<Item = (f64, f64)>) -> String {
    let step = |(n, (x, y)): (usize, (f64, f64))| match n {
        0 => format!("M{x:.1} {y:.1}"),
        _ => format!("H{x:.1}V{y:.1}"),
    };
    places.enumerate().map(step).collect()
}

/// The way back along such levels, from the last to the first.
fn stepped_back(places: Vec<(f64, f64)>) -> String {
    let back = places.iter().rev();
    let befores = places.iter().rev().skip(1).map(|(_, y)| Some(*y));
    let levels = befores.chain(std::iter::once(None));
    let first = places.last().map(|(_, y)| format!("V{y:.1}"));
    let steps = back.zip(levels).map(|((x, _), before)| match before {
        Some(before) => format!("H{x:.1}V{before:.1}"),
        None => format!("H{x:.1}"),
    });
    first.into_iter().chain(steps).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn at(day: i32, p: f32) -> At {
        let (lo, hi) = (p - 0.1, p + 0.1);
        At { day, p, lo, hi }
    }

    #[test]
    fn a_course_steps_from_left_to_right_and_odd_numbers_stay_inside() {
        let (opens, deadline) = (date(2023, 1, 1), date(2023, 1, 11));
        let first = date::number(opens);
        let picture = spark(
            opens,
            deadline,
            &[
                at(first - 5, 0.5),
                at(first + 5, 2.0),
                at(first + 7, f32::NAN),
                at(first + 99, 0.0),
            ],
        );
        assert!(
            picture.contains("d=\"M4.0 17.0H66.0V4.0H128.0V30.0\""),
            "{picture}"
        );
        assert!(!picture.contains("NaN") && !picture.contains("style"));
        // A question of one day has no width to divide by.
        assert!(!spark(opens, opens, &[at(first, 0.3)]).contains("NaN"));
        assert!(!spark(opens, deadline, &[]).contains("spark-line"));
        let large = panel(
            opens,
            deadline,
            &[at(first, 0.5), at(first + 5, 2.0), at(first + 7, f32::NAN)],
        );
        assert!(large.contains("d=\"M42.0 60.0H169.0V10.0\""), "{large}");
        // The band, along its upper end and back along its lower one.
        let band = "d=\"M42.0 50.0H169.0V10.0V10.0H169.0V70.0H42.0Z\"";
        assert!(large.contains(band), "{large}");
        assert!(!large.contains("NaN") && !large.contains("style"));
    }
}
