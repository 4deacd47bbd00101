//! Writes signals beside their markers: as many of the largest as find places where they hide
//! neither the line, nor a marker, nor each other.

use super::area::Area;
use super::canvas::{Anchor, Canvas, Paint, Pen, Type};
use super::measure;

/// Text that wants to stand near a point.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// Beyond the marker: from here a thin line leads to the text.
    pub at: (f64, f64),
    /// Whether it would rather stand below the point than above.
    pub below: bool,
    /// Where the line begins if the text stands on the other side.
    pub beyond: f64,
    /// How much it is worth to have it.
    pub worth: f64,
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
    /// Size of the text in pixels.
    pub size: f64,
}

/// How far a text may stand from its point, in lines of text.
const DISTANCES: [f64; 9] = [0.0, 1.0, 2.2, 3.8, 5.8, 8.2, 11.0, 14.5, 19.0];

/// Space between the thin line and the text beside it.
const GAP: f64 = 5.0;

/// How many ways to place the labels so far are kept while the next is placed.
const WAYS: usize = 500;

#[derive(Clone, Copy)]
struct Place {
    start: (f64, f64),
    text: Area,
    leader: Area,
    anchor: Anchor,
    below: bool,
    /// What standing there costs, below 1.
    cost: f64,
}

impl Place {
    fn bears(self, other: Self) -> bool {
        !self.text.grown(4.0).meets(other.text)
            && !self.leader.meets(other.text.grown(3.0))
            && !other.leader.meets(self.text.grown(3.0))
    }
}

/// One way to place some of the labels.
#[derive(Clone, Default)]
struct Way {
    places: Vec<(usize, Place)>,
    worth: f64,
}

impl Page {
    fn line_height(&self) -> f64 {
        self.size * 1.25
    }

    /// Draws at most so many of the labels, given the largest first.
    pub fn write(&self, canvas: &mut Canvas, labels: &[Label], most: usize) {
        let labels = labels.get(..labels.len().min(most + 4)).unwrap_or(labels);
        // However far away, a label is worth more than its distance costs.
        let unit = labels
            .iter()
            .map(|label| label.worth)
            .fold(f64::MAX, f64::min);
        let mut ways = vec![Way::default()];
        for (number, label) in labels.iter().enumerate() {
            let places = self.places(label);
            let mut next = ways.clone();
            for way in ways.iter().filter(|way| way.places.len() < most) {
                for place in &places {
                    if way.places.iter().all(|(_, other)| place.bears(*other)) {
                        let mut longer = way.clone();
                        longer.places.push((number, *place));
                        longer.worth += label.worth - place.cost * unit;
                        next.push(longer);
                    }
                }
            }
            // A stable sort: among equals the one that was found first stays.
            next.sort_by(|a, b| b.worth.total_cmp(&a.worth));
            next.truncate(WAYS);
            ways = next;
        }
        for (number, place) in ways.into_iter().next().unwrap_or_default().places {
            if let Some(label) = labels.get(number) {
                self.draw(canvas, label, place);
            }
        }
    }

    /// The places that hide nothing of the picture.
    fn places(&self, label: &Label) -> Vec<Place> {
        let head = format!("{}  {}", label.head.0, label.head.2);
        let head = measure::width(&head, self.size) * 1.05;
        let lines = label.lines.iter().map(|l| measure::width(l, self.size));
        let width = lines.fold(head, f64::max);
        let height = self.line_height() * (1.0 + label.lines.len() as f64);
        let x = label.at.0;
        let mut out = Vec::new();
        for (below, y) in [(label.below, label.at.1), (!label.below, label.beyond)] {
            for far in DISTANCES {
                let top = if below {
                    y + far * self.line_height()
                } else {
                    y - far * self.line_height() - height
                };
                // Beside the nearest line of the text.
                let end = if below {
                    top + self.line_height()
                } else {
                    top + height - self.line_height()
                };
                for anchor in [Anchor::Start, Anchor::End] {
                    let left = match anchor {
                        Anchor::End => x - GAP - width,
                        _ => x + GAP,
                    };
                    let side = if below == label.below { 0.0 } else { 0.1 };
                    let place = Place {
                        start: (x, y),
                        text: Area::new(left, top, width, height),
                        leader: Area::between((x - 0.5, y), (x + 0.5, end)),
                        anchor,
                        below,
                        cost: 0.02 * far + side,
                    };
                    if self.free(place) {
                        out.push(place);
                    }
                }
            }
        }
        out
    }

    fn free(&self, place: Place) -> bool {
        let text = place.text.grown(2.0);
        self.room.holds(place.text) && !self.taken.iter().any(|other| other.meets(text))
    }

    fn draw(&self, canvas: &mut Canvas, label: &Label, place: Place) {
        let (x, y) = place.start;
        let end = if place.below {
            place.leader.bottom()
        } else {
            place.leader.y
        };
        canvas.line((x, y), (x, end), Pen::new(Paint::Faint, 0.75));
        let edge = match place.anchor {
            Anchor::Start => x + GAP,
            _ => x - GAP,
        };
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
