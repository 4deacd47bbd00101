#!/usr/bin/env python3
"""Folds the probes of transparency-dev/merkle into one file a kind, a line a probe.

    python3 fold.py TESTDATA-FOLDER

The folder is `testdata` of a checkout of github.com/transparency-dev/merkle: KIND/CASE/PROBE.json.
Writes KIND.json beside this script: {"CASE/PROBE.json": the probe as it stands there}.
"""
import json, pathlib, sys

here, testdata = pathlib.Path(__file__).parent, pathlib.Path(sys.argv[1])
for kind in sorted(path for path in testdata.iterdir() if path.is_dir()):
    probes = sorted(path.relative_to(kind).as_posix() for path in kind.rglob("*.json"))
    lines = [json.dumps(name) + ": " + json.dumps(json.loads((kind / name).read_bytes()), separators=(",", ":"))
             for name in probes]
    (here / (kind.name + ".json")).write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(kind.name, len(probes))
