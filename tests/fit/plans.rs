//! What becomes of plans, counted by hand.

use summit_ledger::belief::two::Model;
use summit_ledger::library::Case;
use summit_ledger::library::fit::{Counted, PlanCounts, Tally, count};
use summit_ledger::model::two::build::build;

use super::made::{Made, base};

const NINTH: Option<(&str, &str)> = Some(("2023-03-09", "2023-03-09"));
const MARCH: Option<(&str, &str)> = Some(("2023-03-01", "2023-03-31"));
const MAY: Option<(&str, &str)> = Some(("2023-05-01", "2023-05-31"));

fn counted(case: &Case) -> PlanCounts {
    let model = Model::parse(build(&base()).unwrap().as_bytes()).unwrap();
    count([case], &model, &Counted::default())
}

/// Kept, lost, open.
fn told(tally: &Tally) -> (usize, usize, usize) {
    (tally.kept(), tally.lost(), tally.unknown)
}

fn reported(counts: &PlanCounts) -> (usize, usize, usize) {
    counts
        .promised
        .get("summit-reported")
        .map_or((0, 0, 0), told)
}

#[test]
fn a_plan_told_twice_is_one_and_kept_within_its_slack() {
    let made = || {
        Made::new("q")
            .tell("summit-reported", "2023-02-01", MARCH)
            .tell("summit-announced", "2023-02-10", NINTH)
            .tell("summit-announced", "2023-02-12", NINTH)
    };
    let counts = counted(&made().met("2023-03-09"));
    assert_eq!(
        (told(&counts.firm), reported(&counts)),
        ((1, 0, 0), (1, 0, 0))
    );
    // Three days late is within the slack, four days are not; March was kept by both.
    let counts = counted(&made().met("2023-03-12"));
    assert_eq!(
        (told(&counts.firm), reported(&counts)),
        ((1, 0, 0), (1, 0, 0))
    );
    let counts = counted(&made().met("2023-03-13"));
    assert_eq!(
        (told(&counts.firm), reported(&counts)),
        ((0, 1, 0), (1, 0, 0))
    );
    let counts = counted(&made().never());
    assert_eq!(
        (told(&counts.firm), reported(&counts)),
        ((0, 1, 0), (0, 1, 0))
    );
}

#[test]
fn a_plan_whose_question_ended_first_is_open_unless_it_was_called_off() {
    let may = || Made::new("q").tell("summit-announced", "2023-02-01", MAY);
    assert_eq!(told(&counted(&may().never()).firm), (0, 0, 1));
    assert_eq!(told(&counted(&may().met("2023-03-09")).firm), (0, 0, 1));
    let off = may().tell("summit-cancelled", "2023-03-01", MAY).never();
    let counts = counted(&off);
    assert_eq!(
        (told(&counts.firm), told(&counts.called_off)),
        ((0, 1, 0), (0, 1, 0))
    );
}

#[test]
fn a_story_moves_a_plan_and_makes_no_second_one() {
    let moved = Some(("2023-04-03", "2023-04-04"));
    let one = Made::new("q")
        .tell("summit-reported", "2023-02-01", NINTH)
        .story("trip")
        .tell("summit-reported", "2023-02-20", moved)
        .story("trip");
    // It is judged by the days named first.
    assert_eq!(reported(&counted(&one.met("2023-04-03"))), (0, 1, 0));
    let two = Made::new("q")
        .tell("summit-reported", "2023-02-01", NINTH)
        .tell("summit-reported", "2023-02-20", moved);
    assert_eq!(reported(&counted(&two.met("2023-04-03"))), (1, 1, 0));
}

#[test]
fn doubts_count_of_firm_plans_while_they_stand() {
    let announced = || Made::new("q").tell("summit-announced", "2023-02-01", NINTH);
    let doubted = |made: Made| told(&counted(&made.met("2023-03-09")).doubted);
    assert_eq!(
        doubted(announced().tell("plan-doubted", "2023-02-20", None)),
        (1, 0, 0)
    );
    assert_eq!(
        doubted(announced().tell("plan-doubted", "2023-02-20", MAY)),
        (0, 0, 0)
    );
    let before = Made::new("q")
        .tell("plan-doubted", "2023-01-20", None)
        .tell("summit-announced", "2023-02-01", NINTH);
    assert_eq!(doubted(before), (0, 0, 0));
    let rumour = Made::new("q").tell("summit-reported", "2023-02-01", NINTH);
    assert_eq!(
        doubted(rumour.tell("plan-doubted", "2023-02-20", None)),
        (0, 0, 0)
    );
    let off = announced().tell("summit-cancelled", "2023-02-10", NINTH);
    assert_eq!(
        doubted(off.tell("plan-doubted", "2023-02-20", None)),
        (0, 0, 0)
    );
    let twice = announced().tell("plan-doubted", "2023-02-20", None).tell(
        "plan-doubted",
        "2023-02-25",
        NINTH,
    );
    assert_eq!(told(&counted(&twice.never()).doubted), (0, 1, 0));
}

