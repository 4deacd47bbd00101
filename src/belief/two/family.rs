//! The stories of a family, multiplied in the order of their first reports.

use std::ops::Range;
use std::sync::Arc;

use super::curve::{Curve, overlap};
use super::report::Heard;
use super::story::Story;

/// 2^-64: a family's product stays above it.
const LEAST: f64 = f64::from_bits(0x3bf0_0000_0000_0000);
/// 2^64: and below this.
const MOST: f64 = f64::from_bits(0x43f0_0000_0000_0000);

/// The stories of one family and their product by day.
#[derive(Debug, Clone)]
pub(super) struct Spoken {
    stories: Vec<Arc<Story>>,
    /// The product before each story, on its days.
    before: Vec<Arc<Curve>>,
    product: Arc<Vec<f64>>,
}

impl Spoken {
    /// A family of which nothing was said, over so many days.
    pub fn new(days: usize) -> Self {
        Self {
            stories: Vec::new(),
            before: Vec::new(),
            product: Arc::new(vec![1.0; days]),
        }
    }

    /// Its stories in order.
    pub fn stories(&self) -> &[Arc<Story>] {
        &self.stories
    }

    /// The product of all its stories, by day.
    pub fn product(&self) -> &Arc<Vec<f64>> {
        &self.product
    }

    /// Takes in a report of the story at `place`; one after the last begins a story of that name.
    /// Returns the multiplications made.
    pub fn tell(
        &mut self,
        place: usize,
        name: &str,
        report: &Heard,
        adds: &Curve,
        discount: f64,
    ) -> u64 {
        if place >= self.stories.len() {
            self.stories.push(Arc::new(Story::new(name.to_owned())));
            self.before.push(Arc::default());
        }
        let Some(story) = self.stories.get_mut(place) else {
            return 0;
        };
        let story = Arc::make_mut(story);
        let told = story.tell(report, adds, discount);
        let changed = story.factor.range();
        told + self.multiply_from(place, &changed)
    }

    /// Multiplies again from the story at `place` on, on the days of `changed`. The clamp acts
    /// after each story and products round, so that none can be divided out.
    fn multiply_from(&mut self, place: usize, changed: &Range<usize>) -> u64 {
        let product = Arc::make_mut(&mut self.product);
        for before in self.before.iter().skip(place).rev() {
            for (day, x) in before.each().filter(|(day, _)| changed.contains(day)) {
                if let Some(slot) = product.get_mut(day) {
                    *slot = x;
                }
            }
        }
        let stories = self.stories.iter().zip(&mut self.before);
        let mut made = 0;
        for (story, before) in stories.skip(place) {
            let shared = overlap(&story.factor.range(), changed);
            if shared.is_empty() {
                continue;
            }
            made += shared.len() as u64;
            let before = Arc::make_mut(before);
            before.widen(&shared);
            let kept = before.part_mut(&shared).iter_mut();
            let product = product.get_mut(shared.clone()).unwrap_or_default();
            for ((kept, x), day) in kept.zip(product).zip(shared) {
                *kept = *x;
                *x = step(*x, story.factor.at(day));
            }
        }
        made
    }
}

/// The product with one more story.
pub(super) fn step(product: f64, factor: f64) -> f64 {
    (product * factor).clamp(LEAST, MOST)
}
