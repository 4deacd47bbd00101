//! The prior of a partner on a day, from nothing but what was known then: its own record of
//! meetings, shrunk to the pool; the season; the recent pace of all meetings; and the occasions on
//! the calendar.

use std::collections::BTreeMap;

use super::calendar::Calendar;
use super::meetings::Meetings;
use crate::model::prior::YEAR;
use crate::model::settings::Settings;
use crate::record::date;

/// Partners are compared with each other: the pool.
pub struct Pool<'a> {
    partners: Vec<&'a str>,
    meetings: &'a Meetings,
    calendar: &'a Calendar,
    settings: &'a Settings,
    /// Each partner's meetings outside of occasions: day, month and share.
    ordinary: Vec<Vec<Met>>,
    /// Each partner's occasions.
    occasions: Vec<Vec<usize>>,
}

#[derive(Debug, Clone, Copy)]
struct Met {
    day: i32,
    month: usize,
    /// A day on which many were met says less of each: 1 over the root of their number.
    share: f64,
}

/// What holds for all partners on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Common {
    /// The day.
    pub as_of: i32,
    /// What the rate is multiplied by on each of the coming days, by season and recent pace.
    pub pace: Vec<f64>,
    /// Years that a partner's record covers, older ones counting less.
    pub years: f64,
    /// The pool's meetings a year, a partner.
    pub pool: f64,
    /// Meetings of the whole pool so far, each counting in full.
    pub met: f64,
    /// Of each class of occasions so far: brought a meeting, and all.
    pub classes: BTreeMap<String, (f64, f64)>,
}

/// One occasion ahead of a partner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ahead {
    /// First day.
    pub first: i32,
    /// Last day.
    pub last: i32,
    /// Occasions of its class that brought a meeting.
    pub held: f64,
    /// Occasions of its class.
    pub of: f64,
}

impl Ahead {
    /// Mean of Beta(held + 1/2, of - held + 1/2).
    #[must_use]
    pub fn chance(&self) -> f64 {
        (self.held + 0.5) / (self.of + 1.0)
    }
}

/// The prior of one partner: the yearly rate is Gamma(`shape`, `years`).
#[derive(Debug, Clone, PartialEq)]
pub struct Prior {
    /// Shape.
    pub shape: f64,
    /// Rate, in years.
    pub years: f64,
    /// Occasions ahead that were known.
    pub occasions: Vec<Ahead>,
}

impl<'a> Pool<'a> {
    /// The pool of these partners.
    #[must_use]
    pub fn new(
        partners: Vec<&'a str>,
        meetings: &'a Meetings,
        calendar: &'a Calendar,
        settings: &'a Settings,
    ) -> Self {
        let place: BTreeMap<&str, usize> = partners.iter().zip(0..).map(|(p, i)| (*p, i)).collect();
        let mut occasions = vec![Vec::new(); partners.len()];
        for (at, summit) in calendar.0.iter().enumerate() {
            for p in summit.partners.iter().filter_map(|p| place.get(p.as_str())) {
                occasions[*p].push(at);
            }
        }
        let ordinary = partners
            .iter()
            .zip(&occasions)
            .map(|(partner, own)| {
                let days = meetings.of(partner).iter();
                days.filter(|d| {
                    !own.iter().any(|o| {
                        let s = &calendar.0[*o];
                        s.until.is_none() && (s.first..=s.last).contains(*d)
                    })
                })
                .map(|d| Met {
                    day: *d,
                    month: month(*d),
                    share: 1.0 / f64::from(meetings.crowd(*d).max(1)).sqrt(),
                })
                .collect()
            })
            .collect();
        Self {
            partners,
            meetings,
            calendar,
            settings,
            ordinary,
            occasions,
        }
    }

