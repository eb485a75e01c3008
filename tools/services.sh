#!/usr/bin/env bash
# Usage: tools/services.sh start [--install] | stop | status | env
#
# Runs PostgreSQL and RabbitMQ for development and tests, on loopback only, from var/services and on ports of their own:
#   HUXIN_PG_PORT (25432), HUXIN_AMQP_PORT (25772; the next two ports serve Erlang's distribution and its port mapper).
# start      starts what does not run yet and waits until it answers; --install first installs missing Debian packages
# stop       stops what start started, by process id
# status     exits 0 when both answer
# env        prints HUXIN_TEST_POSTGRES_URL and HUXIN_TEST_AMQP_URL as shell exports
# Whatever PostgreSQL or RabbitMQ the system itself runs stays untouched. As root, both run as an unprivileged user.
source "$(dirname "$0")/common.sh"

PG_PORT="${HUXIN_PG_PORT:-25432}"
AMQP_PORT="${HUXIN_AMQP_PORT:-25772}"
DIST_PORT=$((AMQP_PORT + 1))
EPMD_PORT=$((AMQP_PORT + 2))
LINK="$HUXIN_ROOT/var/services"
RABBIT_BIN=/usr/lib/rabbitmq/bin
PG_BIN="$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)"
[ -n "$PG_BIN" ] || PG_BIN="$(dirname "$(command -v initdb || echo /nowhere/initdb)")"

RUN_AS=()
if [ "$(id -u)" = 0 ]; then
  SERVICE_USER=nobody
  if id postgres >/dev/null 2>&1; then SERVICE_USER=postgres; fi
  RUN_AS=(runuser -u "$SERVICE_USER" --)
fi

