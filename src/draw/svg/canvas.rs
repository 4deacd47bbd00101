//! Writes SVG elements: numbers, colours and harmless text.

use std::fmt::Write as _;

use super::area::Area;
use crate::draw::markup::escape;
use crate::view::chart::PEOPLE;

/// The colours of a picture, as `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Behind everything.
    pub ground: &'static str,
    /// Text and the curve.
    pub ink: &'static str,
    /// Secondary text.
    pub faint: &'static str,
    /// Lines behind the data.
    pub grid: &'static str,
    /// The band.
    pub band: &'static str,
    /// Spans of days.
    pub span: &'static str,
    /// Toward a meeting. Blue and orange are told apart by the colour-blind.
    pub up: &'static str,
    /// Away from a meeting.
    pub down: &'static str,
    /// People's own numbers, by whose place it is.
    pub people: [&'static str; PEOPLE],
}

impl Palette {
    /// Dark on light. Text and markers have a contrast of at least 4.5 to the ground.
    pub const LIGHT: Self = Self {
        ground: "#ffffff",
        ink: "#1b2733",
        faint: "#5a6673",
        grid: "#d9dfe4",
        band: "#dbe4ec",
        span: "#f6e7c4",
        up: "#00639c",
        down: "#b84a00",
        people: ["#6f3aa8", "#1a6b3c", "#a3246b", "#6b5900"],
    };
    /// Light on dark.
    pub const DARK: Self = Self {
        ground: "#12181f",
        ink: "#e8edf1",
        faint: "#9eabb7",
        grid: "#323d48",
        band: "#2a3844",
        span: "#4a3f22",
        up: "#64b8f0",
        down: "#f2a04b",
        people: ["#c5a8f2", "#7fd79c", "#f49ac8", "#dcc35c"],
    };

    fn of(&self, paint: Paint) -> (&'static str, &'static str) {
        match paint {
            Paint::Ground => (self.ground, "ground"),
            Paint::Ink => (self.ink, "ink"),
            Paint::Faint => (self.faint, "faint"),
            Paint::Grid => (self.grid, "grid"),
            Paint::Band => (self.band, "band"),
            Paint::Span => (self.span, "span"),
            Paint::Up => (self.up, "up"),
            Paint::Down => (self.down, "down"),
            Paint::Person(place) => {
                let place = place % PEOPLE;
                let colour = self.people.get(place).copied().unwrap_or(self.ink);
                (colour, PERSON_CLASSES.get(place).copied().unwrap_or("ink"))
            }
        }
    }
}

/// What is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    Ground,
    Ink,
    Faint,
    Grid,
    Band,
    Span,
    Up,
    Down,
    /// A person's own number, by whose place it is.
    Person(usize),
}

/// The classes of people's colours.
const PERSON_CLASSES: [&str; PEOPLE] = ["person1", "person2", "person3", "person4"];

/// Where a text stands to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A text's looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Type {
    pub size: f64,
    pub strong: bool,
    pub paint: Paint,
    pub anchor: Anchor,
    /// Keep a narrow margin of ground around the letters.
    pub halo: bool,
}

impl Type {
    pub fn new(size: f64, paint: Paint) -> Self {
        Self {
            size,
            strong: false,
            paint,
            anchor: Anchor::Start,
            halo: false,
        }
    }

    pub fn paint(self, paint: Paint) -> Self {
        Self { paint, ..self }
    }

    pub fn strong(self) -> Self {
        Self {
            strong: true,
            ..self
        }
    }

    pub fn anchor(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    pub fn halo(self) -> Self {
        Self { halo: true, ..self }
    }
}

/// A picture in the making.
pub(super) struct Canvas {
    body: String,
    palette: &'static Palette,
}

/// A line's looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pen {
    pub paint: Paint,
    pub width: f64,
    pub dash: Option<&'static str>,
}

impl Pen {
    pub fn new(paint: Paint, width: f64) -> Self {
        Self {
            paint,
            width,
            dash: None,
        }
    }

    pub fn dashed(self) -> Self {
        Self {
            dash: Some("4 3"),
            ..self
        }
    }
}

impl Canvas {
    pub fn new(palette: &'static Palette) -> Self {
        Self {
            body: String::new(),
            palette,
        }
    }

    fn write(&mut self, text: std::fmt::Arguments<'_>) {
        let written = self.body.write_fmt(text);
        debug_assert!(written.is_ok(), "writing to a string cannot fail");
    }

    /// Markup of our own, written as it is.
    pub fn raw(&mut self, markup: &str) {
        self.body.push_str(markup);
    }

