//! Circles: files of one room that need each other.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::{Arrow, Tree};

type Graph<'t> = BTreeMap<&'t str, BTreeMap<&'t str, &'t Arrow>>;

/// One circle for each group of files that need each other, as its arrows.
pub fn circles(tree: &Tree) -> Vec<Vec<Arrow>> {
    let graph = graph(tree);
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut out = Vec::new();
    for from in graph.keys() {
        if seen.contains(from) {
            continue;
        }
        if let Some(circle) = shortest(&graph, from) {
            let reach = reached(&graph, from);
            let back = |to: &&str| reached(&graph, to).contains(from);
            seen.extend(reach.into_iter().filter(back));
            out.push(circle.into_iter().cloned().collect());
        }
    }
    out
}

/// The arrows inside rooms, but for those between a parent and its child.
fn graph(tree: &Tree) -> Graph<'_> {
    let files: BTreeMap<&str, &[String]> = tree
        .files()
        .map(|f| (f.path.as_str(), f.module.as_slice()))
        .collect();
    let mut out = Graph::new();
    for arrow in &tree.arrows {
        let (from, to) = (files[arrow.from.as_str()], files[arrow.to.as_str()]);
        let one_room = from.first() == to.first();
        if one_room && !family(from, to) {
            let row = out.entry(arrow.from.as_str()).or_default();
            row.entry(arrow.to.as_str()).or_insert(arrow);
        }
    }
    out
}

/// Whether one of two modules is the parent of the other.
fn family(a: &[String], b: &[String]) -> bool {
    let parent = |a: &[String], b: &[String]| a.len() + 1 == b.len() && b.starts_with(a);
    parent(a, b) || parent(b, a)
}

fn reached<'t>(graph: &Graph<'t>, from: &str) -> BTreeSet<&'t str> {
    let mut out = BTreeSet::new();
    let mut next = vec![from.to_owned()];
    while let Some(here) = next.pop() {
        for to in graph
            .get(here.as_str())
            .into_iter()
            .flat_map(BTreeMap::keys)
        {
            if out.insert(*to) {
                next.push((*to).to_owned());
            }
        }
    }
    out
}

/// The shortest way from a file back to itself.
fn shortest<'t>(graph: &Graph<'t>, from: &str) -> Option<Vec<&'t Arrow>> {
    let mut ways: Vec<Vec<&Arrow>> = vec![Vec::new()];
    let mut seen = BTreeSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let here = way.last().map_or(from, |a| a.to.as_str());
            for (to, arrow) in graph.get(here).into_iter().flatten() {
                let on = [way.as_slice(), &[*arrow]].concat();
                if *to == from {
                    return Some(on);
                }
                if seen.insert(*to) {
                    longer.push(on);
                }
            }
        }
        ways = longer;
    }
    None
}
