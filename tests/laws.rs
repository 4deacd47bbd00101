//! Laws that hold for any evidence: Bayes, order, retraction, explanation, range, all or nothing.

mod arithmetic;
mod assumptions;
mod bytes;
mod cache;
mod grades;
mod order;
mod run;
mod whole;
