"""Belief version 2 (docs/belief-v2.md), as verify.py derives it again: plain Python 3.8 or newer.

Only + - * / sqrt min max on binary64, in the order given there; a logarithm in `why` alone, where
it is rounded to a whole number. A bank is one row a day with one number a draw. Each forecast is
derived from all facts; what is kept between two is kept under all that it depends on.
"""
import datetime, math
from operator import add, mul

LOW, HIGH = 1.0 / 512.0, 511.0 / 512.0  # no draw is surer than this
LEAST, MOST = 0.5, 2.0  # a draw's say, where the average draw has 1
SUREST, NAMED = 1023.0 / 1024.0, 4095.0 / 4096.0  # what an announcement may take, and name
SMALL, LARGE = 2.0**-64, 2.0**64  # a family's product stays between


def day(text):
    return datetime.date.fromisoformat(text).toordinal()


def strength(f):
    return f if f >= 1.0 else 1.0 / f


def share_a_day(a, b):
    return a[0] <= b[1] and b[0] <= a[1]


def given(part):
    """A part of a model without the fields that are null: these are absent."""
    if not isinstance(part, dict):
        return part
    return {field: given(value) for field, value in part.items() if value is not None}


class Ground:
    """A question's days, and the prior on them."""

    def __init__(self, question, model):
        self.opens, self.deadline = day(question["opens"]), day(question["deadline"])
        self.first, self.last = self.opens + 1, self.deadline + int(model["tail_days"])
        self.draws = int(model["draws"])
        rates = [float(x) for x in question["prior"]["daily_rate_draws"]]
        held = question.get("occasions") or []
        self.spans = [(day(o["first"]), day(o["last"])) for o in held]
        chances = [[float(x) for x in o["chance_draws"]] for o in held]
        if any(len(draws) != self.draws for draws in [rates, *chances]):
            raise ValueError("the number of draws is not the model's")
        if len(chances) > 1 and model["occasion_correlation"] > 0.0:
            chances = [together(draws, model["occasion_correlation"]) for draws in chances]
        self.rows, left = [], [1.0] * self.draws
        for d in range(self.first, self.last + 1):
            z = rates
            for (first, last), draws in zip(self.spans, chances):
                if first <= d <= last:
                    n, i = last - first + 1, d - first
                    c = [x / (n - i * x) for x in draws]
                    z = [a + b - a * b for a, b in zip(z, c)]
            self.rows.append(list(map(mul, left, z)))
            left = [s - m for s, m in zip(left, self.rows[-1])]
        self.later = left


def together(chances, rho):
    """Half of the draws are good times for every occasion at once, half are bad ones."""
    out = []
    for k, c in enumerate(chances):
        odd_one_out = len(chances) % 2 == 1 and k == len(chances) - 1
        g = 0.0 if odd_one_out else 1.0 if k % 2 == 0 else -1.0
        a = math.sqrt(rho * c * (1.0 - c))
        a = min(a, 0.9 * c)
        a = min(a, 0.9 * (1.0 - c))
        out.append(c + g * a)
    return out


class Report:
    """A signal, as one model reads it."""

    def __init__(self, body, model, deadline):
        self.id, self.kind = body["id"], body["kind"]
        self.observed, self.known = day(body["observed_on"]), day(body["known_on"])
        self.story, self.actor = body.get("story"), body.get("actor")
        about, own, grade = body.get("about"), body.get("likelihood"), body.get("grade") or "F6"
        self.about = (day(about["first"]), day(about["last"])) if about else None
        self.own = own["if_meeting"] / own["if_none"] if own else None
        self.weight = model["source_reliability"][grade[0]] * model["information_credibility"][grade[1]]
        kind, terms = model["kinds"][self.kind], model["plans"]
        self.family, self.plan, self.firm = kind["family"], None, kind.get("promise") is None
        days = self.about[1] - self.about[0] + 1 if self.about else None
        if not own and (kind.get("plan") == "doubt"
                        or (days and ("wide_days" in terms or days <= terms["max_days"]))):
            self.plan = kind.get("plan")
        self.worth = self.weight  # as a report of a plan
        if self.plan == "announce":
            self.worth = self.worth * kind.get("promise", 1.0)
            for _ in range(int(terms["max_days"]), min(days, int(terms.get("wide_days", 0)))):
                self.worth = self.worth * (1.0 - terms["width_loss"])
        self.days = self.about  # of which it speaks where it is no plan
        whole = model["families"][self.family].get("whole_window") and kind["side"] != "against"
        if whole and not own and self.about and self.known < self.about[1] <= deadline:
            self.days = None

    def ratio(self, d, ground, model, unnamed=False):
        """What it says of a day, unweighted. It says nothing of later."""
        lead, days = d - self.observed, None if unnamed else self.days
        if lead <= 0 or (days and not days[0] <= d <= days[1]):
            return 1.0
        if self.own is not None:
            return self.own if d <= ground.deadline else 1.0
        for edge, ratio in zip(model["lead_edges"], model["kinds"][self.kind]["ratio"]):
            if lead <= edge:
                return ratio
        return 1.0


