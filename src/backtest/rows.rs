//! The questions of a backtest: for each partner of a feed, every so many days, "a leader-level
//! meeting in the next H days", with the prior and the evidence of that day.

use super::calendar::Calendar;
use super::events::Events;
use super::meetings::Meetings;
use super::reference::{Common, Pool, Prior};
use crate::model::settings::Settings;
use crate::record::Invalid;

/// What is asked, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// Days ahead, ascending.
    pub horizons: Vec<i32>,
    /// Days between two as-of days.
    pub every: i32,
    /// Days of a feed before its first as-of day.
    pub warm_up: i32,
}

impl Grid {
    /// A grid over horizons in any order, each once.
    #[must_use]
    pub fn new(mut horizons: Vec<i32>, every: i32, warm_up: i32) -> Self {
        horizons.sort_unstable();
        horizons.dedup();
        Self {
            horizons,
            every,
            warm_up,
        }
    }
}

/// One partner on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its place in [`Panel::partners`].
    pub partner: usize,
    /// Its place in [`Panel::days`].
    pub day: usize,
    /// Evidence counts from this day on: after the last meeting, not before the feed begins, and
    /// not older than the settings allow.
    pub since: i32,
    /// The prior.
    pub prior: Prior,
    /// Meetings a day by the bare record.
    pub bare: f64,
    /// What happened by each horizon; `None` where the list of meetings does not say.
    pub yes: Vec<Option<bool>>,
}

/// The questions on one feed.
#[derive(Debug, Clone)]
pub struct Panel<'a> {
    /// The feed.
    pub feed: &'a Events,
    /// Its partners, by name.
    pub partners: Vec<&'a str>,
    /// The as-of days.
    pub days: Vec<Common>,
    /// The questions, by day and partner.
    pub rows: Vec<Row>,
}

/// What rows are made of.
#[derive(Debug, Clone, Copy)]
pub struct World<'a> {
    /// The feeds.
    pub feeds: &'a [Events],
    /// The meetings.
    pub meetings: &'a Meetings,
    /// The calendar.
    pub calendar: &'a Calendar,
}

/// The questions on every feed.
///
/// # Errors
/// Where a feed has no day whose outcome is known.
pub fn panels<'a>(
    world: &World<'a>,
    settings: &'a Settings,
    grid: &Grid,
    tail: i32,
) -> Result<Vec<Panel<'a>>, Invalid> {
    world
        .feeds
        .iter()
        .map(|feed| panel(world, feed, settings, grid, tail))
        .collect()
}

fn panel<'a>(
    world: &World<'a>,
    feed: &'a Events,
    settings: &'a Settings,
    grid: &Grid,
    tail: i32,
) -> Result<Panel<'a>, Invalid> {
    let meetings = world.meetings;
    let partners: Vec<&str> = feed.partners.keys().map(String::as_str).collect();
    let pool = Pool::new(partners.clone(), meetings, world.calendar, settings);
    let longest = grid.horizons.iter().copied().max().unwrap_or(0);
    let ahead = usize::try_from(longest + tail).unwrap_or(0);
    let step = usize::try_from(grid.every.max(1)).unwrap_or(1);
    let (mut days, mut rows) = (Vec::new(), Vec::new());
    for as_of in (feed.first + grid.warm_up..=feed.last).step_by(step) {
        let known: Vec<bool> = grid
            .horizons
            .iter()
            .map(|h| meetings.covers(as_of + 1, as_of + h))
            .collect();
        if !known.contains(&true) {
            continue;
        }
        let common = pool.common(as_of, ahead);
        for (i, partner) in partners.iter().enumerate() {
            let met = meetings.of(partner);
            let before = met.partition_point(|d| *d <= as_of);
            let last = before.checked_sub(1).and_then(|at| met.get(at));
            let oldest = as_of - i32::try_from(settings.lookback_days).unwrap_or(i32::MAX) + 1;
            let since = last.map_or(oldest, |d| oldest.max(*d + 1)).max(feed.first);
            let yes = grid.horizons.iter().zip(&known);
            rows.push(Row {
                partner: i,
                day: days.len(),
                since,
                prior: pool.prior(i, &common),
                bare: pool.bare(i, &common),
                yes: yes
                    .map(|(h, known)| known.then(|| meetings.any(partner, as_of + 1, as_of + h)))
                    .collect(),
            });
        }
        days.push(common);
    }
    if rows.is_empty() {
        return Err(Invalid::new(
            "events",
            &feed.name,
            "no day of it has a known outcome",
            "a list of meetings that reaches past the feed by the horizon",
        ));
    }
    Ok(Panel {
        feed,
        partners,
        days,
        rows,
    })
}

impl Panel<'_> {
    /// The as-of day of a row.
    #[must_use]
    pub fn as_of(&self, row: &Row) -> i32 {
        self.days.get(row.day).map_or(0, |d| d.as_of)
    }

    /// The events of a kind that are evidence for a row.
    #[must_use]
    pub fn evidence(&self, row: &Row, kind: &str) -> &[i32] {
        let days = self.feed.days(self.partners[row.partner], kind);
        let from = days.partition_point(|d| *d < row.since);
        let to = days.partition_point(|d| *d <= self.as_of(row));
        days.get(from..to).unwrap_or_default()
    }
}
