//! Days as they are typed, and what was understood of them.

use jiff::civil::Date;
use summit_ledger::draw::safe::one_line;

use super::super::day::{self, Lean, Sense};
use super::super::days;
use super::super::failure::Failure;
use super::super::talk::talk;
use super::Context;

impl Context {
    /// Reads a day as typed; without a year it is the nearest that is not in the future.
    pub fn day(&self, option: &str, typed: &str) -> Result<Date, Failure> {
        self.day_near(option, typed, (self.today, Lean::Past))
    }

    /// Reads a day as typed; without a year it is the nearest that is not before another.
    pub fn day_from(&self, option: &str, typed: &str, from: Date) -> Result<Date, Failure> {
        self.day_near(option, typed, (from, Lean::Ahead))
    }

    fn day_near(&self, option: &str, typed: &str, near: (Date, Lean)) -> Result<Date, Failure> {
        let day =
            day::read(typed, self.sense(near)).map_err(|e| e.under(&format!("--{option}")))?;
        if !day::begins_with_year(typed) {
            self.understood(option, typed, day::spoken(day));
        }
        Ok(day)
    }

    /// Reads days that follow one another; without a year they are the nearest that do not end before
    /// another day.
    pub fn days_from(
        &self,
        option: &str,
        typed: &str,
        from: Date,
    ) -> Result<(Date, Date), Failure> {
        let sense = self.sense((from, Lean::Ahead));
        let read = days::read_days(typed, sense).map_err(|e| e.under(&format!("--{option}")));
        let (first, last) = read?;
        let said = match first == last {
            true => day::spoken(first),
            false => format!("{first}..{last}"),
        };
        let exact = [first.to_string(), format!("{first}..{last}")];
        if !exact.contains(&typed.trim().to_owned()) {
            self.understood(option, typed, said);
        }
        Ok((first, last))
    }

    fn sense(&self, (near, lean): (Date, Lean)) -> Sense {
        Sense {
            today: self.today,
            near,
            lean,
        }
    }

    /// Says once what was understood of days that were not written in full.
    fn understood(&self, option: &str, typed: &str, said: String) {
        let line = one_line(&format!("--{option} {typed}: {said}"));
        if self.said.borrow_mut().insert(line.clone()) {
            talk(&format!("{line}\n"));
        }
    }

    pub fn opt_day(&self, option: &str, typed: Option<&str>) -> Result<Option<Date>, Failure> {
        typed.map(|t| self.day(option, t)).transpose()
    }
}
