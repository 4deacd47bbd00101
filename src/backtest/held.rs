//! What each part of a trial leaves out of learning.

use super::events::Events;
use super::folds::fold;
use super::rows::World;
use crate::record::Invalid;

/// Folds of partners.
pub const FOLDS: u64 = 5;

/// What one part leaves out of learning, and forecasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// Nothing is learned, and all is forecast.
    All,
    /// A fold of partners.
    Fold(u64),
    /// A feed, by its place.
    Feed(usize),
}

impl Held {
    /// Every fold of partners.
    pub fn folds() -> Vec<Self> {
        (0..FOLDS).map(Self::Fold).collect()
    }

    /// Every feed.
    ///
    /// # Errors
    /// Where there is but one.
    pub fn feeds(world: &World<'_>) -> Result<Vec<Self>, Invalid> {
        if world.feeds.len() < 2 {
            return Err(Invalid::new(
                "events",
                "1 file",
                "no other feed to learn on",
                "two or more files after --events",
            ));
        }
        Ok((0..world.feeds.len()).map(Self::Feed).collect())
    }

    /// What the part is called.
    pub fn name(self, world: &World<'_>) -> String {
        match self {
            Self::All => String::new(),
            Self::Fold(f) => format!("without fold {}", f + 1),
            Self::Feed(i) => {
                let name = world.feeds.get(i).map_or("", |feed| &feed.name);
                format!("without {name}")
            }
        }
    }

    /// The feeds that are learned on.
    pub fn others(self, world: &World<'_>) -> Vec<Events> {
        let feeds = world.feeds.iter().zip(0..);
        feeds
            .filter(|(_, i)| self != Self::Feed(*i))
            .map(|(feed, _)| feed.clone())
            .collect()
    }

    /// Whether a partner is learned from.
    pub fn teaches(self, partner: &str) -> bool {
        !matches!(self, Self::Fold(f) if fold(partner, FOLDS) == f)
    }

    /// Whether a partner of a feed is forecast.
    pub fn judges(self, feed: usize, partner: &str) -> bool {
        match self {
            Self::All => true,
            Self::Fold(f) => fold(partner, FOLDS) == f,
            Self::Feed(i) => i == feed,
        }
    }
}
