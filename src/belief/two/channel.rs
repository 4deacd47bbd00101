//! What gets through of all that a family says: a binary symmetric channel.

/// What a draw hears of `product`, where the state is misread with chance `leak`.
pub(super) fn heard(product: f64, leak: f64) -> f64 {
    let right = 1.0 - leak;
    (right * product + leak) / (right + leak * product)
}

/// What each draw hears of each day's product, the draws of a day side by side.
pub(super) fn each_draw(product: &[f64], leaks: &[f64]) -> Vec<f64> {
    let mut out = Vec::with_capacity(product.len() * leaks.len());
    for product in product {
        out.extend(leaks.iter().map(|leak| heard(*product, *leak)));
    }
    out
}
