use std::collections::BTreeMap;
use summit_ledger::learn::feed::{*, learn::*, rows::*, shape::Toward, names::Names, calendar::Calendar};
fn main() {
    let n = Names::shipped().unwrap();
    let d = "/work/shared/data/backtest/";
    let rd = |f: &str| std::fs::read_to_string(format!("{d}{f}")).unwrap();
    let ev = |y: &str| Events::parse(y, &rd(&format!("events-{y}.csv")), &n).unwrap();
    let meetings = Meetings::parse(&rd("leader-meetings.csv"), &n).unwrap();
    let calendar = Calendar::shipped().unwrap();
    let mut toward = BTreeMap::new();
    for k in ["agreement","detainee-release","diplomatic-cooperation","economic-cooperation","leader-call","leader-intent","leader-visit","official-intent","phone-call","praise","talks","visit","meeting-demanded"] { toward.insert(k.to_string(), Toward::Meeting); }
    for k in ["criticism","detention","rupture","sanction","talks-rejected","threat"] { toward.insert(k.to_string(), Toward::Away); }
    let plan = Plan::new(vec![7,14,30,60,90,180], 180, 4.0, toward);
    let all = [ev("2014"), ev("2018")];
    for (name, feeds) in [("2014", &all[..1]), ("2018", &all[1..]), ("both", &all[..])] {
        let world = World { feeds, meetings: &meetings, calendar: &calendar };
        let t = std::time::Instant::now();
        let l = learn(&world, &Settings::default(), &plan, &|_| true, &|_,_,_| ()).unwrap();
        println!("{name} {:?} q {} {:?} scale {} silence {} fitted {:?} held {:?}", t.elapsed(), l.questions, l.repeats, l.settings.scale, l.settings.silence, l.fitted, l.held_out);
        for t in &l.tried { println!("   {t:?}"); }
        for (k, x) in &l.kinds { if x.weight > 0.0 || x.refused.is_some() { println!("   {k} {} {:.2?} {:?}", x.weight, x.ratios, x.refused); } }
    }
}
