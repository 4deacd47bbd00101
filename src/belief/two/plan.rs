//! Announced and cancelled days, and the days that each covers.

use super::acted::Acted;
use super::ground::Ground;
use super::model::{Call, Plans};
use super::part::Part;
use super::report::Heard;
use super::story::credibility;

/// A report that made or confirmed a plan.
#[derive(Debug, Clone, PartialEq)]
struct Teller {
    id: String,
    known: i32,
    /// As a report of a plan.
    worth: f64,
    /// By its grade alone.
    weight: f64,
    firm: bool,
}

impl Teller {
    fn of(report: &Heard) -> Self {
        Self {
            id: report.report.id.clone(),
            known: report.report.known,
            worth: report.worth,
            weight: report.weight,
            firm: report.firm,
        }
    }
}

/// An announcement or a cancellation of days.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    /// Id of its first report.
    pub id: String,
    pub call: Call,
    /// First and last day named.
    pub about: (i32, i32),
    /// First and last day covered.
    covered: (i32, i32),
    /// Day on which it became known.
    pub day: i32,
    tellers: Vec<Teller>,
    /// How many of them are those of the plan whose place it took, the first.
    taken_over: usize,
    /// Reports that doubt it.
    doubters: Vec<Teller>,
    /// The story of the report that made it, where that names one.
    story: Option<String>,
    /// The report that made it.
    pub made_by: Heard,
    /// Place of the announcement that took its place: sharper, or moved.
    pub replaced_by: Option<usize>,
    /// What it does with each day of the horizon.
    pub parts: Vec<Part>,
    /// The named days lie beyond the horizon.
    pub beyond: bool,
    /// It has days to move, and others to move them from or to.
    pub acts: bool,
    /// Places of the announcements that it takes back, the last of them first.
    pub undoes: Vec<usize>,
    /// What it did when it was last looked at.
    pub acted: Option<Acted>,
}

impl Plan {
    /// The plan that `report` makes after those of `before`, in the place of one of them.
    pub fn new(
        report: &Heard,
        before: &[Plan],
        replaces: Option<usize>,
        ground: &Ground,
        model: &Plans,
    ) -> Option<Self> {
        let slack = model.slack_days;
        let (call, about) = (report.plan?, report.report.about?);
        let covered = cover(about, ground, slack);
        let mut plan = Self {
            id: report.report.id.clone(),
            call,
            about,
            covered,
            day: report.report.known,
            tellers: Vec::new(),
            taken_over: 0,
            doubters: Vec::new(),
            story: report.report.story.clone(),
            made_by: report.clone(),
            replaced_by: None,
            parts: Vec::new(),
            beyond: about.0 > ground.horizon.last,
            acts: false,
            undoes: Vec::new(),
            acted: None,
        };
        if let Some(old) = replaces.and_then(|place| before.get(place)) {
            plan.tellers.clone_from(&old.tellers);
            plan.taken_over = old.tellers.len();
            plan.doubters.clone_from(&old.doubters);
        }
        plan.confirm(report);
        let live = |(place, plan): (usize, &'_ Plan)| {
            (plan.replaced_by.is_none() && Some(place) != replaces).then_some(place)
        };
        let live: Vec<usize> = before.iter().enumerate().filter_map(live).collect();
        let live = Live {
            plans: before,
            places: &live,
        };
        let horizon = ground.horizon;
        plan.parts = horizon.each().map(|(_, d)| plan.part(d, live)).collect();
        plan.acts = plan.can_act(plan.parts.get(horizon.index(plan.day + 1)..)?);
        if call == Call::Cancel {
            plan.undoes = live.undone_by(about, model.chain);
        }
        Some(plan)
    }

    /// Takes in one more report of the same.
    pub fn confirm(&mut self, report: &Heard) {
        self.tellers.push(Teller::of(report));
    }

    /// Takes in a doubt.
    pub fn doubted(&mut self, report: &Heard) {
        self.doubters.push(Teller::of(report));
    }

