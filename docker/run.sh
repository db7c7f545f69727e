#!/usr/bin/env bash
# Starts the Sluice server in the foreground. See --help.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(dirname "$here")
server=${SLUICE_SERVER:-$here/target/server}
demo_jars=$project/tests/demo/target/demo

home=./sluice-home
smtp_port=2525
webadmin_port=8000
bind=127.0.0.1
hostname=localhost
dns=
heap=512m
demo=no
demo_options=()

usage() {
  cat <<'HELP'
Usage: docker/run.sh [option]...
       docker/run.sh classify [option]... [FILE|-]...    what replies mean; needs no server: see classify --help
       docker/run.sh outbox backup|restore|export|import [option]... FILE
                                                         copies of waiting mail, and moving it: see outbox --help
       docker/run.sh status|top|report [option]...       how a running server stands, and what it did: see each --help
       docker/run.sh diagnose DOMAIN [option]...         what Microsoft will see of a sender: see diagnose --help
       docker/run.sh diagnose --inbound DOMAIN [option]...
                                                         whether Exchange Online can bring mail to a domain

Starts James 3.8.1 with Sluice in the foreground; Ctrl-C stops it. Builds it first if it was not built yet.

  --home DIRECTORY       configuration and data (default: ./sluice-home); conf/ is copied there at the first start
                         and is yours from then on
  --smtp-port PORT       where mail is taken (default: 2525; 0: any free port)
  --webadmin-port PORT   where WebAdmin answers (default: 8000; 0: any free port)
  --bind ADDRESS         address that both listen on (default: 127.0.0.1)
  --hostname NAME        name in SMTP greetings and in EHLO to receivers (default: localhost)
  --dns HOST[:PORT]      name server to ask (default: those of the operating system)
  --heap SIZE            memory for Java objects (default: 512m)
  --demo [option]...     runs the demonstration instead; all options that follow are its own: see --demo --help
  --help                 this text

Mail is relayed for clients on this machine only: see <authorizedAddresses> in conf/smtpserver.xml.
HELP
}

wrong() {
  printf 'run.sh: %s\nTry: docker/run.sh --help\n' "$1" >&2
  exit 2
}

say() {
  printf 'run.sh: %s\n' "$1"
}

value() {
  [[ $# -ge 2 && -n $2 ]] || wrong "$1 needs a value"
  printf '%s' "$2"
}

port() {
  local number
  number=$(value "$@") || exit
  [[ $number =~ ^[0-9]{1,5}$ ]] && ((10#$number <= 65535)) || wrong "$1 is a number from 0 to 65535, not '$number'"
  printf '%s' "$((10#$number))"
}

case ${1:-} in
  classify | outbox | status | top | report | diagnose) command_line=yes ;;
  *) command_line=no ;;
esac

given=$#
while [[ $command_line == no ]] && (($# > 0)); do
  case $1 in
    --home) home=$(value "$@"); shift 2 ;;
    --smtp-port) smtp_port=$(port "$@"); shift 2 ;;
    --webadmin-port) webadmin_port=$(port "$@"); shift 2 ;;
    --bind) bind=$(value "$@"); shift 2 ;;
    --hostname) hostname=$(value "$@"); shift 2 ;;
    --dns) dns=$(value "$@"); shift 2 ;;
    --heap)
      heap=$(value "$@")
      [[ $heap =~ ^[1-9][0-9]*[kmgKMG]?$ ]] || wrong "--heap is a size such as 512m or 2g, not '$heap'"
      shift 2
      ;;
    --demo)
      (($# == given)) || wrong "--demo comes first; options of its own follow it"
      demo=yes
      demo_options=("${@:2}")
      break
      ;;
    --help) usage; exit 0 ;;
    *) wrong "unknown option '$1'" ;;
  esac
done

find_java() {
  if [[ -n ${JAVA_HOME:-} && -x $JAVA_HOME/bin/java ]]; then
    java=$JAVA_HOME/bin/java
  elif ! java=$(command -v java); then
    printf 'run.sh: no Java found; install JDK 17 or newer, or set JAVA_HOME\n' >&2
    exit 1
  fi
  local version
  version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.specification\.version = //p')
  if [[ ! $version =~ ^[0-9]+$ ]] || ((version < 17)); then
    printf 'run.sh: %s is Java %s; 17 or newer is needed\n' "$java" "$version" >&2
    exit 1
  fi
}

