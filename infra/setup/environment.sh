#!/bin/sh
# Makes .venv from the system's Python 3.11 with exactly what requirements/dev.txt locks. Repeating it changes nothing.
set -eu
umask 022
mkdir -p .cache
exec 9>.cache/environment.lock
flock 9

stamp=.venv/.locked
here=$(pwd -P)
wanted="$here $(cat requirements/bootstrap.txt requirements/dev.txt | sha256sum | cut -d' ' -f1)"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    touch "$stamp"
    exit 0
fi

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

python=
for candidate in "${PYTHON:-}" python3.11 python3 /usr/bin/python3.11; do
    if [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || fail "Python 3.11 tidak ditemukan. Ketik: sudo apt-get install -y python3.11 python3.11-venv"

# A folder that was moved: the programs in .venv still name its old place.
if [ -f "$stamp" ] && [ "$(cut -d' ' -f1 "$stamp")" != "$here" ]; then
    rm -rf .venv
fi
if ! [ -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    echo "Menyiapkan Python (.venv)"
    if "$python" -c 'import ensurepip' 2>/dev/null; then
        "$python" -m venv --clear .venv
    elif [ "$(id -u)" -eq 0 ] || ! sh infra/setup/pip.sh "$python"; then
        sh infra/setup/debian.sh python3.11-venv
        "$python" -m venv --clear .venv
    fi
fi
if ! .venv/bin/uv --version >/dev/null 2>&1; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt ||
        fail "Paket 'uv' tidak dapat diambil. Periksa sambungan ke indeks paket Python, lalu ulangi: make"
fi
echo "Memasang paket Python sesuai kunci"
export VIRTUAL_ENV="$here/.venv"
# Where the machine keeps its own list of certificates, an office's proxy may be in it; a bare machine has none.
if [ -s /etc/ssl/certs/ca-certificates.crt ]; then
    export UV_SYSTEM_CERTS=1
fi
.venv/bin/uv pip sync --quiet --require-hashes requirements/dev.txt ||
    fail "Paket Python tidak dapat dipasang. Periksa sambungan ke indeks paket Python, lalu ulangi: make"
.venv/bin/uv pip install --quiet --no-deps --no-build-isolation --offline --editable .
printf '%s\n' "$wanted" >"$stamp"