    /// What is common to all partners as of a day, for the `ahead` days after it.
    #[must_use]
    pub fn common(&self, as_of: i32, ahead: usize) -> Common {
        let set = self.settings;
        let halves = |day: i32, years: f64| libm::exp2(f64::from(day - as_of) / (years * YEAR));
        let (mut years, mut pace_years) = (0.0, 0.0);
        let mut watched = [0.0; 12];
        for day in self.meetings.first()..=as_of {
            if !self.meetings.covers(day, day) {
                continue;
            }
            years += halves(day, set.half_life_years) / YEAR;
            pace_years += halves(day, set.pace_half_life_years) / YEAR;
            watched[month(day)] += 1.0;
        }
        let (mut all, mut recent) = (0.0, 0.0);
        let mut months = [0.0; 12];
        for met in self.ordinary.iter().flatten().filter(|m| m.day <= as_of) {
            all += met.share * halves(met.day, set.half_life_years);
            recent += met.share * halves(met.day, set.pace_half_life_years);
            months[met.month] += met.share;
        }
        let count = self.partners.len().max(1) as f64;
        let years = years.max(1.0 / YEAR);
        let pool = all / (count * years);
        let usual = pool * count * pace_years;
        let pace = (recent + set.pace_meetings) / (usual + set.pace_meetings);
        let total: f64 = months.iter().sum();
        let days: f64 = watched.iter().sum();
        let season: Vec<f64> = months
            .iter()
            .zip(&watched)
            .map(|(m, w)| {
                let even = total * w / days.max(1.0);
                (m + set.season_meetings) / (even + set.season_meetings)
            })
            .collect();
        let coming = (1..).take(ahead);
        Common {
            as_of,
            pace: coming.map(|i| pace * season[month(as_of + i)]).collect(),
            years,
            pool,
            met: self.partners.iter().map(|p| self.upto(p, as_of)).sum(),
            classes: self.classes(as_of),
        }
    }

    fn classes(&self, as_of: i32) -> BTreeMap<String, (f64, f64)> {
        let mut out: BTreeMap<String, (f64, f64)> = BTreeMap::new();
        for (partner, own) in self.partners.iter().zip(&self.occasions) {
            for summit in own.iter().map(|o| &self.calendar.0[*o]) {
                if summit.last > as_of
                    || summit.until.is_some()
                    || !self.meetings.covers(summit.first, summit.last)
                {
                    continue;
                }
                let slot = out.entry(summit.class.clone()).or_default();
                slot.1 += 1.0;
                if self.meetings.any(partner, summit.first, summit.last) {
                    slot.0 += 1.0;
                }
            }
        }
        out
    }

    /// The prior of the `partner`-th partner.
    #[must_use]
    pub fn prior(&self, partner: usize, common: &Common) -> Prior {
        let set = self.settings;
        let as_of = common.as_of;
        let own: f64 = self.ordinary[partner]
            .iter()
            .filter(|m| m.day <= as_of)
            .map(|m| m.share * libm::exp2(f64::from(m.day - as_of) / (set.half_life_years * YEAR)))
            .sum();
        let occasions = self.occasions[partner]
            .iter()
            .map(|o| &self.calendar.0[*o])
            .filter(|s| s.known <= as_of && s.last > as_of && s.until.is_none_or(|off| as_of < off))
            // A summit under way that has brought its meeting will not bring another.
            .filter(|s| !self.meetings.any(self.partners[partner], s.first, as_of))
            .map(|s| {
                let (held, of) = common.classes.get(&s.class).copied().unwrap_or((0.0, 0.0));
                Ahead {
                    first: s.first,
                    last: s.last,
                    held,
                    of,
                }
            })
            .collect();
        Prior {
            shape: own + set.pool_years * common.pool,
            years: common.years + set.pool_years,
            occasions,
        }
    }

    fn upto(&self, partner: &str, as_of: i32) -> f64 {
        let days = self.meetings.of(partner);
        days.partition_point(|d| *d <= as_of) as f64
    }

    /// Meetings a day of the `partner`-th partner by its bare record: all its meetings so far and
    /// one year of the pool's average over the years of the list. The rival called "hazard".
    #[must_use]
    pub fn bare(&self, partner: usize, common: &Common) -> f64 {
        let as_of = common.as_of;
        let hidden: i32 = self
            .meetings
            .holes()
            .iter()
            .map(|(a, b)| ((*b).min(as_of) - *a + 1).max(0))
            .sum();
        let days = f64::from((as_of - self.meetings.first() + 1 - hidden).max(1));
        let years = days / YEAR;
        let pool = common.met / (self.partners.len().max(1) as f64 * years);
        let own = self
            .partners
            .get(partner)
            .map_or(0.0, |p| self.upto(p, as_of));
        (own + pool) / (years + 1.0) / YEAR
    }
}

/// Month of a day, from 0.
fn month(day: i32) -> usize {
    usize::try_from(date::from_number(day).month() - 1).unwrap_or(0)
}
