//! What a plan multiplies the masses by.

use super::part::Part;

/// What a plan multiplies the masses by, one a draw.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Factors {
    pub named: Vec<f64>,
    pub near: Vec<f64>,
    pub other: Vec<f64>,
    /// Of the days left alone; none where they are 1.
    pub left: Vec<f64>,
}

impl Factors {
    /// Multiplies all masses of the last draw, those left alone too.
    pub fn weigh(&mut self, g: f64) {
        for factors in [&mut self.named, &mut self.near, &mut self.other] {
            if let Some(last) = factors.last_mut() {
                *last *= g;
            }
        }
        self.left.push(g);
    }

    /// The factors of a part; `None` where they are 1.
    pub fn of(&self, part: Part) -> Option<&[f64]> {
        let factors = match part {
            Part::Named => &self.named,
            Part::Near => &self.near,
            Part::Other => &self.other,
            Part::Left => &self.left,
        };
        Some(factors.as_slice()).filter(|factors| !factors.is_empty())
    }
}
