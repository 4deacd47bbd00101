//! The floor plan: which room may use which, and what only the command line does.

/// Each room and the rooms that it uses, from the foundation up. An arrow that is not here may not
/// be; one that is here and that nobody uses is taken out.
pub const ROOMS: &[(&str, &[&str])] = &[
    ("files", &[]),
    ("record", &[]),
    ("belief", &["record"]),
    ("proof", &["record"]),
    ("store", &["files", "record", "proof"]),
    ("model", &["record", "belief"]),
    ("score", &["record", "belief"]),
    (
        "desk",
        &["record", "belief", "proof", "store", "model", "score"],
    ),
    ("audit", &["record", "belief", "proof", "store"]),
    ("backtest", &["record", "belief", "model", "score"]),
    (
        "library",
        &["record", "belief", "model", "score", "desk", "backtest"],
    ),
    (
        "view",
        &[
            "record", "belief", "model", "score", "desk", "audit", "backtest", "library",
        ],
    ),
    ("draw", &["view"]),
    (
        "publish",
        &[
            "files", "record", "belief", "proof", "store", "model", "desk", "audit", "view", "draw",
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
            "files", "record", "belief", "proof", "store", "model", "score", "desk", "audit",
            "backtest", "library", "view", "draw", "publish", "web",
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
    // To open a ledger, why that failed, and whether a file stayed as it was; what it remembers outside.
    (
        "store",
        &[
            "Clock",
            "Ledger",
            "Memory",
            "Rest",
            "Secret",
            "StoreError",
            "Watch",
        ],
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
    ("ratatui", "the terminal"),
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
        "src/files/write.rs",
        "std::process::id",
        "names a temporary file that two programs do not share",
    ),
    (
        "src/files/scratch.rs",
        "std::process::id",
        "names a temporary folder that two programs do not share",
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
    ("src/web/post.rs", "tokio::time", "a form must come in time"),
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
    (
        "src/web/write.rs",
        "tokio::time",
        "waits for the one desk that appends are made at, so long and no longer",
    ),
];

/// By what a file is made, changed or taken away, or a door to all of that.
pub const MAKES: &[&str] = &[
    "std::fs::write",
    "std::fs::rename",
    "std::fs::copy",
    "std::fs::hard_link",
    "std::fs::soft_link",
    "std::fs::remove_file",
    "std::fs::remove_dir",
    "std::fs::remove_dir_all",
    "std::fs::create_dir",
    "std::fs::create_dir_all",
    "std::fs::set_permissions",
    "std::fs::DirBuilder",
    "std::fs::OpenOptions",
    "std::fs::File::create",
    "std::fs::File::create_new",
    "std::fs::File::create_buffered",
    "std::fs::File::options",
    "std::fs::*",
    "std::os::unix::fs::symlink",
    "std::os::unix::fs::OpenOptionsExt",
    "std::os::unix::fs::DirBuilderExt",
    "fs_err::write",
    "fs_err::rename",
    "fs_err::copy",
    "fs_err::hard_link",
    "fs_err::soft_link",
    "fs_err::remove_file",
    "fs_err::remove_dir",
    "fs_err::remove_dir_all",
    "fs_err::create_dir",
    "fs_err::create_dir_all",
    "fs_err::set_permissions",
    "fs_err::OpenOptions",
    "fs_err::File::create",
    "fs_err::File::create_new",
    "fs_err::File::options",
    "fs_err::os",
    "fs_err::*",
    ".create_new",
    ".set_len",
    ".set_permissions",
    "rusqlite::Connection::open",
    "rusqlite::Connection::open_with_flags",
    "rustix::fs::open",
    "rustix::fs::openat",
    "rustix::fs::rename",
    "rustix::fs::renameat",
    "rustix::fs::renameat_with",
    "rustix::fs::unlink",
    "rustix::fs::unlinkat",
    "tempfile",
    "tokio::fs",
];

/// Where it is done, and why there.
pub const MAKERS: &[(&str, &str, &str)] = &[
    (
        "src/files/write.rs",
        "std::fs",
        "this is how a file is written",
    ),
    (
        "src/files/write.rs",
        "std::os::unix::fs",
        "for its owner alone",
    ),
    (
        "src/files/write.rs",
        ".create_new",
        "under a name that is free",
    ),
    (
        "src/files/write.rs",
        ".set_permissions",
        "as the file that it replaces",
    ),
    (
        "src/files/scratch.rs",
        "std::fs",
        "a private copy, and its end",
    ),
    (
        "src/store/memory/folder.rs",
        "std::fs",
        "what the store remembers beside no ledger, by a time of its own",
    ),
    (
        "src/store/memory/folder.rs",
        "std::os::unix::fs",
        "for its owner alone",
    ),
    (
        "src/store/file.rs",
        "std::fs::OpenOptions",
        "the making of a ledger",
    ),
    (
        "src/store/file.rs",
        ".create_new",
        "of a new one, never of another file",
    ),
    (
        "src/store/file.rs",
        "rusqlite::Connection::open_with_flags",
        "SQLite makes what lies beside it",
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
