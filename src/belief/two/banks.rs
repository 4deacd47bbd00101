//! Makes the banks of days, and counts the arithmetic.

use super::bank::Layers;
use super::base::Base;
use super::channel::Channels;
use super::plan::Plan;
use super::products::Products;

/// Arithmetic done, in whole: on masses, families and draws.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Effort {
    /// Multiplications.
    pub multiplications: u64,
    /// Quotients.
    pub quotients: u64,
}

/// Makes banks, and keeps for the next what came out of the channels.
#[derive(Debug, Clone, Default)]
pub(super) struct Banks {
    channels: Channels,
    pub effort: Effort,
}

impl Banks {
    /// Asks the bank of a day, of the days after it: what families said, silence with these plans,
    /// and what the plans did so far; see [`Base::layers`] for `without`.
    pub fn ask<T>(
        &mut self,
        base: &Base,
        products: &Products,
        day: i32,
        plans: &[Plan],
        without: Option<usize>,
        ask: impl FnOnce(&Layers<'_>) -> T,
    ) -> T {
        let products = &*base.heard(products);
        let from = base.ground.horizon.index(day.saturating_add(1));
        let quotients = self.channels.hear(&base.model, products, from);
        let layers = base.layers(products, &self.channels, day, plans, without);
        let answer = ask(&layers);
        let multiplications = layers.made.get();
        // The channel has two products to a quotient.
        self.effort.add(multiplications + 2 * quotients, quotients);
        answer
    }
}

impl Effort {
    /// Counts what was done.
    pub(super) fn add(&mut self, multiplications: u64, quotients: u64) {
        self.multiplications += multiplications;
        self.quotients += quotients;
    }
}
