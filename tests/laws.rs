//! Laws that hold for any evidence: Bayes, order, retraction, explanation, range, all or nothing.

mod arithmetic;
mod assumptions;
mod bytes;
mod cache;
mod days;
mod grades;
mod leaks;
mod order;
mod run;
mod whole;
