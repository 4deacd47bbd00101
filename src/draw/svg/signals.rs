//! The signals on the line: a marker for each, and what is written beside the largest.

use super::area::Area;
use super::canvas::{Canvas, Paint, Pen, n};
use super::labels::Label;
use super::measure;
use super::scale::Scale;
use crate::draw::markup::escape;
use crate::draw::safe;
use crate::view::chart::{ProbabilityChart, SignalMark, TakenBack};
use crate::view::decibans::hundredths;
use crate::view::words::{self, long_day};

/// Steps below this are marked by a dot: they round to nothing.
const NO_STEP: f64 = 0.05;

/// Smallest step that is written out: in decibans, and as a share of the largest.
const WORTH_TELLING: (f64, f64) = (0.5, 0.05);

/// The same share where there is little room.
const WORTH_ROOM: f64 = 0.3;

/// The colour of a direction.
pub(super) fn direction(up: bool) -> Paint {
    if up { Paint::Up } else { Paint::Down }
}

/// Half the width of a marker for a step of so many decibans: its area is in proportion.
fn radius(step: f64) -> f64 {
    (2.8 * step.abs().sqrt()).clamp(3.0, 13.0)
}

/// A triangle whose tip is at a point; one toward a meeting points up and hangs below its tip.
pub(super) fn triangle((x, y): (f64, f64), radius: f64, up: bool) -> String {
    let tall = if up { radius * 1.8 } else { radius * -1.8 };
    format!(
        "M{} {}L{} {}H{}Z",
        n(x),
        n(y),
        n(x - radius),
        n(y + tall),
        n(x + radius)
    )
}

/// Draws the markers, each pushing the line the way that it points, and says where they are.
pub(super) fn draw(
    canvas: &mut Canvas,
    chart: &ProbabilityChart,
    scale: &Scale,
    links: bool,
) -> Vec<Area> {
    let mut taken = Vec::new();
    for signal in &chart.signals {
        let within = Within::begin(canvas, (&signal.id, &tell(signal)), links);
        taken.push(marker(canvas, signal, scale));
        within.end(canvas);
    }
    for back in &chart.taken_back {
        let within = Within::begin(canvas, (&back.id, &tell_back(back)), links);
        let at = scale.at(back.day, back.after);
        cross(canvas, at);
        within.end(canvas);
        taken.push(Area::new(at.0, at.1, 0.0, 0.0).grown(5.0));
    }
    taken
}

/// A group with a title, or a link to a signal's row.
struct Within(bool);

impl Within {
    fn begin(canvas: &mut Canvas, (id, told): (&str, &str), links: bool) -> Self {
        let told = escape(told);
        if links {
            let id = escape(id);
            canvas.raw(&format!(
                "<a href=\"#signal-{id}\" class=\"mark\" aria-label=\"{told}\">\n"
            ));
        } else {
            canvas.raw("<g class=\"mark\">\n");
        }
        canvas.raw(&format!("<title>{told}</title>\n"));
        Self(links)
    }

    fn end(self, canvas: &mut Canvas) {
        canvas.raw(if self.0 { "</a>\n" } else { "</g>\n" });
    }
}

/// The mark of a day on which a signal was taken back.
pub(super) fn cross(canvas: &mut Canvas, (x, y): (f64, f64)) {
    let path = format!(
        "M{0} {1}L{2} {3}M{0} {3}L{2} {1}",
        n(x - 4.0),
        n(y - 4.0),
        n(x + 4.0),
        n(y + 4.0)
    );
    canvas.stroke(&path, Pen::new(Paint::Ground, 4.0));
    canvas.stroke(&path, Pen::new(Paint::Ink, 2.0));
}

fn marker(canvas: &mut Canvas, signal: &SignalMark, scale: &Scale) -> Area {
    let (x, y) = scale.at(signal.day, signal.after);
    let step = signal.step.unwrap_or_default();
    if step.abs() < NO_STEP {
        canvas.dot((x, y), 2.2, Paint::Faint);
        return Area::new(x, y, 0.0, 0.0).grown(2.2);
    }
    let up = step > 0.0;
    let half = radius(step);
    let tip = if up { y + 1.5 } else { y - 1.5 };
    let shape = triangle((x, tip), half, up);
    match signal.taken_back {
        None => canvas.fill(&shape, direction(up), true),
        Some(_) => canvas.hollow(&shape, Pen::new(direction(up), 1.5)),
    }
    let far = if up {
        tip + half * 1.8
    } else {
        tip - half * 1.8
    };
    Area::between((x - half, tip), (x + half, far))
}

/// One signal in words.
pub(super) fn tell(signal: &SignalMark) -> String {
    let step = signal
        .step
        .map_or_else(String::new, |step| format!(", {} dB", hundredths(step)));
    let back = signal.taken_back.map_or_else(String::new, |day| {
        format!(", retracted on {}", long_day(day))
    });
    format!(
        "{}: {}{step}, {} to {}{back}",
        long_day(signal.day),
        signal.summary,
        words::fine(signal.before),
        words::fine(signal.after)
    )
}

/// One retraction in words.
pub(super) fn tell_back(back: &TakenBack) -> String {
    format!(
        "{}: {}, because {}, {} to {}",
        long_day(back.day),
        back.summary,
        back.because,
        words::fine(back.before),
        words::fine(back.after)
    )
}

/// The signals with a step, the largest first.
pub(super) fn largest(chart: &ProbabilityChart) -> Vec<(&SignalMark, f64)> {
    let mut all: Vec<(&SignalMark, f64)> = chart
        .signals
        .iter()
        .filter_map(|signal| Some((signal, signal.step?)))
        .collect();
    all.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.day.cmp(&b.0.day)));
    all
}

/// What is written beside the markers, the largest steps first.
pub(super) fn labels(chart: &ProbabilityChart, scale: &Scale, size: f64) -> Vec<Label> {
    let largest = largest(chart);
    let most = largest.first().map_or(0.0, |(_, step)| step.abs());
    let share = match chart.compact {
        true => WORTH_ROOM,
        false => WORTH_TELLING.1,
    };
    let least = WORTH_TELLING.0.max(most * share);
    largest
        .into_iter()
        .filter(|(_, step)| step.abs() >= least)
        .map(|(signal, step)| label(signal, step, scale, size))
        .collect()
}

fn label(signal: &SignalMark, step: f64, scale: &Scale, size: f64) -> Label {
    let up = step > 0.0;
    let (x, y) = scale.at(signal.day, signal.after);
    let (_, before) = scale.at(signal.day, signal.before);
    let away = 4.0 + radius(step) * 1.8;
    // Beyond the marker, and beyond the step itself.
    let start = if up {
        (y + away).max(before + 4.0)
    } else {
        (y - away).min(before - 4.0)
    };
    Label {
        at: (x, start),
        below: up,
        beyond: if up { y - 4.0 } else { y + 4.0 },
        // The largest are worth more than many that are small.
        worth: step * step,
        head: (hundredths(step), direction(up), scale.day(signal.day)),
        lines: measure::wrap(&safe::one_line(&signal.summary), size, size * 12.5, 3),
    }
}
