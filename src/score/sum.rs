//! Sums whose error does not grow with the number of terms.

/// The sum of the terms by Neumaier's compensated summation (Zeitschrift für Angewandte
/// Mathematik und Mechanik 54, 1974): what each addition loses is kept apart and added last. The
/// parts of a score are small differences of such sums.
pub(super) fn sum(terms: impl IntoIterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0_f64, 0.0_f64);
    for x in terms {
        let next = total + x;
        lost += if total.abs() >= x.abs() {
            (total - next) + x
        } else {
            (x - next) + total
        };
        total = next;
    }
    total + lost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_plain_addition_loses_is_kept() {
        assert_eq!(sum([1.0, 1e100, 1.0, -1e100]), 2.0);
        assert_eq!(sum([]), 0.0);
    }
}
