#!/bin/sh
# Installs the front-end packages of package-lock.json with the Node that .venv holds. No package's script is run.
set -eu
umask 022
exec 9>.cache/packages.lock
flock 9
stamp=node_modules/.locked
wanted=$(sha256sum package-lock.json | cut -d' ' -f1)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    touch "$stamp"
    exit 0
fi
echo "Memasang paket tampilan sesuai kunci"
export NODE_USE_SYSTEM_CA=1
PATH="$(pwd -P)/.venv/bin:$PATH" npm ci --ignore-scripts --silent || {
    echo "Paket tampilan tidak dapat dipasang. Periksa sambungan ke indeks paket npm, lalu ulangi: make" >&2
    exit 1
}
printf '%s\n' "$wanted" >"$stamp"
