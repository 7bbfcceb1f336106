#!/usr/bin/env bash
# Runs a command beside a PostgreSQL server of its own: with-postgres.sh [--durable] COMMAND [ARG...]
#
# The server listens on a free loopback port, keeps its files in a scratch folder and is gone,
# files and all, when the command ends. GATEPOST_TEST_POSTGRES_URL tells the command where it is;
# its user may create databases. Without --durable nothing is synced to disk: right for tests,
# wrong for figures.
source "$(dirname "$0")/env.sh"

durability=off
if [ "$1" = --durable ]; then
    durability=on
    shift
fi

bin=$(scripts/postgres-folder.sh)
[ -n "$bin" ] || die "PostgreSQL's programs are missing: scripts/install/postgresql.sh brings them."

# PostgreSQL refuses to run as root.
as_owner=()
if [ "$(id -u)" -eq 0 ]; then
    owner=postgres
    getent passwd "$owner" >/dev/null || owner=nobody
    as_owner=(runuser -u "$owner" --)
fi

# The owner may not be able to stand in the folder this was called from.
postgres() {
    (cd / && "${as_owner[@]}" "$@")
}

folder=$(mktemp -d)
cluster=$folder/cluster
stop() {
    postgres "$bin/pg_ctl" --pgdata="$cluster" --mode=immediate --silent stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '%s\n' "$password" >"$folder/password"
[ ${#as_owner[@]} -eq 0 ] || chown -R "$owner" "$folder"
postgres "$bin/initdb" --pgdata="$cluster" --username=gatepost --pwfile="$folder/password" \
    --auth=scram-sha-256 --encoding=UTF8 --no-locale --no-sync >"$folder/initdb.log" 2>&1 ||
    die "initdb failed: $(cat "$folder/initdb.log")"

free_port() {
    node -e '
        const server = require("node:net").createServer();
        server.listen(0, "127.0.0.1", () => {
            console.log(server.address().port);
            server.close();
        });'
}

# Somebody else may take the port in between, so a start may need a second try.
start() {
    port=$(free_port)
    cat <<CONF | postgres tee "$cluster/conf.d.conf" >/dev/null
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = ''
max_connections = 300
fsync = $durability
synchronous_commit = $durability
full_page_writes = $durability
CONF
    postgres "$bin/pg_ctl" --pgdata="$cluster" --log="$cluster/server.log" --silent --wait start >/dev/null
}
echo "include = 'conf.d.conf'" | postgres tee -a "$cluster/postgresql.conf" >/dev/null
start || start || start || die "PostgreSQL does not start: $(tail -n 5 "$cluster/server.log")"

export GATEPOST_TEST_POSTGRES_URL="postgres://gatepost:$password@127.0.0.1:$port/postgres"
"$@"
