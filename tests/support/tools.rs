//! Tools that did not come from this project, and a user who may not write everything.
//!
//! A test that needs a tool fails where it is missing. Who cannot install one names it in
//! `SUMMIT_TEST_WITHOUT` (names, with commas between): `SUMMIT_TEST_WITHOUT=go,strace cargo test`.
//! The tools are those given to [`has`]: `go`, `openssl`, `python3`, `strace`, `setpriv`.

use std::fs::OpenOptions;
use std::path::Path;
use std::process::Command;

/// The variable that names the tools to do without.
pub const WITHOUT: &str = "SUMMIT_TEST_WITHOUT";

/// Whether a test uses a tool: `false` only where the environment says to do without.
#[track_caller]
pub fn has(tool: &str) -> bool {
    let without = std::env::var(WITHOUT).unwrap_or_default();
    used(tool, &without, runs(tool)).unwrap_or_else(|e| panic!("{e}"))
}

fn runs(tool: &str) -> bool {
    let asks = match tool {
        "go" => "version",
        _ => "--version",
    };
    Command::new(tool).arg(asks).output().is_ok()
}

fn used(tool: &str, without: &str, runs: bool) -> Result<bool, String> {
    if without.split(',').any(|name| name.trim() == tool) {
        eprintln!("without {tool}, as {WITHOUT} says");
        return Ok(false);
    }
    let told = || format!("{tool} is not installed: install it, or set {WITHOUT}={tool}");
    runs.then_some(true).ok_or_else(told)
}

/// Whether the test is to go on here, on a file that nobody may write. The superuser may write it
/// all the same: then the test runs again in a process without that right, and is over here.
#[track_caller]
pub fn bound_by_permissions(read_only: &Path, test: &str) -> bool {
    if OpenOptions::new().append(true).open(read_only).is_err() {
        return true;
    }
    assert!(
        std::env::var_os("SUMMIT_TEST_BOUND").is_none(),
        "setpriv took no right"
    );
    if has("setpriv") {
        let output = Command::new("setpriv")
            .args(["--bounding-set", "-dac_override,-dac_read_search"])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", test])
            .env("SUMMIT_TEST_BOUND", "1")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}");
        assert!(said.contains("1 passed"), "there is no test {test}: {said}");
    }
    false
}

#[test]
fn a_missing_tool_fails_unless_the_environment_says_to_do_without() {
    assert_eq!(used("go", "", true), Ok(true));
    assert_eq!(used("go", "strace,gofmt", true), Ok(true));
    assert_eq!(used("go", "strace, go", true), Ok(false));
    assert_eq!(used("go", "go", false), Ok(false));
    let said = used("go", "strace", false).unwrap_err();
    assert!(
        said.contains("install it, or set SUMMIT_TEST_WITHOUT=go"),
        "{said}"
    );
    assert!(!runs("no-such-tool-anywhere"));
}
