//! The words of a bundle, under the headings that data editors of journals ask for.

use super::facts::{Asked, Facts};
use super::{VERIFY, VERIFY_BELIEF_2};
use crate::desk::{PROGRAM, sha256_hex};
use crate::draw::safe::one_line;
use crate::proof::tree::Hash;

/// Elementary steps that `verify.py` takes in a second, roughly, on a machine of 2024.
const STEPS_A_SECOND: u64 = 20_000_000;

/// `README.md`.
pub(super) fn text(facts: &Facts) -> String {
    [
        overview(facts),
        provenance(facts),
        datasets(facts),
        requirements(facts),
        programs(facts),
        instructions(facts),
        randomness(facts),
        run_time(facts),
    ]
    .join("\n")
}

fn overview(facts: &Facts) -> String {
    let e = &facts.exported;
    let mut out = format!(
        "# Forecasting ledger {}\n\n## Overview\n\n\
         This folder holds a whole ledger of the program `summit`: questions on whether leaders meet \
         by a day, the signals that were recorded, and the probability that a Bayesian model gave \
         after each. The log is append-only: every entry is a leaf of a Merkle tree.\n\n\
         - log: {}\n- entries: {}\n- root (SHA-256, hex): `{}`\n- head: {}\n- made: {} by {PROGRAM}\n",
        plain(&e.origin),
        plain(&e.origin),
        e.size,
        hex(&e.root),
        if e.signed {
            "signed; `log/checkpoint` carries the signatures"
        } else {
            "**not signed**: nothing here shows who vouches for the log, or that it was not written anew"
        },
        facts.now,
    );
    if let Some((first, last)) = facts.recorded {
        out.push_str(&format!("- recorded: {first} to {last}\n"));
    }
    out.push_str("\n| question | opened | deadline | forecasts |\n|---|---|---|---|\n");
    for asked in &facts.questions {
        let q = &asked.question;
        out.push_str(&format!(
            "| `{}`: {} | {} | {} | {} |\n",
            q.id,
            plain(&q.title),
            q.opens,
            q.deadline,
            asked.forecasts
        ));
    }
    out
}

fn provenance(facts: &Facts) -> String {
    let count = |name| facts.types.get(name).copied().unwrap_or(0);
    let licence = facts.licence.as_deref().map_or_else(
        || "No licence was stated; ask the ledger's owner before you give the data on.".to_owned(),
        |l| format!("Licence of the data: {}.", plain(l)),
    );
    format!(
        "## Data availability and provenance\n\n\
         All data are in this folder; nothing has to be fetched. The {} signals were recorded by the \
         authors named in their entries (`author`). Each entry says when the thing happened \
         (`observed_on`), when it could be known (`known_on`), when it was recorded (`recorded_at`), \
         where it comes from (`source`: name, address, day, the words it rests on) and how good the \
         source is (`grade`, Admiralty scale). Pages behind the addresses may have changed; those \
         that were saved are in `log/attachments`. {} signals were retracted; they stay in the log. \
         {} attachments were redacted, and an entry says why.\n\n\
         The counts behind the model's ratios, with their sources, are in the model files.\n\n{licence}\n",
        count("signal"),
        count("retraction"),
        count("redaction"),
    )
}

fn datasets(facts: &Facts) -> String {
    let mut out = String::from(
        "## Dataset list\n\n| file | what | made by |\n|---|---|---|\n\
         | `log/tile/entries/` | all entries, as canonical JSON (RFC 8785) | analysts and the program |\n\
         | `log/tile/0/` and above | their hashes (RFC 6962, c2sp.org/tlog-tiles) | the program |\n\
         | `log/attachments/` | models and saved sources, named by SHA-256 | analysts |\n\
         | `log/checkpoint*` | heads of the log: size and root, with signatures if signed | the keys' owners |\n",
    );
    for asked in &facts.questions {
        out.push_str(&format!(
            "| `history/{}.csv` | what was believed when, one row a forecast | derived from the log |\n",
            asked.question.id
        ));
    }
    for (sha256, used) in &facts.models {
        out.push_str(&format!(
            "| `models/{sha256}.json` | belief model {}, as used | {} |\n",
            plain(&used.id),
            if used.shipped.is_some() {
                "built from its source below"
            } else {
                "adopted by the analysts"
            }
        ));
        if let Some(shipped) = used.shipped {
            out.push_str(&format!(
                "| `{}` | its readable source: counts, judgements, citations | the program's authors |\n",
                shipped.source_name
            ));
        }
    }
    out
}

