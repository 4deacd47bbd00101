//! lab
use std::collections::BTreeMap;
use summit_ledger::learn::feed::{*, learn::*, rows::*, shape::Toward, names::Names, calendar::Calendar, trial::*};
use summit_ledger::learn::source::Source;
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
    let mut plan = Plan::new(vec![7,14,30,60,90,180], 180, 4.0, toward);
    let envf = |k: &str, d: f64| std::env::var(k).ok().and_then(|x| x.parse().ok()).unwrap_or(d);
    plan.every = envf("EVERY", 14.0) as i32;
    if std::env::var("REP").is_ok() { plan.repeats = std::env::var("REP").unwrap().split(';').map(|x| { let (a,b)=x.split_once(',').unwrap(); summit_ledger::learn::feed::quick::Repeats{window:a.parse().unwrap(),discount:b.parse().unwrap()} }).collect(); }
    plan.penalty = envf("PEN", 0.005); plan.count_prior = envf("C", 4.0);
    let lst = |k: &str, d: Vec<f64>| std::env::var(k).map(|x| x.split(',').map(|x| x.parse().unwrap()).collect()).unwrap_or(d);
    plan.silences = lst("SIL", plan.silences.clone()); plan.scales = lst("SCA", plan.scales.clone());
    let mut src = Source::parse(include_str!("../ledger/models/kernel-1.toml")).unwrap();
    src.count_prior = envf("C", 4.0); src.feed = Some(Settings { names: [("visit","visit-made"),("talks","senior-talks"),("phone-call","official-call"),("agreement","agreement-signed"),("sanction","sanction-imposed"),("detainee-release","detainee-transferred"),("detention","detainee-taken")].iter().map(|(a,b)| (a.to_string(), b.to_string())).collect(), half_life_years: envf("HL",8.0), pace_meetings: envf("GK",10.0), pool_years: envf("PY",1.0), pace_half_life_years: envf("PHL",1.0), background_days: envf("BG",90.0), season_meetings: envf("SM",20.0), ..Settings::default() });
    let all = [ev("2014"), ev("2018")];
    let world = World { feeds: &all, meetings: &meetings, calendar: &calendar };
    let grid = Grid { horizons: vec![30,60,90], every: envf("GRID", 7.0) as i32, warm_up: 28 };
    for (name, design) in [("years", Design::Feeds(&src)), ("partners", Design::Partners(&src))] {
        if std::env::var("D").is_ok_and(|d| d != name) { continue; }
        let t = std::time::Instant::now();
        let r = trial(&world, &design, &plan, &grid, &|_,_,_| ()).unwrap();
        println!("== {name} {:?}", t.elapsed());
        for (p, l) in &r.learned { println!("  {p}: {:?} scale {} silence {} fit {:.4?} held {:.4?} {:?}", l.repeats, l.settings.scale, l.settings.silence, l.fitted, l.held_out, l.kinds.iter().filter(|k| k.1.weight>0.0).map(|(k,x)| (k.as_str(),x.weight)).collect::<Vec<_>>()); }
        let years: Vec<i32> = vec![2014, 2018];
        for t in &r.tables { println!("H{} n{} base {:.4}", t.horizon, t.questions, t.base_rate);
            for l in &t.lines { if std::env::var("SHORT").is_ok() && l.name!="this model" && l.name!="its prior alone" && l.name!="hazard" { continue; } println!("   {:20} brier {:.5} ({:+.5} {:+.5}..{:+.5}) log {:.5} ({:+.5} {:+.5}..{:+.5}) mean {:.4} mcb {:.5} dsc {:.5} unc {:.5} logmcb {:.5}", l.name, l.brier, l.brier_excess.0, l.brier_excess.1.lo, l.brier_excess.1.hi, l.log, l.log_excess.0, l.log_excess.1.lo, l.log_excess.1.hi, l.mean, l.corp.mcb, l.corp.dsc, l.corp.unc, l.corp_log.mcb); } 
            for y in &years { let d0=(y-1970)*365+11; let q: Vec<_> = r.predictions.iter().filter(|p| p.horizon==t.horizon && (p.as_of-d0).abs()<370 ).collect(); let n=q.len() as f64; println!("      {y}: n {n} base {:.4} mean {:.4} brier {:.5} log {:.5}", q.iter().filter(|p|p.yes).count() as f64/n, q.iter().map(|p|p.p).sum::<f64>()/n, q.iter().map(|p|{let y=f64::from(u8::from(p.yes));(p.p-y)*(p.p-y)}).sum::<f64>()/n, q.iter().map(|p|{-(if p.yes{p.p}else{1.0-p.p}).max(1e-9).ln()}).sum::<f64>()/n); } }
    }
}
