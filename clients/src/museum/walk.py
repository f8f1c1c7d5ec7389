#!/usr/bin/env python3
"""Walks through the clean museum with `assay scan`: how many files of each wing end how, and why those that are not SAFE.

    clients/src/museum/walk.py FOLDER [PART...]       a part is a path under FOLDER/files: `now/frames`
    clients/src/museum/walk.py --reasons FOLDER ...   what is said, by how many files it is said of
    clients/src/museum/walk.py --policy=FILE ...      under another policy than the one built in

An honest file that is convicted, that is said to be written as no writer writes, that readers are said to differ on, or
that was not read whole, ends the walk with exit code 1.
"""
import collections
import json
import pathlib
import subprocess
import sys

ASSAY = pathlib.Path(__file__).resolve().parents[3] / "assay"
WORDS = ["SAFE", "UNKNOWN", "SUSPICIOUS", "MALICIOUS", "INCOMPLETE"]
NEVER = ("departs", "differs", "breaks", "eludes", "outgrows")
# Files of classes that only their writer knows; UNKNOWN is the right word for them.
EXPECTED = {"own"}


def scanned(root):
    policy = [part for word in sys.argv if word.startswith("--policy=") for part in ("--policy", word[9:])]
    done = subprocess.run([str(ASSAY), "scan", "--format", "json", *policy, str(root)], stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def main():
    reasons = "--reasons" in sys.argv
    given = [word for word in sys.argv[1:] if not word.startswith("--")]
    if not given:
        sys.exit(__doc__)
    files = pathlib.Path(given[0]).resolve() / "files"
    counts = collections.defaultdict(collections.Counter)
    said = collections.defaultdict(set)
    wrong = 0
    for part in given[1:] or [""]:
        for file in scanned(files / part)["files"]:
            path = pathlib.Path(file["path"]).resolve().relative_to(files)
            wing = "/".join(path.parts[:2])
            counts[wing][file["verdict"]] += 1
            for finding in file["findings"]:
                finding["says"] = finding["sentence"][len(finding["place"]) + 1 :]
            held = [f for f in file["findings"] if f["outcome"] != "clear"]
            odd = any(f["says"].split(" ")[0] in NEVER for f in held)
            wrong += odd or file["verdict"] in ("MALICIOUS", "INCOMPLETE")
            if file["verdict"] != "SAFE":
                if not reasons:
                    print("%-10s %s" % (file["verdict"], path))
                for finding in held:
                    said[finding["says"]].add(str(path))
                    if not reasons:
                        print("    %s %s" % (finding["place"][len(file["path"]) :], finding["says"][:300]))
    for says, where in sorted(said.items(), key=lambda it: -len(it[1])) if reasons else ():
        print("%5d  %s   (%s)" % (len(where), says[:240], min(where)))
    print("\n%-24s %6s" % ("wing", "files") + "".join("%12s" % word for word in WORDS))
    total = collections.Counter()
    for wing, count in sorted(counts.items()):
        print("%-24s %6d" % (wing, sum(count.values())) + "".join("%12d" % count[word] for word in WORDS))
        if wing.split("/")[-1] not in EXPECTED:
            total += count
    whole = max(1, sum(total.values()))
    print("%-24s %6d" % ("without own classes", whole) + "".join("%12d" % total[word] for word in WORDS))
    print(" " * 31 + "".join("%11.2f%%" % (100 * total[word] / whole) for word in WORDS))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
