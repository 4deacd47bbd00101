//! Laws of silence, and of a prior with a pace.

use std::collections::BTreeMap;

use summit_ledger::belief::Model;
use summit_ledger::belief::one::{Bank, Belief, Watch};

fn model() -> Model {
    let file = serde_json::json!({
        "type": "model", "id": "m", "draws": 3, "tail_days": 40, "lead_edges": [7, 30],
        "repeat_window_days": 7, "repeat_discount": 0.5,
        "source_reliability": {"A":1,"B":1,"C":1,"D":1,"E":1,"F":1},
        "information_credibility": {"1":1,"2":1,"3":1,"4":1,"5":1,"6":1},
        "kinds": {
            "up": {"label":"up","group":"g","basis":"data","weight":0.5,
                   "intensity_draws":[[4.0,2.0],[3.0,1.5],[6.0,1.0]]},
            "down": {"label":"down","group":"g","basis":"data","weight":1.0,
                     "intensity_draws":[[0.5,1.0],[0.25,0.5],[1.0,1.0]]}
        }
    });
    Model::parse(file.to_string().as_bytes()).unwrap()
}

fn bank() -> Bank {
    Bank::prior(100, 130, 40, &[0.01, 0.02, 0.005], &[])
}

fn watch(strength: f64, up: f64, down: f64) -> Watch {
    Watch {
        first: 91,
        last: 100,
        rates: BTreeMap::from([("up".to_owned(), up), ("down".to_owned(), down)]),
        strength,
    }
}

fn belief(watch: Option<&Watch>) -> Belief {
    let mut belief = Belief::from_bank(bank(), 130, 100);
    if let Some(watch) = watch {
        belief.watched(&model(), watch).unwrap();
    }
    belief
}

#[test]
fn no_strength_or_nothing_to_expect_changes_no_bit() {
    for idle in [watch(0.0, 0.3, 0.2), watch(1.0, 0.0, 0.0)] {
        assert_eq!(belief(Some(&idle)), belief(None));
    }
}

/// The products are those of one division a watched day.
#[test]
fn a_watch_is_its_days_one_by_one() {
    let model = model();
    let all = watch(1.0, 0.3, 0.2);
    let at_once = belief(Some(&all)).outlook().unwrap().p;
    let mut stepwise = Belief::from_bank(bank(), 130, 100);
    for day in all.first..=all.last {
        stepwise
            .watched(
                &model,
                &Watch {
                    first: day,
                    last: day,
                    ..all.clone()
                },
            )
            .unwrap();
    }
    let one_by_one = stepwise.outlook().unwrap().p;
    assert!(
        (at_once - one_by_one).abs() < 1e-14,
        "{at_once} {one_by_one}"
    );
}

/// Written out by hand for one day, one draw and both bins.
#[test]
fn the_factor_of_a_day_is_the_one_specified() {
    let model = model();
    let one = Watch {
        first: 100,
        last: 100,
        ..watch(0.5, 0.2, 0.1)
    };
    let quiet = belief(Some(&one));
    let plain = belief(None);
    let near = (1.0 + 0.5 * 0.5 * 0.2 * (4.0 - 1.0)) * (1.0 + 0.5 * 0.1 * (0.5 - 1.0));
    let far = 1.0 + 0.5 * 0.5 * 0.2 * (2.0 - 1.0);
    // `down` stands at 1 in the second bin of the first draw.
    let mass = |b: &Belief, day: i32| b.bank().numbers().nth(((day - 101) * 3) as usize).unwrap();
    assert!((mass(&plain, 103) / mass(&quiet, 103) - near).abs() < 1e-14);
    assert!((mass(&plain, 120) / mass(&quiet, 120) - far).abs() < 1e-14);
    assert_eq!(mass(&plain, 140), mass(&quiet, 140));
    assert!(quiet.outlook().unwrap().p < plain.outlook().unwrap().p);
    assert!(
        Belief::from_bank(bank(), 130, 100)
            .watched(
                &model,
                &Watch {
                    rates: BTreeMap::from([("no".into(), 0.1)]),
                    ..one
                }
            )
            .is_err()
    );
}

#[test]
fn a_pace_of_one_is_no_pace_and_twice_the_pace_is_twice_the_rate() {
    let ones = vec![1.0; 70];
    let twos = vec![2.0; 70];
    let rate = [0.01, 0.02, 0.005];
    let doubled: Vec<f64> = rate.iter().map(|r| r * 2.0).collect();
    assert_eq!(Bank::paced(100, 130, 40, &rate, &ones, &[]), bank());
    assert_eq!(
        Bank::paced(100, 130, 40, &rate, &twos, &[]),
        Bank::prior(100, 130, 40, &doubled, &[])
    );
}
