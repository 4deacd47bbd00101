#!/usr/bin/env python3
"""Checks an exported summit ledger without summit: Python 3.8 or newer, standard library alone.

    python3 verify.py EXPORT_DIR [--key VKEY]... [--against NOTE_FILE]... [--proof PROOF_FILE]...
    python3 verify.py --vectors DIR

It reads the entries (tile/entries), checks that each is canonical JSON in its place, computes the
Merkle root again and compares it with every checkpoint, checks signatures under the keys given,
and derives every forecast again, bit for bit. It follows changes of key in the log from a key given
(a proof by itself names no change: it needs the key that signed it, or the export). One summary line
and exit 0; or the first fault and exit 1; or what is wrong with the command and exit 2. The summary ends with what was not checked.
Formats: RFC 8785 (entries), RFC 6962 (tree), c2sp.org/tlog-tiles, tlog-checkpoint, signed-note,
tlog-cosignature, tlog-proof. The belief: docs/belief-v1.md; where a model says "belief": 2, docs/belief-v2.md, which
needs verify_belief2.py beside this file.
"""
import argparse, base64, datetime, hashlib, json, math, pathlib, re, sys
from decimal import Decimal
from operator import add, mul

class Fault(Exception):
    pass

def need(true, words):
    if not true:
        raise Fault(words)

def words(e):
    return str(e) if isinstance(e, Fault) else "%s: %s" % (type(e).__name__, e)

def sha(data):
    return hashlib.sha256(data).digest()

# ---- canonical JSON (RFC 8785) --------------------------------------------------------------

def number(x):  # as ECMAScript prints it
    x = float(x)
    need(math.isfinite(x), "a number is not finite")
    if x == 0:
        return "0"
    digits, exponent = Decimal(repr(abs(x))).as_tuple()[1:]  # repr is the shortest that reads back
    n = len(digits) + exponent
    s = "".join(map(str, digits)).rstrip("0")
    if len(s) <= n <= 21:
        s += "0" * (n - len(s))
    elif 0 < n <= 21:
        s = s[:n] + "." + s[n:]
    elif -6 < n <= 0:
        s = "0." + "0" * -n + s
    else:
        s = s[0] + ("." + s[1:] if len(s) > 1 else "") + "e%+d" % (n - 1)
    return "-" + s if x < 0 else s

def canonical(v):
    if isinstance(v, dict):
        keys = sorted(v, key=lambda k: k.encode("utf-16-be"))
        return "{" + ",".join(canonical(k) + ":" + canonical(v[k]) for k in keys) + "}"
    if isinstance(v, list):
        return "[" + ",".join(map(canonical, v)) + "]"
    if v is None or isinstance(v, (bool, str)):
        return json.dumps(v, ensure_ascii=False)
    return number(v)

def read_json(data):
    def once(pairs):
        need(len(dict(pairs)) == len(pairs), "a key stands twice")
        return dict(pairs)
    return json.loads(data.decode(), object_pairs_hook=once)

# ---- Merkle tree (RFC 6962) and its tiles (c2sp.org/tlog-tiles) -----------------------------

class Tree:
    def __init__(self, entries):
        self.entries = entries
        self.leaves = [sha(b"\0" + e) for e in entries]
        self.known = {}

    def root(self, lo, hi):  # over the leaves lo..hi
        if hi - lo <= 1:
            return self.leaves[lo] if hi > lo else sha(b"")
        if (lo, hi) not in self.known:
            middle = lo + (1 << (hi - lo - 1).bit_length() - 1)
            self.known[lo, hi] = sha(b"\1" + self.root(lo, middle) + self.root(middle, hi))
        return self.known[lo, hi]

    def tile(self, kind, index, width):  # the bytes that the file must hold
        places = range(index * 256, index * 256 + width)
        if kind == "entries":
            found = [self.entries[i] for i in places]
            return b"".join(len(e).to_bytes(2, "big") + e for e in found)
        span = 256 ** int(kind)
        return b"".join(self.root(i * span, (i + 1) * span) for i in places)

