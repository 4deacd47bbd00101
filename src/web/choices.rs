//! What can be chosen for a supposed signal.

use std::collections::BTreeMap;

use super::shown::Shown;
use crate::belief::Model;

/// A kind's name for people.
pub(super) fn label<'m>(model: &'m Model, kind: &'m str) -> &'m str {
    model.kinds.get(kind).map_or(kind, |k| k.label.as_str())
}

/// The kinds of the model by family.
pub(super) fn kinds(model: &Model) -> BTreeMap<String, Vec<(String, Shown)>> {
    let mut out: BTreeMap<String, Vec<(String, Shown)>> = BTreeMap::new();
    for (name, kind) in &model.kinds {
        let group = Shown::new(&kind.group).to_string();
        let entry = (name.clone(), Shown::new(&kind.label));
        out.entry(group).or_default().push(entry);
    }
    out
}

/// Every grade.
pub(super) fn grades() -> Vec<String> {
    let all = ('A'..='F').flat_map(|s| ('1'..='6').map(move |i| format!("{s}{i}")));
    all.collect()
}
