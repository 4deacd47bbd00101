#!/usr/bin/env python3
"""Runs the commands of the documents and writes their outputs again, or compares them.

    python3 docs/outputs.py            rewrites the outputs in the documents that are listed below
    python3 docs/outputs.py --check    changes nothing; exit 1 and a diff where an output is another. Leaves out the
                                       pages that score the whole library, and says so; with --all it takes them in

Blocks marked `sh` are run in order, in one shell for each document and in a folder of its own, up to the last
output. A block marked `text` is the output of all commands since the block before it; `...` stands for lines left
out. A line between two of these is found again in the new output by its likeness, and all lines from the
first to the last of a piece are taken. An output that stands before its command has a comment: `<!-- output of: COMMAND -->`.
A line `<!-- summit ... -->` in a page of PAGES, and what follows to the next one or the end, is what that command
prints with `--format markdown`, its title a section.
What differs at every run (names of logs, roots, signatures, ids) stays as it is. Words around the outputs are not
looked at: read them.

SUMMIT names the program [target/debug/summit].
"""
import difflib, os, pathlib, re, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).resolve().parent.parent
# The documents, each with what a reader does before its first block.
DOCUMENTS = {"README.md": "mkdir tour && cd tour", "docs/tour.md": "mkdir tour && cd tour", "docs/tutorial.md": ":",
             "docs/cases.md": ":", "docs/how-good.md": ":"}
# Pages whose end is printed by commands, each below its mark.
PAGES = ["docs/model-card.md"]
# Pages that score the whole library: minutes in a program that is not optimised.
LONG = ["docs/cases.md", "docs/how-good.md", "docs/model-card.md"]
MARKS = re.compile(r"^<!-- (summit .*) -->\n", re.M)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
BEFORE = re.compile(r"<!-- output of: (.*?) -->\n$")
MARK = "\x1e"
# Other at every run: names of logs, ids made of text, roots and signatures.
CHANCE = [(re.compile(r"summit/[0-9a-f]{16}"), "summit/*"), (re.compile(r"[A-Za-z0-9+/]{40,}=*"), "*")]


def run(script):
    """The outputs of the pieces of a script, in a folder that has what the documents speak of."""
    program = pathlib.Path(os.environ.get("SUMMIT", HERE / "target/debug/summit")).resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name in ["bin", "home", "work"]:
            (folder / name).mkdir()
        (folder / "bin/summit").symlink_to(program)
        for name in ["docs", "ledger"]:
            (folder / "work" / name).symlink_to(HERE / name)
        env = {k: v for k, v in os.environ.items() if not k.startswith(("SUMMIT", "XDG"))}
        env.update(PATH=f"{folder}/bin:{env['PATH']}", HOME=f"{folder}/home", COLUMNS="80", TZ="UTC")
        done = subprocess.run(["bash", "-c", script], cwd=folder / "work", env=env, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.stdout.split(MARK)[1:]


def without_chance(line):
    for pattern, instead in CHANCE:
        line = pattern.sub(instead, line)
    return line


def likeness(a, b):
    """How alike two lines are, whatever their numbers; the same first word speaks for it."""
    a, b = without_chance(a), without_chance(b)
    plain = [re.sub(r"[\d.+-]+", "0", re.sub(r"[\s─]+", " ", x)) for x in (a, b)]
    return difflib.SequenceMatcher(None, *plain).ratio() + (0.3 if a.split()[:1] == b.split()[:1] else 0.0)


def find(lines, output, start):
    """Where lines most like these begin, the first of equals; an error where none is."""
    def score(i):
        return sum(likeness(a, b) for a, b in zip(lines, output[i:])) / len(lines)
    best = max(range(start, len(output)), key=lambda i: (score(i), -i), default=None)
    if best is None or score(best) < 0.5:
        raise LookupError(lines[0])
    return best


def excerpt(old, output):
    """The pieces of `old` between its `...`, as they stand in the new output."""
    old, new, at = old.splitlines(), [], 0
    cuts = [-1] + [i for i, line in enumerate(old) if line == "..."] + [len(old)]
    for before, after in zip(cuts, cuts[1:]):
        piece = old[before + 1:after]
        if before >= 0:
            new.append("...")
        if not piece:
            continue
        first = at if before < 0 else find(piece[:3], output, at)
        if after == len(old):
            last = len(output) - 1
        else:
            last = find(piece[-2:], output, max(first, first + min(2, len(piece)) - 2)) + min(2, len(piece)) - 1
            # Rows of a table may stand in another order: then as many lines as before.
            if last - first >= len(piece) + 3:
                last = first + len(piece) - 1
        new += output[first:last + 1]
        at = last + 1
    kept = {without_chance(line): line for line in reversed(old)}
    return "".join(kept.get(without_chance(line), line.rstrip()) + "\n" for line in new)


def redo(path):
    """A document's text with its outputs made again."""
    text = (HERE / path).read_text()
    blocks = [(m, BEFORE.search(text[:m.start()])) for m in FENCE.finditer(text)]
    shown = [i for i, (m, _) in enumerate(blocks) if m[1] == "text"]
    script, apart = "", []
    for m, before in blocks[:shown[-1] + 1]:
        if m[1] == "sh":
            script += m[2]
        elif m[1] == "text" and before:
            apart.append(before[1])
        elif m[1] == "text":
            script += f"printf '{MARK}'\n"
    outputs = iter(run(f"{DOCUMENTS[path]}\nprintf '{MARK}'\n" + script))
    alone = iter([run(f"printf '{MARK}'\n{command}\n")[0] for command in apart])
    out, end = "", 0
    for m, before in (blocks[i] for i in shown):
        output = next(alone if before else outputs).splitlines()
        try:
            new = excerpt(m[2], output)
        except LookupError as e:
            line = text[:m.start(2)].count("\n") + 1
            print(f"{path}:{line}: no line of the output is like: {e}; rewrite the excerpt by hand", file=sys.stderr)
            new = m[2]
        out += text[end:m.start(2)] + new
        end = m.end(2)
    return text, out + text[end:]


def reprint(path):
    """A page's text with its end printed again."""
    text = (HERE / path).read_text()
    marks = list(MARKS.finditer(text))
    out = [text[:marks[0].start()]]
    for i, mark in enumerate(marks):
        printed = run(f"printf '{MARK}'\n{mark[1]} --format markdown\n")[0]
        if not printed.startswith("# "):
            raise SystemExit(f"{path}: `{mark[1]}` prints no page: {printed}")
        out.append(("\n" if i else "") + f"{mark[0]}\n#{printed}")
    return text, "".join(out)


def main():
    given, changed = sys.argv[1:], False
    if set(given) - {"--check", "--all"}:
        raise SystemExit(__doc__)
    pages = [(path, redo) for path in DOCUMENTS] + [(path, reprint) for path in PAGES]
    if "--check" in given and "--all" not in given:
        print("not compared, since they take minutes (--all compares them): " + ", ".join(LONG))
        pages = [(path, again) for path, again in pages if path not in LONG]
    for path, again in pages:
        old, new = again(path)
        if old == new:
            continue
        changed = True
        if "--check" in sys.argv[1:]:
            sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), new.splitlines(True), path, "as run"))
        else:
            (HERE / path).write_text(new)
            print(f"{path}: outputs written again; read the words around them")
    return 1 if changed and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
