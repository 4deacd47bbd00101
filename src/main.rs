//! `summit`: arguments, run, exit code.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