build_if_missing() {
  if [[ -d $server/lib && -d $server/conf && -d $server/extensions-jars ]]; then
    if [[ $demo == no || -d $demo_jars ]]; then
      return
    fi
    build "the demonstration" tests/demo "$demo_jars"
    return
  fi
  if [[ -n ${SLUICE_SERVER:-} ]]; then
    printf 'run.sh: SLUICE_SERVER=%s is not an assembled server\n' "$server" >&2
    exit 1
  fi
  if [[ $demo == yes ]]; then
    build "the server with the demonstration" tests/demo "$server"
  else
    build "the server" docker "$server"
  fi
}

# What, the module to build it with, and where it will be.
build() {
  if ! command -v mvn >/dev/null; then
    printf 'run.sh: no Maven found to build %s with; install Maven 3.8 or newer\n' "$1" >&2
    exit 1
  fi
  say "$1 was not built yet; building it (a few minutes the first time)"
  (cd "$project" && mvn -q -B -DskipTests package -pl "$2" -am)
  say "built $3"
}

# The jars always come from the server, as "drop them into extensions-jars" says; a link would do as well.
prepare_home() {
  mkdir -p "$home"
  home=$(cd "$home" && pwd)
  if [[ ! -d $home/conf ]]; then
    rm -rf "$home/conf.new"
    cp -R "$server/conf" "$home/conf.new"
    mv "$home/conf.new" "$home/conf"
    say "configuration copied to $home/conf"
  fi
  if [[ -L $home/extensions-jars || ! -e $home/extensions-jars ]]; then
    ln -sfn "$server/extensions-jars" "$home/extensions-jars"
  else
    say "using the jars in $home/extensions-jars"
  fi
}

# The commands beside the server. A few jars only, and little memory, so that they start fast.
run_command() {
  local jars=() jar name class_path memory=64m
  # Moving an outbox holds the envelope of a mail with all its recipients; a report up to 50,000 refusals.
  [[ $1 != outbox && $1 != report ]] || memory=256m
  for name in sluice-server picocli jackson-core jackson-databind jackson-annotations re2j apache-mime4j-core commons-io \
    commons-configuration2 commons-lang3 commons-text commons-logging jcl-over-slf4j guava slf4j-api logback postgresql \
    dnsjava apache-jspf-resolver failureaccess james-server-util; do
    for jar in "$server/lib/$name"*.jar; do
      [[ ! -e $jar ]] || jars+=("$jar")
    done
  done
  class_path=$(IFS=:; printf '%s' "${jars[*]}:$server/extensions-jars/*")
  local terminal=
  [[ ! -t 0 ]] || terminal+=in,
  [[ ! -t 1 ]] || terminal+=out,
  [[ ! -t 2 ]] || terminal+=err
  exec "$java" "-Xmx$memory" -XX:+UseSerialGC -Xshare:auto ${SLUICE_JAVA_OPTIONS:-} \
    "-Dsluice.cli.terminal=$terminal" -Dlogback.configurationFile=io/sluice/cli/logback.xml \
    -cp "$class_path" io.sluice.cli.CommandLineMain "$@"
}

find_java
if [[ $command_line == yes ]]; then
  # Its output may go into a file.
  build_if_missing >&2
  run_command "$@"
fi
build_if_missing

if [[ $demo == yes ]]; then
  terminal=()
  if [[ -t 1 && ${TERM:-dumb} != dumb ]]; then
    columns=$(tput cols 2>/dev/null) || columns=80
    terminal=("-Dsluice.demo.columns=$columns")
  fi
  exec "$java" -Xmx256m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "-Dsluice.server.directory=$server" \
    ${terminal[@]+"${terminal[@]}"} -cp "$demo_jars/*" io.sluice.demo.DemoMain ${demo_options[@]+"${demo_options[@]}"}
fi

prepare_home
properties=(
  "-Dworking.directory=$home"
  "-Dlogback.configurationFile=$home/conf/logback.xml"
  "-Dsluice.bind=$bind"
  "-Dsluice.webadmin.bind=$bind"
  "-Dsluice.smtp.port=$smtp_port"
  "-Dsluice.webadmin.port=$webadmin_port"
  "-Dsluice.hostname=$hostname"
)
if [[ -n $dns ]]; then
  properties+=("-Dsluice.dns.autodiscover=false" "-Dsluice.dns.server=$dns")
fi

say "starting James with Sluice; configuration and data are in $home"
cd "$home"
# exec: Ctrl-C and SIGTERM reach the server itself, and its exit code is ours.
exec "$java" "-Xmx$heap" -XX:+ExitOnOutOfMemoryError "${properties[@]}" ${SLUICE_JAVA_OPTIONS:-} \
  -cp "$server/lib/*" io.sluice.server.SluiceServerMain
