"""How our verdicts agree with what another scanner, or its own tests, say of the same files.

    python3 fuzz/agree.py LIST [--assay ./assay]

LIST has one file a line: its path, a tab, and the other's word for it: `dangerous`, `clean`, `unscanned`,
or any other. The files are only read, never loaded. Prints the table, then every disagreement by name, with
our first reason.
"""

import argparse
import collections
import json
import pathlib
import subprocess
import sys

VERDICTS = ["SAFE", "UNKNOWN", "INCOMPLETE", "SUSPICIOUS", "MALICIOUS"]


def agrees(word, verdict):
    """Whether both would let the file pass, or neither would."""
    return word not in ("dangerous", "clean") or (word == "clean") == (verdict == "SAFE")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("list", type=pathlib.Path)
    options.add_argument("--assay", default=pathlib.Path(__file__).resolve().parent.parent / "assay")
    chosen = options.parse_args()
    words = dict(line.split("\t")[:2] for line in chosen.list.read_text(encoding="utf-8").splitlines() if line)
    answer = subprocess.run([chosen.assay, "scan", "--format", "json", *words], stdout=subprocess.PIPE, text=True)
    ours = {file["path"]: file for file in json.loads(answer.stdout)["files"]}
    missing = words.keys() - ours.keys()
    if missing:
        sys.exit(f"no verdict on {len(missing)} files, such as {min(missing)}")
    count = collections.Counter((word, ours[path]["verdict"]) for path, word in words.items())
    seen = [v for v in VERDICTS if any(v == verdict for _, verdict in count)]
    seen += sorted({verdict for _, verdict in count} - set(seen))
    print("| theirs | " + " | ".join(seen) + " |\n|---|" + "---:|" * len(seen))
    for word in sorted(set(words.values())):
        print(f"| {word} | " + " | ".join(str(count[word, verdict]) for verdict in seen) + " |")
    print()
    for path, word in words.items():
        if not agrees(word, ours[path]["verdict"]):
            held = [f for f in ours[path]["findings"] if f["outcome"] not in ("clear", "note")]
            reason = f"{held[0]['sentence']} ({held[0]['because']})" if held else "nothing held it"
            print(f"{path}: {word}, {ours[path]['verdict']}: {reason.replace(path, pathlib.Path(path).name)[:300]}")


if __name__ == "__main__":
    main()
