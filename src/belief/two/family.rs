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
    /// The first story that is not in the product as it is told now, and the days to multiply.
    behind: Option<(usize, Range<usize>)>,
}

impl Spoken {
    /// A family of which nothing was said, over so many days.
    pub fn new(days: usize) -> Self {
        Self {
            stories: Vec::new(),
            before: Vec::new(),
            product: Arc::new(vec![1.0; days]),
            behind: None,
        }
    }

    /// Its stories in order.
    pub fn stories(&self) -> &[Arc<Story>] {
        &self.stories
    }

    /// The product of all its stories, by day: multiplied first.
    pub fn product(&self) -> &Arc<Vec<f64>> {
        &self.product
    }

    /// Whether stories changed since they were multiplied.
    pub fn is_behind(&self) -> bool {
        self.behind.is_some()
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
        self.behind = Some(match self.behind.take() {
            None => (place, changed),
            Some((first, days)) => (first.min(place), hull(days, changed)),
        });
        told
    }

    /// Multiplies again what changed. The clamp acts after each story and products round, so that
    /// none can be divided out: all are taken again from the first that changed. Returns the
    /// multiplications made.
    pub fn multiply(&mut self) -> u64 {
        let Some((place, changed)) = self.behind.take() else {
            return 0;
        };
        let product = Arc::make_mut(&mut self.product);
        put_back(
            product,
            self.before.get(place..).unwrap_or_default(),
            &changed,
        );
        let stories = self.stories.iter().zip(&mut self.before);
        let mut made = 0;
        for (story, before) in stories.skip(place) {
            let shared = overlap(&story.factor.range(), &changed);
            if shared.is_empty() {
                continue;
            }
            made += shared.len() as u64;
            let before = Arc::make_mut(before);
            before.widen(&shared);
            let factors = story.factor.part(&shared);
            let kept = before.part_mut(&shared);
            let product = product.get_mut(shared).unwrap_or_default();
            for ((x, kept), factor) in product.iter_mut().zip(kept).zip(factors) {
                *kept = *x;
                *x = step(*x, *factor);
            }
        }
        made
    }
}

/// Puts back the product before the first of some stories, on the days of `changed`.
fn put_back(product: &mut [f64], before: &[Arc<Curve>], changed: &Range<usize>) {
    // Only where the first has days that it did not have does what stood before others matter.
    let first = before.first().map(|first| first.range());
    let all = first.is_some_and(|range| overlap(&range, changed) == *changed);
    let needed = if all { 1 } else { before.len() };
    for before in before.iter().take(needed).rev() {
        let shared = overlap(&before.range(), changed);
        let kept = before.part(&shared);
        if let Some(product) = product.get_mut(shared) {
            product.copy_from_slice(kept);
        }
    }
}

/// The days from the first to the last of two ranges.
fn hull(a: Range<usize>, b: Range<usize>) -> Range<usize> {
    match (a.is_empty(), b.is_empty()) {
        (true, _) => b,
        (_, true) => a,
        _ => a.start.min(b.start)..a.end.max(b.end),
    }
}

/// The product with one more story.
pub(super) fn step(product: f64, factor: f64) -> f64 {
    (product * factor).clamp(LEAST, MOST)
}
