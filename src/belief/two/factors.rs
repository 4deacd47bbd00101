//! What a plan multiplies the masses by.

use super::plan::Part;

/// What a plan multiplies the masses by, one a draw.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Factors {
    pub named: Vec<f64>,
    pub near: Vec<f64>,
    pub other: Vec<f64>,
}

impl Factors {
    /// The factors of a part; `None` where they are 1.
    pub fn of(&self, part: Part) -> Option<&[f64]> {
        let factors = match part {
            Part::Named => &self.named,
            Part::Near => &self.near,
            Part::Other => &self.other,
            Part::Left => return None,
        };
        Some(factors.as_slice()).filter(|factors| !factors.is_empty())
    }
}
