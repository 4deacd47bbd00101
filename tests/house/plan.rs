//! The floor plan: which room may use which, and what only the command line does.

/// Each room and the rooms that it uses, from the foundation up. An arrow that is not here may not
/// be; one that is here and that nobody uses is taken out.
pub const ROOMS: &[(&str, &[&str])] = &[
    ("record", &[]),
    ("belief", &["record"]),
    ("proof", &["record"]),
    ("store", &["record", "proof"]),
    ("model", &["record", "belief"]),
    ("score", &["record", "belief"]),
    (
        "desk",
        &["record", "belief", "proof", "store", "model", "score"],
    ),
    ("audit", &["record", "belief", "proof", "store"]),
    ("backtest", &["record", "belief", "model", "score"]),
    (
        "view",
        &[
            "record", "belief", "model", "score", "desk", "audit", "backtest",
        ],
    ),
    ("draw", &["view"]),
    (
        "publish",
        &[
            "record", "belief", "proof", "store", "model", "desk", "audit", "view", "draw",
        ],
    ),
    (
        "web",
        &[
            "record", "belief", "proof", "store", "desk", "audit", "view", "draw", "publish",
        ],
    ),
    (
        "cli",
        &[
            "record", "belief", "proof", "store", "model", "score", "desk", "audit", "backtest",
            "view", "draw", "publish", "web",
        ],
    ),
];

/// Rooms that the command line enters only through these doors. The others are open to it.
pub const DOORS: &[(&str, &[&str])] = &[
    // What a model file is.
    ("belief", &["Model", "model::MAX_FILE", "two::Model"]),
    // What people hold in their hands: keys, signed checkpoints, requests, proofs as files.
    (
        "proof",
        &[
            "checkpoint",
            "key",
            "proven",
            "signing",
            "tlog_proof",
            "witness",
        ],
    ),
    // To open a ledger, and why that failed; what it remembers outside of it.
    (
        "store",
        &["Clock", "Ledger", "Memory", "Secret", "StoreError"],
    ),
    // What is typed on scores.
    ("score", &["question::Clock", "rival"]),
];

/// What the library is handed, and by what it could reach past that.
pub const OUTSIDE: &[(&str, &str)] = &[
    ("std::env", "the environment"),
    ("std::process", "the process"),
    ("std::io::stdin", "the terminal"),
    ("std::io::stdout", "the terminal"),
    ("std::io::stderr", "the terminal"),
    ("std::io::Stdin", "the terminal"),
    ("std::io::Stdout", "the terminal"),
    ("std::io::Stderr", "the terminal"),
    ("std::io::IsTerminal", "the terminal"),
    ("std::time::Instant", "the clock"),
    ("std::time::SystemTime::now", "the clock"),
    (".elapsed", "the clock"),
    ("std::thread::sleep", "the clock"),
    ("jiff::Timestamp::now", "the clock"),
    ("jiff::ZonedDateTime::now", "the clock"),
    ("jiff::tz::TimeZone::system", "the environment"),
    ("tokio::time", "the clock"),
    ("tokio::signal", "the process"),
    ("tokio::process", "the process"),
    ("tokio::io::stdin", "the terminal"),
    ("tokio::io::stdout", "the terminal"),
    ("tokio::io::stderr", "the terminal"),
    ("getrandom", "chance"),
    ("anstream", "the terminal"),
    ("clap", "the command line"),
    ("etcetera", "the home folder"),
    ("terminal_size", "the terminal"),
    ("print!", "the terminal"),
    ("println!", "the terminal"),
    ("eprint!", "the terminal"),
    ("eprintln!", "the terminal"),
    ("dbg!", "the terminal"),
];

/// Where the library does reach past it, and why.
pub const GIVEN: &[(&str, &str, &str)] = &[
    (
        "src/publish/files.rs",
        "std::process::id",
        "names a temporary file that two programs do not share",
    ),
    (
        "src/store/memory/folder.rs",
        "std::process::id",
        "names a temporary file that two programs do not share",
    ),
    (
        "src/web/listen.rs",
        "tokio::time",
        "how long a connection may take to end",
    ),
    (
        "src/web/mod.rs",
        "tokio::signal",
        "a server ends when the system asks",
    ),
    (
        "src/web/stall.rs",
        "tokio::time",
        "how long a client may be silent",
    ),
    (
        "src/web/token.rs",
        "getrandom",
        "a token that nobody guesses",
    ),
    (
        "src/web/work.rs",
        "tokio::time",
        "how long an answer may take",
    ),
];

/// The most lines of a file and of a function, blank ones and comments included.
pub const LONGEST_FILE: usize = 500;
pub const LONGEST_FUNCTION: usize = 100;

/// Files (without a function) and functions that are longer, and why.
pub const LONG: &[(&str, &str, &str)] = &[
    ("src/view/fixtures.rs", "biden_xi", "one call, of data"),
    (
        "tests/cli/errors.rs",
        "each_likely_mistake_gets_a_clear_answer",
        "a table of cases",
    ),
    (
        "tests/export/altered.rs",
        "in_the_files",
        "a table of cases",
    ),
    ("tests/records.rs", "table", "a table of cases"),
];

/// Circles that still stand, by one of their files. To be taken out.
pub const CIRCLES_LEFT: &[&str] = &[];

/// Dependencies that nothing uses. To be taken out of the manifest, and here.
pub const IDLE_LEFT: &[&str] = &[];
