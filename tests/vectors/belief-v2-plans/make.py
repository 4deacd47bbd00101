"""Makes the vectors of this folder with docs/verify_belief2.py, which shares no code with the program.

    python3 tests/vectors/belief-v2-plans/make.py

writes them again, the same to the byte. Random ledgers on models that use every optional field, and
a few ledgers written out for what they show.
"""
import datetime, json, pathlib, random, sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "docs"))
from verify_belief2 import Belief  # noqa: E402

OPENS = datetime.date(2024, 1, 1)
EDGES = [7, 14, 30, 60, 90, 180]


def day(n):
    return (OPENS + datetime.timedelta(n)).isoformat()


def model(rng, name, draws, **plans):
    def ratio(low, high):
        return [rng.uniform(low, high) for _ in EDGES]

    def kind(family, side, low, high, **more):
        return {"label": family, "family": family, "side": side, "source": "judgement",
                "ratio": ratio(low, high), "reasons": "test vector", **more}

    def family(low, high, **more):
        leaks = [rng.uniform(low, high) for _ in range(draws)]
        return {"label": "family", "leak": sum(leaks) / draws, "because": "test vector",
                "leak_draws": leaks, **more}
    return {
        "type": "model", "belief": 2, "id": name, "draws": draws, "tail_days": 40,
        "lead_edges": EDGES, "repeat_window_days": 14, "repeat_discount": 0.5,
        "source_reliability": dict(zip("ABCDEF", [1.0, 0.85, 0.7, 0.4, 0.2, 0.5])),
        "information_credibility": dict(zip("123456", [1.0, 0.85, 0.7, 0.4, 0.2, 0.5])),
        "occasion_correlation": 0.2,
        "plans": {"slack_days": 3, "max_days": 10, "near_share": 0.03, "last_days": 2,
                  "cancelled_keeps": 0.125, "because": "test vector",
                  "kept_draws": [rng.uniform(0.85, 0.99) for _ in range(draws)],
                  "loss_draws": [rng.uniform(0.0005, 0.005) for _ in range(draws)],
                  "doubt_draws": [rng.uniform(0.2, 0.8) for _ in range(draws)], **plans},
        "silence": {"public": 0.81, "daily": 0.9334, "max_lead": 14, "because": "test vector"},
        "families": {"plans": family(0.03, 0.1, whole_window=True), "forums": family(0.03, 0.08),
                     "words": family(0.08, 0.2, whole_window=True), "friction": family(0.1, 0.3)},
        "kinds": {
            "agreed-for-month": kind("plans", "toward", 2, 9, plan="announce", promise=0.75),
            "reported": kind("plans", "toward", 1.5, 6, plan="announce", promise=0.4),
            "announced": kind("plans", "toward", 3, 12, plan="announce"),
            "cancelled": kind("plans", "against", 0.2, 0.6, plan="cancel"),
            "doubted": kind("plans", "against", 0.4, 0.8, plan="doubt"),
            "intent": kind("words", "toward", 1.2, 4),
            "conditions": kind("words", "either", 0.7, 1.5),
            "unlikely": kind("words", "against", 0.3, 0.8),
            "attends": kind("forums", "toward", 1.5, 4),
            "incident": kind("friction", "against", 0.5, 0.95),
        },
    }


ALL = {"wide_days": 31, "width_loss": 0.0136, "unannounced_keeps": 0.5, "rest_share": 0.5,
       "chain": True, "at_least_unnamed": True}
WEIGHED = {"weighed_echoes": True}


def question(rng, draws, days, occasions):
    return {"type": "question", "id": "q", "title": "t", "participants": ["A", "B"], "criteria": "c",
            "opens": day(0), "deadline": day(days),
            "prior": {"meetings": 1, "years": 7.0, "source": "s",
                      "daily_rate_draws": [rng.uniform(1e-4, 5e-3) for _ in range(draws)]},
            "occasions": [{"id": "o%d" % i, "name": "o", "first": day(a), "last": day(b),
                           "chance_draws": [rng.uniform(0.05, 0.98) for _ in range(draws)]}
                          for i, (a, b) in enumerate(occasions)]}