    pub fn rect(&mut self, at: Area, paint: Paint) {
        let (colour, class) = self.palette.of(paint);
        self.write(format_args!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{colour}\" class=\"f-{class}\"/>\n",
            n(at.x),
            n(at.y),
            n(at.w),
            n(at.h)
        ));
    }

    pub fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), pen: Pen) {
        let path = format!("M{} {}L{} {}", n(x1), n(y1), n(x2), n(y2));
        self.stroke(&path, pen);
    }

    pub fn stroke(&mut self, path: &str, pen: Pen) {
        let (colour, class) = self.palette.of(pen.paint);
        let dash = pen
            .dash
            .map_or_else(String::new, |dash| format!(" stroke-dasharray=\"{dash}\""));
        self.write(format_args!(
            "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{}\"{dash} class=\"s-{class}\"/>\n",
            n(pen.width)
        ));
    }

    /// A filled shape; with a margin of ground where it lies over others.
    pub fn fill(&mut self, path: &str, paint: Paint, margin: bool) {
        let (colour, class) = self.palette.of(paint);
        let margin = if margin {
            let (ground, _) = self.palette.of(Paint::Ground);
            format!(" stroke=\"{ground}\" stroke-width=\"1\" paint-order=\"stroke\"")
        } else {
            String::new()
        };
        let edge = if margin.is_empty() { "" } else { " s-ground" };
        self.write(format_args!(
            "<path d=\"{path}\" fill=\"{colour}\"{margin} class=\"f-{class}{edge}\"/>\n"
        ));
    }

    /// An empty shape on the ground.
    pub fn hollow(&mut self, path: &str, pen: Pen) {
        let (colour, class) = self.palette.of(pen.paint);
        let (ground, _) = self.palette.of(Paint::Ground);
        self.write(format_args!(
            "<path d=\"{path}\" fill=\"{ground}\" stroke=\"{colour}\" stroke-width=\"{}\" class=\"f-ground s-{class}\"/>\n",
            n(pen.width)
        ));
    }

    pub fn dot(&mut self, (x, y): (f64, f64), radius: f64, paint: Paint) {
        let (colour, class) = self.palette.of(paint);
        self.write(format_args!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{colour}\" class=\"f-{class}\"/>\n",
            n(x),
            n(y),
            n(radius)
        ));
    }

    /// An empty circle on the ground.
    pub fn ring(&mut self, (x, y): (f64, f64), radius: f64, pen: Pen) {
        let (colour, class) = self.palette.of(pen.paint);
        let (ground, _) = self.palette.of(Paint::Ground);
        self.write(format_args!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{ground}\" stroke=\"{colour}\" stroke-width=\"{}\" class=\"f-ground s-{class}\"/>\n",
            n(x),
            n(y),
            n(radius),
            n(pen.width)
        ));
    }

    /// A text, made harmless. `y` is its base line.
    pub fn text(&mut self, at: (f64, f64), text: &str, looks: Type) {
        self.texts(at, &[(text, looks)]);
    }

    /// Texts that follow each other on one line; the first decides where and how large it stands.
    pub fn texts(&mut self, (x, y): (f64, f64), texts: &[(&str, Type)]) {
        let Some((_, first)) = texts.first() else {
            return;
        };
        let anchor = match first.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let halo = if first.halo {
            let (ground, _) = self.palette.of(Paint::Ground);
            format!(
                " stroke=\"{ground}\" stroke-width=\"2.5\" stroke-linejoin=\"round\" paint-order=\"stroke\" class=\"s-ground\""
            )
        } else {
            String::new()
        };
        self.write(format_args!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{anchor}{halo}>",
            n(x),
            n(y),
            n(first.size),
        ));
        for (number, (text, looks)) in texts.iter().enumerate() {
            let (colour, class) = self.palette.of(looks.paint);
            let space = if number > 0 { " " } else { "" };
            let weight = if looks.strong {
                " font-weight=\"600\""
            } else {
                ""
            };
            self.write(format_args!(
                "{space}<tspan fill=\"{colour}\"{weight} class=\"f-{class}\">{}</tspan>",
                escape(text)
            ));
        }
        self.raw("</text>\n");
    }

    /// The whole picture.
    pub fn finish(self, frame: &Frame<'_>) -> String {
        let (w, h) = (n(frame.width), n(frame.height));
        let role = if frame.links { "group" } else { "img" };
        let id = escape(frame.id);
        let ground = if frame.ground {
            format!(
                "<rect width=\"{w}\" height=\"{h}\" fill=\"{}\" class=\"f-ground\"/>\n",
                self.palette.ground
            )
        } else {
            String::new()
        };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" \
             height=\"{h}\" role=\"{role}\" aria-labelledby=\"{id}-title {id}-desc\" \
             font-family=\"{FONTS}\">\n<title id=\"{id}-title\">{}</title>\n\
             <desc id=\"{id}-desc\">{}</desc>\n{ground}{}</svg>\n",
            escape(frame.title),
            escape(frame.desc),
            self.body
        )
    }
}

/// What a picture says of itself.
pub(super) struct Frame<'a> {
    pub width: f64,
    pub height: f64,
    pub id: &'a str,
    pub title: &'a str,
    pub desc: &'a str,
    pub ground: bool,
    pub links: bool,
}

/// The font that the program carries, and the closest that most machines have.
const FONTS: &str = "Inter, 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif";

/// A number of pixels with at most one decimal.
pub(super) fn n(x: f64) -> String {
    let tenths = (x * 10.0).round() as i64;
    let (sign, size) = (if tenths < 0 { "-" } else { "" }, tenths.unsigned_abs());
    match size % 10 {
        0 => format!("{sign}{}", size / 10),
        rest => format!("{sign}{}.{rest}", size / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(
            [0.0, -0.04, 12.25, -0.1, 99.96].map(n),
            ["0", "0", "12.3", "-0.1", "100"]
        );
    }
}
