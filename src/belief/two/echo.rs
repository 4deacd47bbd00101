//! What speaks for a meeting that stands announced is the announcement over again: an echo.

use super::Model;
use super::curve::Curve;
use super::ground::{Ground, Horizon};
use super::model::Call;
use super::plan::{self, Plan};
use super::report::Heard;

/// How far each day stands announced to reports of one day.
#[derive(Debug, Clone)]
pub(super) struct Echoes {
    /// By day of the horizon, from 0 to 1.
    stood: Vec<f64>,
    /// Where echoes are weighed, the first day to come: an announced day makes an echo of what is
    /// said of each later day too.
    to_come: Option<usize>,
}

impl Echoes {
    /// To what becomes known on `day`, of the plans made so far. Weighed, plans count as they were
    /// known before that day, each as far as it was believed then.
    pub fn on(day: i32, plans: &[Plan], ground: &Ground, model: &Model) -> Self {
        let mut stood = vec![0.0; ground.horizon.days()];
        let weighed = model.plans.weighed_echoes;
        let plans = if weighed {
            let before = plans.partition_point(|plan| plan.day < day);
            plans.get(..before).unwrap_or_default()
        } else {
            plans
        };
        let by = if weighed { day - 1 } else { i32::MAX };
        for plan in plan::standing(plans).filter(|plan| plan.counts_by(by)) {
            let w = if weighed {
                plan.believed_by(by, model.repeat_discount)
            } else {
                1.0
            };
            let said = if plan.call == Call::Announce { w } else { 0.0 };
            for stood in plan::covered_days(plan, ground, &mut stood) {
                *stood = said + (1.0 - w) * *stood;
            }
        }
        let to_come = weighed.then(|| ground.horizon.index(day + 1));
        Self { stood, to_come }
    }

    /// How far what a report says of each of its days is an echo, from 0 to 1.
    pub fn of(&self, says: &Curve) -> Vec<f64> {
        let mut echo = 0.0_f64;
        let each = says.each().map(|(day, r)| {
            let stood = self.stood.get(day).copied().unwrap_or(0.0);
            match self.to_come {
                _ if r <= 1.0 => return 0.0,
                Some(first) if day < first => return 0.0,
                Some(_) => echo = echo.max(stood),
                None => echo = stood,
            }
            echo
        });
        each.collect()
    }

    /// What a report says, echoes taken off.
    pub fn taken_off(&self, report: &Heard, horizon: Horizon, model: &Model) -> Curve {
        let mut says = report.says(horizon, model);
        let echoes = self.of(&says);
        let range = says.range();
        for (r, echo) in says.part_mut(&range).iter_mut().zip(echoes) {
            // With no echo the same bits; 1 + 1 * (r - 1) may have others.
            if echo > 0.0 {
                *r = 1.0 + (1.0 - echo) * (*r - 1.0);
            }
        }
        says
    }

    /// What a report would say without days, with belief `weight` in it, echoes taken off.
    pub fn unnamed(&self, report: &Heard, horizon: Horizon, model: &Model, weight: f64) -> Curve {
        let mut says = self.taken_off(&report.unnamed(), horizon, model);
        let range = says.range();
        for r in says.part_mut(&range) {
            *r = 1.0 + weight * (*r - 1.0);
        }
        says
    }
}