    /// It is as firm as what a government announces by its day, by any of its reports.
    pub fn is_firm(&self) -> bool {
        self.tellers.iter().any(|teller| teller.firm)
    }

    /// Whether days that it covers are announced or called off by it, as far as was known by `day`.
    pub fn counts_by(&self, day: i32) -> bool {
        let known = |teller: &&Teller| teller.known <= day;
        self.call == Call::Cancel || self.tellers.iter().filter(known).any(|teller| teller.firm)
    }

    /// Belief in what was known of it by `day`, as a plan.
    pub fn believed_by(&self, day: i32, discount: f64) -> f64 {
        let known = self.tellers.iter().filter(|teller| teller.known <= day);
        together(known.map(|teller| teller.worth), discount)
    }

    /// Whether a report is worth enough to take its place: half of the best of its own.
    fn yields_to(&self, report: &Heard) -> bool {
        let best = self.tellers.iter().map(|teller| teller.worth);
        best.fold(0.0, f64::max) <= 2.0 * report.worth
    }

    /// How many reports tell it.
    pub fn told(&self) -> usize {
        self.tellers.len()
    }

    /// The ids of the reports that tell it, its first one first.
    pub fn tellers(&self) -> impl Iterator<Item = &str> {
        self.tellers.iter().map(|teller| teller.id.as_str())
    }

    /// Whether the report of that id tells it.
    pub fn has_teller(&self, id: &str) -> bool {
        self.tellers.iter().any(|teller| teller.id == id)
    }

    /// The ids of the reports that doubt it.
    pub fn doubters(&self) -> impl Iterator<Item = &str> {
        self.doubters.iter().map(|teller| teller.id.as_str())
    }

    /// Whether the report of that id doubts it.
    pub fn has_doubter(&self, id: &str) -> bool {
        self.doubters.iter().any(|teller| teller.id == id)
    }

    /// Takes out what became known on `day` or later, and that a plan from `place` on replaced it.
    pub fn forget_since(&mut self, day: i32, place: usize) {
        self.tellers.retain(|teller| teller.known < day);
        self.doubters.retain(|teller| teller.known < day);
        self.replaced_by = self.replaced_by.filter(|by| *by < place);
    }

    /// Belief in all its reports together, as reports of a plan.
    pub fn credibility(&self, discount: f64) -> f64 {
        together(self.tellers.iter().map(|teller| teller.worth), discount)
    }

    /// The same by their grades alone, without those taken over.
    pub fn bare_credibility(&self, discount: f64) -> f64 {
        let own = self.tellers.iter().skip(self.taken_over);
        together(own.map(|teller| teller.weight), discount)
    }

    /// Belief in the doubts of it, less what it was told again after the last of them.
    pub fn doubt(&self, discount: f64) -> f64 {
        let Some(last) = self.doubters.iter().map(|teller| teller.known).max() else {
            return 0.0;
        };
        let doubted = together(self.doubters.iter().map(|teller| teller.weight), discount);
        let since = self.tellers.iter().filter(|teller| teller.known > last);
        let told = together(since.map(|teller| teller.worth), discount);
        doubted * (1.0 - told)
    }

    /// The latest day on which it was known to stand: told, or watched and not withdrawn.
    fn last_seen(&self, watched_through: impl Iterator<Item = i32>) -> i32 {
        let told = self.tellers.iter().map(|teller| teller.known);
        let watched = watched_through.filter(|day| (self.day..self.about.0).contains(day));
        told.chain(watched).fold(self.day, i32::max)
    }

    /// Days from when it was last known to stand to the first day named.
    pub fn lead(&self, watched_through: impl Iterator<Item = i32>) -> i32 {
        (self.about.0 - self.last_seen(watched_through)).max(0)
    }

    /// Whether it covers a day.
    pub fn covers(&self, day: i32) -> bool {
        (self.covered.0..=self.covered.1).contains(&day)
    }