def signal(name, kind, known, about=None, observed=None, **more):
    body = {"type": "signal", "question": "q", "id": name, "kind": kind,
            "observed_on": day(known if observed is None else observed), "known_on": day(known),
            "grade": "A1", "summary": "s", "source": {"name": "n"}}
    if about:
        body["about"] = {"first": day(about[0]), "last": day(about[1])}
    return {**body, **more}


def ledger(rng, days, kinds, count):
    out, ids, now = [], [], 0
    for n in range(count):
        now = min(days + 5, now + rng.choice([0, 0, 1, 2, 5, 9]))
        x = rng.random()
        if x < 0.06 and ids:
            out.append({"type": "retraction", "question": "q", "known_on": day(now),
                        "signal": ids.pop(rng.randrange(len(ids))), "because": "b"})
        elif x < 0.12:
            out.append({"type": "watch", "question": "q", "id": "w%d" % n, "known_on": day(now),
                        "through": day(max(0, now - rng.choice([0, 0, 1, 3]))), "sources": "s"})
        elif x < 0.16:
            out.append({"type": "passage", "question": "q", "known_on": day(now)})
        else:
            known = max(1, now - rng.choice([0, 0, 0, 0, 4, 20]))
            kind = rng.choice(kinds)
            more, about = {}, None
            if kind in ("announced", "cancelled", "reported", "agreed-for-month") or rng.random() < 0.3:
                first = known + rng.choice([-2, 1, 5, 12, 20, 40, 70])
                about = first, first + rng.choice([0, 0, 1, 3, 9, 12, 29, 60])
                if rng.random() < 0.4:  # days that others name too
                    told = [b["about"] for b in out if "about" in b]
                    if told:
                        a = rng.choice(told)
                        first = (datetime.date.fromisoformat(a["first"]) - OPENS).days
                        last = (datetime.date.fromisoformat(a["last"]) - OPENS).days
                        grow = rng.choice([0, 0, 0, 2, -2])
                        about = first - grow, max(first - grow, last + grow)
                if rng.random() < 0.1 and kind != "doubted":
                    about = None
            if rng.random() < 0.3:
                more["story"] = rng.choice(["x", "y", "z"])
            if rng.random() < 0.3:
                more["actor"] = rng.choice(["A", "B"])
            if rng.random() < 0.07:
                more["likelihood"] = {"if_meeting": 0.6, "if_none": 0.3, "because": "b"}
            more["grade"] = rng.choice(["A1", "A1", "B2", "C3", "F6", "A5"])
            out.append(signal("s%02d" % n, kind, known, about, max(0, known - rng.choice([0, 0, 2])), **more))
            ids.append(out[-1]["id"])
    return out


def written(name):
    """A few ledgers for what they show; the README says what."""
    a = signal
    return {
        "sharper": [a("b-a", "announced", 10, (40, 49)), a("b-b", "announced", 20, (45, 45), grade="F6"),
                    a("b-c", "cancelled", 30, (45, 45))],
        "wider-again": [a("c-a", "announced", 10, (45, 45)), a("c-b", "announced", 15, (40, 60), grade="B2"),
                        a("c-c", "reported", 16, (45, 45))],
        "one-rumour-moves": [a("d-a", "reported", 5, (20, 22), story="trip"),
                             a("d-b", "reported", 12, (34, 36), story="trip"),
                             a("d-c", "reported", 20, (50, 52), story="trip"),
                             a("d-d", "announced", 25, (51, 51))],
        "a-month": [a("e-a", "agreed-for-month", 10, (60, 90)), a("e-b", "announced", 40, (70, 71)),
                    a("e-c", "cancelled", 50, (60, 90))],
        "a-plan-in-doubt": [a("f-a", "doubted", 5), a("f-b", "announced", 10, (40, 41)),
                            a("f-c", "doubted", 20), a("f-d", "doubted", 22, grade="B2"),
                            a("f-e", "announced", 30, (40, 41), grade="B1"),
                            a("f-f", "doubted", 35, (60, 61)), a("f-g", "doubted", 36, (41, 44))],
        "called-off-unannounced": [a("g-a", "cancelled", 10, (40, 44)), a("g-b", "intent", 12)],
        "named-days-say-no-less": [a("h-a", "intent", 4), a("h-b", "intent", 5, (30, 33), actor="A"),
                                   a("h-c", "announced", 9, (80, 80), grade="F6"),
                                   a("h-d", "reported", 12, (33, 33), grade="D4"),
                                   a("h-e", "attends", 13, (30, 33)), a("h-f", "unlikely", 14, (1, 119))],
        "a-day-that-was-nearly-sure": [a("i-a", "announced", 5, (60, 60))],
        "weak-plan-hides-nothing": [a("j-a", "agreed-for-month", 10), a("j-b", "announced", 10, (60, 60), grade="E5"),
                                    a("j-c", "announced", 10, (58, 62), grade="C3"), a("j-d", "intent", 10),
                                    a("j-e", "attends", 11, (55, 65)), a("j-f", "announced", 20, (60, 60), grade="B2"),
                                    a("j-g", "conditions", 20), a("j-h", "intent", 21)],
        "weakly-called-off": [a("k-a", "announced", 5, (40, 44)), a("k-b", "intent", 9),
                              a("k-c", "cancelled", 12, (40, 44), grade="E5"), a("k-d", "agreed-for-month", 15),
                              a("k-e", "attends", 16, (70, 75)), a("k-f", "cancelled", 20, (40, 44)),
                              a("k-g", "cancelled", 30, (40, 44)), a("k-h", "intent", 30, actor="A")],
    }[name]


