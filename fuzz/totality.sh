#!/bin/sh
# totality: builds and runs Totality.java against what `./assay` built last.
# usage: fuzz/totality.sh [-n INPUTS] [-s SEED] [-d SECONDS FOR ONE] [-t SECONDS FOR ALL] [-k FOLDER] [FOLDER WITH SEEDS ...]
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
inputs=1000000 seed=20261126 one=20 all=86400 keep=${TMPDIR:-/tmp}/assay-totality
while getopts n:s:d:t:k: option; do
  case $option in
    n) inputs=$OPTARG ;; s) seed=$OPTARG ;; d) one=$OPTARG ;; t) all=$OPTARG ;; k) keep=$OPTARG ;;
    *) exit 64 ;;
  esac
done
shift $((OPTIND - 1))
ls "$root"/dist/lib/cli/assay-inspect-*.jar >/dev/null || { echo 'run ./assay scan once: it builds' >&2; exit 78; }
java=${ASSAY_JAVA_HOME:-${JAVA_HOME:-}}
java=${java:+$java/bin/}
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
"${java}javac" -nowarn -d "$classes" -cp "$root/dist/lib/cli/*" "$root"/forge/src/main/java/dev/assay/forge/*.java \
  "$root/fuzz/Totality.java"
nice -n 19 "${java}java" -Xmx256m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$classes:$root/dist/lib/cli/*" \
  Totality "$inputs" "$seed" "$one" "$all" "$keep" "$@"
