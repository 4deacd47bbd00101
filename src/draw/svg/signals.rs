//! The signals on the line: a marker for each, and what is written beside the largest.

use super::area::Area;
use super::canvas::{Canvas, Paint, n};
use super::labels::Label;
use super::measure;
use super::scale::Scale;
use crate::draw::markup::escape;
use crate::draw::safe;
use crate::view::chart::{ProbabilityChart, SignalMark};
use crate::view::decibans::hundredths;
use crate::view::words::{self, long_day};

/// Steps below this are marked by a dot: they round to nothing.
const NO_STEP: f64 = 0.05;

/// Smallest step that is written out: in decibans, and as a share of the largest.
const WORTH_TELLING: (f64, f64) = (0.5, 0.05);

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
        let told = escape(&tell(signal));
        if links {
            let id = escape(&signal.id);
            canvas.raw(&format!(
                "<a href=\"#signal-{id}\" class=\"mark\" aria-label=\"{told}\">\n"
            ));
        } else {
            canvas.raw("<g class=\"mark\">\n");
        }
        canvas.raw(&format!("<title>{told}</title>\n"));
        taken.push(marker(canvas, signal, scale));
        canvas.raw(if links { "</a>\n" } else { "</g>\n" });
    }
    taken
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
    canvas.fill(&triangle((x, tip), half, up), direction(up), true);
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
    format!(
        "{}: {}{step}, {} to {}",
        long_day(signal.day),
        signal.summary,
        words::fine(signal.before),
        words::fine(signal.after)
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
    let least = WORTH_TELLING.0.max(most * WORTH_TELLING.1);
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
