//! What to type where a command lacks an option that it needs.

use clap::Command;

/// The hint: the first example of the command that the words of a command line name.
pub fn hint(command: &Command, words: impl Iterator<Item = String>) -> Option<String> {
    let mut named = command;
    for word in words.skip(1) {
        named = named.find_subcommand(&word).unwrap_or(named);
    }
    let help = named.get_after_help()?.to_string();
    let mut lines = help.lines().map(str::trim);
    let example = lines.find(|line| line.starts_with("summit ") && !line.ends_with('\\'))?;
    Some(format!("hint: for example: {example}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_whole_example_of_the_command_is_given() {
        let one =
            Command::new("one").after_help("Examples:\n  summit one \\\n  summit one --on today");
        let all = Command::new("summit")
            .subcommand(one)
            .subcommand(Command::new("two"));
        let told = |words: &[&str]| hint(&all, words.iter().map(|word| (*word).to_owned()));
        let example = Some("hint: for example: summit one --on today\n".to_owned());
        assert_eq!(told(&["summit", "--ledger", "x", "one"]), example);
        assert_eq!(told(&["summit", "two"]), None);
    }
}
