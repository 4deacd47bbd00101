//! Numbers on consecutive days, and 1 on all others.

use std::ops::Range;

/// Numbers on consecutive days by index, and 1 on all others.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Curve {
    start: usize,
    values: Vec<f64>,
}

impl Curve {
    /// The numbers of `values` from day `start` on.
    pub fn new(start: usize, values: Vec<f64>) -> Self {
        Self { start, values }
    }

    /// The days that have numbers of their own.
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.values.len()
    }

    /// The number of a day.
    pub fn at(&self, day: usize) -> f64 {
        let own = day.checked_sub(self.start).and_then(|i| self.values.get(i));
        own.copied().unwrap_or(1.0)
    }

    /// Every day that has a number of its own.
    pub fn each(&self) -> impl Iterator<Item = (usize, f64)> {
        (self.start..).zip(self.values.iter().copied())
    }

    /// The numbers of the days of `range`, as far as they are its own.
    pub fn part(&self, range: &Range<usize>) -> &[f64] {
        self.values.get(self.own(range)).unwrap_or_default()
    }

    /// The same, to be set.
    pub fn part_mut(&mut self, range: &Range<usize>) -> &mut [f64] {
        let own = self.own(range);
        self.values.get_mut(own).unwrap_or_default()
    }

    fn own(&self, range: &Range<usize>) -> Range<usize> {
        let shared = overlap(&self.range(), range);
        shared.start - self.start..shared.end - self.start
    }

    /// Gives the days of `range` numbers of their own: 1 until set.
    pub fn widen(&mut self, range: &Range<usize>) {
        if range.is_empty() {
            return;
        }
        if self.values.is_empty() {
            self.start = range.start;
        }
        if range.start < self.start {
            let before = self.start - range.start;
            self.values.splice(..0, std::iter::repeat_n(1.0, before));
            self.start = range.start;
        }
        let wanted = range.end - self.start;
        if wanted > self.values.len() {
            self.values.resize(wanted, 1.0);
        }
    }
}

/// The days in both ranges; an empty range within `a` where there are none.
pub(super) fn overlap(a: &Range<usize>, b: &Range<usize>) -> Range<usize> {
    let start = b.start.clamp(a.start, a.end);
    start..b.end.clamp(start, a.end.max(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widening_keeps_every_number() {
        let mut curve = Curve::default();
        curve.widen(&(5..5));
        assert_eq!(curve.range(), 0..0);
        curve.widen(&(5..7));
        curve.part_mut(&(6..9)).fill(3.0);
        curve.widen(&(2..4));
        curve.widen(&(8..9));
        assert_eq!(curve.range(), 2..9);
        let got: Vec<f64> = (0..10).map(|day| curve.at(day)).collect();
        assert_eq!(got, [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 3.0, 1.0, 1.0, 1.0]);
    }

    #[test]
    fn ranges_that_share_no_day_overlap_in_nothing() {
        assert_eq!(overlap(&(2..5), &(3..9)), 3..5);
        assert!(overlap(&(2..5), &(7..9)).is_empty());
        assert!(overlap(&(2..5), &(0..1)).is_empty());
        assert!(overlap(&(2..5), &(4..4)).is_empty());
    }
}
