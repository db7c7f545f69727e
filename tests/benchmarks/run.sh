#!/usr/bin/env bash
# Runs the benchmarks on this machine; they are no tests. See --help.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

usage() {
  cat <<'HELP'
Usage: tests/benchmarks/run.sh throughput [--mails NUMBER] [--pairs NUMBER]
       tests/benchmarks/run.sh memory [--starts NUMBER]

throughput: how fast MicrosoftRemoteDelivery and stock RemoteDelivery empty their queue into a receiver that takes
            everything, 4 KiB mails, one server, in turns (default: 4000 mails, 3 pairs; about 5 minutes)
memory:     what the bundle adds to James at rest (default: 5 starts with it and 5 without; about 5 minutes)
HELP
}

case ${1:-} in
  throughput) main=ThroughputBenchmark ;;
  memory) main=MemoryBenchmark ;;
  --help) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac

(cd "$project" && mvn -q -B -Dmaven.test.skip=true package -pl tests/benchmarks -am)
java=java
[[ -z ${JAVA_HOME:-} ]] || java=$JAVA_HOME/bin/java
exec "$java" -Xmx512m "-Dsluice.server.directory=$project/docker/target/server" \
  -cp "$project/tests/benchmarks/target/benchmarks/*" "io.sluice.benchmarks.$main" "${@:2}"
