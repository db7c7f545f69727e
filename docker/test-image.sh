#!/usr/bin/env bash
# Tests docker/Dockerfile on a Debian 12 machine without a container engine and without a registry: installs Debian's
# engine and starts it by hand, makes a base image from Debian packages, builds the image from the assembled server and
# checks it. Needs root and "mvn package". Everything it makes is under one directory, and is removed at the end.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
[[ $EUID == 0 ]] || { echo "test-image.sh: must be run as root" >&2; exit 2; }
[[ -d $project/docker/target/server/lib ]] || { echo "test-image.sh: run 'mvn package' first" >&2; exit 2; }

work=$(mktemp -d "${TMPDIR:-/tmp}/sluice-image.XXXXXX")
docker=(/usr/bin/docker -H "unix://$work/docker.sock")
export DOCKER_BUILDKIT=1 DOCKER_CONFIG=$work/config
engine=
bridge_was_there=$(ip link show docker0 2>/dev/null || true)

clean_up() {
  local status=$?
  if [[ -n $engine ]]; then
    "${docker[@]}" rm -f sluice-test >/dev/null 2>&1 || true
    kill "$engine" 2>/dev/null || true
    wait "$engine" 2>/dev/null || true
    [[ -n $bridge_was_there ]] || ip link delete docker0 2>/dev/null || true
  fi
  if ((status != 0)); then
    echo "test-image.sh: FAILED; the last lines of the engine:" >&2
    tail -n 20 "$work/engine.log" >&2 2>/dev/null || true
  fi
  rm -rf --one-file-system "$work" 2>/dev/null || true
  exit "$status"
}
trap clean_up EXIT

step() { printf '== %s\n' "$1"; }
fail() { printf 'test-image.sh: %s\n' "$1" >&2; exit 1; }

# Runs a command until it succeeds, for at most that many seconds.
eventually() {
  local seconds=$1 end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || fail "not within $seconds s: $*"
    sleep 0.5
  done
}

healthy() { [[ $("${docker[@]}" inspect -f '{{.State.Health.Status}}' sluice-test) == healthy ]]; }

# WebAdmin, from outside of the container.
webadmin() { curl -fsS --max-time 10 "http://127.0.0.1:18000$1"; }

# One mail by SMTP, from outside of the container.
send_mail() {
  curl -fsS --max-time 30 --url smtp://127.0.0.1:12525 --mail-from sender@localhost --mail-rcpt "$1" \
    --upload-file - <<<$'Subject: image test\r\n\r\nBody\r'
}

queued() { webadmin /mailQueues/test | grep -q '"size":1[,}]'; }
stored() { webadmin /mailRepositories/var%2Fmail%2Fkept | grep -q '"size":1[,}]'; }

step "engine"
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends docker.io iptables iproute2 debootstrap \
  curl ca-certificates >/dev/null
mkdir -p "$work/config"
dockerd -H "unix://$work/docker.sock" --data-root "$work/data" --exec-root "$work/exec" \
  --pidfile "$work/engine.pid" >"$work/engine.log" 2>&1 &
engine=$!
eventually 60 "${docker[@]}" info

step "base image: Debian with its Java 17 runtime"
mirror=$(sed -n -E 's#^(URIs: |deb )(\[[^]]*\] )?(https?://[^ ]*/debian)/?( .*)?$#\3#p' \
  /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -n 1) || true
[[ -n $mirror ]] || fail "no Debian mirror is named in /etc/apt"
debootstrap --variant=minbase --include=openjdk-17-jre-headless,ca-certificates-java bookworm "$work/rootfs" \
  "$mirror" >"$work/debootstrap.log" 2>&1 ||
  { tail -n 20 "$work/debootstrap.log" >&2; fail "debootstrap failed"; }
tar -C "$work/rootfs" -c . | "${docker[@]}" import - sluice-base:test >/dev/null
rm -rf "$work/rootfs"

step "build"
"${docker[@]}" build -q --network none -f "$project/docker/Dockerfile" --build-arg SERVER=prebuilt \
  --build-arg RUNTIME_IMAGE=sluice-base:test -t sluice:test "$project"
"${docker[@]}" images --format '{{.Repository}} {{.Size}}' sluice:test

step "start"
# The pipeline of the test needs no Internet: one domain is stored, everything else waits in a queue for a dead gateway.
mkdir -p "$work/server"
cp -R "$project/james-conf" "$work/server/conf"
cat >"$work/server/conf/mailetcontainer.xml" <<'XML'
<mailetcontainer enableJmx="false">
  <context><postmaster>postmaster</postmaster></context>
  <spooler><threads>4</threads><errorRepository>file://var/mail/error/</errorRepository></spooler>
  <processors>
    <processor state="root">
      <mailet match="All" class="ToProcessor"><processor>transport</processor></mailet>
    </processor>
    <processor state="error">
      <mailet match="All" class="ToRepository"><repositoryPath>file://var/mail/error/</repositoryPath></mailet>
    </processor>
    <processor state="transport">
      <mailet match="All" class="RemoveMimeHeader"><name>bcc</name></mailet>
      <mailet match="HostIs=stored.example" class="ToRepository">
        <repositoryPath>file://var/mail/kept/</repositoryPath>
      </mailet>
      <mailet match="All" class="RemoteDelivery">
        <outgoing>test</outgoing>
        <gateway>127.0.0.1</gateway>
        <gatewayPort>1</gatewayPort>
        <delayTime>1 hour</delayTime>
        <maxRetries>1</maxRetries>
      </mailet>
    </processor>
  </processors>
</mailetcontainer>
XML
chown -R 10001:10001 "$work/server"
chmod 755 "$work"
"${docker[@]}" run -d --name sluice-test -p 127.0.0.1:12525:2525 -p 127.0.0.1:18000:8000 \
  -e SLUICE_RELAY_NETWORKS=127.0.0.0/8,172.16.0.0/12 -e SLUICE_HOSTNAME=mail.test \
  -v "$work/server:/data" sluice:test >/dev/null
eventually 120 healthy
echo "healthy"

step "runs as an ordinary user"
user=$("${docker[@]}" exec sluice-test id -u)
[[ $user == 10001 ]] || fail "the server runs as user $user"

step "takes mail"
send_mail someone@stored.example
send_mail someone@queued.example
eventually 30 stored
eventually 30 queued

step "keeps its data over a stop"
started=$SECONDS
"${docker[@]}" stop -t 30 sluice-test >/dev/null
echo "stopped in $((SECONDS - started)) s"
code=$("${docker[@]}" inspect -f '{{.State.ExitCode}}' sluice-test)
[[ $code == 143 ]] || fail "stopped with exit code $code, not by SIGTERM"
[[ ! -e $work/server/run/ports.properties ]] || fail "it did not stop cleanly: run/ports.properties is left"
"${docker[@]}" start sluice-test >/dev/null
eventually 120 healthy
stored || fail "the stored mail is lost"
queued || fail "the queued mail is lost"

step "keeps its data when it is killed"
"${docker[@]}" kill sluice-test >/dev/null
"${docker[@]}" start sluice-test >/dev/null
eventually 120 healthy
eventually 10 stored
eventually 10 queued

step "starts on the shipped configuration, with an empty volume"
"${docker[@]}" rm -f sluice-test >/dev/null
"${docker[@]}" run -d --name sluice-test sluice:test >/dev/null
eventually 120 healthy

echo "The image is good."
