//! Questions to the analyst, put where somebody can answer: on a terminal, never in a pipe.

use std::io::{BufRead, IsTerminal as _, Write};

use summit_ledger::draw::safe::lines;
use summit_ledger::record::Grade;
use summit_ledger::view::grades;

/// So many times an answer that cannot be read is asked for again.
const TRIES: u32 = 3;

/// Whether somebody is there who can answer.
pub fn is_possible() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks whether to go on; the end of what is typed means no.
pub fn goes_on(what: &str) -> bool {
    Asker::terminal().goes_on(what)
}

/// Who asks, and hears the answers.
pub struct Asker<'a> {
    input: Box<dyn BufRead + 'a>,
    out: Box<dyn Write + 'a>,
}

impl Asker<'static> {
    /// Asks on the terminal, where nobody else hears an answer until it is dropped. What else is said
    /// there meanwhile comes in between.
    pub fn terminal() -> Self {
        Self::new(std::io::stdin().lock(), std::io::stderr())
    }
}

impl<'a> Asker<'a> {
    pub fn new(input: impl BufRead + 'a, out: impl Write + 'a) -> Self {
        Self {
            input: Box::new(input),
            out: Box::new(out),
        }
    }

    /// Says a text, of which nothing can steer the terminal: words of the ledger are in it.
    pub fn say(&mut self, text: &str) {
        let mut safe = lines(text);
        if !text.ends_with('\n') {
            safe.pop();
        }
        let _ = self.out.write_all(safe.as_bytes());
    }

    /// One line of answer without the blanks around it; `None` at the end of what is typed.
    pub fn line(&mut self, prompt: &str) -> Option<String> {
        self.say(prompt);
        let _ = self.out.flush();
        let mut answer = String::new();
        match self.input.read_line(&mut answer) {
            Ok(0) | Err(_) => None,
            Ok(_) => Some(answer.trim().to_owned()),
        }
    }

    /// An answer that can be read, or none where nothing is typed or nothing that can; `None` at the end
    /// of what is typed.
    pub fn until<T>(
        &mut self,
        prompt: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Option<Option<T>> {
        for _ in 0..TRIES {
            let answer = self.line(prompt)?;
            if answer.is_empty() {
                return Some(None);
            }
            match read(&answer) {
                Ok(read) => return Some(Some(read)),
                Err(why) => self.say(&format!("{why}\n")),
            }
        }
        Some(None)
    }

    /// The same for what cannot be left out: an empty answer is asked for again.
    pub fn needed<T>(
        &mut self,
        prompt: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        for _ in 0..TRIES {
            if let Some(read) = self.until(prompt, &read)? {
                return Some(read);
            }
            self.say("this is needed; Ctrl-D leaves it all\n");
        }
        None
    }

    /// Asks for a grade.
    pub fn grade(&mut self) -> Option<Option<Grade>> {
        self.say(&grades::lines());
        self.until("grade, such as B2 [F6]: ", |answer| {
            let read = Grade::parse(&answer.to_ascii_uppercase());
            read.map_err(|_| "a letter A-F and a digit 1-6, such as B2".to_owned())
        })
    }

    /// Asks whether to go on; Enter means yes.
    pub fn goes_on(&mut self, what: &str) -> bool {
        let answer = self.line(&format!("{what} [Y/n]: "));
        answer.is_some_and(|answer| !answer.to_lowercase().starts_with('n'))
    }
}

/// What is said and understood when so much is typed.
#[cfg(test)]
pub fn heard<T>(typed: &str, ask: impl FnOnce(&mut Asker<'_>) -> T) -> (T, String) {
    let mut out = Vec::new();
    let answer = ask(&mut Asker::new(typed.as_bytes(), &mut out));
    (answer, String::from_utf8(out).unwrap())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graded(typed: &str) -> (Option<String>, String) {
        let (grade, said) = heard(typed, |asker| asker.grade());
        (grade.flatten().map(|g| g.to_string()), said)
    }

    #[test]
    fn a_grade_is_read_in_any_case_and_asked_for_again() {
        assert_eq!(graded("b2\n").0.as_deref(), Some("B2"));
        let (grade, said) = graded("good\n c3 \n");
        assert_eq!(grade.as_deref(), Some("C3"));
        assert_eq!(said.matches("grade, such as").count(), 2);
        assert!(said.contains("F cannot be judged"), "{said}");
    }

    #[test]
    fn without_an_answer_it_stays_ungraded() {
        assert_eq!(graded("").0, None);
        assert_eq!(graded("\n").0, None);
        assert_eq!(graded("x\ny\nz\nA1\n").0, None);
    }

    #[test]
    fn a_no_stops_and_so_does_the_end() {
        let goes_on = |typed: &str| heard(typed, |asker| asker.goes_on("go on?")).0;
        assert!(goes_on("\n") && goes_on("y\n"));
        assert!(!goes_on("n\n") && !goes_on("No\n") && !goes_on(""));
    }

    #[test]
    fn what_is_said_cannot_steer_the_terminal() {
        let (_, said) = heard("", |asker| asker.say("told: \u{1b}[31mred\u{202e}\nnext: "));
        assert_eq!(said, "told: \\u{1b}[31mred\\u{202e}\nnext: ");
    }
}