class Plan:
    """An announcement or a cancellation, with the reports that told, confirmed and doubted it."""

    def __init__(self, report, slack, spans, old=None):
        self.announces, self.about, self.made = report.plan == "announce", report.about, report
        self.reports = (old.reports if old else []) + [report]
        self.taken_over = len(self.reports) - 1
        self.doubts, self.by = list(old.doubts) if old else [], None  # by: what took its place
        self.day, self.name = report.known, report.id
        self.first, self.last = report.about[0] - slack, report.about[1] + slack
        for span in spans:
            if share_a_day(span, report.about):
                self.first, self.last = min(self.first, span[0]), max(self.last, span[1])

    def covers(self, d):
        return self.first <= d <= self.last


    def firm(self, t):
        """Whether a day that it covers stands announced by it, as far as was known by day t."""
        return not self.announces or any(r.firm for r in self.reports if r.known <= t)


def over(r):
    return r.about is not None and r.about[1] <= r.known


def holds(a, b):
    return a[0] <= b[0] and b[1] <= a[1]


def yields(plan, r):
    """Whether a report is worth enough to take a plan's place: half of the best of its own."""
    return max(x.worth for x in plan.reports) <= 2.0 * r.worth


def live(plans, t=math.inf):
    """The plans that none of them replaced by day t."""
    return [p for p in plans if p.day <= t and not (p.by in plans and p.by.day <= t)]


def plans_of(reports, ground, model):
    """The plans, and the doubts of none of them, which are reports like any other."""
    order = {"cancel": 0, "announce": 1, "doubt": 2}
    told = [r for r in reports if r.plan and not over(r)]
    told.sort(key=lambda r: (r.known, r.observed, order[r.plan], r.id))
    plans, stray, chain = [], [], model["plans"].get("chain", False)
    for r in told:
        standing = live(plans)
        sharing = [p for p in standing if r.about is None or share_a_day(p.about, r.about)]
        if r.plan == "doubt":
            sharing = [p for p in sharing if p.about[1] > r.known]
            (sharing[-1].doubts if sharing and sharing[-1].announces else stray).append(r)
            continue
        announces, last, old = r.plan == "announce", sharing[-1] if sharing else None, None
        alike = last is not None and last.announces == announces
        firmer = chain and alike and r.firm and not any(x.firm for x in last.reports)
        if alike and not firmer and (last.about == r.about
                                     or chain and announces and holds(r.about, last.about)):
            last.reports.append(r)
            continue
        if chain and announces:
            moved = [p for p in standing if r.story and p.announces and p.made.story == r.story
                     and [q for q in standing if share_a_day(q.about, p.about)][-1] is p
                     and yields(p, r)]
            if moved:
                old = moved[-1]
            elif alike and (firmer or holds(last.about, r.about)) and yields(last, r):
                old = last
        plans.append(Plan(r, int(model["plans"]["slack_days"]), ground.spans, old))
        if old:
            old.by = plans[-1]
    return plans, stray


def covering(d, plans):
    """The last of the plans to cover a day."""
    for p in reversed(plans):
        if p.covers(d):
            return p
    return None


