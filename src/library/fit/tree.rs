//! How moves hang together: a kind within its family within its side, and a family's leak.
//!
//! What moves a kind is the sum of its side's amount, its family's and its own. Each amount is drawn
//! back to 0 by a penalty of its own class, so that what all kinds of a family show is laid to the
//! family, and what one of them shows beyond that to itself.

use std::collections::BTreeSet;

use super::bench::Slopes;
use super::moves::{Moves, Says, Target};
use super::penalised::Day;
use crate::belief::two::model::Side;

/// How far each class of amounts is expected to lie from 0: standard deviations, in nats of a ratio
/// or log-odds of a leak; a class at 0 stays where it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Loose {
    /// Of a side.
    pub side: f64,
    /// Of a family within its side.
    pub family: f64,
    /// Of a kind within its family.
    pub kind: f64,
    /// Of a family's leak.
    pub leak: f64,
}

/// One amount, and what it moves.
#[derive(Debug, Clone, PartialEq)]
struct Amount {
    /// 1 by the variance expected of it.
    penalty: f64,
    moves: Vec<Target>,
}

/// All amounts that a fit may move.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree(Vec<Amount>);

impl Loose {
    /// Nothing moves.
    pub const NOTHING: Self = Self {
        side: 0.0,
        family: 0.0,
        kind: 0.0,
        leak: 0.0,
    };
}

impl Tree {
    /// The amounts that move some things.
    #[must_use]
    pub fn new(says: &Says, targets: &[Target], loose: Loose) -> Self {
        let kinds = targets.iter().filter_map(|t| match t {
            Target::Kind(kind) => Some((t, says.place(kind)?)),
            Target::Leak(_) => None,
        });
        let kinds: Vec<(&Target, (&str, Side))> = kinds.collect();
        let mut out = Vec::new();
        for side in [Side::Toward, Side::Against, Side::Either] {
            let of_side = || kinds.iter().filter(move |(_, (_, own))| *own == side);
            let families: BTreeSet<&str> = of_side().map(|(_, (family, _))| *family).collect();
            out.push((loose.side, of_side().map(|(t, _)| (*t).clone()).collect()));
            for family in families {
                let own = of_side().filter(|(_, (f, _))| *f == family);
                out.push((loose.family, own.map(|(t, _)| (*t).clone()).collect()));
            }
        }
        for target in targets {
            let loose = match target {
                Target::Kind(_) => loose.kind,
                Target::Leak(_) => loose.leak,
            };
            out.push((loose, vec![target.clone()]));
        }
        let free = out
            .into_iter()
            .filter(|(loose, moves): &(f64, Vec<Target>)| *loose > 0.0 && !moves.is_empty());
        Self(
            free.map(|(loose, moves)| Amount {
                penalty: 1.0 / (loose * loose),
                moves,
            })
            .collect(),
        )
    }

    /// How many amounts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing moves.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The penalties, one an amount.
    #[must_use]
    pub fn penalties(&self) -> Vec<f64> {
        self.0.iter().map(|amount| amount.penalty).collect()
    }

    /// What amounts move, and how far.
    #[must_use]
    pub fn moves(&self, amounts: &[f64]) -> Moves {
        let mut out = Moves::new();
        for (amount, by) in self.0.iter().zip(amounts) {
            for target in &amount.moves {
                *out.entry(target.clone()).or_default() += by;
            }
        }
        out
    }

    /// The days of a case: log-odds where nothing is moved, and what each amount adds. `amounts` are
    /// those at which the slopes were taken.
    #[must_use]
    pub fn days(&self, slopes: &Slopes, place: usize, amounts: &[f64]) -> Vec<Day> {
        let at = &slopes.at[place];
        let mut columns = Vec::with_capacity(self.0.len());
        for amount in &self.0 {
            let mut column = vec![0.0; at.len()];
            for target in &amount.moves {
                let slope = slopes.by.get(target).map(|cases| &cases[place]);
                for (sum, x) in column.iter_mut().zip(slope.into_iter().flatten()) {
                    *sum += x;
                }
            }
            columns.push(column);
        }
        let day = |i: usize| {
            let by: Vec<f64> = columns.iter().map(|column| column[i]).collect();
            let moved: f64 = by.iter().zip(amounts).map(|(a, b)| a * b).sum();
            Day {
                at: at[i] - moved,
                by,
            }
        };
        (0..at.len()).map(day).collect()
    }
}
