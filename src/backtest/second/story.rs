//! Days of a kind as stories: those soon after a first one tell it again.

use crate::backtest::background::Background;
use crate::backtest::rows::Panel;

/// First and last day of each story in ascending days: a day at most `window` after a story's first
/// tells it again.
#[must_use]
pub fn stories(days: &[i32], window: i32) -> Vec<(i32, i32)> {
    let mut out: Vec<(i32, i32)> = Vec::new();
    for day in days {
        match out.last_mut() {
            Some((first, last)) if *day - *first <= window => *last = *day,
            _ => out.push((*day, *day)),
        }
    }
    out
}

/// Each story on its first day: what an ordinary day brings.
#[must_use]
pub fn firsts(days: &[i32], window: i32) -> Vec<(i32, f64)> {
    let all = stories(days, window).into_iter();
    all.map(|(first, _)| (first, 1.0)).collect()
}

/// Each story on its last day: where it is told again it says what it says then, as ratios fade.
#[must_use]
pub fn lasts(days: &[i32], window: i32) -> Vec<(i32, f64)> {
    let all = stories(days, window).into_iter();
    all.map(|(_, last)| (last, 1.0)).collect()
}

/// How many stories of each kind an ordinary day brings.
pub(super) fn background<'a>(
    panel: &Panel<'a>,
    kinds: &[&'a str],
    window: i32,
    join: f64,
) -> Background<'a> {
    Background::weighed(panel, kinds, join, &|days| firsts(days, window))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_ends_a_window_after_its_first_day() {
        let days = [1, 3, 8, 9, 30];
        assert_eq!(stories(&days, 7), [(1, 8), (9, 9), (30, 30)]);
        assert_eq!(stories(&days, 0).len(), 5);
        assert_eq!(firsts(&days, 7), [(1, 1.0), (9, 1.0), (30, 1.0)]);
        assert_eq!(lasts(&days, 7), [(8, 1.0), (9, 1.0), (30, 1.0)]);
        // The stories of a beginning are the beginning of the stories.
        assert_eq!(firsts(&days[..3], 7), firsts(&days, 7)[..1]);
        assert!(stories(&[], 7).is_empty());
    }
}