    /// Whether a report tells the same as this plan; in a chain, also where it names more days
    /// than are known already.
    fn is_told_by(&self, report: &Heard, chain: bool) -> bool {
        let Some(about) = report.report.about else {
            return false;
        };
        let same = Some(self.call) == report.plan;
        let wider = chain && self.call == Call::Announce && holds(about, self.about);
        let firmer = chain && report.firm && !self.is_firm();
        same && !firmer && (about == self.about || wider)
    }

    /// Whether an announcement takes the place of this one: it names some of its days, or is
    /// firmer.
    fn is_sharpened_by(&self, report: &Heard) -> bool {
        let within = |about| holds(self.about, about);
        let firmer = report.firm && !self.is_firm();
        self.call == Call::Announce
            && report.plan == Some(Call::Announce)
            && (firmer || report.report.about.is_some_and(within))
    }

    fn part(&self, day: i32, before: Live<'_>) -> Part {
        if day > self.day && day < self.covered.0 && self.leaves_alone(day, before) {
            Part::Left
        } else if self.beyond || day <= self.day || !self.covers(day) {
            Part::Other
        } else if (self.about.0..=self.about.1).contains(&day) {
            Part::Named
        } else {
            Part::Near
        }
    }

    /// Whether a day before its own stands announced for another meeting.
    fn leaves_alone(&self, day: i32, before: Live<'_>) -> bool {
        let firm = |plan: &&Plan| plan.call == Call::Cancel || plan.is_firm();
        let last = before.rev().filter(firm).find(|plan| plan.covers(day));
        last.is_some_and(|x| x.call == Call::Announce && !share_a_day(x.about, self.about))
    }

    fn can_act(&self, living: &[Part]) -> bool {
        if living.is_empty() {
            false
        } else if self.beyond {
            self.call == Call::Announce && living.contains(&Part::Other)
        } else {
            living.contains(&Part::Named)
        }
    }
}

/// The plans that none replaced, by their places.
#[derive(Debug, Clone, Copy)]
struct Live<'p> {
    plans: &'p [Plan],
    places: &'p [usize],
}

impl<'p> Live<'p> {
    /// The last first.
    fn rev(self) -> impl Iterator<Item = &'p Plan> {
        let at = |place: &usize| self.plans.get(*place);
        self.places.iter().rev().filter_map(at)
    }

    /// The announcements that a cancellation of `about` takes back, the last of them first: one; in
    /// a chain also those before whose days these, or that, share.
    fn undone_by(self, about: (i32, i32), chain: bool) -> Vec<usize> {
        let (mut whole, mut undone) = (about, Vec::new());
        for place in self.places.iter().rev() {
            let Some(plan) = self.plans.get(*place) else {
                continue;
            };
            let announced = plan.call == Call::Announce && plan.acts;
            if announced && share_a_day(plan.about, whole) {
                undone.push(*place);
                if !chain {
                    break;
                }
                whole = (whole.0.min(plan.about.0), whole.1.max(plan.about.1));
            }
        }
        undone
    }
}

/// Belief in reports of the same.
fn together(weights: impl Iterator<Item = f64>, discount: f64) -> f64 {
    let mut weights: Vec<f64> = weights.collect();
    weights.sort_by(|a, b| b.total_cmp(a));
    credibility(&weights, discount)
}

/// Whether the first stretch of days holds the whole of the second.
fn holds(a: (i32, i32), b: (i32, i32)) -> bool {
    a.0 <= b.0 && b.1 <= a.1
}

/// The days that a plan of `about` covers: its slack, and the whole of each occasion it falls on.
fn cover(about: (i32, i32), ground: &Ground, slack: i32) -> (i32, i32) {
    let mut covered = (about.0 - slack, about.1 + slack);
    for occasion in &ground.occasions {
        if share_a_day(*occasion, about) {
            covered = (covered.0.min(occasion.0), covered.1.max(occasion.1));
        }
    }
    covered
}

