//! One integration binary, modules by capability.

mod belief_vectors;
mod laws;
mod records;
mod store;
mod support;
mod tmp_probe;
