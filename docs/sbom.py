#!/usr/bin/env python3
"""Prints what the program is built from as a CycloneDX 1.5 document: python3 docs/sbom.py > sbom.json

Packages come from `cargo metadata --locked`, hashes from Cargo.lock; what only tests and benches use is
left out. The same lock file gives the same bytes: no clock, no random number.
"""
import json, pathlib, re, subprocess, sys, uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent

def metadata():
    command = ["cargo", "metadata", "--locked", "--format-version", "1"]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)

def checksums():  # (name, version): SHA-256 of the package
    found = {}
    for part in (ROOT / "Cargo.lock").read_text().split("[[package]]"):
        said = dict(re.findall(r'^(name|version|checksum) = "(.*)"$', part, re.M))
        if "checksum" in said:
            found[said["name"], said["version"]] = said["checksum"]
    return found

def used(resolve):  # package ids that the program or its building needs, with what each depends on
    nodes = {node["id"]: [dep["pkg"] for dep in node["deps"]
                          if any(kind["kind"] != "dev" for kind in dep["dep_kinds"])]
             for node in resolve["nodes"]}
    seen, due = {}, [resolve["root"]]
    while due:
        package = due.pop()
        if package not in seen:
            seen[package] = sorted(nodes[package])
            due += seen[package]
    return seen

def ref(package):
    return "pkg:cargo/%s@%s" % (package["name"], package["version"])

def component(package, sums):
    out = {"type": "library", "bom-ref": ref(package), "name": package["name"],
           "version": package["version"], "purl": ref(package)}
    if package.get("license"):
        out["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
    checksum = sums.get((package["name"], package["version"]))
    if checksum:
        out["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    return out

def main():
    data, sums = metadata(), checksums()
    packages = {package["id"]: package for package in data["packages"]}
    graph, root = used(data["resolve"]), data["resolve"]["root"]
    ours = dict(component(packages[root], sums), type="application")
    others = [component(packages[i], sums) for i in graph if i != root]
    depends = [{"ref": ref(packages[i]), "dependsOn": sorted(ref(packages[d]) for d in graph[i])}
               for i in graph]
    lock = (ROOT / "Cargo.lock").read_text()
    json.dump({"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
               "serialNumber": "urn:uuid:%s" % uuid.uuid5(uuid.NAMESPACE_URL, lock),
               "metadata": {"component": ours},
               "components": sorted(others, key=lambda c: c["bom-ref"]),
               "dependencies": sorted(depends, key=lambda d: d["ref"])},
              sys.stdout, indent=1, sort_keys=True)
    print()

if __name__ == "__main__":
    main()
