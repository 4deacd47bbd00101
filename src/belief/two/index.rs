//! Which story a report belongs to.

use std::collections::HashMap;

use super::report::Heard;

/// Reports of the same kind, actor and days: told within a window, they are one story.
type Alike = (String, Option<String>, Option<(i32, i32)>);

/// What makes two reports one story.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    /// Both name it.
    Named(String),
    /// They are alike, and within the window that began on this day.
    Alike(Alike, i32),
}

/// Where a story stands: its family and its place among the family's stories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub family: String,
    pub place: usize,
}

/// All stories told so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    /// First days of the windows of like reports, ascending.
    windows: HashMap<Alike, Vec<i32>>,
    places: HashMap<Key, Place>,
    /// Stories in each family.
    sizes: HashMap<String, usize>,
    /// Stories begun on the latest day.
    begun: Vec<Key>,
}

impl Index {
    /// The place of the next report in the order of evidence; of a new story, the next free one.
    pub fn place(&mut self, report: &Heard, window: i32) -> Place {
        let key = self.key(report, window);
        if let Some(place) = self.places.get(&key) {
            return place.clone();
        }
        let size = self.sizes.entry(report.family.clone()).or_default();
        let place = Place {
            family: report.family.clone(),
            place: *size,
        };
        *size += 1;
        self.begun.push(key.clone());
        self.places.insert(key, place.clone());
        place
    }

    fn key(&mut self, report: &Heard, window: i32) -> Key {
        let r = &report.report;
        if let Some(story) = &r.story {
            return Key::Named(story.clone());
        }
        let alike = (r.kind.clone(), r.actor.clone(), report.about());
        let windows = self.windows.entry(alike.clone()).or_default();
        let since = match windows.last() {
            Some(since) if r.known - since <= window => *since,
            _ => {
                windows.push(r.known);
                r.known
            }
        };
        Key::Alike(alike, since)
    }

    /// The place of the story that a report told so far belongs to.
    pub fn find(&self, report: &Heard) -> Option<&Place> {
        let r = &report.report;
        let key = match &r.story {
            Some(story) => Key::Named(story.clone()),
            None => {
                let alike = (r.kind.clone(), r.actor.clone(), report.about());
                let windows = self.windows.get(&alike)?;
                let since = *windows.iter().rfind(|since| **since <= r.known)?;
                Key::Alike(alike, since)
            }
        };
        self.places.get(&key)
    }

    /// Takes out the stories begun on the latest day, to tell that day anew.
    pub fn forget_latest(&mut self) {
        for key in std::mem::take(&mut self.begun) {
            if let Some(place) = self.places.remove(&key)
                && let Some(size) = self.sizes.get_mut(&place.family)
            {
                *size -= 1;
            }
            if let Key::Alike(alike, _) = key
                && let Some(windows) = self.windows.get_mut(&alike)
            {
                windows.pop();
            }
        }
    }

    /// Ends the latest day: its stories stay.
    pub fn close(&mut self) {
        self.begun.clear();
    }
}
