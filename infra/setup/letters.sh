#!/bin/sh
# What sets letters in type beside Python: Pango. Asked of the linker, so that it does not matter who installed it.
set -eu
if ! .venv/bin/python -c 'import ctypes
for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libfontconfig.so.1"):
    ctypes.CDLL(name)' 2>/dev/null; then
    sh infra/setup/debian.sh libpango-1.0-0 libpangoft2-1.0-0
fi
