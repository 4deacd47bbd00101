//! Where days and probabilities stand in a picture.

use jiff::civil::Date;

use super::area::Area;
use crate::draw::axis;
use crate::view::axis::Axis;
use crate::view::chart::ProbabilityChart;

/// Pixels between the plot's edge and its extreme levels, for markers that stand there.
const PAD: f64 = 16.0;

/// Days to pixels and probabilities to pixels.
pub(super) struct Scale {
    pub first: Date,
    pub last: Date,
    pub axis: Axis,
    pub area: Area,
}

impl Scale {
    pub fn of(chart: &ProbabilityChart, area: Area) -> Self {
        let (first, last) = chart.days();
        Self {
            first,
            last,
            axis: Axis::of(chart),
            area,
        }
    }

    pub fn x(&self, day: Date) -> f64 {
        let days = f64::from(axis::days_between(self.first, self.last).max(1));
        self.area.x + self.area.w * f64::from(axis::days_between(self.first, day)) / days
    }

    pub fn y(&self, p: f64) -> f64 {
        self.area.bottom() - PAD - (self.area.h - 2.0 * PAD) * self.axis.share(p)
    }

    pub fn at(&self, day: Date, p: f64) -> (f64, f64) {
        (self.x(day), self.y(p))
    }

    /// A day as briefly as this span of days allows: without its year where there is but one.
    pub fn day(&self, day: Date) -> String {
        let one_year = self.first.year() == self.last.year();
        let form = if one_year { "%-d %b" } else { "%-d %b %Y" };
        day.strftime(form).to_string()
    }
}
