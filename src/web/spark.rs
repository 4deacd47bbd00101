//! A question's course as a picture of a word's size, beside the numbers that say the same.

use jiff::civil::Date;

use crate::record::date;

const WIDTH: f64 = 132.0;
const HEIGHT: f64 = 34.0;
const EDGE: f64 = 4.0;

/// The course of a probability from the opening to the deadline, as SVG without a style of its
/// own. A probability holds until the next; days outside are drawn at the edges.
pub(super) fn spark(opens: Date, deadline: Date, course: &[(i32, f32)]) -> String {
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
    for (day, p) in course.iter().filter(|(_, p)| p.is_finite()) {
        let (x, y) = (x(*day), y(*p));
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

/// The same large enough to be read by itself: with lines at 0, 50 and 100 %. The numbers stand
/// beside it, so it is hidden from those who hear the page.
pub(super) fn panel(opens: Date, deadline: Date, course: &[(i32, f32)]) -> String {
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
    let at = |(day, p): &(i32, f32)| (x(*day), y(f64::from(p.clamp(0.0, 1.0))));
    let places: Vec<(f64, f64)> = course.iter().filter(|c| c.1.is_finite()).map(at).collect();
    let mut line = String::new();
    for (n, (x, y)) in places.iter().enumerate() {
        match n {
            0 => line.push_str(&format!("M{x:.1} {y:.1}")),
            _ => line.push_str(&format!("H{x:.1}V{y:.1}")),
        }
    }
    if let Some((x, y)) = places.last() {
        out.push_str(&format!(
            "<path class=\"spark-line\" d=\"{line}\"/>\
             <circle class=\"spark-end\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>"
        ));
    }
    out.push_str("</svg>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_course_steps_from_left_to_right_and_odd_numbers_stay_inside() {
        let (opens, deadline) = (date(2023, 1, 1), date(2023, 1, 11));
        let first = date::number(opens);
        let picture = spark(
            opens,
            deadline,
            &[
                (first - 5, 0.5),
                (first + 5, 2.0),
                (first + 7, f32::NAN),
                (first + 99, 0.0),
            ],
        );
        assert!(
            picture.contains("d=\"M4.0 17.0H66.0V4.0H128.0V30.0\""),
            "{picture}"
        );
        assert!(!picture.contains("NaN") && !picture.contains("style"));
        // A question of one day has no width to divide by.
        assert!(!spark(opens, opens, &[(first, 0.3)]).contains("NaN"));
        assert!(!spark(opens, deadline, &[]).contains("spark-line"));
        let large = panel(
            opens,
            deadline,
            &[(first, 0.5), (first + 5, 2.0), (first + 7, f32::NAN)],
        );
        assert!(large.contains("d=\"M42.0 60.0H169.0V10.0\""), "{large}");
        assert!(!large.contains("NaN") && !large.contains("style"));
    }
}
