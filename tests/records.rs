//! What a person reads when a record cannot stand: the line, the field, the value, the problem, and
//! below it the remedy.

use serde_json::{Value, json};

use crate::support;

/// A ledger with an open question `talks`, of which one signal stands and one was retracted, and a
/// resolved question `done`.
fn base() -> Vec<Value> {
    let mut done = support::question("done");
    done["deadline"] = json!("2023-03-01");
    done["occasions"] = json!([]);
    vec![
        support::model_line(),
        support::question("talks"),
        support::signal("s1", "talks", "toward", "2023-02-10"),
        support::signal("s2", "talks", "away", "2023-02-11"),
        retraction(r#"{"signal": "s2"}"#),
        done,
        resolution(r#"{"question": "done", "outcome": "no", "on": "2023-03-01"}"#),
    ]
}

/// A record with some fields changed; a field set to null is taken out.
fn changed(mut record: Value, changes: &str) -> Value {
    let changes: Value = serde_json::from_str(changes).unwrap();
    for (field, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(record.as_object_mut().unwrap().remove(field)),
            _ => record[field] = value.clone(),
        }
    }
    record
}

fn signal(changes: &str) -> Value {
    changed(
        support::signal("new", "talks", "toward", "2023-02-20"),
        changes,
    )
}

fn likelihood(if_meeting: &str) -> String {
    let own =
        format!(r#"{{"if_meeting": {if_meeting}, "if_none": 0.3, "because": "Seen before."}}"#);
    let line = signal(r#"{"likelihood": "OWN"}"#).to_string();
    line.replace("\"OWN\"", &own)
}

fn watch(changes: &str) -> Value {
    let good = json!({"type": "watch", "id": "new", "question": "talks", "known_on": "2023-02-20",
                      "through": "2023-02-20", "sources": "Both foreign ministries."});
    changed(good, changes)
}

fn pair(changes: &str) -> Value {
    let good = json!({"pair": "US-CN", "meetings": 5, "pooled": 0.45, "years": 5.2,
                      "list_sha256": "ab".repeat(32)});
    let mut question = support::question("other");
    question["prior"] = json!({"pair": changed(good, changes), "source": "The list."});
    question
}

fn question(changes: &str) -> Value {
    changed(support::question("other"), changes)
}

fn occasion(changes: &str) -> Value {
    let mut question = support::question("other");
    question["occasions"][0] = changed(question["occasions"][0].clone(), changes);
    question
}

fn retraction(changes: &str) -> Value {
    let good = json!({"type": "retraction", "question": "talks", "signal": "s1",
                      "known_on": "2023-02-12", "because": "It was wrong."});
    changed(good, changes)
}

fn resolution(changes: &str) -> Value {
    let good = json!({"type": "resolution", "question": "talks", "outcome": "yes",
                      "on": "2023-03-22"});
    changed(good, changes)
}

fn long(n: usize) -> String {
    json!({"summary": "x".repeat(n)}).to_string()
}

/// Each bad line with the message and, below it, the hint.
#[rustfmt::skip]
fn table() -> Vec<(String, &'static str)> {
    vec![
        // Days.
        (signal(r#"{"observed_on": "2023-02-21"}"#).to_string(),
         r"case.jsonl line 3: field `known_on`: known before it happened on 2023-02-21 (found `2023-02-20`)
known_on is the day of publication, on or after observed_on; for a plan, observed_on is the day the plan was made known, not the day it is for"),
        (signal(r#"{"observed_on": "2023-01-20", "known_on": "2023-01-31"}"#).to_string(),
         r"case.jsonl line 3: field `known_on`: known before the question opened on 2023-02-01 (found `2023-01-31`)
what was known at the opening belongs in the prior; open the question on an earlier day, or leave this out"),
        (signal(r#"{"known_on": "2023-05-02"}"#).to_string(),
         r"case.jsonl line 3: field `known_on`: the question closed on 2023-05-01 (found `2023-05-02`)
what becomes known after the deadline changes nothing: `summit resolve` says how it ended"),
        (signal(r#"{"known_on": "20 February 2023"}"#).to_string(),
         r"case.jsonl line 3: field `known_on`: not a date (found `20 February 2023`)
a date is written YYYY-MM-DD, for example 2023-09-28"),
        (signal(r#"{"known_on": "2023-02-29"}"#).to_string(),
         r"case.jsonl line 3: field `known_on`: no such day in the calendar (found `2023-02-29`)
a date is written YYYY-MM-DD, for example 2023-09-28"),
        (signal(r#"{"known_on": "0023-02-20"}"#).to_string(),
         r"case.jsonl line 3: field `known_on`: the year is outside 1900 to 2199 (found `0023-02-20`)
a date is written YYYY-MM-DD, for example 2023-09-28"),
        (signal(r#"{"about": {"first": "2023-03-24", "last": "2023-03-20"}}"#).to_string(),
         r"case.jsonl line 3: field `about.last`: before the first day 2023-03-24 (found `2023-03-20`)
`first` comes before `last`, or is the same day"),
        // Kinds and grades.
        (signal(r#"{"kind": "towards"}"#).to_string(),
         r"case.jsonl line 3: field `kind`: the model knows no such kind (found `towards`)
did you mean `toward`? `summit kinds` lists all"),
        (signal(r#"{"kind": "earthquake"}"#).to_string(),
         r"case.jsonl line 3: field `kind`: the model knows no such kind (found `earthquake`)
`summit kinds` lists the 3 kinds of model small"),
        (signal(r#"{"grade": "B7"}"#).to_string(),
         r"case.jsonl line 3: field `grade`: not a grade (found `B7`)
a letter A-F (source) and a digit 1-6 (information), for example B2; F6 if unknown"),
        (signal(r#"{"grade": "b2"}"#).to_string(),
         r"case.jsonl line 3: field `grade`: not a grade (found `b2`)
a letter A-F (source) and a digit 1-6 (information), for example B2; F6 if unknown"),
        // Probabilities.
        (likelihood("0"),
         r"case.jsonl line 3: field `likelihood.if_meeting`: a probability lies strictly between 0 and 1 (found `0`)
for example 0.6; nothing is certain, so 0 and 1 are refused (least: 0.000001)"),
        (likelihood("1"),
         r"case.jsonl line 3: field `likelihood.if_meeting`: a probability lies strictly between 0 and 1 (found `1`)
for example 0.6; nothing is certain, so 0 and 1 are refused (least: 0.000001)"),
        (likelihood("1.5"),
         r"case.jsonl line 3: field `likelihood.if_meeting`: a probability lies strictly between 0 and 1 (found `1.5`)
for example 0.6; nothing is certain, so 0 and 1 are refused (least: 0.000001)"),
        (likelihood("-0.1"),
         r"case.jsonl line 3: field `likelihood.if_meeting`: a probability lies strictly between 0 and 1 (found `-0.1`)
for example 0.6; nothing is certain, so 0 and 1 are refused (least: 0.000001)"),
        (likelihood("NaN"),
         r#"case.jsonl line 3: expected value (found `od":{"if_meeting": NaN, "if_none": 0.3, `)
write valid JSON (RFC 8259): the text near column 94 is not"#),
        (likelihood("1e999"),
         r#"case.jsonl line 3: number out of range (found `{"if_meeting": 1e999, "if_none": 0.3, "b`)
write valid JSON (RFC 8259): the text near column 98 is not"#),
        (likelihood("\"likely\""),
         r#"case.jsonl line 3: field `likelihood.if_meeting`: a probability lies strictly between 0 and 1 (found `"likely"`)
for example 0.6; nothing is certain, so 0 and 1 are refused (least: 0.000001)"#),
        // Fields.
        (signal("{}").to_string().replace(r#""grade":"B2""#, r#""grade":"B2","grade":"A1""#),
         r#"case.jsonl line 3: duplicate key `grade` (found `e":"B2","grade":"A1","id":"new","kind":"`)
keep one of the two"#),
        (signal(r#"{"sumary": "Twice."}"#).to_string(),
         r#"case.jsonl line 3: field `sumary`: no such field (found `"Twice."`)
did you mean `summary`? else leave it out"#),
        (signal(r#"{"confidence": 0.9}"#).to_string(),
         r"case.jsonl line 3: field `confidence`: no such field (found `0.9`)
known fields: id, question, kind, observed_on, known_on, summary, grade, story, actor, about, source, likelihood, amends, attachments"),
        (signal(r#"{"summary": null, "sumary": "Misspelt."}"#).to_string(),
         r#"case.jsonl line 3: field `summary`: this field is missing
add "summary""#),
        (signal(r#"{"known_on": null}"#).to_string(),
         r#"case.jsonl line 3: field `known_on`: this field is missing
add "known_on""#),
        (signal(r#"{"summary": 7}"#).to_string(),
         r"case.jsonl line 3: field `summary`: expected a text (found `7`)
write it in quotation marks"),
        (signal(r#"{"source": "Reuters"}"#).to_string(),
         r#"case.jsonl line 3: field `source`: expected an object (found `"Reuters"`)
write {"field": value, ...}"#),
        (signal(r#"{"source": {"url": "https://example.org"}}"#).to_string(),
         r#"case.jsonl line 3: field `source.name`: this field is missing
add "name""#),
        (signal(r#"{"question": []}"#).to_string(),
         r"case.jsonl line 3: field `question`: expected one id or a list of different ids (found `[]`)
1 to 100 ids"),
        (signal(r#"{"question": ["talks", "talks"]}"#).to_string(),
         r#"case.jsonl line 3: field `question`: expected one id or a list of different ids (found `["talks","talks"]`)
1 to 100 ids"#),
        (signal(r#"{"id": "two words"}"#).to_string(),
         r"case.jsonl line 3: field `id`: not an identifier (found `two words`)
1 to 100 of the characters a-z A-Z 0-9 . _ -, not starting with . or -"),
        (signal(r#"{"type": null}"#).to_string(),
         r#"case.jsonl line 3: field `type`: this field is missing
"type": question, signal, watch, guess, retraction, passage, resolution, reopening, note or model"#),
        (signal(r#"{"type": "sginal"}"#).to_string(),
         r"case.jsonl line 3: field `type`: no such type of entry (found `sginal`)
question, signal, watch, guess, retraction, passage, resolution, reopening, note or model"),
        (signal(r#"{"type": "forecast"}"#).to_string(),
         r"case.jsonl line 3: field `type`: the program makes such entries itself (found `forecast`)
question, signal, watch, guess, retraction, passage, resolution, reopening, note or model"),
        // Texts.
        (signal(r#"{"summary": "  "}"#).to_string(),
         r"case.jsonl line 3: field `summary`: this text is empty
say something"),
        (signal(&long(501)).to_string(),
         r"case.jsonl line 3: field `summary`: 501 characters are too many (found `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...`)
at most 500; longer sources belong in an attachment"),
        (signal(r#"{"summary": "a\u0000b"}"#).to_string(),
         r"case.jsonl line 3: field `summary`: this text holds a NUL character (found `a\0b`)
take it out"),
        // Lines that are no record.
        ("[1, 2]".to_owned(),
         r#"case.jsonl line 3: a record is an object (found `[1, 2]`)
{"type":"signal", ...}, one a line"#),
        ("{\"type\": \"note\", \"text\": \"cut o".to_owned(),
         r#"case.jsonl line 3: EOF while parsing a string (found `ote", "text": "cut o`)
write valid JSON (RFC 8259): the text near column 31 is not"#),
        ("{'type': 'note'}".to_owned(),
         r"case.jsonl line 3: key must be a string (found `{'type': 'note'}`)
write valid JSON (RFC 8259): the text near column 2 is not"),
        ("{\"type\": \"note\", \"text\": \"x\"} more".to_owned(),
         r#"case.jsonl line 3: trailing characters (found `ote", "text": "x"} more`)
write valid JSON (RFC 8259): the text near column 31 is not"#),
        // Questions.
        (question(r#"{"deadline": "2023-01-01"}"#).to_string(),
         r"case.jsonl line 3: field `deadline`: not after the opening day 2023-02-01 (found `2023-01-01`)
the first day that counts is the day after `opens`"),
        (question(r#"{"deadline": "2053-01-01"}"#).to_string(),
         r"case.jsonl line 3: field `deadline`: 10927 days after the opening are too many (found `2053-01-01`)
at most 3660 days"),
        (question(r#"{"participants": ["Joe Biden"]}"#).to_string(),
         r#"case.jsonl line 3: field `participants`: a meeting takes at least two leaders (found `["Joe Biden"]`)
a list of 2 to 20 names, for example ["Joe Biden", "Xi Jinping"]"#),
        (question(r#"{"prior": {"meetings": 8, "years": 0}}"#).to_string(),
         r"case.jsonl line 3: field `prior.years`: out of range (found `0`)
a number from 0.01 to 1000"),
        (question(r#"{"prior": {"meetings": 8.5, "years": 30}}"#).to_string(),
         r"case.jsonl line 3: field `prior.meetings`: expected a whole number (found `8.5`)
from 0 to 1000000"),
        (question(r#"{"prior": {"meetings": 26, "years": 0.05}}"#).to_string(),
         r"case.jsonl line 3: field `prior.meetings`: the reference class makes 1.13 meetings a day (found `26`)
a reference class with fewer meetings, or more years"),
        (question(r#"{"prior": {"meetings": 8, "years": 30, "daily_rate_draws": [0.1, 1.0]}}"#).to_string(),
         r"case.jsonl line 3: field `prior.daily_rate_draws[1]`: number refused (found `1.0`)
each is a chance a day, at least 0 and below 1"),
        (question(r#"{"prior": {"meetings": 8, "years": 30, "daily_rate_draws": [0.1, 0.2]}}"#).to_string(),
         r"case.jsonl line 3: field `prior.daily_rate_draws`: model small runs 4 draws (found `2 draws`)
leave the draws out, and they are made from the counts"),
        (occasion(r#"{"held": 5}"#).to_string(),
         r"case.jsonl line 3: field `occasions[0].held`: more than the 4 occasions there were (found `5`)
`held` is at most `of`"),
        (occasion(r#"{"held": null, "of": null}"#).to_string(),
         r"case.jsonl line 3: field `occasions[0].held`: the occasion does not say what its chance rests on
give `held` and `of` (past cases), or `chance` and `strength` (judgement)"),
        (occasion(r#"{"held": null, "of": null, "chance": 1}"#).to_string(),
         r"case.jsonl line 3: field `occasions[0].chance`: a judged probability lies strictly between 0 and 1 (found `1`)
for example 0.35"),
        (occasion(r#"{"last": "2023-03-19"}"#).to_string(),
         r"case.jsonl line 3: field `occasions[0].last`: before the first day 2023-03-20 (found `2023-03-19`)
`first` comes before `last`, or is the same day"),
        (pair(r#"{"list_sha256": "AB"}"#).to_string(),
         r"case.jsonl line 3: field `prior.pair.list_sha256`: not a SHA-256 (found `AB`)
64 digits of lower-case hex"),
        (pair(r#"{"meetings": 26, "years": 0.001, "pooled": 900}"#).to_string(),
         r"case.jsonl line 3: field `prior.pair.meetings`: the reference class makes 2.44 meetings a day (found `26`)
a reference class with fewer meetings, or more years"),
        (pair(r#"{"meetings": 0, "pooled": 0}"#).to_string(),
         r"case.jsonl line 3: field `prior.pair.pooled`: outside the trusted domain (found `0`)
a number from 0.01 to 100000; a smaller count says as much"),
        (question(r#"{"prior": {"meetings": 8, "years": 30, "pair": {"pair": "US-CN", "meetings": 5, "pooled": 0.45, "years": 5.2, "list_sha256": "0000000000000000000000000000000000000000000000000000000000000000"}}}"#).to_string(),
         r"case.jsonl line 3: field `prior.pair`: the prior rests on a pair and on a reference class (found `US-CN`)
leave out `pair`, or `meetings` and `years`"),
        (question(r#"{"prior": {"years": 30}}"#).to_string(),
         r#"case.jsonl line 3: field `prior.meetings`: this field is missing
add "meetings""#),
        // Watches.
        (watch("{}").to_string(),
         r"case.jsonl line 3: field `type`: a watch needs a model of belief version 2 (found `watch`)
`summit model adopt`"),
        (watch(r#"{"through": "2023-02-21"}"#).to_string(),
         r"case.jsonl line 3: field `through`: after it became known on 2023-02-20 (found `2023-02-21`)
through is the last day that was looked at, on or before known_on"),
        (watch(r#"{"sources": null}"#).to_string(),
         r#"case.jsonl line 3: field `sources`: this field is missing
add "sources""#),
        (watch(r#"{"id": "s1"}"#).to_string(),
         r"case.jsonl line 3: entry 4 has the id `s1` already, and says something else
choose another --id, or append a correction with `summit amend`"),
        // What the ledger holds already.
        (signal(r#"{"question": "talk"}"#).to_string(),
         r"case.jsonl line 3: field `question`: the ledger has no such question (found `talk`)
did you mean `talks`?"),
        (signal(r#"{"question": "brexit"}"#).to_string(),
         r"case.jsonl line 3: field `question`: the ledger has no such question (found `brexit`)
the ledger has: talks, done"),
        (signal(r#"{"question": "done"}"#).to_string(),
         r"case.jsonl line 3: question done was resolved no on 2023-03-01
a resolved question takes no more evidence; `summit reopen --because` takes a wrong resolution back, `summit resolve ... --because` corrects it"),
        (signal(r#"{"id": "s1", "summary": "Something else."}"#).to_string(),
         r"case.jsonl line 3: entry 4 has the id `s1` already, and says something else
choose another --id, or append a correction with `summit amend`"),
        (signal(r#"{"id": "talks"}"#).to_string(),
         r"case.jsonl line 3: entry 2 has the id `talks` already, and says something else
choose another --id, or append a correction with `summit amend`"),
        (retraction(r#"{"signal": "s9"}"#).to_string(),
         r"case.jsonl line 3: field `signal`: the ledger has no such signal (found `s9`)
`summit history --ids` lists the signals with their ids"),
        (retraction(r#"{"signal": "talks"}"#).to_string(),
         r"case.jsonl line 3: field `signal`: the ledger has no such signal (found `talks`)
`summit history --ids` lists the signals with their ids"),
        (retraction(r#"{"signal": "s2", "because": "Twice."}"#).to_string(),
         r"case.jsonl line 3: field `signal`: it was retracted already, by entry 8 (found `s2`)
nothing is left to retract"),
        (retraction(r#"{"known_on": "2023-02-09"}"#).to_string(),
         r"case.jsonl line 3: field `known_on`: retracted before the signal was known on 2023-02-10 (found `2023-02-09`)
a retraction becomes known on or after the day of its signal"),
        (resolution(r#"{"on": "2023-05-02"}"#).to_string(),
         r"case.jsonl line 3: field `on`: the question cannot end yes on that day (found `2023-05-02`)
a meeting counts from the day after 2023-02-01 to 2023-05-01"),
        (resolution(r#"{"on": "2023-02-01"}"#).to_string(),
         r"case.jsonl line 3: field `on`: the question cannot end yes on that day (found `2023-02-01`)
a meeting counts from the day after 2023-02-01 to 2023-05-01"),
        (resolution(r#"{"outcome": "no", "on": "2023-04-30"}"#).to_string(),
         r"case.jsonl line 3: field `on`: the question cannot end no on that day (found `2023-04-30`)
a question is answered no on its deadline 2023-05-01 or later; one that cannot be judged any more is void"),
        (resolution(r#"{"outcome": "maybe"}"#).to_string(),
         r"case.jsonl line 3: field `outcome`: not an outcome (found `maybe`)
yes, no or void"),
        (resolution(r#"{"question": "done", "on": "2023-02-20"}"#).to_string(),
         r"case.jsonl line 3: question done was resolved no on 2023-03-01 already
to correct that, say why with --because; where it goes on after all, `summit reopen --because`"),
    ]
}

#[test]
fn each_bad_record_is_refused_with_its_line_field_value_and_remedy() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = support::create(dir.path(), "l.db");
    support::append(&mut desk, &base());
    let size = desk.ledger().tip().unwrap().size();
    let mut wrong = Vec::new();
    for (line, expected) in table() {
        let note = json!({"type": "note", "text": "A good record."});
        let text = format!("{note}\n\n{line}\n");
        let refused = support::parse(&text)
            .and_then(|facts| desk.append(&support::hand(), facts))
            .expect_err(&line);
        let (message, hint) = (refused.to_string(), refused.hint());
        assert!(message.starts_with("case.jsonl line 3: "), "{message}");
        assert!(!hint.trim().is_empty(), "{message}");
        let got = format!("{message}\n{hint}");
        if got != expected {
            wrong.push(format!("{line}\nsaid:\n{got}\nnot:\n{expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert_eq!(desk.ledger().tip().unwrap().size(), size);
}
