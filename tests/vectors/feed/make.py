#!/usr/bin/env python3
"""Makes the feed in this folder, which is invented: no country, event or meeting in it is real.

    python3 make.py FOLDER

Forty lands over seven years. The first kind, `herald`, comes twelve times as often in the fortnight
before a meeting; `noise` comes whenever it likes; `rare` is too rare to teach anything. Writes
one.csv and two.csv (events of a year each) and meetings.csv: the same bytes everywhere.
"""
import datetime, pathlib, sys


class Lots:
    """A linear congruential generator with Knuth's constants for MMIX."""

    def __init__(self, seed):
        self.state = seed

    def falls(self, chance):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 11) / 2**53 < chance


def days(first, last):
    first, last = (datetime.date.fromisoformat(x).toordinal() for x in (first, last))
    return range(first, last + 1)


def show(day):
    return datetime.date.fromordinal(day).isoformat()


def meetings(lots):
    met = []
    for land in range(40):
        rate = 0.006 if land % 3 == 0 else 0.002
        met.append([d for d in days("2000-01-01", "2006-12-30") if lots.falls(rate)])
    return met


def events(lots, met, first, last):
    yield "date,partner,kind,count"
    for land, own in enumerate(met):
        for d in days(first, last):
            soon = any(d < m <= d + 14 for m in own)
            if lots.falls(0.12 if soon else 0.01):
                yield "%s,Land %d,herald,1" % (show(d), land)
            if lots.falls(0.03):
                yield "%s,Land %d,noise,2" % (show(d), land)
            if land < 3 and lots.falls(0.01):
                yield "%s,Land %d,rare,1" % (show(d), land)


def main(folder):
    lots = Lots(42)
    met = meetings(lots)
    rows = ["Land %d,%s" % (land, show(d)) for land, own in enumerate(met) for d in own]
    files = {"meetings.csv": ["partner,date"] + rows}
    for name, year in (("one", 2004), ("two", 2005)):
        files[name + ".csv"] = events(lots, met, "%d-01-01" % year, "%d-12-31" % year)
    for name, lines in files.items():
        (folder / name).write_bytes("".join(line + "\n" for line in lines).encode())


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
