//! Writes signals beside their markers: the largest steps first, each where it hides nothing, and
//! not at all where there is no such place.

use super::canvas::{Anchor, Area, Canvas, Paint, Pen, Type};
use super::measure;

/// Text that wants to stand near a point.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// The marker's tip, from which a thin line leads to the text.
    pub at: (f64, f64),
    /// Whether it would rather stand below the point than above.
    pub below: bool,
    /// Its first line: a quantity in colour, and words after it.
    pub head: (String, Paint, String),
    /// The lines under it.
    pub lines: Vec<String>,
}

/// Where labels may stand.
pub(super) struct Page {
    /// All of a label stays in here.
    pub room: Area,
    /// What no text may hide.
    pub taken: Vec<Area>,
    /// The texts that stand already, which no thin line may cross either.
    pub texts: Vec<Area>,
    /// Size of the text in pixels.
    pub size: f64,
}

/// How far from its point a label may stand, in lines of text, the closest first.
const DISTANCES: [f64; 12] = [
    1.0, 1.8, 2.6, 3.6, 4.8, 6.2, 7.8, 9.6, 11.6, 13.8, 16.2, 19.0,
];

/// Space between the thin line and the text beside it.
const GAP: f64 = 5.0;

#[derive(Clone, Copy)]
struct Place {
    text: Area,
    leader: Area,
    anchor: Anchor,
    below: bool,
}

impl Page {
    fn line_height(&self) -> f64 {
        self.size * 1.25
    }

    /// Draws as many of the labels as find a place, and says how many did.
    pub fn write(&mut self, canvas: &mut Canvas, labels: &[Label], most: usize) -> usize {
        let mut drawn = 0;
        for (number, label) in labels.iter().enumerate() {
            if drawn == most {
                break;
            }
            // Room is left for the labels that come after; where that cannot be, they may wait.
            let later: Vec<Area> = labels
                .iter()
                .skip(number + 1)
                .take(most)
                .map(|other| self.corridor(other))
                .collect();
            if let Some(place) = self.find(label, &later).or_else(|| self.find(label, &[])) {
                self.texts.push(place.text.grown(3.0));
                self.taken.push(place.leader.grown(1.0));
                self.draw(canvas, label, place);
                drawn += 1;
            }
        }
        drawn
    }

    /// Where a label's thin line runs if it stands close.
    fn corridor(&self, label: &Label) -> Area {
        let (x, y) = label.at;
        let far = self.line_height() * if label.below { 5.0 } else { -5.0 };
        Area::between((x - 1.0, y), (x + 1.0, y + far))
    }

    /// The first place that is free, outside the areas to avoid.
    fn find(&self, label: &Label, avoid: &[Area]) -> Option<Place> {
        let head = measure::width(&format!("{}   {}", label.head.0, label.head.2), self.size);
        let lines = label.lines.iter().map(|l| measure::width(l, self.size));
        let width = lines.fold(head, f64::max);
        let height = self.line_height() * (1.0 + label.lines.len() as f64);
        let sides = [label.below, !label.below];
        let (x, y) = label.at;
        sides
            .into_iter()
            .flat_map(|below| DISTANCES.into_iter().map(move |far| (below, far)))
            .flat_map(|(below, far)| {
                [Anchor::Start, Anchor::End].map(|anchor| (below, far * self.line_height(), anchor))
            })
            .map(|(below, far, anchor)| {
                let left = match anchor {
                    Anchor::End => x - GAP - width,
                    _ => x + GAP,
                };
                // The thin line runs beside the text to its far end.
                let (top, end) = if below {
                    (y + far - height / 2.0, y + far + height / 2.0)
                } else {
                    (y - far - height / 2.0, y - far - height / 2.0)
                };
                Place {
                    text: Area::new(left, top.max(if below { y } else { top }), width, height),
                    leader: Area::between(
                        (x - 0.5, y),
                        (x + 0.5, end.max(if below { y + height } else { end })),
                    ),
                    anchor,
                    below,
                }
            })
            .find(|place| self.free(*place) && !avoid.iter().any(|other| other.meets(place.text)))
    }

    fn free(&self, place: Place) -> bool {
        let text = place.text.grown(2.0);
        self.room.holds(place.text)
            && !self.taken.iter().any(|other| other.meets(text))
            && !self
                .texts
                .iter()
                .any(|other| other.meets(text) || other.meets(place.leader))
    }

    fn draw(&self, canvas: &mut Canvas, label: &Label, place: Place) {
        let (x, y) = label.at;
        let end = if place.below {
            place.text.bottom()
        } else {
            place.text.y
        };
        canvas.line((x, y), (x, end), Pen::new(Paint::Faint, 0.75));
        let left = place.anchor == Anchor::Start;
        let edge = if left { x + GAP } else { x - GAP };
        let looks = Type::new(self.size, Paint::Ink).anchor(place.anchor).halo();
        let (step, paint, day) = &label.head;
        let mut base = place.text.y + self.size;
        canvas.texts(
            (edge, base),
            &[
                (step, looks.paint(*paint).strong()),
                (day, looks.paint(Paint::Faint)),
            ],
        );
        for line in &label.lines {
            base += self.line_height();
            canvas.text((edge, base), line, looks);
        }
    }
}
