#!/bin/sh
# What tests need beside Python: Chromium for the browser journeys, git for the tests of the house, Redis for those of
# the product with REDIS_URL. Installed where that is allowed, else it says what to type.
set -eu
missing=
command -v chromium >/dev/null 2>&1 || missing="chromium fonts-liberation"
command -v git >/dev/null 2>&1 || missing="$missing git"
command -v redis-server >/dev/null 2>&1 || missing="$missing redis-server"
# shellcheck disable=SC2086 - several words
[ -z "$missing" ] || sh infra/setup/debian.sh $missing
