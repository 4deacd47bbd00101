//! Where days and probabilities stand in a picture.

use jiff::civil::Date;

use super::area::Area;
use crate::draw::axis;
use crate::view::chart::ProbabilityChart;

/// Pixels between the plot's edge and its extreme levels, for markers that stand there.
const PAD: f64 = 16.0;

/// Days to pixels and probabilities to pixels.
pub(super) struct Scale {
    pub first: Date,
    pub last: Date,
    pub top: f64,
    pub area: Area,
}

impl Scale {
    pub fn of(chart: &ProbabilityChart, area: Area) -> Self {
        let (first, last) = chart.days();
        Self {
            first,
            last,
            top: chart.top(),
            area,
        }
    }

    pub fn x(&self, day: Date) -> f64 {
        let days = f64::from(axis::days_between(self.first, self.last).max(1));
        self.area.x + self.area.w * f64::from(axis::days_between(self.first, day)) / days
    }

    pub fn y(&self, p: f64) -> f64 {
        let share = (p / self.top).clamp(0.0, 1.0);
        self.area.bottom() - PAD - (self.area.h - 2.0 * PAD) * share
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