def at_random(name, seed, more):
    rng = random.Random(seed)
    draws = rng.choice([1, 2, 3, 5, 8])
    plans = {k: v for k, v in ALL.items() if rng.random() < 0.85}
    if "chain" not in plans:
        plans["chain"] = True
    if ("wide_days" in plans) != ("width_loss" in plans):
        plans.update(wide_days=31, width_loss=0.02)
    built = model(rng, seed.replace(" ", "-"), draws, **plans, **more)
    days = rng.choice([60, 90, 120])
    occasions = [(20, 24), (50, 50)][:rng.choice([0, 1, 2])]
    write(name, built, question(rng, draws, days, occasions),
          ledger(rng, days, list(built["kinds"]), rng.choice([12, 18, 24])))


def write(name, built, asked, facts):
    belief, out = Belief(asked, built), []

    def say(after):
        t = belief.ever  # as the other vectors speak: counting the days of retractions
        said = belief.outlook(t)
        out.append({"after": after, "as_of": datetime.date.fromordinal(t).isoformat(),
                    "p": said["p"], "lo": said["lo"], "hi": said["hi"],
                    "effective": said["effective_draws"],
                    "bits": {x: float(said[x]).hex() for x in ("p", "lo", "hi")},
                    "why": belief.why(t)})
    say("q")
    kept = []
    for n, fact in enumerate(facts):
        belief.enter(n + 1, fact["type"], fact)
        say(fact.get("id") or fact["type"])
        kept.append(fact)

    def lines(records):
        return "".join(json.dumps(r) + "\n" for r in records)
    (HERE / (name + ".model.json")).write_text(json.dumps(built, indent=1) + "\n")
    (HERE / (name + ".jsonl")).write_text(lines([asked] + kept))
    (HERE / (name + ".expected.jsonl")).write_text(lines(out))


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 14
    for n in range(1, count + 1):
        at_random("random-%02d" % n, "plans %d" % n, {})
    for n in range(1, 9):
        at_random("echoes-%02d" % n, "echoes %d" % n, WEIGHED)
    for name in ["sharper", "wider-again", "one-rumour-moves", "a-month", "a-plan-in-doubt",
                 "called-off-unannounced", "named-days-say-no-less", "a-day-that-was-nearly-sure",
                 "weak-plan-hides-nothing", "weakly-called-off"]:
        rng = random.Random(name)
        built = model(rng, name, 4, **ALL, **(WEIGHED if name.startswith("weak") else {}))
        sure = [(60, 60)] if name == "a-day-that-was-nearly-sure" else []
        asked = question(rng, 4, 120, sure)
        for occasion in asked["occasions"]:
            occasion["chance_draws"] = [0.96, 0.98, 0.99, 0.97]
        write(name, built, asked, written(name))


main()
