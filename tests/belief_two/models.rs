//! What a model file of version 2 may say.

use serde_json::{Value, json};
use summit_ledger::belief::two::Model;
use summit_ledger::belief::two::model::{Basis, Call, Side};

use super::facts;

fn file() -> Value {
    let path = facts::folder(facts::FOLDERS[0]).join("default-model.model.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The field that is refused after a change.
fn refused(change: impl FnOnce(&mut Value)) -> String {
    let mut value = file();
    change(&mut value);
    let refusal = Model::parse(value.to_string().as_bytes()).unwrap_err();
    assert!(!refusal.remedy.is_empty(), "{refusal}");
    refusal.field
}

/// Sets what `path` points to, or takes it out.
fn set(path: &str, to: impl Into<Option<Value>>) -> impl FnOnce(&mut Value) {
    let (parent, name) = path.rsplit_once('/').unwrap();
    move |value| {
        let map = value.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        match to.into() {
            Some(to) => map.insert(name.to_owned(), to),
            None => map.remove(name),
        };
    }
}

#[test]
fn the_default_model_is_read_whole() {
    let model = Model::parse(file().to_string().as_bytes()).unwrap();
    assert_eq!((model.id.as_str(), model.draws), ("belief-2", 256));
    assert_eq!((model.kinds.len(), model.families.len()), (44, 8));
    assert_eq!(model.bins(), 6);
    assert!(model.pair_prior.is_some());
    let kind = &model.kinds["summit-announced"];
    assert_eq!((kind.plan, kind.side), (Some(Call::Announce), Side::Toward));
    let null = model
        .kinds
        .values()
        .filter(|k| k.basis == Basis::MeasuredNull);
    assert_eq!(null.count(), 6);
}

#[test]
fn alone_is_what_comes_out_of_the_channel() {
    let mut value = file();
    let stated = Model::parse(value.to_string().as_bytes()).unwrap();
    for kind in value["kinds"].as_object_mut().unwrap().values_mut() {
        kind.as_object_mut().unwrap().remove("alone");
    }
    let derived = Model::parse(value.to_string().as_bytes()).unwrap();
    for (name, kind) in &stated.kinds {
        for bin in 0..stated.bins() {
            let (a, b) = (
                stated.alone(kind, bin),
                derived.alone(&derived.kinds[name], bin),
            );
            // The ratios are written with nine digits.
            assert!((a - b).abs() <= 1e-6 * a, "{name}: {a} and {b}");
            let ratios = stated.ratios(kind, bin);
            assert_eq!(ratios.len(), stated.draws);
            assert!(ratios.iter().all(|r| (*r >= 1.0) == (a >= 1.0)), "{name}");
        }
    }
}

#[test]
fn every_needed_field_is_needed() {
    let value = file();
    let optional = ["title", "seed", "sources", "pair_prior"];
    for name in value.as_object().unwrap().keys() {
        let path = format!("/{name}");
        if optional.contains(&name.as_str()) {
            let mut without = value.clone();
            set(&path, None)(&mut without);
            Model::parse(without.to_string().as_bytes()).unwrap();
        } else {
            assert_eq!(refused(set(&path, None)), *name);
        }
    }
    for part in ["/families/words", "/plans", "/silence"] {
        for name in value.pointer(part).unwrap().as_object().unwrap().keys() {
            if ["cap", "sources"].contains(&name.as_str()) {
                continue;
            }
            let path = format!("{part}/{name}");
            assert_eq!(refused(set(&path, None)), dotted(&path));
        }
    }
    for name in ["label", "family", "side", "source", "ratio", "reasons"] {
        let path = format!("/kinds/summit-announced/{name}");
        assert_eq!(refused(set(&path, None)), dotted(&path));
    }
    let path = "/kinds/threat/says_nothing_because";
    assert_eq!(refused(set(path, None)), dotted(path));
}

#[test]
fn other_fields_are_refused() {
    for part in [
        "",
        "/families/words",
        "/plans",
        "/silence",
        "/pair_prior",
        "/kinds/threat",
        "/source_reliability",
    ] {
        let path = format!("{part}/weight");
        assert_eq!(refused(set(&path, json!(1))), dotted(&path));
    }
}

#[test]
fn numbers_out_of_range_are_refused() {
    for (path, bad) in [
        ("/type", json!("question")),
        ("/belief", json!(1)),
        ("/belief", json!(3)),
        ("/draws", json!(0)),
        ("/tail_days", json!(-1)),
        ("/lead_edges", json!([7, 7])),
        ("/repeat_discount", json!(1.1)),
        ("/occasion_correlation", json!(1.0)),
        ("/occasion_correlation", json!(-0.1)),
        ("/plans/near_share", json!(1.0)),
        ("/plans/cancelled_keeps", json!(0.0)),
        ("/plans/cancelled_keeps", json!(1.5)),
        ("/plans/kept_draws", json!([0.5])),
        ("/plans/slack_days", json!(1.5)),
        ("/silence/public", json!(1.0)),
        ("/silence/daily", json!(0.0)),
        ("/silence/daily", json!(1.0)),
        ("/silence/max_lead", json!(-1)),
        ("/families/words/leak", json!(0.5)),
        ("/families/words/leak_draws", json!([0.1])),
        ("/families/words/cap", json!(0.5)),
        ("/pair_prior/years", json!(5)),
        ("/pair_prior/pooled_years", json!(2)),
        ("/kinds/threat/family", json!("weather")),
        ("/kinds/threat/side", json!("away")),
        ("/kinds/threat/source", json!("guess")),
        ("/kinds/summit-announced/plan", json!("hold")),
        ("/kinds/leader-intent/ratio", json!([2.0])),
        ("/kinds/leader-intent/ratio", json!([2, 2, 2, 2, 2, 0.5])),
        ("/kinds/leader-intent/ratio", json!([1, 1, 1, 1, 1, 1])),
        (
            "/kinds/criticism/ratio",
            json!([0.5, 0.5, 0.5, 0.5, 0.5, 2]),
        ),
        ("/kinds/threat/ratio", json!([1, 1, 1, 1, 1, 0.9])),
        ("/kinds/leader-intent/keeps", json!(2)),
        ("/kinds/leader-intent/says_nothing_because", json!("no")),
        ("/kinds/leader-intent/days_watched", json!(1)),
    ] {
        assert_eq!(
            refused(set(path, bad.clone())),
            dotted(path),
            "{path} {bad}"
        );
    }
}

#[test]
fn one_number_of_a_list_is_named() {
    let draw = |list: &str, i: usize, bad: f64| {
        let path = format!("{list}/{i}");
        refused(|value| *value.pointer_mut(&path).unwrap() = json!(bad))
    };
    assert_eq!(draw("/plans/kept_draws", 3, 1.0), "plans.kept_draws[3]");
    assert_eq!(draw("/plans/loss_draws", 4, 1.0), "plans.loss_draws[4]");
    let leaks = "/families/talks/leak_draws";
    assert_eq!(draw(leaks, 5, 0.5), "families.talks.leak_draws[5]");
    assert_eq!(draw(leaks, 6, 0.0), "families.talks.leak_draws[6]");
    let ratio = "/kinds/praise/ratio";
    assert_eq!(draw(ratio, 0, 0.0), "kinds.praise.ratio[0]");
    assert_eq!(draw(ratio, 1, 1.1e9), "kinds.praise.ratio[1]");
}

fn dotted(path: &str) -> String {
    path.trim_start_matches('/').replace('/', ".")
}
