//! An entry's bytes say one thing: they round trip, and no other bytes pass for them.

use proptest::option::of as opt;
use proptest::prelude::*;
use serde_json::{Value, json};
use summit_ledger::proof::{canonical, tree::leaf_hash};
use summit_ledger::record::{Body, Entry, Instant, date};

fn words() -> impl Strategy<Value = String> {
    let hard = prop::sample::select(vec![
        "习近平",
        "é",
        "e\u{301}",
        "\u{1f1e8}\u{1f1f3}",
        "\"",
        "\\",
        "\u{1}",
        "\u{7f}",
        "\u{2028}",
        "\u{feff}",
        "\u{10ffff}",
        "</script>",
        "\u{1b}[31m",
        "\u{202e}",
        "\t",
        "\n",
        "\u{fffd}",
    ]);
    let part = prop_oneof!["[ -~]{1,8}", hard.prop_map(str::to_owned), "\\PC{1,4}"];
    prop::collection::vec(part, 1..6)
        .prop_map(|p| p.concat())
        .prop_filter("not blank", |s| !s.trim().is_empty())
}

fn name() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9_][a-zA-Z0-9._-]{0,20}"
}

fn day() -> impl Strategy<Value = String> {
    (-25_000..80_000_i32).prop_map(|n| date::from_number(n).to_string())
}

fn span() -> impl Strategy<Value = (String, String)> {
    (-20_000..70_000_i32, 0..3000_i32).prop_map(|(first, n)| {
        let text = |n| date::from_number(n).to_string();
        (text(first), text(first + n))
    })
}

fn on() -> impl Strategy<Value = Value> {
    prop_oneof![
        name().prop_map(Value::from),
        prop::collection::btree_set(name(), 2..4).prop_map(|s| json!(s)),
    ]
}

fn unit() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(0.0),
        Just(f64::MIN_POSITIVE),
        Just(5e-324),
        0.0..1.0_f64,
        (-320.0..0.0_f64).prop_map(|e| 10.0_f64.powf(e)),
    ]
}

fn put(map: &mut Value, field: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        map[field] = value.into();
    }
}

fn source() -> impl Strategy<Value = Value> {
    (words(), opt(words()), opt(day()), opt(words())).prop_map(|(name, url, published, quote)| {
        let mut v = json!({"name": name});
        put(&mut v, "url", url);
        put(&mut v, "published_on", published);
        put(&mut v, "quote", quote);
        v
    })
}

fn signal() -> impl Strategy<Value = Value> {
    (
        (name(), on(), name(), span(), words(), "[A-F][1-6]"),
        (
            opt(words()),
            opt(words()),
            opt(span()),
            opt(source()),
            opt(name()),
        ),
        opt((1e-6..0.999_f64, 1e-6..0.999_f64, words())),
    )
        .prop_map(|((id, on, kind, days, summary, grade), rest, own)| {
            let (story, actor, about, source, amends) = rest;
            let mut v = json!({"id": id, "question": on, "kind": kind, "observed_on": days.0,
                               "known_on": days.1, "summary": summary, "grade": grade});
            put(&mut v, "story", story);
            put(&mut v, "actor", actor);
            put(
                &mut v,
                "about",
                about.map(|d| json!({"first": d.0, "last": d.1})),
            );
            put(&mut v, "source", source);
            put(&mut v, "amends", amends);
            let own = own.map(|(a, b, c)| json!({"if_meeting": a, "if_none": b, "because": c}));
            put(&mut v, "likelihood", own);
            v
        })
}

fn pair() -> impl Strategy<Value = Value> {
    let sha256 = "[0-9a-f]{64}";
    let numbers = (0..1000_u64, 0.0..1000.0_f64, 0.001..1000.0_f64);
    (words(), numbers, sha256).prop_map(|(pair, (meetings, pooled, years), sha256)| {
        json!({"pair": pair, "meetings": meetings, "pooled": pooled, "years": years,
               "list_sha256": sha256})
    })
}

