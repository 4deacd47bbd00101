//! A text written in the analyst's own editor.

use std::path::Path;
use std::process::Command;

use summit_ledger::files::{Guard, Over, Scratch, text, write};

use super::failure::Failure;

/// The most bytes that are read back.
const MOST: u64 = 1 << 20;

/// Opens the editor of VISUAL or EDITOR, else `vi`, on a text; what is there when it is closed.
pub fn edit_text(initial: &str) -> Result<String, Failure> {
    let base = std::env::temp_dir();
    let scratch = Scratch::within(&base).map_err(|e| Failure::file(&base, &e))?;
    let file = scratch.file("summit.txt");
    write(&file, initial.as_bytes(), Over::Nothing, &Guard::new())?;
    run(&editor(), &file)?;
    text(&file, MOST).map_err(|e| Failure::file(&file, &e))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the environment"
)]
fn editor() -> String {
    let set = |name: &str| std::env::var(name).ok().filter(|v| !v.trim().is_empty());
    set("VISUAL")
        .or_else(|| set("EDITOR"))
        .unwrap_or_else(|| if cfg!(windows) { "notepad" } else { "vi" }.to_owned())
}

/// Runs an editor, which may be typed with arguments of its own, as in `code --wait`.
fn run(editor: &str, file: &Path) -> Result<(), Failure> {
    let failed = |why: String| {
        Failure::usage(
            format!("the editor `{editor}` {why}"),
            "set EDITOR to another, for example EDITOR=nano",
        )
    };
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let ended = Command::new(program).args(words).arg(file).status();
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(failed(format!("ended with {status}"))),
        Err(e) => Err(failed(format!("could not be started: {e}"))),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn an_editor_is_run_with_its_arguments_and_one_that_fails_is_named() {
        let folder = Scratch::within(&std::env::temp_dir()).unwrap();
        let file = folder.file("a.txt");
        write(&file, b"old", Over::Nothing, &Guard::new()).unwrap();
        run("sed -i s/old/new/", &file).unwrap();
        assert_eq!(text(&file, MOST).unwrap(), "new");
        let e = run("false", &file).unwrap_err();
        assert!(
            e.what.starts_with("the editor `false` ended with"),
            "{}",
            e.what
        );
        let e = run("no-such-editor", &file).unwrap_err();
        assert!(e.what.contains("could not be started"), "{}", e.what);
    }
}
