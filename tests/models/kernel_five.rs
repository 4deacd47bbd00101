//! kernel-5 is kernel-4 with echoes weighed.

use summit_ledger::model::shipped;
use summit_ledger::model::two::source::Source;

#[test]
fn kernel_five_is_kernel_four_but_for_its_echoes() {
    let read = |id| Source::parse(shipped::source(id).unwrap()).unwrap();
    let (mut five, four) = (read("kernel-5"), read("kernel-4"));
    assert!(five.plans.weighed_echoes);
    five.plans.weighed_echoes = false;
    five.id.clone_from(&four.id);
    five.title.clone_from(&four.title);
    assert_eq!(five, four);
}
