//! Rectangles, and whether they meet.

/// A rectangle in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub h: f64,
}

impl Area {
    pub fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Self { x, y, w, h }
    }

    /// From two corners, in any order.
    pub fn between((x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> Self {
        Self::new(x1.min(x2), y1.min(y2), (x1 - x2).abs(), (y1 - y2).abs())
    }

    pub fn right(self) -> f64 {
        self.x + self.w
    }

    pub fn bottom(self) -> f64 {
        self.y + self.h
    }

    /// With a margin all around.
    pub fn grown(self, by: f64) -> Self {
        Self::new(
            self.x - by,
            self.y - by,
            self.w + 2.0 * by,
            self.h + 2.0 * by,
        )
    }

    pub fn meets(self, other: Self) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    pub fn holds(self, other: Self) -> bool {
        self.x <= other.x
            && self.y <= other.y
            && other.right() <= self.right()
            && other.bottom() <= self.bottom()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_that_touch_do_not_meet() {
        let a = Area::new(0.0, 0.0, 10.0, 10.0);
        assert!(!a.meets(Area::new(10.0, 0.0, 5.0, 5.0)));
        assert!(a.meets(Area::new(9.0, 9.0, 5.0, 5.0)));
        assert!(a.holds(Area::between((9.0, 9.0), (2.0, 1.0))));
    }
}