fn requirements(_: &Facts) -> String {
    format!(
        "## Computational requirements\n\n\
         To check: Python 3.8 or newer, nothing else; any processor; memory of a few times the size \
         of `log/`. To rerun: {PROGRAM} (Rust; source under MIT or Apache-2.0). The update of the \
         belief uses `+ - * /` on IEEE 754 binary64 in a fixed order, so that every machine gives \
         the same bits.\n"
    )
}

fn programs(_: &Facts) -> String {
    format!(
        "## Description of programs\n\n\
         `verify.py` (SHA-256 `{}`), with `verify_belief2.py` (`{}`) for models of belief version 2, is \
         a second implementation that shares nothing with the program. \
         It checks that every entry is canonical and in its place, computes the Merkle root again, \
         compares it with every checkpoint, and derives every forecast again: `p`, `lo`, `hi` and \
         `effective_draws` must agree in every bit. Compare the hashes with some that you trust: a \
         checker that came with the data could have been altered with them.\n",
        sha256_hex(VERIFY.as_bytes()),
        sha256_hex(VERIFY_BELIEF_2.as_bytes())
    )
}

fn instructions(facts: &Facts) -> String {
    let key = if facts.exported.signed {
        "3. With the signer's key, which you should have from elsewhere, and a checkpoint that you \
         kept or were given elsewhere:\n\n   \
         `python3 verify.py log --key 'NAME+ID+KEY' --against kept-checkpoint`\n"
    } else {
        "3. This log is not signed. If you kept a checkpoint of it, compare:\n\n   \
         `python3 verify.py log --against kept-checkpoint`\n"
    };
    format!(
        "## Instructions to replicators\n\n\
         1. `sha256sum -c SHA256SUMS` shows that the files arrived whole.\n\
         2. `python3 verify.py log` checks the log and derives every forecast. It prints one line, \
         which ends with what it did not check, or the first fault.\n{key}\
         4. Without key and checkpoint you know that the numbers follow from the entries, not that \
         the entries are those of the day they claim.\n"
    )
}

fn randomness(facts: &Facts) -> String {
    let mut out = String::from(
        "## Randomness: what is random and where its seed is recorded\n\n\
         The update itself uses no random number. Random draws carry the uncertainty of parameters; \
         they were made once and are stored, so that nothing is drawn again.\n\n\
         - Draws of ratios: in each model file, `intensity_draws`; seed in its `seed`.\n",
    );
    for (sha256, used) in &facts.models {
        let short = sha256.get(..12).unwrap_or(sha256);
        let seed = used
            .seed
            .map_or_else(|| "not recorded".to_owned(), |s| s.to_string());
        out.push_str(&format!("  - {} ({short}): seed {seed}\n", plain(&used.id)));
    }
    out.push_str(
        "- Draws of rates and chances: in each question's entry (`daily_rate_draws`, \
         `chance_draws`), with the counts they come from; seed in its `seed`.\n",
    );
    for asked in &facts.questions {
        let seed = asked.question.seed.map_or_else(
            || "none: all draws were given".to_owned(),
            |s| s.to_string(),
        );
        out.push_str(&format!("  - `{}`: seed {seed}\n", asked.question.id));
    }
    out.push_str("- The name of a log without a stated origin, and signing keys, are random.\n");
    out
}

fn run_time(facts: &Facts) -> String {
    let steps: u64 = facts.questions.iter().map(steps).sum();
    format!(
        "## Expected run time\n\n\
         It depends on forecasts x days x draws: for each forecast, the masses of all days and draws \
         are updated and summed. Here that is about {} million steps. Python takes about {} million a \
         second on a machine of 2024, so about {}; retractions and signals entered late make it \
         longer, since the question is then replayed. The program itself takes well under a second \
         for each 100 million steps. Hashing the entries takes next to nothing.\n",
        steps.div_ceil(1_000_000),
        STEPS_A_SECOND / 1_000_000,
        match steps / STEPS_A_SECOND {
            0 => "a second".to_owned(),
            n if n < 120 => format!("{} seconds", n + 1),
            n => format!("{} minutes", n / 60 + 1),
        }
    )
}

fn steps(asked: &Asked) -> u64 {
    let q = &asked.question;
    let life = crate::record::date::number(q.deadline) - crate::record::date::number(q.opens);
    let days = u64::try_from(life).unwrap_or(0) + asked.tail_days;
    2 * asked.forecasts * days * asked.draws
}

fn hex(hash: &Hash) -> String {
    hex::encode(hash)
}

/// Foreign text in Markdown: on one line, with every sign that could mean something escaped.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in one_line(text).chars() {
        if c.is_ascii_punctuation() && !matches!(c, '.' | ',' | '?' | '/' | ':' | '\'' | '-') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