# Where the servers keep their files: var/services, or a folder under the temporary one that var/services points to when
# the unprivileged user cannot reach the checkout (a checkout below /root) or its path is too long for a socket.
prepare_home() {
  mkdir -p "$HUXIN_ROOT/var"
  if [ ! -e "$LINK" ]; then
    mkdir -p "$LINK"
    if [ ${#RUN_AS[@]} -gt 0 ]; then
      chown "$SERVICE_USER" "$LINK"
      if ! "${RUN_AS[@]}" test -w "$LINK"; then
        rmdir "$LINK"
        local elsewhere
        elsewhere="$(mktemp -d "/var/tmp/huxin-services-XXXXXX")"
        chown "$SERVICE_USER" "$elsewhere"
        ln -s "$elsewhere" "$LINK"
      fi
    fi
  fi
  SERVICES_HOME="$(readlink -f "$LINK")"
}

alive() { [ -r "$1" ] && kill -0 "$(head -1 "$1")" 2>/dev/null; }

port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Run a command with a clean environment as the unprivileged user, from its own folder.
as_service() {
  (cd "$SERVICES_HOME" && exec "${RUN_AS[@]}" env -i PATH="$PG_BIN:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin" LANG=C.UTF-8 HOME="$SERVICES_HOME/rabbitmq" \
    ERL_EPMD_PORT="$EPMD_PORT" ERL_EPMD_ADDRESS=127.0.0.1 \
    RABBITMQ_NODENAME="huxin$AMQP_PORT@localhost" RABBITMQ_DIST_PORT="$DIST_PORT" RABBITMQ_CONF_ENV_FILE=/dev/null \
    RABBITMQ_CONFIG_FILE="$SERVICES_HOME/rabbitmq/rabbitmq.conf" RABBITMQ_ENABLED_PLUGINS_FILE="$SERVICES_HOME/rabbitmq/enabled_plugins" \
    RABBITMQ_MNESIA_BASE="$SERVICES_HOME/rabbitmq/data" RABBITMQ_LOG_BASE="$SERVICES_HOME/rabbitmq/log" \
    RABBITMQ_SCHEMA_DIR="$SERVICES_HOME/rabbitmq/schema" RABBITMQ_GENERATED_CONFIG_DIR="$SERVICES_HOME/rabbitmq/config" \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} +S 2:2" "$@")
}

postgres_answers() { as_service "$PG_BIN/pg_isready" -q -h 127.0.0.1 -p "$PG_PORT"; }
rabbit_answers() { port_open "$AMQP_PORT" && as_service "$RABBIT_BIN/rabbitmqctl" --quiet await_startup --timeout 10; }

start_postgres() {
  if alive "$SERVICES_HOME/postgres/postmaster.pid" && postgres_answers; then return 0; fi
  if port_open "$PG_PORT"; then die "Port $PG_PORT is taken by another program; set HUXIN_PG_PORT."; fi
  if [ ! -s "$SERVICES_HOME/postgres/PG_VERSION" ]; then
    # Only loopback reaches this server and it holds test data, so it trusts its one user.
    as_service "$PG_BIN/initdb" -D "$SERVICES_HOME/postgres" -U huxin --auth=trust -E UTF8 --locale=C.UTF-8 >"$SERVICES_HOME/initdb.log" 2>&1 ||
      die "initdb failed; see $SERVICES_HOME/initdb.log"
  fi
  as_service "$PG_BIN/pg_ctl" -D "$SERVICES_HOME/postgres" -l "$SERVICES_HOME/postgres.log" -W start \
    -o "-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c port=$PG_PORT -c max_connections=300 -c shared_buffers=128MB" >/dev/null </dev/null
  wait_for 60 "PostgreSQL answers on 127.0.0.1:$PG_PORT" postgres_answers || die "PostgreSQL did not answer within 60 s; see $SERVICES_HOME/postgres.log"
  as_service "$PG_BIN/psql" -qAt -h 127.0.0.1 -p "$PG_PORT" -U huxin -d postgres -c "SELECT 1 FROM pg_database WHERE datname = 'huxin'" | grep -q 1 ||
    as_service "$PG_BIN/createdb" -h 127.0.0.1 -p "$PG_PORT" -U huxin huxin
}

rabbit_config() {
  as_service mkdir -p rabbitmq/data rabbitmq/log rabbitmq/schema rabbitmq/config
  as_service sh -c 'cat >rabbitmq/rabbitmq.conf; echo "[]." >rabbitmq/enabled_plugins' <<CONF
listeners.tcp.local = 127.0.0.1:$AMQP_PORT
default_user = huxin
default_pass = huxin
loopback_users.huxin = true
vm_memory_high_watermark.absolute = 1GB
disk_free_limit.absolute = 100MB
log.file.level = warning
CONF
}

start_rabbit() {
  if alive "$SERVICES_HOME/rabbitmq/pid" && rabbit_answers; then return 0; fi
  if port_open "$AMQP_PORT"; then die "Port $AMQP_PORT is taken by another program; set HUXIN_AMQP_PORT."; fi
  rabbit_config
  # Erlang reserves memory for as many files as it may open; in containers that limit can be a thousand million.
  if [ "$(ulimit -n)" = unlimited ] || [ "$(ulimit -n)" -gt 65536 ]; then ulimit -n 65536; fi
  if ! port_open "$EPMD_PORT"; then
    as_service sh -c 'echo $$ >epmd.pid; exec epmd -port "$ERL_EPMD_PORT" -address 127.0.0.1' >/dev/null 2>&1 </dev/null &
    wait_for 10 "" port_open "$EPMD_PORT" || die "epmd did not start on port $EPMD_PORT"
  fi
  as_service env RABBITMQ_PID_FILE="$SERVICES_HOME/rabbitmq/pid" setsid "$RABBIT_BIN/rabbitmq-server" >"$SERVICES_HOME/rabbitmq.log" 2>&1 </dev/null &
  local server=$!
  wait_for 120 "" rabbit_answers_or_ended "$server" && rabbit_answers ||
    die "RabbitMQ did not start within 120 s; see $SERVICES_HOME/rabbitmq.log"
  say "RabbitMQ answers on 127.0.0.1:$AMQP_PORT"
}

rabbit_answers_or_ended() { rabbit_answers || ! kill -0 "$1" 2>/dev/null; }

stop_pid() {
  local pid
  alive "$1" || return 0
  pid="$(head -1 "$1")"
  kill -"$3" "$pid"
  wait_for 60 "$2 has ended" sh -c "! kill -0 $pid" || die "$2 (process $pid) did not end within 60 s"
}

case "${1:-}" in
  start)
    if [ "${2:-}" = --install ]; then apt_install postgresql rabbitmq-server chromium fonts-noto-cjk libatomic1; exec "$0" start; fi
    [ -x "$PG_BIN/initdb" ] || die "PostgreSQL's programs are not installed; \`make services\` installs them on Debian as root."
    [ -x "$RABBIT_BIN/rabbitmq-server" ] || die "RabbitMQ is not installed; \`make services\` installs it on Debian as root."
    prepare_home
    start_postgres
    start_rabbit
    ;;
  stop)
    [ -e "$LINK" ] || exit 0
    prepare_home
    stop_pid "$SERVICES_HOME/rabbitmq/pid" RabbitMQ TERM
    stop_pid "$SERVICES_HOME/epmd.pid" "Erlang's port mapper" TERM
    stop_pid "$SERVICES_HOME/postgres/postmaster.pid" PostgreSQL INT
    ;;
  status)
    [ -e "$LINK" ] || exit 1
    prepare_home
    alive "$SERVICES_HOME/postgres/postmaster.pid" && postgres_answers && alive "$SERVICES_HOME/rabbitmq/pid" && rabbit_answers
    ;;
  env)
    echo "export HUXIN_TEST_POSTGRES_URL=postgresql+psycopg2://huxin@127.0.0.1:$PG_PORT/huxin"
    echo "export HUXIN_TEST_AMQP_URL=amqp://huxin:huxin@127.0.0.1:$AMQP_PORT//"
    ;;
  -h | --help) usage "$0" ;;
  *) usage "$0" >&2; exit 2 ;;
esac
