//! The evidence in the order of evidence, told day by day: stories in families, and plans.
//!
//! What a report adds depends on the plans known on its day. A plan looks at the evidence of its
//! day with the plans up to itself; so on a day on which several were made the families are kept
//! once for each. Once a later day has come, a day is closed and final.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Model;
use super::echo::Echoes;
use super::family::Spoken;
use super::ground::Ground;
use super::index::Index;
use super::model::Call;
use super::plan::{self, Goes, Plan};
use super::products::Products;
use super::report::Heard;
use super::story::Story;

/// What the families said, by name.
pub(super) type Said = BTreeMap<String, Arc<Spoken>>;

/// Ids of the reports of each story, by family and place among its stories.
pub(super) type Tellers = BTreeMap<(String, usize), Vec<String>>;

/// What everything is told against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'f> {
    pub ground: &'f Ground,
    pub model: &'f Model,
}

/// The families as of the latest day with so many of the plans.
#[derive(Debug, Clone)]
struct Variant {
    said: Said,
    /// How far each day stands announced to the reports of that day.
    echoes: Echoes,
}

/// The evidence told so far.
#[derive(Debug, Clone)]
pub(super) struct Chronicle {
    index: Index,
    /// The families before the latest day.
    closed: Said,
    /// The families as of the latest day: with the plans up to each that was made on it, else
    /// with all.
    open: Vec<Variant>,
    day: i32,
    plans: Vec<Plan>,
    /// What each plan saw that was made before the latest day.
    seen: Vec<Products>,
    /// Multiplications made.
    multiplications: u64,
}

impl Chronicle {
    /// Nothing told yet.
    pub fn new() -> Self {
        Self {
            index: Index::default(),
            closed: Said::new(),
            open: Vec::new(),
            day: i32::MIN,
            plans: Vec::new(),
            seen: Vec::new(),
            multiplications: 0,
        }
    }

    /// All reports in the order of evidence.
    pub fn tell(frame: Frame<'_>, reports: &[Arc<Heard>]) -> Self {
        let mut chronicle = Self::new();
        for day in reports.chunk_by(|a, b| a.report.known == b.report.known) {
            chronicle.tell_day(frame, day);
        }
        chronicle
    }

    /// The latest day told.
    pub fn day(&self) -> i32 {
        self.day
    }

    /// Multiplications made so far.
    pub fn multiplications(&self) -> u64 {
        self.multiplications
    }

    /// All plans in order.
    pub fn plans(&self) -> &[Plan] {
        &self.plans
    }

    /// The plan at `place`, to keep what it did.
    pub fn plan_mut(&mut self, place: usize) -> Option<&mut Plan> {
        self.plans.get_mut(place)
    }

    /// The families with all that was told: multiplied first.
    pub fn said(&self) -> &Said {
        self.open.last().map_or(&self.closed, |open| &open.said)
    }

    /// What the plan at `place` saw on its day: multiplied first.
    pub fn seen_by(&self, place: usize) -> Products {
        let open = |at: usize| self.open.get(at).map(|variant| products(&variant.said));
        match place.checked_sub(self.seen.len()) {
            None => self.seen.get(place).cloned().unwrap_or_default(),
            Some(at) => open(at).unwrap_or_default(),
        }
    }

    /// The family and the story that a report tells.
    pub fn story_of(&self, report: &Heard) -> Option<(&str, &Story)> {
        let place = self.index.find(report)?;
        let story = self.said().get(&place.family)?.stories().get(place.place)?;
        Some((&place.family, story))
    }

    /// The ids of the reports of each story, in the order given, by family and place.
    pub fn tellers(&self, reports: &[Arc<Heard>]) -> Tellers {
        let mut tellers = Tellers::new();
        for report in reports.iter().filter(|report| self.is_told(report)) {
            if let Some(place) = self.index.find(report) {
                let key = (place.family.clone(), place.place);
                tellers
                    .entry(key)
                    .or_default()
                    .push(report.report.id.clone());
            }
        }
        tellers
    }

    /// Whether a report tells a story: a doubt of no plan does.
    fn is_told(&self, report: &Heard) -> bool {
        let doubts = || {
            let id = &report.report.id;
            self.plans.iter().any(|plan| plan.has_doubter(id))
        };
        report.plan.is_none() || report.plan == Some(Call::Doubt) && !report.is_over() && !doubts()
    }

    /// Tells a later day: all its reports, in the order of evidence.
    pub fn tell_day(&mut self, frame: Frame<'_>, reports: &[Arc<Heard>]) {
        let Some(first) = reports.first() else {
            return;
        };
        self.close(first.report.known);
        self.tell_latest(frame, reports);
    }

