//! What gets through of all that a family says: a binary symmetric channel.

use std::collections::HashMap;
use std::sync::Arc;

use super::chronicle::Products;
use super::heard::heard;
use super::model::Model;

/// What each draw hears of each family, kept from one bank to the next and made anew on the days
/// on which a family says something else.
#[derive(Debug, Clone, Default)]
pub(super) struct Channels {
    families: HashMap<String, Arc<Line>>,
}

/// What comes out of one family's channel.
#[derive(Debug, Clone)]
struct Line {
    /// What went in, by day; not a number where nothing has yet.
    product: Vec<f64>,
    /// What came out, the draws of a day side by side.
    heard: Vec<f64>,
}

impl Channels {
    /// Hears what families say of the days from index `from` on; returns the quotients made.
    pub fn hear(&mut self, model: &Model, products: &Products, from: usize) -> u64 {
        let mut made = 0;
        for (name, product) in products {
            let Some(family) = model.families.get(name) else {
                continue;
            };
            let leaks = &family.leak_draws;
            if !self.families.contains_key(name) {
                let line = Arc::new(Line::new(product.len(), leaks.len()));
                self.families.insert(name.clone(), line);
            }
            if let Some(line) = self.families.get_mut(name)
                && line.differs(product, from)
            {
                made += Arc::make_mut(line).hear(product, from, leaks);
            }
        }
        made
    }

    /// What came out of a family's channel, the draws of a day side by side.
    pub fn of(&self, family: &str) -> &[f64] {
        let line = self.families.get(family);
        line.map_or(&[], |line| line.heard.as_slice())
    }
}

impl Line {
    fn new(days: usize, draws: usize) -> Self {
        Self {
            product: vec![f64::NAN; days],
            heard: vec![1.0; days * draws],
        }
    }

    fn differs(&self, product: &[f64], from: usize) -> bool {
        let days = self.product.iter().zip(product).skip(from);
        days.into_iter().any(|(a, b)| is_news(*a, *b))
    }

    fn hear(&mut self, product: &[f64], from: usize, leaks: &[f64]) -> u64 {
        let rows = self.heard.chunks_exact_mut(leaks.len().max(1));
        let days = self.product.iter_mut().zip(product).zip(rows).skip(from);
        let mut made = 0;
        for ((last, product), row) in days.filter(|((a, b), _)| is_news(**a, **b)) {
            *last = *product;
            for (out, leak) in row.iter_mut().zip(leaks) {
                *out = heard(*product, *leak);
            }
            made += leaks.len() as u64;
        }
        made
    }
}

/// A day's product that is not what was heard last; of 1 nothing is heard.
fn is_news(last: f64, product: f64) -> bool {
    product != 1.0 && last != product
}
