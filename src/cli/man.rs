use std::path::{Path, PathBuf};

use clap::Args;
use summit_ledger::files::{Over, make_folder, write};

use super::context::Context;
use super::failure::Failure;
use super::output;

/// Write the manual pages into a folder: one of the program, and one of each command
///
/// They are made from what --help says.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit man ~/.local/share/man/man1      then: man summit-add
  summit man pages --force")]
pub struct Man {
    /// The folder; it is made where it is not there
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// Replace pages that are there
    #[arg(long)]
    force: bool,
}

impl Man {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let mut command = cx.commands();
        command.build();
        make_folder(&self.folder)?;
        let guard = cx.guard([]);
        let mut count = 0;
        for (name, page) in pages(&command)? {
            let over = Over::forced(self.force);
            write(&self.folder.join(name), &page, over, &guard)?;
            count += 1;
        }
        output::talk(&format!("{count} pages in {}\n", self.folder.display()));
        Ok(())
    }
}

/// The page of a command and those of its own commands, by file name.
fn pages(command: &clap::Command) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let man = clap_mangen::Man::new(command.clone().disable_help_subcommand(true));
    let (name, mut page) = (man.get_filename(), Vec::new());
    man.render(&mut page)
        .map_err(|e| Failure::file(Path::new(&name), &e))?;
    let mut out = vec![(name, page)];
    for one in command.get_subcommands().filter(|c| !c.is_hide_set()) {
        out.extend(pages(one)?);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_has_a_page_of_its_own() {
        let mut command = super::super::command();
        command.build();
        let pages = pages(&command).unwrap();
        let page = |name: &str| {
            let found = pages.iter().find(|(file, _)| file == name);
            String::from_utf8(found.unwrap_or_else(|| panic!("{name}")).1.clone()).unwrap()
        };
        assert!(page("summit.1").contains("summit\\-add(1)"));
        let add = page("summit-add.1");
        assert!(
            add.contains("Append a signal") && add.contains("\\-\\-grade"),
            "{add}"
        );
        page("summit-model-card.1");
        let mut names: Vec<&String> = pages.iter().map(|(name, _)| name).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), pages.len());
    }
}