fn question() -> impl Strategy<Value = Value> {
    let draws = || opt(prop::collection::vec(unit(), 1..9));
    let basis = prop_oneof![
        (0..9_u64, 0..9_u64).prop_map(|(a, b)| json!({"held": a, "of": a + b})),
        (1e-9..0.999_f64, 0.1..100.0_f64).prop_map(|(c, s)| json!({"chance": c, "strength": s})),
    ];
    (
        (name(), words(), words(), words(), words(), span()),
        (
            0..1000_u64,
            0.01..1000.0_f64,
            opt(words()),
            draws(),
            opt(pair()),
        ),
        opt((name(), words(), span(), basis, opt(words()), draws())),
        opt(any::<u32>()),
    )
        .prop_map(|(head, prior, occasion, seed)| {
            let (id, title, a, b, criteria, days) = head;
            let (meetings, years, why, rates, pair) = prior;
            let mut p = match pair {
                Some(pair) => json!({"pair": pair}),
                None => json!({"meetings": meetings, "years": years}),
            };
            put(&mut p, "source", why);
            put(&mut p, "daily_rate_draws", rates);
            let mut occasions = Vec::new();
            if let Some((id, name, days, mut o, why, chances)) = occasion {
                put(&mut o, "id", Some(id));
                put(&mut o, "name", Some(name));
                put(&mut o, "first", Some(days.0));
                put(&mut o, "last", Some(days.1));
                put(&mut o, "source", why);
                put(&mut o, "chance_draws", chances);
                occasions.push(o);
            }
            // A question lasts a day at least.
            let last = date::number(date::parse(&days.1).unwrap()) + 1;
            let mut v = json!({"id": id, "title": title, "participants": [a, b], "prior": p,
                               "criteria": criteria, "opens": days.0, "occasions": occasions,
                               "deadline": date::from_number(last).to_string()});
            put(&mut v, "seed", seed);
            v
        })
}

fn body() -> impl Strategy<Value = (&'static str, Value)> {
    let sha256 = || "[0-9a-f]{64}";
    let outcome = prop::sample::select(vec!["yes", "no", "void"]);
    let forecast = (
        name(),
        sha256(),
        0..1_u64 << 53,
        day(),
        unit(),
        unit(),
        1.0..128.0_f64,
    );
    prop_oneof![
        3 => signal().prop_map(|v| ("signal", v)),
        2 => question().prop_map(|v| ("question", v)),
        1 => words().prop_map(|origin| ("ledger", json!({"origin": origin}))),
        1 => (on(), name(), day(), words()).prop_map(|(on, signal, day, why)| {
            ("retraction", json!({"question": on, "signal": signal, "known_on": day, "because": why}))
        }),
        1 => (name(), on(), span(), words()).prop_map(|(id, on, days, places)| {
            ("watch", json!({"id": id, "question": on, "through": days.0, "known_on": days.1,
                             "sources": places}))
        }),
        1 => (name(), name(), day(), words(), opt(words())).prop_map(|(id, q, day, why, by)| {
            let mut v = json!({"id": id, "question": q, "known_on": day, "p": 0.7, "because": why});
            put(&mut v, "by", by);
            ("guess", v)
        }),
        1 => (on(), day()).prop_map(|(on, day)| ("passage", json!({"question": on, "known_on": day}))),
        1 => (name(), outcome, day(), opt(source()), opt(words())).prop_map(|(q, outcome, on, s, why)| {
            let mut v = json!({"question": q, "outcome": outcome, "on": on});
            put(&mut v, "source", s);
            put(&mut v, "because", why);
            ("resolution", v)
        }),
        1 => (name(), day(), words()).prop_map(|(q, on, why)| {
            ("reopening", json!({"question": q, "on": on, "because": why}))
        }),
        1 => (opt(on()), words()).prop_map(|(on, text)| {
            let mut v = json!({"text": text});
            put(&mut v, "question", on);
            ("note", v)
        }),
        1 => (words(), sha256(), opt(on())).prop_map(|(id, sha256, on)| {
            let mut v = json!({"id": id, "sha256": sha256});
            put(&mut v, "question", on);
            ("model", v)
        }),
        1 => (sha256(), words()).prop_map(|(sha256, why)| {
            ("redaction", json!({"sha256": sha256, "because": why}))
        }),
        1 => (words(), 0..1_u64 << 53).prop_map(|(why, n)| {
            ("rotation", json!({"old": "a+b", "new": "a+c", "because": why, "size": n,
                                "by_old": "d", "by_new": "e"}))
        }),
        1 => (sha256(), words(), 0..1_u64 << 53, opt(words())).prop_map(
            |(file, missing, n, left)| {
                let mut v = json!({"file": file, "bytes": n, "entries": n, "brought": 0,
                                   "missing": missing, "question": "q", "old_entries": [file]});
                if let Some(left) = left {
                    v["left"] = json!(left);
                }
                ("salvage", v)
            }
        ),
        1 => (sha256(), sha256(), 0_u64..1 << 53, words()).prop_map(|(from, lost, size, why)| {
            ("continuation", json!({"because": why, "from_size": size / 2, "from_root": from,
                                    "lost_size": size, "lost_root": lost}))
        }),
        1 => forecast.prop_map(|(q, model, seq, day, p, lo, draws)| {
            ("forecast", json!({"question": q, "model": model, "rests_on": seq, "as_of": day,
                                "p": p, "lo": lo, "hi": 1.0, "effective_draws": draws,
                                "program": "summit 0"}))
        }),
    ]
}