/// Whether two stretches of days have one in common.
pub(super) fn share_a_day(a: (i32, i32), b: (i32, i32)) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

/// Where a report goes among the plans before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goes {
    /// It confirms the plan at this place.
    Confirms(usize),
    /// It doubts the plan at this place.
    Doubts(usize),
    /// It makes a new plan, in the place of an earlier one.
    Makes(Option<usize>),
    /// It doubts, and nothing stands that it could doubt: it tells a story.
    Tells,
}

/// Where a report goes: it looks at the last plan whose days it shares.
pub(super) fn goes(report: &Heard, plans: &[Plan], chain: bool) -> Goes {
    if report.plan == Some(Call::Doubt) {
        return doubts(report, plans);
    }
    let about = report.report.about.unwrap_or((0, 0));
    let shares = |plan: &Plan| plan.replaced_by.is_none() && share_a_day(plan.about, about);
    let last = plans.iter().rposition(shares);
    let sharing = last.and_then(|place| Some((place, plans.get(place)?)));
    match sharing {
        Some((place, plan)) if plan.is_told_by(report, chain) => Goes::Confirms(place),
        _ if !chain => Goes::Makes(None),
        _ => Goes::Makes(moved(report, plans).or_else(|| {
            sharing
                .filter(|(_, plan)| plan.is_sharpened_by(report) && plan.yields_to(report))
                .map(|(place, _)| place)
        })),
    }
}

/// The plan that a doubt is of: the last whose days are to come, if that is an announcement.
fn doubts(report: &Heard, plans: &[Plan]) -> Goes {
    let known = report.report.known;
    let about = report.report.about;
    let meant = |plan: &Plan| {
        plan.replaced_by.is_none()
            && plan.about.1 > known
            && about.is_none_or(|about| share_a_day(plan.about, about))
    };
    let last = plans.iter().rposition(meant);
    let announced = |place: &usize| {
        plans
            .get(*place)
            .is_some_and(|plan| plan.call == Call::Announce)
    };
    last.filter(announced).map_or(Goes::Tells, Goes::Doubts)
}

/// The announcement of the same story, which a report moves to other days, if it still stands: no
/// later plan shares its days.
fn moved(report: &Heard, plans: &[Plan]) -> Option<usize> {
    let story = report.report.story.as_ref()?;
    if report.plan != Some(Call::Announce) {
        return None;
    }
    let live = |plan: &&Plan| plan.replaced_by.is_none();
    let last_of = |plan: &Plan| {
        let mut later = plans.iter().rev().filter(live);
        later
            .find(|x| share_a_day(x.about, plan.about))
            .map(|x| x.id.as_str())
            == Some(&plan.id)
    };
    plans.iter().rposition(|plan| {
        plan.replaced_by.is_none()
            && last_of(plan)
            && plan.call == Call::Announce
            && plan.story.as_ref() == Some(story)
            && plan.yields_to(report)
    })
}

/// Plans but those that another of them replaced.
pub(super) fn standing(plans: &[Plan]) -> impl Iterator<Item = &Plan> {
    let live = |plan: &&Plan| plan.replaced_by.is_none_or(|by| by >= plans.len());
    plans.iter().filter(live)
}

/// Whether each day is covered by any announcement, called off or not.
pub(super) fn ever_announced(plans: &[Plan], ground: &Ground) -> Vec<bool> {
    let mut announced = vec![false; ground.horizon.days()];
    let firm = |plan: &&Plan| plan.call == Call::Announce && plan.is_firm();
    for plan in standing(plans).filter(firm) {
        covered_days(plan, ground, &mut announced).fill(true);
    }
    announced
}

/// Of `days`, one a day of the horizon, those that a plan covers.
pub(super) fn covered_days<'d, T>(plan: &Plan, ground: &Ground, days: &'d mut [T]) -> &'d mut [T] {
    let range = ground.horizon.indices(plan.covered.0, plan.covered.1);
    days.get_mut(range).unwrap_or_default()
}