def tile_path(kind, index, width):
    digits = "%03d" % index
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[i:i + 3] for i in range(0, len(digits), 3)]
    name = "/".join(["x" + g for g in groups[:-1]] + groups[-1:])
    return "tile/%s/%s%s" % (kind, name, "" if width == 256 else ".p/%d" % width)

def tiles(kind, count):  # index and width of the tiles that `count` hashes or entries need
    return [(i, min(256, count - 256 * i)) for i in range(-(-count // 256))]

def read_entries(folder, size):
    entries = []
    for index, width in tiles("entries", size):
        path = tile_path("entries", index, width)
        need((folder / path).is_file(), "%s is missing: it holds entry %d" % (path, 256 * index))
        data = (folder / path).read_bytes()
        for i in range(256 * index, 256 * index + width):
            length = int.from_bytes(data[:2], "big")
            need(len(data) >= 2 + length, "entry %d: %s ends within it" % (i, path))
            entries.append(data[2:2 + length])
            data = data[2 + length:]
        need(not data, "%s holds more than its %d entries" % (path, width))
    return entries

def check_tiles(folder, tree):
    kind, count = 0, len(tree.entries)
    while count:
        for index, width in tiles(kind, count):
            path = tile_path(kind, index, width)
            need((folder / path).is_file(), path + " is missing")
        kind, count = kind + 1, count // 256
    for file in sorted((folder / "tile").rglob("*")):  # older partial tiles too
        if file.is_file():
            path = file.relative_to(folder).as_posix()
            parts = re.fullmatch(r"tile/(entries|\d)/((?:x\d{3}/)*\d{3})(?:\.p/(\d{1,3}))?", path)
            need(parts, path + " is not a tile")
            index, width = int(re.sub("[x/]", "", parts[2])), int(parts[3] or 256)
            have = len(tree.entries) // (1 if parts[1] == "entries" else 256 ** int(parts[1]))
            need(index * 256 + width <= have, path + " holds more than the checkpoint's entries")
            need(file.read_bytes() == tree.tile(parts[1], index, width),
                 "%s does not hold what the entries give, from entry %d on"
                 % (path, index * 256 * (1 if parts[1] == "entries" else 256 ** int(parts[1]))))

# ---- signed notes and Ed25519 (RFC 8032) ----------------------------------------------------

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P

def point(data):
    y, odd = int.from_bytes(data, "little") & (1 << 255) - 1, data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    need((x * x - square) % P == 0 and y < P and (x or not odd), "not a point of the curve")
    x = P - x if x & 1 != odd else x
    return x, y, 1, x * y % P

def plus(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

def times(n, p):
    out = 0, 1, 1, 0
    while n:
        out = plus(out, p) if n & 1 else out
        n, p = n >> 1, plus(p, p)
    return out

BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))

def ed25519_holds(public, message, signature):
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little")
    r = point(signature[:32])
    a, b = times(s, BASE), plus(r, times(h % ORDER, point(public)))
    return not weak(r) and (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0

def weak(p):  # of small order: under such a key anybody can sign
    p = times(8, p)
    return p[0] % P == 0 and (p[1] - p[2]) % P == 0

def from_base64(text):  # one value has one spelling
    data = base64.b64decode(text, validate=True)
    need(base64.b64encode(data).decode() == text, "base64 with bits left over")
    return data

def is_name(name):
    return name != "" and not any(c.isspace() or c == "+" or c < " " for c in name)

def read_key(text):  # name+id+base64(type || public key)
    name, key_id, material = text.split("+", 2)
    material = from_base64(material)
    if key_id != sha(name.encode() + b"\n" + material)[:4].hex() or len(material) != 33 \
            or material[0] not in (1, 4) or not is_name(name) or weak(point(material[1:])):
        raise ValueError
    return name, bytes.fromhex(key_id), material[0], material[1:]

def read_note(data, signed=True):
    need(len(data) <= 1000000, "it is too long")
    text, lines = data.decode(), []
    need(not any(c < " " and c != "\n" for c in text), "it holds a control character")
    if signed:
        need("\n\n" in text, "no empty line before the signatures")
        text, signatures = text.rsplit("\n\n", 1)
        need(signatures.endswith("\n"), "the last line has no end")
        lines = [read_line(line) for line in signatures[:-1].split("\n")]
        need(len(lines) <= 100, "too many signatures")
        text += "\n"
    need(text.endswith("\n"), "the text has no end")
    origin, size, head, *more = text[:-1].split("\n")
    need(all([origin, size, head, *more]), "an empty line in the text")
    need(re.fullmatch("0|[1-9][0-9]{0,19}", size) and int(size) < 1 << 64, "the size is not a number")
    need(len(from_base64(head)) == 32, "the root is not a hash")
    return text, lines, origin, int(size), head

def read_line(line):  # em dash, name, base64(key id || signature)
    dash, name, encoded = line.split(" ")
    data = from_base64(encoded)
    need(dash == "\u2014" and is_name(name) and len(data) > 4, "not a signature line")
    return name, data[:4], data[4:]

RETIRED = {}  # public keys that the log gave up, each with the last size that it may sign

def signers(note, keys):  # how many lines are of the keys given; each such line must hold
    count, own = 0, 0
    keys = [key for key in keys if note[3] <= RETIRED.get(key[3], note[3])]
    for name, line_id, signature in note[1]:
        for key_name, key_id, kind, public in set(keys):
            if (name, line_id) == (key_name, key_id):
                message = note[0]
                if kind == 4:  # a witness: the time stands before the signature
                    time, signature = int.from_bytes(signature[:8], "big"), signature[8:]
                    need(time < 1 << 63, "a time beyond all clocks")
                    message = "cosignature/v1\ntime %d\n%s" % (time, message)
                need(ed25519_holds(public, message.encode(), signature),
                     "the signature of %s does not hold" % name)
                count, own = count + 1, own + (kind == 1)
    # A witness alone does not speak for the log where the log's own key is given.
    need(own or not any(kind == 1 for _, _, kind, _ in keys), "no key given signed it as the log")
    return count

# ---- changes of the log's key ------------------------------------------------------------------

def check_rotation(seq, body, origin, tree):  # both keys signed it at this place
    old, new = read_key(body["old"]), read_key(body["new"])
    need(old != new and all(key[0] == origin and key[2] == 1 for key in (old, new)), "not two keys of this log")
    need(body["size"] == seq, "the change of key is for another place")
    text = "summit key rotation v1\n%s\n%d\n%s\n%s\n%s\n" % (
        origin, seq, base64.b64encode(tree.root(0, seq)).decode(), body["old"], body["new"])
    for key, by in (old, "by_old"), (new, "by_new"):
        need(ed25519_holds(key[3], text.encode(), from_base64(body[by])), "%s does not hold" % by)
    return old, new

def rotations(entries, tree):  # the changes of key in the log, in order; each must hold
    origin, changes = read_json(entries[0])["body"]["origin"] if entries else "", []
    for seq, data in enumerate(entries):
        if b'"type":"rotation"' in data and read_json(data)["type"] == "rotation":
            try:
                old, new = check_rotation(seq, read_json(data)["body"], origin, tree)
                need(all(old != a and new not in (a, b) for a, b, _ in changes), "one of its keys was given up before")
            except (Fault, ValueError, KeyError, IndexError, TypeError) as e:
                raise Fault("entry %d: the change of key does not hold: %s" % (seq, words(e)))
            changes.append((old, new, seq + 1))
    return changes

def follow(folder, keys):  # the keys given, and those that changes of key lead to from them
    try:
        head = read_note((folder / "checkpoint").read_bytes())
        entries = read_entries(folder, head[3])
        changes = rotations(entries, Tree(entries))
    except Exception:  # what is wrong is told where it is checked
        return keys
    RETIRED.update((old[3], last) for old, _, last in changes)
    steps = [(old, new) for old, new, _ in changes]
    for a, b in steps + [(new, old) for old, new in reversed(steps)]:
        keys = keys + [b] if a in keys and b not in keys else keys
    return keys

# ---- the proof of one entry (c2sp.org/tlog-proof) ---------------------------------------------

def check_proof(data, keys, entries):  # the entry is in the tree that one of the keys signed
    need(len(data) <= 1131072, "it is too long")
    text, _, note = data.decode().partition("\n\n")
    lines, extra = text.split("\n"), None
    need(lines.pop(0) == "c2sp.org/tlog-proof@v1", "not a proof file")
    if lines and lines[0].startswith("extra"):
        need(lines[0].startswith("extra "), "not a line of extra data")
        extra = from_base64(lines.pop(0)[6:])
        need(0 < len(extra) <= 65536, "extra data of that length")
    need(lines and re.fullmatch("index (0|[1-9][0-9]{0,18})", lines[0]), "no index")
    index, hashes = int(lines[0][6:]), [from_base64(line) for line in lines[1:]]
    need(len(hashes) <= 64 and all(len(h) == 32 for h in hashes), "not hashes")
    note = read_note(note.encode())
    size, root = note[3], from_base64(note[4])
    need(signers(note, keys), "no key given signed it")
    need(any(name == note[2] and kind == 1 for name, _, kind, _ in keys), "no key given is of log " + note[2])
    need(index < min(size, len(entries)), "no such entry in this log")
    entry = entries[index] if extra is None else extra
    need(read_json(entry)["seq"] == index and entry == entries[index], "it is another entry")
    found, lo, hi, sides = sha(b"\0" + entry), 0, size, []
    while hi - lo > 1:
        middle = lo + (1 << (hi - lo - 1).bit_length() - 1)
        sides.append(index < middle)
        lo, hi = (lo, middle) if index < middle else (middle, hi)
    need(len(sides) == len(hashes), "the proof has another length")
    for left, other in zip(reversed(sides), hashes):
        found = sha(b"\1" + found + other) if left else sha(b"\1" + other + found)
    need(found == root, "the proof leads to another root")
    return "entry %d is in the tree of %d" % (index, size)

# ---- the belief, version 1 (docs/belief-v1.md): only + - * / on binary64, in the order given there

HIGH, SCALE = 2.0**256, 2.0**-256

def day(text):
    return datetime.date.fromisoformat(text).toordinal()

def questions(body):
    named = body.get("question", [])
    return named if isinstance(named, list) else [named]

class Belief:
    over = False  # version 1 goes on after a resolution; the program takes no facts then

    def __init__(self, question, model):
        self.q, self.evidence, self.passed = question, [], day(question["opens"])
        self.ever = self.passed  # the day as of which earlier programs spoke
        self.first, self.deadline = self.passed + 1, day(question["deadline"])
        self.use(model)

    def use(self, model):  # the prior, then all evidence that stands
        self.m, self.bound, self.mass = model, 1.0, []
        rates = [float(x) for x in self.q["prior"]["daily_rate_draws"]]
        need(len(rates) == model["draws"], "the number of draws is not the model's")
        left = [1.0] * len(rates)
        for d in range(self.first, self.deadline + int(model["tail_days"]) + 1):
            z = rates
            for o in self.q.get("occasions", []):
                n, i = day(o["last"]) - day(o["first"]) + 1, d - day(o["first"])
                if 0 <= i < n:
                    c = [float(x) / (n - i * float(x)) for x in o["chance_draws"]]
                    z = [a + b - a * b for a, b in zip(z, c)]
            self.mass.append(list(map(mul, left, z)))
            left = [s - m for s, m in zip(left, self.mass[-1])]
        self.later = left
        for i in range(len(self.evidence)):
            self.absorb(i)

    def enter(self, seq, kind, body):
        if kind in ("resolution", "reopening"):
            return
        known = day(body["known_on"])
        self.ever = max(self.ever, known)
        if kind == "passage":
            self.passed = max(self.passed, known)
        elif kind == "signal":
            self.evidence.append((known, seq, body))
            if self.evidence[-2:] == sorted(self.evidence[-2:], key=lambda e: e[:2]):
                self.absorb(len(self.evidence) - 1)
                return
            self.evidence.sort(key=lambda e: e[:2])
            self.use(self.m)
        elif kind == "retraction":
            self.evidence = [e for e in self.evidence if e[2]["id"] != body["signal"]]
            self.use(self.m)

    @property
    def as_of(self):  # the latest day of what stands
        return max([self.passed] + [known for known, _, _ in self.evidence])

    def weight(self, i):
        known, _, s = self.evidence[i]
        grade, since = s.get("grade", "F6"), known - self.m["repeat_window_days"]
        w = self.m["kinds"][s["kind"]].get("weight", 1.0)
        w = w * self.m["source_reliability"][grade[0]]
        w = w * self.m["information_credibility"][grade[1]]
        for before, _, t in self.evidence[:i]:
            if (s.get("story") is not None and s.get("story") == t.get("story")) \
                    or (s["kind"] == t["kind"] and before >= since):
                w = w * self.m["repeat_discount"]
        return w

    def absorb(self, i):
        known, _, s = self.evidence[i]
        w, seen, end, greatest = self.weight(i), day(s["observed_on"]), 10**7, 1.0
        start = seen + 1
        if "about" in s:
            start, end = max(day(s["about"]["first"]), start), day(s["about"]["last"])
        if "likelihood" in s:
            r = s["likelihood"]["if_meeting"] / s["likelihood"]["if_none"]
            bins = [(1, self.deadline - seen, [r] * len(self.later))]
        else:
            edges = [int(e) for e in self.m["lead_edges"]]
            rows = zip(*self.m["kinds"][s["kind"]]["intensity_draws"])
            bins = zip([1] + [e + 1 for e in edges], edges, rows)
        for shortest, longest, ratios in bins:
            factor = [1.0 + w * (r - 1.0) for r in ratios]
            greatest = max(greatest, max(factor))
            low = max(start, seen + shortest) - self.first
            high = min(end, seen + longest) - self.first
            for d in range(max(low, 0), min(high, len(self.mass) - 1) + 1):
                self.mass[d] = list(map(mul, self.mass[d], factor))
        # Kept in range by one power of two for all. When depends on the evidence alone.
        self.bound *= greatest
        if self.bound > HIGH:
            alive = self.mass[max(known + 1 - self.first, 0):] + [self.later]
            self.bound = max(1.0, max(map(max, alive)))
            if self.bound > HIGH:
                self.mass = [[x * SCALE for x in row] for row in self.mass]
                self.later, self.bound = [x * SCALE for x in self.later], self.bound * SCALE

    def outlook(self, as_of):
        n = z = [0.0] * len(self.later)
        for d in range(max(as_of + 1, self.first), self.first + len(self.mass)):
            z = list(map(add, z, self.mass[d - self.first]))
            n = z if d <= self.deadline else n
        z = list(map(add, z, self.later))
        need(all(0 < x < math.inf for x in z), "a draw is left without mass or beyond range")
        by, all_ = ordered(n), ordered(z)
        shares = [x / all_ for x in z]
        ranked = sorted(((a / b, b) for a, b in zip(n, z)), key=lambda pair: pair[0])
        return {"p": by / all_, "lo": quantile(ranked, 0.05 * all_),
                "hi": quantile(ranked, 0.95 * all_), "effective_draws": 1.0 / ordered(map(mul, shares, shares))}

def ordered(values):  # one after the other from 0; Python's own sum() corrects its rounding
    total = 0.0
    for x in values:
        total += x
    return total

def quantile(ranked, target):
    running = 0.0
    for p, z in ranked:
        running += z
        if running >= target:
            return p
    return ranked[-1][0]

# ---- a question under one model after another -----------------------------------------------

def version(model):
    said = model.get("belief", 1)
    need(said in (1, 2) and not isinstance(said, bool), "belief version %r is not known" % (said,))
    return int(said)

def belief(question, model):
    if version(model) == 1:
        return Belief(question, model)
    try:
        import verify_belief2
    except ImportError:
        raise Fault("a model of belief version 2: verify_belief2.py must lie beside verify.py")
    return verify_belief2.Belief(question, model)

class Question:
    def __init__(self, body, name, model):
        self.body, self.name, self.facts, self.version = body, name, [], version(model)
        self.belief = belief(body, model)

    def adopt(self, name, model, draws):  # draws: new ones, where the model has another number
        if draws is None and version(model) == self.version:
            self.belief.use(model)
        else:
            if draws is not None:
                occasions = self.body.get("occasions", [])
                need(len(draws["chance_draws"]) == len(occasions), "not draws for each occasion")
                held = [dict(o, chance_draws=c) for o, c in zip(occasions, draws["chance_draws"])]
                prior = dict(self.body["prior"], daily_rate_draws=draws["daily_rate_draws"])
                self.body = dict(self.body, prior=prior, occasions=held)
            self.belief = belief(self.body, model)
            for fact in self.facts:
                self.belief.enter(*fact)
        self.name, self.version = name, version(model)

    def enter(self, seq, kind, body):
        need(kind != "watch" or self.version == 2, "a watch under a model of belief version 1")
        self.facts.append((seq, kind, body))
        self.belief.enter(seq, kind, body)

    def forecast(self, said):  # as of the latest day of what stands, or as earlier programs spoke
        as_of = self.belief.ever if said == self.belief.ever else self.belief.as_of
        return dict(self.belief.outlook(as_of), as_of=datetime.date.fromordinal(as_of).isoformat())

# ---- an export, from entry to entry ---------------------------------------------------------

class Replay:
    """Takes the entries in order and derives what each forecast must say."""

    def __init__(self, folder):
        self.folder, self.ids, self.clock, self.forecasts = folder, set(), "", 0
        self.models, self.adopted, self.questions, self.due = {}, None, {}, []
        self.named, self.redacted = {}, set()

    def take(self, seq, data):
        e = read_json(data)
        need(canonical(e).encode() == data, "it is not canonical JSON")
        need(sorted(set(e) - {"clock"}) == ["author", "body", "id", "recorded_at", "seq", "type", "v"]
             and e["v"] == 1, "it is not an entry of version 1")
        need(e["seq"] == seq, "it says that it is entry %s" % e["seq"])
        need(e["id"] not in self.ids, "its id stands twice")
        need(all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", e[at])
                 for at in ("recorded_at", "clock") if at in e)
             and e["recorded_at"] >= self.clock, "recorded_at is not in order")
        need("clock" not in e or e["clock"] < e["recorded_at"], "its clock is not behind recorded_at")
        need((e["type"] == "ledger") == (seq == 0), "entry 0, and no other, is the ledger's")
        self.ids.add(e["id"])
        self.clock, kind, body = e["recorded_at"], e["type"], e["body"]
        if kind in ("question", "signal", "watch", "guess", "forecast"):
            own = "forecast:%s:%s" % (body["question"], body["rests_on"]) if kind == "forecast" \
                else body["id"]
            need(e["id"] == own, "its id is not that of what it says, %s" % own)
        if kind == "forecast":
            return self.forecast(body)
        need(not self.due, "a forecast is missing before it, after entry %d" % (self.due or [[0]])[0][0])
        if kind == "model":
            model = self.model(body["sha256"])
            self.adopted = self.adopted if questions(body) else body["sha256"]
            for q in questions(body):
                self.questions[q].adopt(body["sha256"], model, body.get("draws", {}).get(q))
        elif kind == "question":
            self.questions[body["id"]] = Question(body, self.adopted, self.model(self.adopted))
        elif kind in ("signal", "watch", "retraction", "passage", "resolution", "reopening"):
            self.named.update((name, seq) for name in body.get("attachments", ()))
            for q in questions(body):
                self.questions[q].enter(seq, kind, body)
        elif kind == "guess":  # a person's number: no forecast rests on it
            need(body["question"] in self.questions, "a guess of no question before it")
            need(1e-6 <= body["p"] <= 1 - 1e-6, "%r is no guess" % (body["p"],))
        elif kind == "redaction":
            self.redacted.add(body["sha256"])
        if kind in ("model", "signal", "watch", "retraction", "passage"):
            self.due = [(seq, q) for q in questions(body) if not self.questions[q].belief.over]
        elif kind == "question":
            self.due = [(seq, body["id"])]

    def forecast(self, body):
        need(self.due, "a forecast that no entry before it asks for")
        (seq, q), self.due = self.due[0], self.due[1:]
        question = self.questions[q]
        said = day(body["as_of"])
        want = dict(question.forecast(said), question=q, rests_on=seq, model=question.name)
        for field, x in want.items():
            need(body[field] == x, "%s: derived %r, the entry says %r" % (field, x, body[field]))
        self.forecasts += 1

    def model(self, name):
        need(isinstance(name, str) and re.fullmatch("[0-9a-f]{64}", name), "no model is in force")
        if name not in self.models:
            path = self.folder / "attachments" / name
            need(path.is_file(), "the model %s is not in attachments/" % name)
            need(sha(path.read_bytes()).hex() == name, "the model %s was altered" % name)
            self.models[name] = json.loads(path.read_bytes(), parse_int=float)
        return self.models[name]

def check_note(path, keys, must):  # must: one of the keys given signed it
    try:
        note = read_note(path.read_bytes())
        count = signers(note, keys)
        need(count or not keys or not must, "no key given signed it")
    except (Fault, ValueError, IndexError) as e:
        raise Fault("%s: not a sound signed note: %s" % (path, e))
    return note, count

def check_head(path, note, entries, tree):  # the note speaks of these entries
    _, _, origin, size, said = note
    need(size <= len(entries), "%s: it speaks of %d entries, here are %d: the end was cut or "
         "the ledger was put back" % (path, size, len(entries)))
    found = base64.b64encode(tree.root(0, size)).decode()
    need(said == found, "%s: its root is %s, that of the first %d entries here is %s: an entry "
         "was altered, or the history rewritten" % (path, said, size, found))
    need(not entries or origin == read_json(entries[0])["body"]["origin"],
         "%s: it is of the log %s" % (path, origin))

def check_each(folder, keys, entries, tree):  # every file there by itself, a line for each
    for path in sorted(folder.iterdir()):
        try:
            if path.suffix == ".vkey":
                read_key(path.read_text())
            elif path.suffix == ".tlog-proof":
                check_proof(path.read_bytes(), keys, entries)
            else:
                check_head(path, check_note(path, keys, True)[0], entries, tree)
            print("%s: holds" % path.name)
        except Exception as e:
            print("%s: FAULT: %s" % (path.name, " ".join(words(e).split())))

def check_export(folder, keys, against, proofs, each):
    given, keys = keys, follow(folder, keys)
    signed, unchecked = (folder / "checkpoint").is_file(), []
    head_file = folder / ("checkpoint" if signed else "checkpoint.unsigned")
    need(head_file.is_file(), "there is no checkpoint in %s" % folder)
    need(signed or not keys, "%s: no key given signed it" % head_file)
    notes = [] if signed else [(head_file, (read_note(head_file.read_bytes(), False), 0))]
    notes += [(path, check_note(path, keys, True)) for path in [head_file, *against][not signed:]]
    notes += [(path, check_note(path, keys, False)) for path in sorted((folder / "checkpoints").glob("*"))]
    lines, notes = sum(n[1][1] for n in notes), [(path, note) for path, (note, _) in notes]
    head = notes[0][1]
    entries = read_entries(folder, head[3])
    tree, replay = Tree(entries), Replay(folder)
    for seq, data in enumerate(entries):
        try:
            replay.take(seq, data)
        except Exception as e:  # whatever hostile bytes bring about is a fault of that entry
            raise Fault("entry %d: %s\n  %s" % (seq, words(e), data[:160].decode(errors="replace")))
    need(not replay.due, "entry %d: the forecast after it is missing" % (len(entries) - 1))
    rotations(entries, tree)
    for path, note in notes:
        check_head(path, note, entries, tree)
    for path in proofs:
        try:
            check_proof(path.read_bytes(), keys, entries)
        except (Fault, ValueError, KeyError, TypeError) as e:
            raise Fault("%s: %s" % (path, words(e)))
    check_tiles(folder, tree)
    files = sorted((folder / "attachments").glob("*"))
    for path in files:
        need(sha(path.read_bytes()).hex() == path.name, "%s was altered" % path)
    there = {path.name for path in files} | replay.redacted
    for name, seq in replay.named.items():
        need(name in there, "entry %d: its source %s is not in attachments/" % (seq, name))
    if not signed or not keys:
        unchecked.append("signatures (%s)" % ("no --key" if signed else "the export is unsigned"))
    if not against:
        unchecked.append("whether history was rewritten before the export (no --against)")
    unchecked += ["by another way, %s+%s, which counts because the log changed its key" % (key[0], key[1].hex())
                  for key in keys if key not in given]
    unchecked.append("how draws were made from their counts and seeds")
    if each:
        check_each(each, keys, entries, tree)
    return "%d entries, root %s; %d forecasts derived bit for bit; %d checkpoints agree, %d " \
        "signatures hold; %d attachments. Not checked: %s." % (
            len(entries), head[4], replay.forecasts, len(notes), lines, len(files), "; ".join(unchecked))

def check_vectors(folder, names):
    count = 0
    for path in names:
        name = path.name[:-len(".model.json")]
        records, expected = ((folder / (name + end)).read_text().splitlines()
                             for end in (".jsonl", ".expected.jsonl"))
        try:
            derived = list(forecasts(name, records, json.loads(path.read_bytes(), parse_int=float)))
            need(len(derived) == len(expected), "%d forecasts derived, %d expected"
                 % (len(derived), len(expected)))
            for (line, got), want in zip(derived, map(json.loads, expected)):
                want.update((field, float.fromhex(x)) for field, x in want["bits"].items())
                for field, x in got.items():
                    need(x == want[field], "line %d: %s is %r, expected %r"
                         % (line, field, x, want[field]))
        except Exception as e:
            raise Fault("%s: %s" % (name, words(e)))
        count += len(derived)
    return "%d vectors, %d forecasts derived bit for bit" % (len(names), count)

def forecasts(name, records, model):  # of a case: each with the line that it follows
    question = None
    for seq, record in enumerate(map(json.loads, records)):
        if question is None:
            question = Question(record, name, model)
        else:
            question.enter(seq, record["type"], record)
        if question.belief.over:
            continue
        said = question.belief.ever  # the vectors are older than the rule
        got = question.forecast(said)
        effective = got.pop("effective_draws")
        if question.version == 2:
            got.update(effective=effective, why=question.belief.why(said))
        yield seq + 1, got

def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path, help="the export, or with --vectors the vectors")
    parser.add_argument("--vectors", action="store_true", help="check belief vectors, not an export")
    parser.add_argument("--key", action="append", default=[], metavar="VKEY", help="name+id+base64")
    parser.add_argument("--against", action="append", default=[], metavar="NOTE_FILE",
                        type=pathlib.Path, help="a checkpoint that was kept elsewhere")
    parser.add_argument("--proof", action="append", default=[], metavar="PROOF_FILE",
                        type=pathlib.Path, help="a .tlog-proof file of an entry of this log")
    parser.add_argument("--each", type=pathlib.Path, metavar="DIR",
                        help="check every note, .tlog-proof and .vkey in DIR by itself, a line for each")
    given = parser.parse_args()
    if any("PRIVATE+KEY" in text.upper() for text in given.key):
        parser.error("--key: this is a private key, not shown; give the public one")
    try:
        keys = [read_key(text) for text in given.key]
    except (ValueError, Fault):
        parser.error("--key: expected name+id+base64, as `summit key show` prints it")
    missing = [str(p) for p in [given.folder, *given.against, *given.proof] if not p.exists()]
    if missing:
        parser.error("there is no " + ", ".join(missing))
    names = sorted(given.folder.glob("*.model.json"))
    if given.vectors and not names:
        parser.error("there is no vector in %s: expected NAME.model.json, NAME.jsonl and "
                     "NAME.expected.jsonl" % given.folder)
    try:
        print("verify: " + (check_vectors(given.folder, names) if given.vectors
                            else check_export(given.folder, keys, given.against, given.proof, given.each)))
    except (Fault, OSError) as e:
        sys.exit("verify: FAULT: %s" % e)

if __name__ == "__main__":
    main()
