//! Other words for kinds of signal: what analysts and newspapers call them.

/// What a word that names no kind of a model stands for there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// One kind and no other.
    Kind(&'static str),
    /// Any of several: whoever typed it is to say which.
    Several(Vec<&'static str>),
    /// Nothing that the model knows; the kinds, if any, are those of other models.
    Nothing(Vec<&'static str>),
}

/// Kinds, each with the words for it. A word that stands with several kinds may mean any of them.
#[rustfmt::skip]
const WORDS: &[(&str, &[&str])] = &[
    ("agreement-signed", &["deal-signed", "treaty-signed", "treaty", "accord-signed", "deal", "trade-deal"]),
    ("conditionality", &["conditions", "preconditions", "sincerity"]),
    ("criticism", &["tensions", "criticised", "criticized", "blame", "accusation", "insult", "condemnation"]),
    ("detainee-taken", &["hostage-taken", "hostage", "detained", "detention", "arrest", "arrested", "prisoner-taken"]),
    ("detainee-transferred", &["hostage-transferred", "hostage-released", "hostage-freed", "hostage",
        "prisoner-released", "prisoner-swap", "prisoner-exchange", "detainee-released", "detainee-freed",
        "soldier-transferred", "release"]),
    ("dialogue-resumed", &["talks-resumed", "dialogue", "talks"]),
    ("diplomatic-cooperation", &["joint-statement", "cooperation"]),
    ("diplomatic-snub", &["snub", "slight"]),
    ("domestic-crisis", &["unrest", "protests", "scandal", "impeachment", "illness", "leader-ill"]),
    ("economic-cooperation", &["trade-deal", "investment", "cooperation"]),
    ("export-control", &["export-controls", "export-ban", "chip-controls", "chip-ban"]),
    ("forum-cancelled", &["forum-canceled", "forum-postponed", "cancelled", "canceled"]),
    ("goodwill-gesture", &["gesture", "goodwill", "pandas", "tribute"]),
    ("hostile-incident", &["incident", "clash", "collision", "shoot-down", "balloon", "espionage", "attack", "tensions"]),
    ("invitation-extended", &["invitation", "invited", "leader-invited"]),
    ("leader-absence", &["absence", "not-attending", "skips-forum"]),
    ("leader-attends-forum", &["attendance-confirmed", "attends", "confirmed"]),
    ("leader-call", &["leaders-call", "call", "phone-call", "video-call"]),
    ("leader-intent", &["intent", "wants-to-meet"]),
    ("leader-letter", &["letter", "letters-exchanged"]),
    ("meeting-brokered", &["mediation", "mediator", "brokered"]),
    ("meeting-refused", &["refused", "meeting-rejected"]),
    ("meeting-sought", &["offer", "meeting-offered"]),
    ("meeting-welcomed", &["welcomed", "invitation-accepted"]),
    ("military-channel-restored", &["hotline", "hotline-restored", "military-talks", "mil-to-mil"]),
    ("official-call", &["ministers-call", "call", "phone-call", "video-call"]),
    ("official-intent", &["intent", "spokesman-intent"]),
    ("plan-doubted", &["doubt", "doubted", "meeting-in-doubt"]),
    ("praise", &["praised", "endorsement"]),
    ("preparations-seen", &["advance-team", "preparations", "security-sweep", "hotel-booked"]),
    ("rival-alignment", &["rival-visit", "rival-pact"]),
    ("rupture", &["expulsion", "diplomats-expelled", "envoys-expelled", "ambassador-recalled", "relations-cut"]),
    ("sanction-eased", &["sanctions-eased", "sanctions-lifted", "sanctions-waived", "tariffs-lifted",
        "sanctions", "sanction", "tariffs"]),
    ("sanction-imposed", &["sanctions-imposed", "new-sanctions", "tariffs-imposed", "embargo",
        "sanctions", "sanction", "tariffs"]),
    ("senior-talks", &["ministers-meet", "ministerial-talks", "advisers-meet", "talks"]),
    ("shutdown-averted", &["shutdown-ended", "shutdown-over", "funding-passed", "budget-passed"]),
    ("shutdown-risk", &["shutdown", "government-shutdown", "debt-limit", "debt-ceiling", "budget-crisis"]),
    ("summit-agreed-for-month", &["meeting-agreed", "agreed"]),
    ("summit-agreed-in-principle", &["agreed-in-principle", "meeting-agreed", "agreed"]),
    ("summit-announced", &["announced", "announcement", "meeting-announced", "summit-confirmed",
        "meeting-confirmed", "date-set", "summit-scheduled", "confirmed"]),
    ("summit-cancelled", &["summit-canceled", "summit-called-off", "meeting-cancelled", "meeting-canceled",
        "meeting-called-off", "meeting-postponed", "cancelled", "canceled", "called-off", "postponed"]),
    ("summit-reported", &["reported", "meeting-reported", "meeting-planned", "summit-planned"]),
    ("summit-unlikely", &["unlikely", "premature", "meeting-unlikely", "not-planned"]),
    ("talks-proposed", &["offer", "proposal", "talks-offered", "meeting-sought", "talks"]),
    ("talks-rejected", &["rejected", "talks-halted", "talks-suspended", "talks-broken-off", "talks-refused",
        "refused", "meeting-refused", "talks"]),
    ("third-party-crisis", &["war-elsewhere", "war", "crisis-elsewhere", "disaster-elsewhere", "attack"]),
    ("threat", &["ultimatum", "threatened", "warning", "tensions"]),
    ("visit-cancelled", &["visit-canceled", "visit-called-off", "trip-cancelled", "cancelled", "canceled",
        "called-off", "visit", "trip"]),
    ("visit-made", &["visit-completed", "visit-took-place", "visited", "arrival", "visit", "trip"]),
    ("visit-planned", &["visit-announced", "visit-scheduled", "trip-planned", "visit", "trip"]),
    ("visit-postponed", &["visit-delayed", "visit-put-off", "postponed", "visit", "trip"]),
    ("working-group-created", &["working-group", "working-groups", "channel-created"]),
];

/// Other words for a kind, the nearest first.
#[must_use]
pub fn of(kind: &str) -> &'static [&'static str] {
    let found = WORDS.iter().find(|(name, _)| *name == kind);
    found.map_or(&[], |(_, words)| words)
}

/// A word as kinds are written: in small letters, with hyphens.
#[must_use]
pub fn written(typed: &str) -> String {
    let words: Vec<String> = typed
        .split(|c: char| c.is_whitespace() || c == '_' || c == '-')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("-")
}

/// What a word stands for under a model that has such kinds and no other.
pub fn meant(word: &str, has: impl Fn(&str) -> bool) -> Meant {
    let all = WORDS.iter().filter(|(_, words)| words.contains(&word));
    let (here, elsewhere): (Vec<&str>, Vec<&str>) =
        all.map(|(kind, _)| *kind).partition(|k| has(k));
    match here.as_slice() {
        [] => Meant::Nothing(elsewhere),
        [one] => Meant::Kind(one),
        _ => Meant::Several(here),
    }
}

/// The kinds one of whose other words begins so, under a model that has such kinds.
pub fn begun(start: &str, has: impl Fn(&str) -> bool) -> Vec<&'static str> {
    let begins = |words: &[&str]| words.iter().any(|word| word.starts_with(start));
    let all = WORDS.iter().filter(|(_, words)| begins(words));
    all.map(|(kind, _)| *kind).filter(|k| has(k)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::belief::Model;
    use crate::model::shipped;

    #[test]
    fn every_word_leads_to_kinds_of_every_shipped_model_or_is_told_not_to() {
        for shipped in shipped::ALL {
            let model = Model::parse(shipped.built).unwrap();
            let has = |kind: &str| model.kinds.contains_key(kind);
            for word in WORDS.iter().flat_map(|(_, words)| *words) {
                let told = match meant(word, has) {
                    Meant::Kind(kind) => has(kind),
                    Meant::Several(kinds) => kinds.len() > 1 && kinds.iter().all(|k| has(k)),
                    // The kinds that are named are those of the model that new ledgers open on.
                    Meant::Nothing(kinds) => !kinds.is_empty() && shipped != shipped::DEFAULT,
                };
                assert!(told, "{word} under {}", shipped.id);
            }
        }
    }

    #[test]
    fn every_kind_of_the_default_model_has_its_row() {
        let model = Model::parse(shipped::DEFAULT.built).unwrap();
        for (kind, words) in WORDS {
            assert!(model.kinds.contains_key(*kind), "{kind}");
            assert!(words.iter().all(|word| written(word) == *word), "{kind}");
        }
        let all: Vec<&str> = WORDS.iter().map(|(kind, _)| *kind).collect();
        let missing: Vec<&String> = model
            .kinds
            .keys()
            .filter(|k| !all.contains(&k.as_str()))
            .collect();
        assert!(missing.is_empty(), "no word for {missing:?}");
        assert!(all.is_sorted());
    }

    #[test]
    fn words_of_the_field_are_understood() {
        let model = Model::parse(shipped::DEFAULT.built).unwrap();
        let has = |kind: &str| model.kinds.contains_key(kind);
        for word in ["hostage-transferred", "hostage-released"] {
            assert_eq!(meant(word, has), Meant::Kind("detainee-transferred"));
        }
        assert_eq!(meant("shutdown", has), Meant::Kind("shutdown-risk"));
        for word in ["sanctions", "cancelled"] {
            assert!(matches!(meant(word, has), Meant::Several(_)), "{word}");
        }
        assert_eq!(begun("sanctions-e", has), ["sanction-eased"]);
        let prisoner = ["detainee-taken", "detainee-transferred"];
        assert_eq!(begun("prisoner", has), prisoner);
        // Before there was a kind of its own, the one that took it in.
        let old = Model::parse(shipped::FEED.built).unwrap();
        let there = meant("meeting-refused", |kind| old.kinds.contains_key(kind));
        assert_eq!(there, Meant::Kind("talks-rejected"));
        assert_eq!(written(" Hostage_released  now "), "hostage-released-now");
    }
}
