#!/bin/sh
# Installs the Debian packages named: by itself where it may (root on Debian), else says what to type and fails.
set -eu
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    printf 'Belum terpasang: %s. Ketik: sudo apt-get install -y %s\n' "$*" "$*" >&2
    exit 1
fi
echo "Memasang dari Debian: $*"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "$@" >/dev/null