    /// Tells the latest day anew: all its reports, in the order of evidence.
    pub fn retell_latest(&mut self, frame: Frame<'_>, reports: &[Arc<Heard>]) {
        self.index.forget_latest();
        self.plans.truncate(self.seen.len());
        let kept = self.plans.len();
        for plan in &mut self.plans {
            plan.forget_since(self.day, kept);
        }
        self.tell_latest(frame, reports);
    }

    /// Takes in the next report of the latest day that makes no plan.
    pub fn hear(&mut self, frame: Frame<'_>, report: &Heard) {
        let place = self.index.place(report, frame.model.repeat_window_days);
        let horizon = frame.ground.horizon;
        let name = report.report.story.as_ref().unwrap_or(&report.report.id);
        for Variant { said, echoes } in &mut self.open {
            let adds = echoes.taken_off(report, horizon, frame.model);
            let family = said
                .entry(place.family.clone())
                .or_insert_with(|| Arc::new(Spoken::new(horizon.days())));
            let discount = frame.model.repeat_discount;
            self.multiplications +=
                Arc::make_mut(family).tell(place.place, name, report, &adds, discount);
        }
    }

    /// Multiplies what was told since it was last asked for.
    pub fn multiply(&mut self) {
        let open = self.open.iter_mut().flat_map(|open| open.said.values_mut());
        for family in open.filter(|family| family.is_behind()) {
            self.multiplications += Arc::make_mut(family).multiply();
        }
    }

    /// Ends the latest day: what was told until then is final.
    fn close(&mut self, day: i32) {
        if self.plans.len() > self.seen.len() {
            self.multiply();
        }
        let today = self.seen.len()..self.plans.len();
        let seen: Vec<Products> = today.map(|place| self.seen_by(place)).collect();
        self.seen.extend(seen);
        if let Some(last) = self.open.pop() {
            self.closed = last.said;
        }
        self.index.close();
        self.day = day;
    }

    fn tell_latest(&mut self, frame: Frame<'_>, reports: &[Arc<Heard>]) {
        self.plan(frame, reports);
        self.open = self.variants(frame);
        for report in reports {
            if self.is_told(report) {
                self.hear(frame, report);
            }
        }
    }

    /// Takes in the plans of the latest day.
    fn plan(&mut self, frame: Frame<'_>, reports: &[Arc<Heard>]) {
        let planning = reports.iter().filter(|report| report.is_planning());
        let mut planning: Vec<&Arc<Heard>> = planning.collect();
        planning.sort_by(|a, b| a.compare_as_plans(b));
        for report in planning {
            match plan::goes(report, &self.plans, frame.model.plans.chain) {
                Goes::Confirms(place) => self.at(place, |plan| plan.confirm(report)),
                Goes::Doubts(place) => self.at(place, |plan| plan.doubted(report)),
                Goes::Makes(replaces) => self.make(frame, report, replaces),
                Goes::Tells => {}
            }
        }
    }

    fn at(&mut self, place: usize, change: impl FnOnce(&mut Plan)) {
        if let Some(plan) = self.plans.get_mut(place) {
            change(plan);
        }
    }

    /// Makes a plan, in the place of another.
    fn make(&mut self, frame: Frame<'_>, report: &Heard, replaces: Option<usize>) {
        let made = Plan::new(
            report,
            &self.plans,
            replaces,
            frame.ground,
            &frame.model.plans,
        );
        let place = self.plans.len();
        if let (Some(_), Some(old)) = (&made, replaces) {
            self.at(old, |plan| plan.replaced_by = Some(place));
        }
        self.plans.extend(made);
    }

    /// The families before the latest day's reports, once for each of its plans.
    fn variants(&self, frame: Frame<'_>) -> Vec<Variant> {
        let all = self.plans.len();
        let first = (self.seen.len() + 1).min(all);
        let echoes = |count| {
            let plans = self.plans.get(..count).unwrap_or_default();
            Echoes::on(self.day, plans, frame.ground, frame.model)
        };
        (first..=all)
            .map(|count| Variant {
                said: self.closed.clone(),
                echoes: echoes(count),
            })
            .collect()
    }
}

/// The products of all families that spoke.
pub(super) fn products(said: &Said) -> Products {
    let product =
        |(name, spoken): (&String, &Arc<Spoken>)| (name.clone(), Arc::clone(spoken.product()));
    said.iter().map(product).collect()
}