def stories_of(reports, stray, model):
    """The stories of each family, in the order of their first reports: (name, reports)."""
    stories, started, families = {}, {}, {}
    for r in reports:
        if r.plan and r not in stray:
            continue
        key = ("told", r.story)
        if r.story is None:
            alike = (r.kind, r.actor, r.days)
            if alike not in started or r.known - started[alike] > model["repeat_window_days"]:
                started[alike] = r.known
            key = ("automatic", alike, started[alike])
        if key not in stories:
            stories[key] = r.id if r.story is None else r.story, []
            families.setdefault(r.family, []).append(stories[key])
        stories[key][1].append(r)
    return families


def credibility(weights, model):
    """Of reports of the same: the best in full, each further one discounted."""
    doubt, share = 1.0, 1.0
    for w in sorted(weights, reverse=True):
        doubt = doubt * (1.0 - w * share)
        share = share * model["repeat_discount"]
    return 1.0 - doubt


def times(product, factor):
    out = list(map(mul, product, factor))
    if max(out) > LARGE or min(out) < SMALL:
        out = [min(LARGE, max(SMALL, x)) for x in out]
    return out


class View:
    """The evidence that stands, as known by a day; `plans` where others count than those it makes."""

    def __init__(self, belief, t, plans=None):
        reports = [r for r in belief.reports.values() if r.known <= t]
        reports.sort(key=lambda r: (r.known, r.id))
        self.through = [through for through, known in belief.watches.values() if known <= t]
        self.watched = max(self.through, default=None)
        made, stray = plans_of(reports, belief.ground, belief.model)
        self.plans = made if plans is None else plans
        self.families = stories_of(reports, stray, belief.model)
        self.factors = {family: [belief.factor(told, self.plans) for _, told in stories]
                        for family, stories in self.families.items()}


