//! Which days get a tick under a chart, and what is written there.

use jiff::ToSpan as _;
use jiff::civil::Date;

/// A day with a label under the axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::draw) struct Tick {
    pub day: Date,
    pub label: String,
    /// The year, where it is new to the reader and the label does not say it.
    pub year: Option<String>,
}

/// How far apart the ticks are.
#[derive(Clone, Copy, Debug)]
enum Step {
    Days(i16),
    Months(i8),
    Years(i16),
}

const STEPS: [Step; 13] = [
    Step::Days(1),
    Step::Days(2),
    Step::Days(7),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(20),
    Step::Years(100),
];

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Days from `first` to `last`; negative where `last` is earlier.
pub(in crate::draw) fn days_between(first: Date, last: Date) -> i32 {
    first.until(last).map_or(0, |span| span.get_days())
}

/// The closest ticks whose labels do not run into each other on an axis of so many columns.
pub(in crate::draw) fn ticks(first: Date, last: Date, columns: usize) -> Vec<Tick> {
    let days = f64::from(days_between(first, last).max(1));
    let fits = |step: &Step| step.days() * columns as f64 / days >= step.label_width() + 2.0;
    let step = STEPS.into_iter().find(fits).unwrap_or(Step::Years(100));
    let mut year = None;
    let tick = |day: Date| {
        let new_year =
            !matches!(step, Step::Years(_)) && year.replace(day.year()) != Some(day.year());
        Tick {
            day,
            label: step.label(day),
            year: new_year.then(|| day.year().to_string()),
        }
    };
    step.series(first, last).into_iter().map(tick).collect()
}

impl Step {
    fn days(self) -> f64 {
        match self {
            Self::Days(n) => f64::from(n),
            // The shortest month decides.
            Self::Months(n) => f64::from(n) * 30.0 - 2.0,
            Self::Years(n) => f64::from(n) * 365.0,
        }
    }

    fn label_width(self) -> f64 {
        match self {
            Self::Days(_) => 6.0,
            Self::Months(_) => 3.0,
            Self::Years(_) => 4.0,
        }
    }

    fn label(self, day: Date) -> String {
        let month = usize::try_from(day.month()).unwrap_or_default();
        let month = MONTHS
            .get(month.saturating_sub(1))
            .copied()
            .unwrap_or_default();
        match self {
            Self::Days(_) => format!("{} {month}", day.day()),
            Self::Months(_) => month.to_owned(),
            Self::Years(_) => day.year().to_string(),
        }
    }

    fn series(self, first: Date, last: Date) -> Vec<Date> {
        let (mut at, by) = match self {
            Self::Days(n) => (Some(first), i32::from(n).days()),
            _ if first.day() == 1 => (Some(first), 1.month()),
            _ => (
                first.first_of_month().checked_add(1.month()).ok(),
                1.month(),
            ),
        };
        let mut days = Vec::new();
        while let Some(day) = at.filter(|day| *day <= last) {
            if self.includes(day) {
                days.push(day);
            }
            at = day.checked_add(by).ok();
        }
        days
    }

    fn includes(self, day: Date) -> bool {
        match self {
            Self::Days(_) => true,
            Self::Months(n) => (day.month() - 1) % n == 0,
            Self::Years(n) => day.month() == 1 && day.year() % n == 0,
        }
    }
}
