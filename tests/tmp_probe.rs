use crate::support;
use serde_json::json;
#[test]
fn probe() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = support::create(dir.path(), "c.db");
    let text = std::fs::read_to_string("ledger/cases/biden-xi-2023/case.jsonl").unwrap();
    let f = summit_ledger::desk::import::parse("c", &text, &|_| unreachable!()).unwrap();
    desk.append(&support::hand(), summit_ledger::desk::import::arrange(f, false)).unwrap();
    println!("ROOT {:?}", desk.ledger().unwrap().tip().unwrap().root());
    let mut d = support::create(dir.path(), "p.db");
    support::append(&mut d, &[support::model_line(), support::question("q"), support::question("all")]);
    support::append(&mut d, &[json!({"type":"passage","question":"q","known_on":"2032-03-01"})]);
    support::append(&mut d, &[support::signal("s","q","toward","2023-02-10")]);
    println!("LATE {:?}", support::recorded(&d, "q"));
    support::append(&mut d, &[json!({"type":"note","text":"hello"})]);
    println!("ALL {:?}", d.append(&support::hand(), support::facts(&[json!({"type":"note","question":"all","text":"hello"})])).map_err(|e| e.to_string()).map(|_| ()));
    let p = dir.path().join("e.db");
    drop(summit_ledger::store::Ledger::create(&p).unwrap());
    let mut e = support::open(dir.path(), "e.db");
    println!("EMPTY {:?}", e.append(&support::hand(), support::facts(&[json!({"type":"note","text":"hello"})])).map(|r| r[0].entry.seq).map_err(|e| e.to_string()));
    println!("FIX {:?}", d.append(&support::hand(), support::facts(&[json!({"type":"signal","id":"f","question":"q","kind":"up","observed_on":"2023-02-10","known_on":"2023-02-10","summary":"x","up":1})])).map(|_| ()).map_err(|e| (e.to_string(), e.hint())));
}
