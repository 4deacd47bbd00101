//! A forecast for reading: by the deadline, by other days, at each occasion, the median day.

use std::sync::Arc;

use jiff::civil::Date;

use super::two::model::Call;
use super::{Outlook, Refusal, Run};
use crate::record::date;

/// A forecast for reading.
#[derive(Debug, Clone)]
pub struct Report {
    /// The probability by the deadline.
    pub outlook: Outlook,
    /// Probability by each day asked for, in order.
    pub by: Vec<(Date, f64)>,
    /// The occasions that are not over.
    pub occasions: Vec<AtOccasion>,
    /// The days that stand announced.
    pub announced: Vec<AnnouncedDays>,
    /// The day by which the meeting is as likely as not to have come; `None` where that lies
    /// beyond the horizon.
    pub median: Option<Date>,
    /// The last day of the horizon.
    pub horizon: Date,
    /// Signals that it rests on.
    pub signals: u64,
}

/// The probability that the meeting falls within an occasion.
#[derive(Debug, Clone)]
pub struct AtOccasion {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
    /// The probability.
    pub p: f64,
}

/// The probability that the meeting falls on days that stand announced.
#[derive(Debug, Clone)]
pub struct AnnouncedDays {
    /// Id of the announcement.
    pub plan: String,
    /// The first day named.
    pub first: Date,
    /// The last day named.
    pub last: Date,
    /// The probability.
    pub p: f64,
}

impl Report {
    /// Reads a run as of its day.
    ///
    /// # Errors
    /// When the arithmetic has no answer.
    pub fn new(run: &mut Run, by: &[Date]) -> Result<Self, Refusal> {
        let number = date::number;
        let mut days = Vec::with_capacity(by.len());
        for day in by {
            days.push((*day, run.within(i32::MIN, number(*day))?));
        }
        let question = Arc::clone(run.question());
        let mut occasions = Vec::new();
        for o in &question.occasions {
            if number(o.last) > run.as_of() {
                occasions.push(AtOccasion {
                    id: o.id.to_string(),
                    name: o.name.clone(),
                    first: o.first,
                    last: o.last,
                    p: run.within(number(o.first), number(o.last))?,
                });
            }
        }
        let mut announced = Vec::new();
        for plan in run.announced()? {
            if plan.call != Call::Announce {
                continue;
            }
            announced.push(AnnouncedDays {
                p: run.within(plan.about.0, plan.about.1)?,
                plan: plan.plan,
                first: date::from_number(plan.about.0),
                last: date::from_number(plan.about.1),
            });
        }
        Ok(Self {
            announced,
            outlook: run.outlook()?,
            by: days,
            occasions,
            median: run.day_reaching(0.5)?.map(date::from_number),
            horizon: date::from_number(run.horizon()),
            signals: run.signals(),
        })
    }
}
