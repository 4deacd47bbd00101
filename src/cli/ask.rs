//! Questions to the analyst, put where somebody can answer: on a terminal, never in a pipe.

use std::io::{BufRead, IsTerminal as _, Write};

use summit_ledger::record::Grade;

/// What the letters and digits of a grade mean.
const GRADES: &str = "\
How sure is the report? It has no --grade.
  source       A reliable, B usually reliable, C fairly reliable,
               D not usually reliable, E unreliable, F cannot be judged
  information  1 confirmed, 2 probably true, 3 possibly true,
               4 doubtful, 5 improbable, 6 cannot be judged
";

/// Whether somebody is there who can answer.
pub fn is_possible() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks for a grade; `None` where there is no answer, or none that is a grade.
pub fn grade() -> Option<Grade> {
    let (input, mut out) = (std::io::stdin().lock(), std::io::stderr().lock());
    read_grade(input, &mut out)
}

/// Asks whether to go on; no answer means yes.
pub fn goes_on(what: &str) -> bool {
    let (input, mut out) = (std::io::stdin().lock(), std::io::stderr().lock());
    read_consent(what, input, &mut out)
}

fn read_grade(mut input: impl BufRead, out: &mut impl Write) -> Option<Grade> {
    let _ = out.write_all(GRADES.as_bytes());
    for _ in 0..3 {
        let answer = line("grade, such as B2 [F6]: ", &mut input, out)?;
        match Grade::parse(&answer.to_ascii_uppercase()) {
            Ok(grade) => return Some(grade),
            Err(_) if answer.is_empty() => return None,
            Err(_) => drop(out.write_all(b"a letter A-F and a digit 1-6, such as B2\n")),
        }
    }
    None
}

fn read_consent(what: &str, mut input: impl BufRead, out: &mut impl Write) -> bool {
    let answer = line(&format!("{what} [Y/n]: "), &mut input, out);
    !answer.is_some_and(|answer| answer.to_ascii_lowercase().starts_with('n'))
}

/// One line of answer without the blanks around it; `None` at the end of what is typed.
fn line(prompt: &str, input: &mut impl BufRead, out: &mut impl Write) -> Option<String> {
    let _ = out.write_all(prompt.as_bytes()).and_then(|()| out.flush());
    let mut answer = String::new();
    match input.read_line(&mut answer) {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(answer.trim().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graded(typed: &str) -> (Option<String>, String) {
        let mut out = Vec::new();
        let grade = read_grade(typed.as_bytes(), &mut out);
        let said = String::from_utf8(out).unwrap();
        (grade.map(|g| g.to_string()), said)
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
    fn only_a_no_stops() {
        let goes_on = |typed: &str| read_consent("go on?", typed.as_bytes(), &mut Vec::new());
        assert!(goes_on("") && goes_on("\n") && goes_on("y\n"));
        assert!(!goes_on("n\n") && !goes_on("No\n"));
    }
}
