//! Draws charts as SVG: whole pictures that need no style sheet, no font and no script.
//!
//! Colours are written as attributes, so that a picture looks right by itself; every element also
//! has a class that says what it is (`ink`, `up`, `band`...), so that a page's style sheet may
//! choose other colours, for example in the dark. There is no `<style>` and no `style=""`, which a
//! strict content policy would refuse.

mod area;
mod canvas;
mod chart;
mod flags;
mod labels;
mod measure;
mod people;
mod reliability;
mod scale;
mod signals;
mod waterfall;

pub use canvas::Palette;

#[cfg(test)]
mod tests;

use crate::view::chart::ProbabilityChart;
use crate::view::reliability::Reliability;
use crate::view::waterfall::Waterfall;

/// How a picture is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// Width in CSS pixels; 280 to 4000. The height follows from what there is to show.
    pub width: u32,
    /// Light on dark.
    pub dark: bool,
    /// Whether to paint the ground. A picture within a page takes the page's.
    pub ground: bool,
    /// Whether a signal's marker is a link to `#signal-ID` on the same page.
    pub links: bool,
    /// Unique on the page: a beginning for the identifiers within the picture.
    pub id: String,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            width: 760,
            dark: false,
            ground: false,
            links: false,
            id: "chart".to_owned(),
        }
    }
}

impl Style {
    /// With these identifiers: letters, digits and `-`.
    #[must_use]
    pub fn id(self, id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            ..self
        }
    }

    /// As a file of its own: on its own ground.
    #[must_use]
    pub fn standalone(width: u32, dark: bool) -> Self {
        Self {
            width,
            dark,
            ground: true,
            ..Self::default()
        }
    }

    fn columns(&self) -> f64 {
        f64::from(self.width.clamp(280, 4000))
    }

    /// Pixels at the picture's left and right edge; within a page the page has its own.
    fn margin(&self) -> f64 {
        if self.ground { 12.0 } else { 0.0 }
    }

    fn palette(&self) -> &'static Palette {
        if self.dark {
            &Palette::DARK
        } else {
            &Palette::LIGHT
        }
    }
}

/// A probability over time as a whole `<svg>`, with its title and a description in words.
#[must_use]
pub fn chart(chart: &ProbabilityChart, style: &Style) -> String {
    chart::draw(chart, style)
}

/// The way from one probability to another, bar by bar, on the scale of log-odds.
#[must_use]
pub fn waterfall(fall: &Waterfall, style: &Style) -> String {
    waterfall::draw(fall, style)
}

/// How often what was forecast came, against the forecast; at most 560 pixels wide.
#[must_use]
pub fn reliability(diagram: &Reliability, style: &Style) -> String {
    reliability::draw(diagram, style)
}
