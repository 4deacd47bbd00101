//! The models that ship: their sources, what is built of them, and the data they rest on.

mod announced;
mod card;
mod kernel_five;
mod kernel_three;
mod library;
mod lists;
mod pair;