#[test]
fn off_and_on_again_is_one_called_off_and_held() {
    let made = Made::new("q")
        .tell("summit-announced", "2023-02-01", NINTH)
        .tell("summit-cancelled", "2023-02-10", NINTH)
        .tell("summit-announced", "2023-02-20", NINTH);
    let case = made.met("2023-03-09");
    let counts = counted(&case);
    assert_eq!(
        (told(&counts.firm), told(&counts.called_off)),
        ((1, 0, 0), (1, 0, 0))
    );
    // What the base counts already is not counted again.
    let known = Counted::parse("case,day,because\nq,2023-03-09,x\n").unwrap();
    let model = Model::parse(build(&base()).unwrap().as_bytes()).unwrap();
    let counts = count([&case], &model, &known);
    assert_eq!(
        (told(&counts.called_off), counts.known.len()),
        ((0, 0, 0), 1)
    );
    // What nobody announced firmly cannot be called off.
    let rumour = Made::new("q")
        .tell("summit-reported", "2023-02-01", NINTH)
        .tell("summit-cancelled", "2023-02-10", NINTH);
    assert_eq!(told(&counted(&rumour.never()).called_off), (0, 0, 0));
}

#[test]
fn what_was_taken_back_or_names_no_days_is_no_plan() {
    let none = Made::new("q")
        .tell("summit-announced", "2023-02-01", None)
        .tell("summit-announced", "2023-02-02", NINTH)
        .back("2023-02-03");
    assert_eq!(counted(&none.never()), PlanCounts::default());
}

#[test]
fn counts_go_into_the_source_with_their_reasons() {
    let plan = |id: &str| {
        Made::new(id)
            .tell("summit-reported", "2023-01-10", MARCH)
            .tell("summit-announced", "2023-02-01", NINTH)
            .tell("plan-doubted", "2023-02-05", None)
    };
    let off = plan("d").tell("summit-cancelled", "2023-02-10", NINTH);
    let cases = [
        plan("a").met("2023-03-09"),
        plan("b").met("2023-03-20"),
        plan("c").never(),
        off.never(),
    ];
    let base = base();
    let model = Model::parse(build(&base).unwrap().as_bytes()).unwrap();
    let counts = count(&cases, &model, &Counted::default());
    assert_eq!(
        (told(&counts.firm), reported(&counts)),
        ((1, 3, 0), (2, 2, 0))
    );
    let source = counts.put_into(&base, false);
    // (2 + 1/2) / (4 + 1) over (1 + 1/2) / (4 + 1) is more than 1.
    assert_eq!(source.kinds["summit-reported"].promise, Some(1.0));
    let because = source.kinds["summit-reported"].because.clone().unwrap();
    assert!(
        because.ends_with("of 4 plans of 4 ended questions 2 were kept, of 4 announced firmly 1."),
        "{because}"
    );
    let doubted = source.plans.doubted.unwrap();
    assert_eq!((doubted.plans, doubted.lost), (8.0 + 4.0, 6.0 + 3.0));
    let fresh = counts.put_into(&base, true).plans.doubted.unwrap();
    assert_eq!((fresh.plans, fresh.lost), (4.0, 3.0));
    // One more called off of eleven, none more held: (1 + 1/2) / (12 + 1).
    assert_eq!(source.plans.cancelled_keeps, 0.115);
    build(&source).unwrap();
}

#[test]
fn plans_of_two_questions_claim_nothing() {
    let plan = |id: &str| Made::new(id).tell("summit-reported", "2023-01-10", MARCH);
    let cases = [plan("a").never(), plan("b").never()];
    let base = base();
    let model = Model::parse(build(&base).unwrap().as_bytes()).unwrap();
    let counts = count(&cases, &model, &Counted::default());
    assert_eq!(counts.put_into(&base, false), base);
}
