//! The library of real questions: cases that ship with the program, and models scored on them.
//!
//! A case is a question that was really asked, its signals in the order in which they could be
//! known, and how it ended. How the cases were drawn stands in `ledger/cases/RULE.md`; what is
//! scored, and how, in `docs/cases.md`. No ledger is needed: a case is folded in memory.
#![expect(
    clippy::indexing_slicing,
    reason = "dense arithmetic over arrays whose lengths this room makes itself"
)]

mod case;
pub mod fit;
mod fitted;
mod fold;
pub mod measured;
mod phase;
mod read_as;
pub mod reliability;
mod tally;
mod trial;

pub use case::Case;
pub use fitted::{Fitted, fitted};
pub use fold::{alone, daily};
pub use phase::{Phase, phases};
pub use read_as::ReadAs;
pub use tally::{Asked, Less, Line, Part, Table, table};
pub use trial::{Forecaster, Named, Trial, trial};

pub use crate::backtest::compare::Difference;

use crate::desk::{DeskError, Fact, import};
use crate::record::{Invalid, fields};

/// A case as it ships.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The id of its question, and the name of its folder below `ledger/cases`.
    pub id: &'static str,
    /// Its `case.jsonl`.
    pub text: &'static str,
    /// Its `CASE.md`, which tells fact from judgement.
    pub notes: &'static str,
}

/// Makes the list from the names of folders.
macro_rules! library {
    ($($id:literal,)+) => {
        /// The cases, by id.
        pub const ALL: &[Held] = &[$(Held {
            id: $id,
            text: include_str!(concat!("../../ledger/cases/", $id, "/case.jsonl")),
            notes: include_str!(concat!("../../ledger/cases/", $id, "/CASE.md")),
        },)+];
    };
}

library! {
    "abbas-netanyahu-moscow-2016",
    "abe-xi-beijing-2014",
    "abe-xi-tokyo-2020",
    "aliyev-pashinyan-granada-2023",
    "assad-erdogan-2024",
    "biden-erdogan-2024",
    "biden-putin-2022",
    "biden-xi-2023",
    "biden-xi-bali-2022",
    "bush-gorbachev-malta-1989",
    "bush-gorbachev-moscow-1991",
    "castro-obama-havana-2016",
    "clinton-jiang-new-york-1995",
    "clinton-kim-2000",
    "duterte-obama-vientiane-2016",
    "erdogan-putin-2024",
    "frederiksen-trump-2019",
    "fukuda-hu-tokyo-2008",
    "gorbachev-reagan-geneva-1985",
    "gorbachev-reagan-washington-1986",
    "gorbachev-reagan-washington-1987",
    "gul-sargsyan-bursa-2009",
    "jamali-vajpayee-islamabad-2003",
    "kim-kim-pyongyang-1994",
    "kim-kim-pyongyang-2000",
    "kim-kishida-2024",
    "kim-putin-moscow-2015",
    "kim-trump-hanoi-2019",
    "kim-trump-singapore-2018",
    "kishida-yoon-2023",
    "macron-tebboune-2023",
    "modi-xi-kazan-2024",
    "modi-xi-wuhan-2018",
    "obama-rouhani-new-york-2013",
    "obama-rousseff-2013",
    "pena-nieto-trump-2017",
    "putin-trump-alaska-2025",
    "putin-trump-budapest-2025",
    "putin-trump-buenos-aires-2018",
    "putin-zelensky-2025",
    "raisi-salman-2023",
    "rouhani-trump-2019",
    "sharif-vajpayee-lahore-1999",
    "sunak-xi-bali-2022",
    "trump-xi-busan-2025",
}

/// Those that are for judging a finished model, named before anybody looked: nothing is fitted,
/// chosen or looked at on them.
pub const KEPT_BACK: [&str; 8] = [
    "frederiksen-trump-2019",
    "assad-erdogan-2024",
    "gul-sargsyan-bursa-2009",
    "kim-trump-hanoi-2019",
    "putin-trump-alaska-2025",
    "modi-xi-kazan-2024",
    "erdogan-putin-2024",
    "putin-zelensky-2025",
];

/// As which older kind a model reads a kind that it lacks: `kind,read_as,because`.
pub const READ_AS: &str = include_str!("../../ledger/cases/read-as.csv");

/// Which models were fitted on the cases: `model,fitted,because,out_of_sample`.
pub const FITTED: &str = include_str!("../../ledger/cases/fitted.csv");

impl Held {
    /// Whether it is one of [`KEPT_BACK`].
    #[must_use]
    pub fn is_kept_back(&self) -> bool {
        KEPT_BACK.contains(&self.id)
    }

    /// Its records, as an import takes them.
    ///
    /// # Errors
    /// The first line that cannot stand.
    pub fn facts(&self) -> Result<Vec<Fact>, DeskError> {
        import::parse(self.id, self.text, &|path| {
            let remedy = "a case of the library is for any model";
            Err(Invalid::new(
                "",
                path,
                "the case names a model file",
                remedy,
            ))
        })
    }

    /// It as a case to be scored.
    ///
    /// # Errors
    /// As [`Held::facts`] and [`Case::new`].
    pub fn case(&self) -> Result<Case, DeskError> {
        Case::new(self.facts()?).map_err(|e| e.at(self.id))
    }
}

/// The cases named, each once and in the order of the library, or all where none is; of all, those
/// kept back only where they are asked for.
///
/// # Errors
/// When there is no such case, or one that is named is kept back and was not asked for.
pub fn chosen(named: &[String], kept_back: bool) -> Result<Vec<&'static Held>, Invalid> {
    let mut ids = Vec::with_capacity(named.len());
    for id in named {
        let held = find(id)?;
        ids.push(held.id);
        if held.is_kept_back() && !kept_back {
            return Err(Invalid::new(
                "case",
                id,
                "this case is kept back for judging a finished model",
                "add --kept-back if that is what you do",
            ));
        }
    }
    let wanted = |held: &&Held| match ids.as_slice() {
        [] => kept_back || !held.is_kept_back(),
        ids => ids.contains(&held.id),
    };
    Ok(ALL.iter().filter(wanted).collect())
}

/// The case of that id, or the only one whose id begins so.
///
/// # Errors
/// When there is none, or several; the remedy names the nearest, or these.
pub fn find(id: &str) -> Result<&'static Held, Invalid> {
    let whole = ALL.iter().find(|held| held.id == id);
    let begin = ALL
        .iter()
        .filter(|held| !id.is_empty() && held.id.starts_with(id));
    let begin: Vec<&Held> = whole.map_or_else(|| begin.collect(), |held| vec![held]);
    let names = |all: &[&Held]| all.iter().map(|held| held.id).collect::<Vec<_>>();
    let (problem, remedy) = match begin.as_slice() {
        [one] => return Ok(one),
        [] => ("the library has no such case", nearest(id)),
        many => (
            "several cases begin so",
            format!("one of these: {}", names(many).join(", ")),
        ),
    };
    Err(Invalid::new("case", id, problem, remedy))
}

fn nearest(id: &str) -> String {
    let known: Vec<&str> = ALL.iter().map(|held| held.id).collect();
    match fields::nearest(id, &known) {
        Some(near) => format!("did you mean `{near}`? `summit cases` lists all"),
        None => "`summit cases` lists them".into(),
    }
}