fn entry() -> impl Strategy<Value = Entry> {
    let at = (0..253_402_300_799_999_999_i64)
        .prop_map(|us| Instant::new(jiff::Timestamp::from_microsecond(us).unwrap()));
    let id = prop_oneof![
        name(),
        (name(), name()).prop_map(|(a, b)| format!("{a}:{b}"))
    ];
    let times = (at.clone(), prop::option::weighted(0.3, at));
    (0..1_u64 << 53, id, words(), times, body()).prop_map(|(seq, id, author, times, body)| {
        let (type_name, value) = body;
        let (recorded_at, clock) = times;
        Entry {
            seq,
            id,
            author,
            recorded_at,
            clock: clock.filter(|clock| *clock < recorded_at),
            body: Body::from_value(type_name, &value).unwrap(),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_entry_round_trips_through_its_bytes(entry in entry()) {
        let bytes = canonical::encode(&entry).unwrap();
        // Another writer of RFC 8785 agrees.
        prop_assert_eq!(&serde_json_canonicalizer::to_vec(&entry.to_value()).unwrap(), &bytes);
        let again = canonical::decode(&bytes).unwrap();
        prop_assert_eq!(&again, &entry);
        prop_assert_eq!(canonical::encode(&again).unwrap(), bytes);
    }

    #[test]
    fn a_changed_byte_is_refused_or_is_another_entry_with_another_leaf(
        entry in entry(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 1..=255_u8), 24),
    ) {
        let bytes = canonical::encode(&entry).unwrap();
        let leaf = leaf_hash(&bytes);
        for (at, flip) in changes {
            let mut other = bytes.clone();
            other[at.index(bytes.len())] ^= flip;
            prop_assert_ne!(leaf_hash(&other), leaf);
            if let Ok(read) = canonical::decode(&other) {
                prop_assert_ne!(&read, &entry);
                prop_assert_eq!(canonical::encode(&read).unwrap(), other);
            }
        }
        prop_assert!(canonical::decode(&bytes[..bytes.len() - 1]).is_err());
    }
}

#[test]
fn bytes_that_say_the_same_in_another_way_are_refused() {
    let entry = |body: &str| {
        format!(
            r#"{{"author":"ana","body":{body},"id":"x","recorded_at":"2026-11-23T18:22:22.123456Z","seq":3,"type":"note","v":1}}"#
        )
    };
    assert!(canonical::decode(entry(r#"{"text":"x"}"#).as_bytes()).is_ok());
    for body in [
        r#"{"question":null,"text":"x"}"#,
        r#"{"question":["q"],"text":"x"}"#,
        r#"{"text":"\u0078"}"#,
        r#"{ "text":"x"}"#,
        r#"{"text":"x","question":"q"}"#,
        r#"{"text":"x","text":"x"}"#,
        r#"{"text":"x","more":1}"#,
    ] {
        assert!(canonical::decode(entry(body).as_bytes()).is_err(), "{body}");
    }
}

#[test]
fn every_type_of_entry_is_among_those_made_up_here() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut made = std::collections::BTreeSet::new();
    for _ in 0..2000 {
        made.insert(body().new_tree(&mut runner).unwrap().current().0);
    }
    let all = Body::TYPES.iter().map(|(name, _)| *name).collect();
    assert_eq!(made, all);
}