class Belief:
    """A question under a model: takes its facts one by one and gives the forecast after each."""

    def __init__(self, question, model):
        self.question, self.signals, self.watches = question, {}, {}
        self.days, self.back, self.over = [(None, day(question["opens"]))], [], False
        self.use(model)

    def use(self, model):
        model = given(model)
        self.model, self.ground = model, Ground(self.question, model)
        self.reports = {i: Report(body, model, self.ground.deadline)
                        for i, body in self.signals.items()}
        drawn = [family["leak_draws"] for family in model["families"].values()]
        terms = model["plans"]
        drawn += [terms[x] for x in ("kept_draws", "loss_draws", "doubt_draws") if x in terms]
        if any(len(draws) != self.ground.draws for draws in drawn):
            raise ValueError("the model has not as many draws as it says")
        # What was computed, under all that it depends on.
        self.ratios, self.told, self.products, self.channels = {}, {}, {}, {}
        self.sums, self.acts, self.said = {}, {}, []

    @property
    def as_of(self):
        """The latest day of what stands."""
        return max(known for _, known in self.days)

    @property
    def ever(self):
        """The same with the days of retractions: so earlier programs spoke."""
        return max([self.as_of] + self.back)

    def enter(self, seq, kind, body):
        """Takes a fact. After a resolution nothing counts and no forecast is made, until it is
        reopened."""
        self.over = kind != "reopening" and (self.over or kind == "resolution")
        if self.over or kind not in ("signal", "watch", "retraction", "passage"):
            return
        gone, i = body.get("signal") if kind == "retraction" else None, body.get("id")
        if kind == "signal":
            self.reports[i], self.signals[i] = Report(body, self.model, self.ground.deadline), body
        elif kind == "watch":
            self.watches[i] = day(body["through"]), day(body["known_on"])
        elif gone is not None:
            for kept in (self.reports, self.signals, self.watches):
                kept.pop(gone, None)
            self.days = [(who, known) for who, known in self.days if who != gone]
            self.back.append(day(body["known_on"]))
            return
        self.days.append((i if kind in ("signal", "watch") else None, day(body["known_on"])))

    # What the evidence says of each day.

    def report_ratios(self, r, plans):
        """By day, echoes of what stood announced when it became known taken off."""
        known = self.heard_before(r.known, plans)
        key = r, tuple((p.announces, p.first, p.last, w) for p, w in known)
        if key not in self.ratios:
            days = range(self.ground.first, self.ground.last + 1)
            ratios = [r.ratio(d, self.ground, self.model) for d in days]
            self.ratios[key] = self.without_echoes(ratios, r.known, known)
        return key, self.ratios[key]

    def heard_before(self, t, plans):
        """The firm plans that count for echoes of what becomes known on a day, and the belief in
        each: those of that day too, and any belief as a whole one, but where echoes are weighed."""
        weighed = self.model["plans"].get("weighed_echoes", False)
        by = t - 1 if weighed else t
        return [(p, self.belief_in(p, by) if weighed else 1.0) for p in live(plans, by)
                if p.firm(by)]

    def belief_in(self, plan, t):
        """By what was known of it by day t, as a plan."""
        return credibility([r.worth for r in plan.reports if r.known <= t], self.model)

    def without_echoes(self, ratios, t, known):
        """What speaks for a meeting that stands announced is an echo. Where echoes are weighed, it is
        one as far as that is believed, and so on each later day: it speaks of that meeting."""
        weighed, out, echo = self.model["plans"].get("weighed_echoes", False), [], 0.0
        for d, x in enumerate(ratios, self.ground.first):
            if x > 1.0:
                stood = 0.0
                for p, w in known:
                    if p.covers(d):
                        stood = w + (1.0 - w) * stood if p.announces else (1.0 - w) * stood
                if weighed:
                    stood = max(echo, stood) if d > t else 0.0
                echo = stood
                x = 1.0 + (1.0 - echo) * (x - 1.0) if echo > 0.0 else x
            out.append(x)
        return out

    def factor(self, reports, plans):
        """A story's factor by day: that of the strongest of its kinds."""
        said = [self.report_ratios(r, plans) for r in reports]
        key = tuple(key for key, _ in said)
        if key not in self.told:
            kinds = {}
            for r, (_, ratios) in zip(reports, said):
                weights, rows = kinds.setdefault(r.kind, ([], []))
                weights.append(r.weight)
                rows.append(ratios)
            best = [1.0] * len(self.ground.rows)
            for kind in sorted(kinds):
                w = credibility(kinds[kind][0], self.model)
                for j, ratios in enumerate(zip(*kinds[kind][1])):
                    top = 1.0
                    for ratio in ratios:
                        top = ratio if strength(ratio) > strength(top) else top
                    f = 1.0 + w * (top - 1.0)
                    best[j] = f if strength(f) > strength(best[j]) else best[j]
            self.told[key] = best
        return self.told[key]

    def product(self, factors):
        """Of a family's stories, by day."""
        key, before = tuple(map(id, factors)), tuple(map(id, factors[:-1]))
        if key not in self.products:
            out, rest = [1.0] * len(self.ground.rows), factors
            if before in self.products:
                out, rest = self.products[before], factors[-1:]
            for factor in rest:
                out = times(out, factor)
            self.products[key] = out
        return self.products[key]

    def channel(self, family, f):
        """What comes out of a family's channel, by draw."""
        if (family, f) not in self.channels:
            leaks = self.model["families"][family]["leak_draws"]
            self.channels[family, f] = [((1.0 - e) * f + e) / ((1.0 - e) + e * f) for e in leaks]
        return self.channels[family, f]

    def unheard(self, lead):
        """Chance that a meeting so many days off is not yet public, relative to the longest lead."""
        public, daily, most = (self.model["silence"][x] for x in ("public", "daily", "max_lead"))

        def hidden(days):
            power = 1.0
            for _ in range(int(days)):
                power = power * daily
            return 1.0 - public * power
        return hidden(lead) / hidden(most) if lead < most else 1.0

    # The bank, and what plans do to it.

    def bank(self, view, moves, after, parts=None, silence=True):
        """The rows of the days after one, and later. `parts` limits the families, for `why`:
        family: (whether through its channel, how many of its stories)."""
        ground, families = self.ground, []
        for family in sorted(view.families):
            through, count = (True, None) if parts is None else parts.get(family, (True, 0))
            families.append((family, through, self.product(view.factors[family][:count])))
        watched = view.watched if silence else None
        announcements = [p for p in live(view.plans) if p.announces and p.firm(math.inf)]
        start = max(ground.first, after + 1)
        rows, later = [], ground.later
        for d in range(start, ground.last + 1):
            row = ground.rows[d - ground.first]
            for family, through, factors in families:
                f = factors[d - ground.first]
                if f != 1.0:
                    by = self.channel(family, f) if through else [f] * ground.draws
                    row = list(map(mul, row, by))
            if watched is not None and d > watched and not any(p.covers(d) for p in announcements):
                h = self.unheard(d - watched)
                row = [x * h for x in row] if h != 1.0 else row
            for sets, factors in moves:
                row = list(map(mul, row, factors[sets[d]])) if sets[d] in factors else row
            rows.append(row)
        for sets, factors in moves:
            later = list(map(mul, later, factors[sets[None]]))
        return start, rows, later

    def moves(self, whole):
        """For each plan what it does: [(the set of each day, each set's factors by draw)], or []."""
        moves, held, gone = [], {}, {}  # gone: what those that were replaced would do
        for i, plan in enumerate(whole.plans):
            before = [p for p in whole.plans[:i] if p.by is None or whole.plans.index(p.by) > i]
            sets, sums, key = self.balance(plan, whole.plans[:i + 1], before, sum(moves, []))
            if sums is None:
                moves.append([])
                continue
            w = credibility([r.worth for r in plan.reports], self.model)
            if plan.announces:
                shares = [(a + b) / (a + b + o) for a, b, o in sums]
                own = plan.reports[plan.taken_over:]
                bare = credibility([r.weight for r in own], self.model)
                how = self.lead(plan, whole), self.doubt(plan), bare
            else:
                how = self.undone(plan, before, held, whole)
            old = [j for j in gone if whole.plans[j].by is plan]
            key = key, plan.name, w, how, tuple(id(move) for j in old for move in gone[j])
            if key not in self.acts:
                act = self.announced if plan.announces else self.cancelled
                factors = [act(k, a, b, o, w, how) for k, (a, b, o) in enumerate(sums)]
                if plan.announces:
                    without = [gone[j] if j in old else move for j, move in enumerate(moves)]
                    factors = self.at_least_unnamed(plan, whole.plans[:i + 1], sets, sums, factors,
                                                    (sum(moves, []), sum(without, [])), bare)
                self.acts[key] = sets, dict(zip("ABOS", zip(*factors)))
            moves.append([self.acts[key]])
            if plan.by is not None:
                gone[i] = moves.pop()
                moves.append([])
            elif plan.announces:
                held[i] = shares, self.acts[key][1].get("S")
        return moves

    def undone(self, plan, before, held, whole):
        """By draw the shares that days had before the announcements that are taken back, and what
        these multiplied it by."""
        hull, found, weighed = plan.about, [], []
        for p in reversed(before):
            j = whole.plans.index(p)
            if j in held and share_a_day(p.about, hull):
                found.append(held[j][0])
                weighed += [held[j][1]] if held[j][1] else []
                if not self.model["plans"].get("chain"):
                    break
                hull = min(hull[0], p.about[0]), max(hull[1], p.about[1])
        if not found:
            return None
        product = [1.0] * self.ground.draws
        for g in weighed:
            product = list(map(mul, product, g))
        return tuple(map(min, zip(*found))), tuple(product) if weighed else None

    def doubt(self, plan):
        """Belief in the doubts of a plan, less what it was told again after the last of them."""
        if not plan.doubts:
            return 0.0
        last = max(r.known for r in plan.doubts)
        doubted = credibility([r.weight for r in plan.doubts], self.model)
        told = credibility([r.worth for r in plan.reports if r.known > last], self.model)
        return doubted * (1.0 - told)

    def balance(self, plan, plans, before, moves):
        """As of a plan's day: the set of each living day, and by draw what the sets hold."""
        view = View(self, plan.day, plans)
        evidence = tuple((f, *map(id, told)) for f, told in sorted(view.factors.items()))
        covered = tuple((p.announces, p.about, p.first, p.last, p in before, p.firm(math.inf))
                        for p in plans)
        key = plan.day, view.watched, covered, evidence, tuple(map(id, moves))
        if key not in self.sums:
            self.sums[key] = (*self.weigh(plan, before, view, moves), key)
        return self.sums[key]

    def weigh(self, plan, before, view, moves):
        ground, beyond = self.ground, plan.about[0] > self.ground.last

        firm = [p for p in before if p.firm(math.inf)]

        def of(d):
            other = covering(d, firm) if d < plan.first else None
            if other is not None and other.announces and not share_a_day(other.about, plan.about):
                return "S"
            if beyond or not plan.covers(d):
                return "O"
            return "A" if plan.about[0] <= d <= plan.about[1] else "B"

        sets = {d: of(d) for d in range(max(ground.first, plan.day + 1), ground.last + 1)}
        if (beyond and not plan.announces) or ("O" if beyond else "A") not in sets.values():
            return None, None
        sets[None] = "A" if beyond else "O"  # later, or never
        _, rows, later = self.bank(view, moves, plan.day)
        sums = {name: [0.0] * ground.draws for name in "ABOS"}
        for name, row in zip(sets.values(), rows + [later]):
            sums[name] = list(map(add, sums[name], row))
        sums = list(zip(sums["A"], sums["B"], sums["O"]))
        for k, (a, b, o) in enumerate(sums):
            if not all(0.0 < x < math.inf for x in (a, o, a + b + o)):
                raise ValueError("plan %s: draw %d has no mass that could be moved" % (plan.name, k))
        return sets, sums

    def lead(self, plan, whole):
        seen = [r.known for r in plan.reports]
        seen += [x for x in whole.through if plan.day <= x < plan.about[0]]
        return max(plan.about[0] - max(seen), 0)

    def announced(self, k, a, b, o, w, how):
        """The share of the announced days, and the part of it on the named ones."""
        (lead, doubt, _), terms, u = how, self.model["plans"], a + b
        z = u + o
        c, s = u / z, terms["kept_draws"][k]
        for _ in range(lead - int(terms["last_days"])):
            s = s * (1.0 - terms["loss_draws"][k])
        if doubt > 0.0 and "doubt_draws" in terms:
            s = s * (1.0 - doubt * terms["doubt_draws"][k])
        v = max(c, w * s + (1.0 - w) * c)
        if terms.get("rest_share"):
            v = max(v, c + w * s * terms["rest_share"] * (1.0 - c))
        i = a / u
        if b > 0.0:
            i = max(i, w * (1.0 - terms["near_share"]) + (1.0 - w) * i)
        return v, i

    def at_least_unnamed(self, plan, plans, sets, sums, shares, moves, bare):
        """The factors; with days a report says no less than it would without them."""
        ground, held = self.ground, None
        if self.model["plans"].get("at_least_unnamed") and plan.about[1] <= ground.deadline:
            held = self.unnamed(plan, plans, sets, moves, bare)
        factors = []
        for k, ((a, b, o), (v, i)) in enumerate(zip(sums, shares)):
            z, g = a + b + o, None
            if held is not None:
                without, window, left, left_in, near_in, other_in = (x[k] for x in held)
                whole = z + left
                g = without / whole
                target = (window * whole - left_in) / z
                on = i + (1.0 - i) * near_in
                if not v * (on - other_in) + other_in >= target:
                    needed = (target - other_in) / (on - other_in) if on != other_in else math.inf
                    if on > other_in and needed <= SUREST:
                        v = max(needed, v)
                    else:
                        v, i = max(v, SUREST), max(i, NAMED) if b > 0.0 else i
            near = v * (1.0 - i) * z / b if b > 0.0 else 1.0
            made = v * i * z / a, near, (1.0 - v) * z / o
            factors.append(made if g is None else (*(x * g for x in made), g))
        return factors

    def unnamed(self, plan, plans, sets, moves, bare):
        """What the bank of a plan's day would hold if its report had named no days: by draw the
        whole, the window's share, and what is needed of the bank as it is."""
        ground, r = self.ground, plan.made
        view = View(self, plan.day, plans)
        moves, without = moves
        says = [r.ratio(d, ground, self.model, unnamed=True)
                for d in range(ground.first, ground.last + 1)]
        says = self.without_echoes(says, plan.day, self.heard_before(plan.day, plans[:-1]))
        says = [1.0 + bare * (x - 1.0) for x in says]
        other = View(self, plan.day, plans)
        other.plans = plans[:-1]
        other.families.setdefault(r.family, [])
        other.factors[r.family] = other.factors.get(r.family, []) + [says]
        self.said.append(says)  # products are kept by what they are made of, which has to stay
        start, rows, later = self.bank(other, without, plan.day)
        window = [0.0] * ground.draws
        for d, row in enumerate(rows, start):
            window = list(map(add, window, row)) if d <= ground.deadline else window
        total = [0.0] * ground.draws
        for row in rows + [later]:
            total = list(map(add, total, row))
        start, rows, later = self.bank(view, moves, plan.day)
        sums = {name: [0.0] * ground.draws for name in ("A", "B", "O", "S", "AI", "BI", "OI", "SI")}
        for d, row in enumerate(rows, start):
            sums[sets[d]] = list(map(add, sums[sets[d]], row))
            if d <= ground.deadline:
                sums[sets[d] + "I"] = list(map(add, sums[sets[d] + "I"], row))
        sums["O"] = list(map(add, sums["O"], later))

        def shares(part, whole):
            return [x / y if y > 0.0 else 0.0 for x, y in zip(part, whole)]
        return (total, shares(window, total), sums["S"], sums["SI"], shares(sums["BI"], sums["B"]),
                shares(sums["OI"], sums["O"]))

    def cancelled(self, k, a, b, o, w, before):
        terms, u = self.model["plans"], a + b
        z = u + o
        c = u / z
        if before is None:
            v = c * terms.get("unannounced_keeps", terms["cancelled_keeps"])
        else:
            v = min(c * terms["cancelled_keeps"], before[0][k])
        v = w * v + (1.0 - w) * c
        made = v * z / u, v * z / u, (1.0 - v) * z / o
        if before is None or before[1] is None:
            return made
        g = w / before[1][k] + (1.0 - w)
        return (*(x * g for x in made), g)

    # The forecast, and its reasons.

    def outlook(self, t):
        if t >= self.ground.deadline:
            return {"p": 0.0, "lo": 0.0, "hi": 0.0, "effective_draws": float(self.ground.draws)}
        whole = View(self, t)
        return self.pool(self.bank(whole, sum(self.moves(whole), []), t))

    def pool(self, bank):
        start, rows, later = bank
        n = z = [0.0] * self.ground.draws
        for d, row in enumerate(rows, start):
            z = list(map(add, z, row))
            n = z if d <= self.ground.deadline else n
        z = list(map(add, z, later))
        if not all(0.0 < x < math.inf for x in z):
            raise ValueError("a draw is left without mass or beyond range")
        q = [min(HIGH, max(LOW, a / b)) for a, b in zip(n, z)]
        mean = ordered(z) / self.ground.draws
        v = [min(MOST, max(LEAST, x / mean)) for x in z]
        total = ordered(v)
        shares = [x / total for x in v]
        ranked = sorted(range(len(q)), key=lambda k: (q[k], k))

        def quantile(share):
            running = 0.0
            for k in ranked:
                running = running + v[k]
                if running >= share * total:
                    return q[k]
            return q[ranked[-1]]
        return {"p": ordered(map(mul, v, q)) / total, "lo": quantile(0.05), "hi": quantile(0.95),
                "effective_draws": 1.0 / ordered(map(mul, shares, shares))}

    def why(self, t):
        """Rows of [name, hundredths of a deciban], which sum to the forecast's log-odds."""
        if t >= self.ground.deadline:
            return None
        whole = View(self, t)
        moves = self.moves(whole)
        none = {family: (True, 0) for family in whole.families}
        path = [("prior", self.ground.opens, [], none, False), ("time", t, [], none, False)]
        parts = dict(none)
        for family in sorted(whole.families):
            for i, (name, _) in enumerate(whole.families[family]):
                parts = dict(parts, **{family: (False, i + 1)})
                path.append(("story " + name, t, [], parts, False))
            parts = dict(parts, **{family: (True, None)})
            path.append(("channel " + family, t, [], parts, False))
        if whole.watched is not None:
            path.append(("silence", t, [], None, True))
        for i, plan in enumerate(whole.plans):
            if plan.by is not None:
                continue
            path.append(("plan " + plan.name, t, sum(moves[:i + 1], []), None, True))
        rows, before = [], 0
        for name, after, done, part, silence in path:
            p = self.pool(self.bank(whole, done, after, part, silence))["p"]
            now = round(1000.0 * math.log10(p / (1.0 - p)))
            rows.append([name, now - before])
            before = now
        return rows


def ordered(values):
    """One after the other from 0; Python's own sum() corrects its rounding."""
    total = 0.0
    for x in values:
        total += x
    return total
