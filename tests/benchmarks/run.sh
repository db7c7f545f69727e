#!/usr/bin/env bash
# Runs the benchmarks on this machine; they are no tests. See --help.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

usage() {
  cat <<'HELP'
Usage: tests/benchmarks/run.sh throughput [--mails NUMBER] [--pairs NUMBER]
       tests/benchmarks/run.sh memory [--starts NUMBER]
       tests/benchmarks/run.sh lanes-live [--scenario a|b|c|d|e] [--short]
       tests/benchmarks/run.sh classifier [JMH OPTIONS]
       tests/benchmarks/run.sh reply-cost
       tests/benchmarks/run.sh lane [JMH OPTIONS]
       tests/benchmarks/run.sh ranges [JMH OPTIONS]
       tests/benchmarks/run.sh lane-memory
       tests/benchmarks/run.sh outbox [--entries NUMBER] [--threads NUMBER]
       tests/benchmarks/run.sh faults [--rounds NUMBER]
       tests/benchmarks/run.sh lanes [--scenario WORDS] [--sender WORDS] [--trace]
       tests/benchmarks/run.sh incidents [--story WORDS] [--size WORDS] [--runs NUMBER] [--tuned]
       tests/benchmarks/run.sh lanes-at-scale [--minutes NUMBER]

throughput: how fast MicrosoftRemoteDelivery and stock RemoteDelivery empty their queue into a receiver that takes
            everything, 4 KiB mails, one server, in turns (default: 4000 mails, 3 pairs; about 5 minutes)
memory:     what the bundle adds to James at rest (default: 5 starts with it and 5 without; about 5 minutes)
lanes-live: MicrosoftRemoteDelivery and stock RemoteDelivery against receivers with (a) a limit, (b) a limit and a penalty
            for hammering, (c) a limit that drops to a fifth and comes back, (d) an outage of 30 s, and (e) mixed mail of which
            a part is throttled; the tables and the events of the lanes go to tests/benchmarks/target/lanes-live
            (about 25 minutes; --short: 7 minutes, for numbers that mean little)
classifier: what it costs to understand one reply (JMH; about 15 minutes, less with -f 1 or -p replies=MIX; -h for more)
reply-cost: the same without JMH, with samples told apart in which nobody else used the core (half a minute)
lane:       what a lane's decision costs (JMH; about 2 minutes)
ranges:     what it costs to find a client's address among those of Exchange Online (JMH; about 2 minutes)
lane-memory: what lanes and the gates inside them take of the heap
outbox:     what storing, leasing and settling cost with 1,000, 100,000 and 1,000,000 entries in the outbox, how fast it opens and
            empties then, with 200 MB of heap, next to what the disk's bare fsync allows (default: 1000000 entries, 64 threads;
            about 10 minutes on a quiet machine, and 4 GB of disk)
faults:     the fault matrix on the real server: kill -9 under load (default: 50 rounds), SIGTERM, full, slow, locked and damaged
            outbox, full disk under James's queues, clock jumps, DNS down, lost answers, backlogs; writes the table into
            docs/durability.md (about 25 minutes)
lanes:      lanes and other senders against simulated receivers in virtual time; prints tables and writes them into
            docs/lanes-simulation.md, unless only some scenarios or senders are run; --trace prints each change of the lane
            (about 5 minutes)
incidents:  whether it is told whose fault refusals are, for senders of 50 to 10 million mails a day in virtual time; prints
            tables and writes them into docs/incidents-simulation.md, unless only some stories or sizes are run; --tuned
            leaves out the stories that were held out (all: about an hour, and 12 GB of memory)
lanes-at-scale: 200 lanes, 100,000 tenants, 50 million mails a day in virtual time (default: 60 minutes of the day), with
            memory and time for a decision
HELP
}

java=java
[[ -z ${JAVA_HOME:-} ]] || java=$JAVA_HOME/bin/java

# Runs the tests of durability with many kills, and puts the rows that they note into the page.
faults() {
  local rounds=50 rows=$project/tests/it/target/faults page=$project/docs/durability.md
  # Only those that note rows.
  local tests
  tests=$(grep -l '\.note(' "$project"/tests/it/src/test/java/io/sluice/it/durability/*Test.java \
    | sed 's:.*/\(.*\)\.java:io.sluice.it.durability.\1:' | paste -sd, -)
  if [[ ${1:-} == --rounds ]]; then
    [[ ${2:-} =~ ^[1-9][0-9]{0,3}$ ]] || { printf 'run.sh: --rounds is a number from 1 to 9999\n' >&2; exit 2; }
    rounds=$2
  fi
  rm -rf "$rows" "$project"/{docker,distribution,tests/it}/target/failsafe-reports
  local outcome=0
  (cd "$project" && SLUICE_FAKETIME_REQUIRED=yes mvn -B -pl tests/it -am verify -Dtest=NoUnitTest -Dsurefire.failIfNoSpecifiedTests=false \
    "-Dit.test=$tests" -Dfailsafe.failIfNoSpecifiedTests=false -Dsluice.it.forks=1 -Dsluice.server.archive= \
    "-Dsluice.faults.rounds=$rounds" "-Dsluice.faults.directory=$rows") || outcome=$?
  [[ -d $rows ]] || exit 1
  awk -v rows="$(cat "$rows"/*.row)" '
    /<!-- rows begin -->/ { print; print "| Fault | Mails in | Delivered | Duplicates | Lost | Recovery in s | Remark |";
      print "|---|---|---|---|---|---|---|"; print rows; skip = 1; next }
    /<!-- rows end -->/ { skip = 0 }
    !skip' "$page" >"$page.new"
  mv "$page.new" "$page"
  printf 'run.sh: %s written\n' "$page"
  exit "$outcome"
}

# Runs a class of the simulation, which needs no server.
simulate() {
  (cd "$project" && mvn -q -B -Dmaven.test.skip=true package -pl tests/simulation -am)
  exec "$java" "-Xmx${heap:-1g}" -cp "$project/tests/simulation/target/simulation/*" "io.sluice.simulation.$1" "${@:2}"
}

case ${1:-} in
  classifier) jmh=ClassifierBenchmark ;;
  reply-cost) main=ReplyCost ;;
  lanes) simulate report.LanesReport "$project/docs/lanes-simulation.md" "${@:2}" ;;
  incidents) heap=12g simulate incident.IncidentsReport "$project/docs/incidents-simulation.md" "${@:2}" ;;
  lanes-at-scale) simulate report.ScaleReport "${@:2}" ;;
  lane) jmh=LaneBenchmark ;;
  ranges) jmh=RangesBenchmark ;;
  lane-memory) main=LaneMemoryBenchmark ;;
  outbox) main=OutboxBenchmark heap=200m ;;
  faults) faults "${@:2}" ;;
  throughput) main=ThroughputBenchmark ;;
  lanes-live) main=live.LanesLive ;;
  memory) main=MemoryBenchmark ;;
  --help) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac

(cd "$project" && mvn -q -B -Dmaven.test.skip=true package -pl tests/benchmarks -am)
run=("$java" "-Xmx${heap:-512m}" -cp "$project/tests/benchmarks/target/benchmarks/*")
if [[ -n ${jmh:-} ]]; then
  exec "${run[@]}" org.openjdk.jmh.Main "io.sluice.benchmarks.$jmh" "${@:2}"
fi
exec "${run[@]}" "-Dsluice.server.directory=$project/docker/target/server" \
  "-Dsluice.benchmarks.output=$project/tests/benchmarks/target/lanes-live" "io.sluice.benchmarks.$main" "${@:2}"
