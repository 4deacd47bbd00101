//! A text written in the analyst's own editor.

use std::path::Path;
use std::process::Command;

use summit_ledger::files::{Guard, Over, Scratch, text, write};

use super::ask;
use super::failure::Failure;

/// The most bytes that are read back.
const MOST: u64 = 1 << 20;

/// Opens the editor on a text; what is there when it is closed.
pub fn edit_text(initial: &str) -> Result<String, Failure> {
    let base = std::env::temp_dir();
    let scratch = Scratch::within(&base).map_err(|e| Failure::file(&base, &e))?;
    let file = scratch.file("summit.txt");
    write(&file, initial.as_bytes(), Over::Nothing, &Guard::new())?;
    open(&named()?, &file)?;
    text(&file, MOST).map_err(|e| Failure::file(&file, &e))
}

/// The editor of VISUAL or EDITOR, else the usual one where there is a terminal.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the environment"
)]
pub fn named() -> Result<String, Failure> {
    let set = |name: &str| std::env::var(name).ok().filter(|v| !v.trim().is_empty());
    let named = set("VISUAL").or_else(|| set("EDITOR"));
    let usual = ask::is_possible().then(|| if cfg!(windows) { "notepad" } else { "vi" }.to_owned());
    named.or(usual).ok_or_else(|| {
        Failure::usage(
            "no editor is named, and this is no terminal",
            "set VISUAL or EDITOR; `summit amend` corrects a signal by options",
        )
    })
}

/// Opens the editor on a file and waits; it may be typed with words of its own, `code --wait`.
pub fn open(editor: &str, path: &Path) -> Result<(), Failure> {
    let ended = command(editor, path).status();
    let why = match ended {
        Ok(status) if status.success() => return Ok(()),
        Ok(status) => format!("ended with {status}"),
        Err(e) => format!("could not be started: {e}"),
    };
    Err(Failure::usage(
        format!("the editor `{editor}` {why}; nothing was appended"),
        "set VISUAL or EDITOR to another, for example EDITOR=nano",
    ))
}

#[cfg(unix)]
fn command(editor: &str, path: &Path) -> Command {
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!("{editor} \"$@\""))
        .arg(editor)
        .arg(path);
    command
}

#[cfg(not(unix))]
fn command(editor: &str, path: &Path) -> Command {
    let mut words = editor.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or("notepad"));
    command.args(words).arg(path);
    command
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn an_editor_is_run_with_its_arguments_and_one_that_fails_is_named() {
        let folder = Scratch::within(&std::env::temp_dir()).unwrap();
        let file = folder.file("a.txt");
        write(&file, b"old", Over::Nothing, &Guard::new()).unwrap();
        open("sed -i s/old/new/", &file).unwrap();
        assert_eq!(text(&file, MOST).unwrap(), "new");
        let e = open("false", &file).unwrap_err();
        assert!(
            e.what.starts_with("the editor `false` ended with"),
            "{}",
            e.what
        );
        let e = open("no-such-editor", &file).unwrap_err();
        assert!(e.what.contains("no-such-editor"), "{}", e.what);
    }
}
