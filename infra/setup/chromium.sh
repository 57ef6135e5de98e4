#!/bin/sh
# The browser journeys drive Debian's Chromium: install it where that is allowed, else say what to type.
set -eu
command -v chromium >/dev/null 2>&1 || sh infra/setup/debian.sh chromium fonts-liberation
