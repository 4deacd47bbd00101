//! What a fit moves: kinds' ratios and families' leaks, and how far they may go.

use std::collections::BTreeMap;

use crate::backtest::ridge::{logistic, logit};
use crate::belief::two::Model;
use crate::belief::two::model::{Basis, Side};
use crate::model::two::source::Source;

/// The least that a kind says where it says most, as the logarithm of a ratio: 1.01.
const LEAST: f64 = 0.01;
/// Share of a family's cap, in logarithms, that one report reaches at most.
const BELOW_CAP: f64 = 0.98;
/// Leaks between which a fit stays: its draws go to one and a half times the middle one, which is
/// below one half.
const LEAKS: (f64, f64) = (0.01, 0.33);

/// One thing that can be moved.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// What a report of a kind says alone.
    Kind(String),
    /// A family's leak.
    Leak(String),
}

/// How far things are moved: a kind's ratio by a logarithm, above 0 toward a meeting; a leak by
/// log-odds.
pub type Moves = BTreeMap<Target, f64>;

/// What a base says of the kinds that can be moved.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Says {
    /// By kind: the logarithm of its ratio alone where it says most.
    most: BTreeMap<String, f64>,
    /// By kind: its family and its side.
    place: BTreeMap<String, (String, Side)>,
}

impl Says {
    /// What a built base says; measured nulls say nothing, and stay so.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let mut says = Self {
            most: BTreeMap::new(),
            place: BTreeMap::new(),
        };
        for (name, kind) in &model.kinds {
            if kind.basis == Basis::MeasuredNull {
                continue;
            }
            let logs = (0..model.bins()).map(|bin| libm::log(model.alone(kind, bin)));
            let most = logs.reduce(|a, b| if b.abs() > a.abs() { b } else { a });
            says.most.insert(name.clone(), most.unwrap_or_default());
            let place = (kind.family.clone(), kind.side);
            says.place.insert(name.clone(), place);
        }
        says
    }

    /// The logarithm of a kind's ratio where it says most; `None` of a null or an unknown kind.
    #[must_use]
    pub fn most(&self, kind: &str) -> Option<f64> {
        self.most.get(kind).copied()
    }

    /// A kind's family and side.
    #[must_use]
    pub fn place(&self, kind: &str) -> Option<(&str, Side)> {
        let (family, side) = self.place.get(kind)?;
        Some((family, *side))
    }

    /// A kind's move as far as it may go: on its side of 1, and below the cap of a leak.
    #[must_use]
    pub fn held(&self, kind: &str, by: f64, leak: f64) -> f64 {
        let (Some(most), Some((_, side))) = (self.most(kind), self.place(kind)) else {
            return 0.0;
        };
        let cap = BELOW_CAP * libm::log((1.0 - leak) / leak);
        let to = (most + by).clamp(-cap, cap);
        let to = match side {
            Side::Toward => to.max(LEAST),
            Side::Against => to.min(-LEAST),
            Side::Either if to.abs() < LEAST => LEAST.copysign(most),
            Side::Either => to,
        };
        to - most
    }

    /// The most that kinds of a family say that are not moved, either way.
    fn unmoved(&self, family: &str, moves: &Moves) -> f64 {
        let stays = |kind: &str| !moves.contains_key(&Target::Kind(kind.to_owned()));
        let of = self.place.iter().filter(|(_, (own, _))| own == family);
        let of = of.filter(|(kind, _)| stays(kind));
        of.filter_map(|(kind, _)| self.most(kind))
            .fold(0.0, |a, b| b.abs().max(a))
    }

    /// A family's leak after a move, within its bounds and below the caps that unmoved kinds need.
    #[must_use]
    pub fn leak(&self, family: &str, leak: f64, moves: &Moves) -> f64 {
        let Some(by) = moves.get(&Target::Leak(family.to_owned())) else {
            return leak;
        };
        let needed = self.unmoved(family, moves) / BELOW_CAP;
        let most = LEAKS.1.min(logistic(-needed)).max(leak.min(LEAKS.1));
        let to = logistic(logit(leak) + by);
        four(to.clamp(LEAKS.0.min(leak), most))
    }
}

/// A source with its ratios and leaks moved, as far as they may go; `why` says for each kind on what
/// that rests.
#[must_use]
pub fn moved(base: &Source, says: &Says, moves: &Moves, why: &dyn Fn(&Target) -> String) -> Source {
    let mut out = base.clone();
    for (name, family) in &mut out.families {
        let leak = says.leak(name, family.leak, moves);
        if leak != family.leak {
            let target = Target::Leak(name.clone());
            family.because += &format!(" Leak {} before: {}", family.leak, why(&target));
            family.leak = leak;
        }
    }
    for (name, kind) in &mut out.kinds {
        let target = Target::Kind(name.clone());
        let leak = base.families.get(&kind.family).map_or(0.5, |f| f.leak);
        let leak = says.leak(&kind.family, leak, moves);
        let by = moves
            .get(&target)
            .map(|by| four(says.held(name, *by, leak)));
        if let Some(by) = by.filter(|by| *by != 0.0) {
            kind.moved = Some(four(kind.moved.unwrap_or_default() + by));
            kind.moved_because = Some(why(&target));
        }
    }
    out
}

/// Four digits behind the point.
fn four(x: f64) -> f64 {
    (x * 1e4).round() / 1e4
}
