//! Every kind of finding: its stable code, what it means and what to do next.

use super::severity::Severity;

/// A kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Stable name, for programs.
    pub code: &'static str,
    /// The tier that looks for it.
    pub tier: u8,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, in a few words.
    pub what: &'static str,
    /// What it means.
    pub means: &'static str,
    /// What to do next.
    pub next: &'static str,
}

const RESTORE: &str = "compare with a backup or an export that others hold; do not append to this file; `summit \
     salvage` brings what still verifies into a new one";
const ASK: &str = "ask whoever keeps the ledger, and compare with a copy that others hold";

macro_rules! kinds {
    ($($name:ident = $code:literal, $tier:literal, $severity:ident, $what:literal, $means:literal, $next:expr;)*) => {
        $(pub(super) const $name: Kind = Kind {
            code: $code,
            tier: $tier,
            severity: Severity::$severity,
            what: $what,
            means: $means,
            next: $next,
        };)*

        /// All kinds, by tier.
        pub const ALL: &[Kind] = &[$($name),*];
    };
}

kinds! {
    FILE_DAMAGED = "file-damaged", 1, Fault,
        "the file is damaged",
        "the disk, a copy or an editor changed bytes of the file; what follows may be incomplete",
        RESTORE;
    SCHEMA_ALTERED = "schema-altered", 1, Fault,
        "a table or index is not the built-in one",
        "another program changed how the file stores its rows; its rows are not read further",
        RESTORE;
    GUARD_MISSING = "guard-missing", 1, Fault,
        "a guard against accidents is missing or altered",
        "a trigger that refuses changes was taken away, which is done before rows are changed",
        RESTORE;
    SCHEMA_EXTRA = "schema-extra", 1, Fault,
        "the file holds something that no ledger has",
        "another program added to the file",
        RESTORE;
    JOURNAL_LEFT_OVER = "journal-left-over", 1, Fault,
        "a rollback journal lies beside the file",
        "the next program that opens the file may change it from that journal",
        "move the -journal file away, keep it, and compare with a backup";
    JOURNAL_MODE = "journal-mode", 1, Warning,
        "the file does not keep a write-ahead log",
        "another program changed how the file is written",
        "summit sets it again when it next makes a file; export and compare";
    TABLE_UNREADABLE = "table-unreadable", 2, Fault,
        "a table cannot be read to its end",
        "rows are damaged or missing; what follows may be incomplete",
        RESTORE;
    LOG_EMPTY = "log-empty", 2, Fault,
        "the log holds no entry",
        "a ledger begins with entry 0; all entries were deleted, or the file was never finished",
        RESTORE;
    ENTRY_MISSING = "entry-missing", 2, Fault,
        "entries are missing",
        "rows of the log were deleted",
        RESTORE;
    ENTRY_MISPLACED = "entry-misplaced", 2, Fault,
        "the bytes stand at another place than they say",
        "rows of the log were swapped, moved or inserted",
        RESTORE;
    COLUMN_TYPE = "column-type", 2, Fault,
        "a column holds another type of value",
        "the row was written by another program",
        RESTORE;
    COLUMN_DIFFERS = "column-differs", 2, Fault,
        "a column does not repeat what the bytes say",
        "the column or the bytes were changed after the entry was written",
        RESTORE;
    LEAF_DIFFERS = "leaf-differs", 2, Fault,
        "the leaf is not the hash of the bytes",
        "the entry or its leaf was changed after it was written",
        RESTORE;
    ENTRY_UNREADABLE = "entry-unreadable", 2, Fault,
        "the bytes are not an entry",
        "the entry was changed after it was written",
        RESTORE;
    NODE_DIFFERS = "node-differs", 2, Fault,
        "a node of the tree is not the hash of what is below it",
        "the tree or an entry below it was changed",
        RESTORE;
    NODE_MISSING = "node-missing", 2, Fault,
        "a node of the tree is missing",
        "a row was deleted from the tree, or entries were inserted past the program",
        RESTORE;
    NODE_EXTRA = "node-extra", 2, Fault,
        "the tree has a node that these entries do not have",
        "the end of the log was cut, or a row was put in",
        RESTORE;
    MENTION_MISSING = "mention-missing", 2, Fault,
        "an entry is not listed under its question",
        "the program would pass the entry over when it computes",
        RESTORE;
    MENTION_EXTRA = "mention-extra", 2, Fault,
        "the list of a question names an entry that does not bear on it",
        "the end of the log was cut, or a row was put in",
        RESTORE;
    CACHE_FOREIGN = "cache-foreign", 2, Warning,
        "a belief kept in the file was not kept by this user's program",
        "it was kept on another machine or by an older program, or it was forged; it is not used",
        "nothing: the next signals replace it; `DELETE FROM cache` does no harm either";
    CHECKPOINTS_UNREADABLE = "checkpoints-unreadable", 3, Fault,
        "the checkpoints cannot be read to their end",
        "rows are damaged",
        RESTORE;
    CHECKPOINT_FORM = "checkpoint-form", 3, Fault,
        "a stored checkpoint cannot be read",
        "it was altered after it was signed",
        ASK;
    CHECKPOINT_SIZE = "checkpoint-size", 3, Fault,
        "a checkpoint says another size than its column",
        "one of the two was altered",
        ASK;
    CHECKPOINT_ORIGIN = "checkpoint-origin", 3, Fault,
        "a stored checkpoint is of another log",
        "it was put in, or entry 0 was altered",
        ASK;
    CHECKPOINT_ROOT = "checkpoint-root", 3, Fault,
        "the log is not what a stored checkpoint vouches for",
        "an entry before the checkpoint was altered and the log hashed again, or the checkpoint was altered",
        RESTORE;
    CHECKPOINT_AHEAD = "checkpoint-ahead", 3, Fault,
        "the log is shorter than a stored checkpoint",
        "the end of the log was cut",
        RESTORE;
    CHECKPOINT_SIGNATURE = "checkpoint-signature", 3, Fault,
        "a stored checkpoint is not signed by the keys given",
        "it was altered, or signed by somebody else, or a key given is the wrong one",
        ASK;
    CHECKPOINT_MISSING = "checkpoint-missing", 3, Fault,
        "a stored checkpoint is missing",
        "it was deleted, perhaps because it vouches for another log",
        ASK;
    CHECKPOINT_FORK = "checkpoint-fork", 3, Fault,
        "two checkpoints of one size differ",
        "the log told two people two stories",
        ASK;
    CONTINUATION_DIFFERS = "continuation-differs", 3, Fault,
        "the log says that it goes on from another log than it does",
        "the entry or an entry before it was altered and the log hashed again",
        RESTORE;
    CONTINUATION = "continuation", 3, Notice,
        "the log goes on from an older copy",
        "entries that others may have seen were given up, and the log says so; it could not tell what they were",
        "ask those who kept a checkpoint or an export of the longer log";
    ROTATION_DIFFERS = "rotation-differs", 3, Fault,
        "a change of the log's key does not hold",
        "somebody put it in without having both keys, or it or an entry before it was altered",
        ASK;
    RETIRED_KEY = "retired-key", 3, Fault,
        "a checkpoint is signed by a key that the log had retired",
        "somebody signs with a key that was given up, perhaps because it was stolen",
        ASK;
    ROTATION = "rotation", 3, Notice,
        "the log changed its key",
        "the old key signed for the new one; whoever had stolen the old key could have done so too",
        "compare the new key with what the log's owner gives out by another way";
    OUTSIDE_ORIGIN = "outside-origin", 3, Fault,
        "the outside checkpoint is of another log",
        "it does not belong to this ledger, or entry 0 was altered",
        "name a checkpoint of this log with --against";
    OUTSIDE_AHEAD = "outside-ahead", 3, Fault,
        "the log is shorter than the outside checkpoint",
        "the end of the log was cut, or the file is an older copy",
        RESTORE;
    OUTSIDE_ROOT = "outside-root", 3, Fault,
        "the log is not the one that the outside checkpoint vouches for",
        "history was rewritten, or the file is a fork of the log",
        RESTORE;
    OUTSIDE_SIGNATURE = "outside-signature", 3, Fault,
        "the outside checkpoint is not signed by the keys given",
        "it was altered, or signed by somebody else, or a key given is the wrong one",
        ASK;
    LEDGER_ENTRY = "ledger-entry", 4, Fault,
        "the log does not begin as a ledger does",
        "the beginning of the log was altered",
        RESTORE;
    ID_REPEATED = "id-repeated", 4, Fault,
        "two entries have one id",
        "an entry was put in past the program",
        RESTORE;
    ID_DIFFERS = "id-differs", 4, Fault,
        "the id does not follow from the content",
        "the entry was not written by this program, or was altered",
        RESTORE;
    CLOCK_BACKWARDS = "clock-backwards", 4, Fault,
        "the entry was recorded before the one before it",
        "entries were put in another order, or a date was altered",
        RESTORE;
    REFERENCE_UNKNOWN = "reference-unknown", 4, Fault,
        "an entry names something that the log does not hold before it",
        "what it names was taken away, or the entry was put in",
        RESTORE;
    FACT_AFTER_RESOLUTION = "fact-after-resolution", 4, Fault,
        "a fact was appended to a resolved question",
        "the program refuses that; the entry was put in past it",
        RESTORE;
    FACT_OUTSIDE_LIFE = "fact-outside-life", 4, Fault,
        "a fact lies outside what its question allows",
        "the program refuses that; the entry was put in past it or altered",
        RESTORE;
    FORECAST_MISSING = "forecast-missing", 4, Fault,
        "a fact is not followed by its forecast",
        "the forecast was taken away, or the fact was put in",
        RESTORE;
    FORECAST_STRAY = "forecast-stray", 4, Fault,
        "a forecast does not follow the fact that it rests on",
        "the forecast was put in, repeated or moved",
        RESTORE;
    ATTACHMENTS_UNREADABLE = "attachments-unreadable", 4, Fault,
        "the attachments cannot be read to their end",
        "rows are damaged",
        RESTORE;
    ATTACHMENT_ALTERED = "attachment-altered", 4, Fault,
        "the bytes of an attachment are not those that its name says",
        "the attachment was swapped or changed",
        RESTORE;
    ATTACHMENT_SIZE = "attachment-size", 4, Fault,
        "an attachment has another size than its column says",
        "the attachment or the column was changed",
        RESTORE;
    ATTACHMENT_MEDIA = "attachment-media", 4, Fault,
        "an attachment is called another kind of document than it is",
        "the column was changed",
        RESTORE;
    ATTACHMENT_MISSING = "attachment-missing", 4, Fault,
        "an attachment is missing, and no redaction says so",
        "its bytes were taken away",
        RESTORE;
    REDACTION_UNDONE = "redaction-undone", 4, Fault,
        "redacted bytes are there",
        "somebody put them back past the program",
        "`summit redact` again, and find out who has a copy";
    ATTACHMENT_UNNAMED = "attachment-unnamed", 4, Warning,
        "no entry names this attachment",
        "it takes space and proves nothing",
        "nothing, or ask who put it there";
    REDACTED = "redacted", 4, Notice,
        "an attachment was redacted",
        "its bytes were taken away on purpose and cannot be checked any more; the log says why",
        "`summit source` tells which entries name it";
    FORECAST_DIFFERS = "forecast-differs", 5, Fault,
        "the forecast is not what the entries before it give",
        "the forecast, or a fact or model before it, was altered",
        RESTORE;
    FORECAST_MODEL = "forecast-model", 5, Fault,
        "the forecast names another model than the one in force",
        "the forecast or an adoption was altered",
        RESTORE;
    MODEL_UNUSABLE = "model-unusable", 5, Fault,
        "a model in force cannot be used",
        "its file is missing, altered or not a model, so that no forecast on it can be derived",
        RESTORE;
    FORECAST_UNDERIVED = "forecast-underived", 5, Fault,
        "the forecast cannot be derived",
        "the entries before it cannot have led to it, so one of them was altered",
        RESTORE;
    PRACTICE_SOURCE = "practice-source", 6, Warning,
        "signals without a source",
        "nobody else can look them up",
        "`summit amend ID --source NAME --url URL --why ...`";
    PRACTICE_LIKELIHOOD = "practice-likelihood", 6, Warning,
        "signals with the analyst's own likelihoods",
        "they rest on one judgement in place of counted data",
        "read the reason in each, and see `summit explain`";
    PRACTICE_GRADE = "practice-grade", 6, Warning,
        "ungraded signals (F6)",
        "they count with the weight of the unknown",
        "`summit amend ID --grade B2 --why ...`";
    PRACTICE_JUDGEMENT = "practice-judgement", 6, Warning,
        "a forecast rests on judgement alone",
        "no counted data moved it",
        "`summit explain` tells what each signal rests on";
    PRACTICE_DRAWS = "practice-draws", 6, Warning,
        "forecasts with few effective draws",
        "few draws carry the number: its interval is too narrow",
        "build a model with more draws, or look for one signal that decides all";
    PRACTICE_DEADLINE = "practice-deadline", 6, Warning,
        "a question is past its deadline and unresolved",
        "it cannot be scored",
        "`summit resolve`";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_tiers_in_order() {
        let mut codes: Vec<_> = ALL.iter().map(|k| k.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ALL.len());
        assert!(ALL.iter().map(|k| k.tier).is_sorted());
    }
}
