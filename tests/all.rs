//! One integration binary, modules by capability.
