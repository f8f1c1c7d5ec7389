#!/usr/bin/env python3
"""What the ledger costs: appending from 1, 8 and 64 threads, verifying and opening 10,000 to 160,000 lines.

    bench/ledger.py [milliseconds of appending]
"""

import glob
import os
import pathlib
import shutil
import subprocess
import sys

from common import ROOT, about, workspace


def java():
    for home in (os.environ.get("ASSAY_JAVA_HOME"), os.environ.get("JAVA_HOME"), *sorted(glob.glob("/usr/lib/jvm/*"))):
        release = pathlib.Path(home or "/nowhere") / "release"
        if release.exists() and 'JAVA_VERSION="25' in release.read_text():
            return pathlib.Path(home) / "bin" / "java"
    return shutil.which("java") or sys.exit("this needs the development kit of Java 25; set ASSAY_JAVA_HOME")


def main():
    subprocess.run([ROOT / "assay", "scan", ROOT / "LICENSE"], stdout=subprocess.DEVNULL)  # builds what is not built
    about()
    jars = glob.glob(str(ROOT / "dist" / "lib" / "cli" / "*.jar"))
    with workspace() as folder:
        subprocess.run([java(), "-cp", os.pathsep.join(jars), ROOT / "bench" / "LedgerBench.java", folder,
                        sys.argv[1] if len(sys.argv) > 1 else "1000"], check=True)


if __name__ == "__main__":
    main()
