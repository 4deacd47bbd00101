//! The binary symmetric channel between what a family says and what a draw makes of it.

/// What a draw hears of `product`, where the state is misread with chance `leak`.
pub(super) fn heard(product: f64, leak: f64) -> f64 {
    let right = 1.0 - leak;
    (right * product + leak) / (right + leak * product)
}
