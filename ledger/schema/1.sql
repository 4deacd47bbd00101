-- Format 1 of a summit ledger file. This file is never edited; a later format is a file of its own.
--
-- `entry`, `node`, `mention` and `attachment` are the ledger. `cache` is disposable: it may be
-- emptied at any time and is rebuilt. The guards stop accidents, not an adversary: that is what
-- the tree, checkpoints and the audit are for.

-- One row an entry; `bytes` are what was hashed, the other columns repeat what they say.
CREATE TABLE entry (
    seq         INTEGER PRIMARY KEY CHECK (seq >= 0),
    id          TEXT NOT NULL UNIQUE,
    type        TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    leaf        BLOB NOT NULL CHECK (length(leaf) = 32),
    bytes       BLOB NOT NULL CHECK (length(bytes) BETWEEN 2 AND 65535)
) STRICT;

-- Complete subtrees of the Merkle tree above the leaves: 2^level leaves from idx * 2^level on.
CREATE TABLE node (
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 63),
    idx   INTEGER NOT NULL CHECK (idx >= 0),
    hash  BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;

-- Which entries bear on which question, by its id; and which are models (':model'), questions
-- (':question') and resolutions (':resolution'): a colon stands in no one's id.
CREATE TABLE mention (
    topic TEXT NOT NULL,
    seq   INTEGER NOT NULL,
    PRIMARY KEY (topic, seq)
) STRICT, WITHOUT ROWID;

-- Large things, named by the SHA-256 of their bytes. A redaction empties `bytes`, nothing else.
CREATE TABLE attachment (
    sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    media  TEXT NOT NULL,
    size   INTEGER NOT NULL CHECK (size >= 0),
    bytes  BLOB
) STRICT;

-- Signed tree heads: the ledger's own, and copies that witnesses cosigned, in order of arrival.
CREATE TABLE checkpoint (
    id   INTEGER PRIMARY KEY,
    size INTEGER NOT NULL CHECK (size >= 0),
    note TEXT NOT NULL CHECK (length(note) BETWEEN 1 AND 1000000)
) STRICT;

-- The bank of a question after the entry `upto`, so that the next signal need not replay all.
CREATE TABLE cache (
    question TEXT NOT NULL PRIMARY KEY,
    upto     INTEGER NOT NULL,
    digest   BLOB NOT NULL,
    bytes    BLOB NOT NULL
) STRICT;

CREATE TRIGGER entry_dense BEFORE INSERT ON entry
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM entry)
BEGIN SELECT RAISE(ABORT, 'summit: entries are appended in order, without a gap'); END;

CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'summit: an entry is never changed; append a correction'); END;

CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'summit: an entry is never deleted; append a retraction'); END;

CREATE TRIGGER node_no_update BEFORE UPDATE ON node
BEGIN SELECT RAISE(ABORT, 'summit: a node of the tree is never changed'); END;

CREATE TRIGGER node_no_delete BEFORE DELETE ON node
BEGIN SELECT RAISE(ABORT, 'summit: a node of the tree is never deleted'); END;

CREATE TRIGGER mention_no_update BEFORE UPDATE ON mention
BEGIN SELECT RAISE(ABORT, 'summit: a mention is never changed'); END;

CREATE TRIGGER mention_no_delete BEFORE DELETE ON mention
BEGIN SELECT RAISE(ABORT, 'summit: a mention is never deleted'); END;

CREATE TRIGGER attachment_no_update BEFORE UPDATE ON attachment
WHEN NEW.bytes IS NOT NULL
    OR OLD.sha256 IS NOT NEW.sha256 OR OLD.media IS NOT NEW.media OR OLD.size IS NOT NEW.size
    OR NOT EXISTS (SELECT 1 FROM entry
                   WHERE id = 'redaction:' || OLD.sha256 AND type = 'redaction')
BEGIN SELECT RAISE(ABORT, 'summit: an attachment is only emptied, after a redaction entry'); END;

CREATE TRIGGER attachment_no_delete BEFORE DELETE ON attachment
BEGIN SELECT RAISE(ABORT, 'summit: an attachment is never deleted'); END;

CREATE TRIGGER checkpoint_no_update BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'summit: a checkpoint is never changed'); END;

CREATE TRIGGER checkpoint_no_delete BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'summit: a checkpoint is never deleted'); END;
