"""Gives pytest its PostgreSQL before Django reads its settings. Named in pyproject.toml: `pytest FOLDER` suffices.

A run in several processes (`-n auto`) has a server for each of them: roles are the whole server's, and tests make some.
"""

import os
from collections.abc import Generator
from contextlib import ExitStack

import pytest

from infra.postgres.errors import PostgresError
from infra.postgres.for_tests import environment_for_tests, server_is_given

AT_MOST = 4
"""Processes of one run; each has its PostgreSQL, its web servers and now and then a Chromium."""


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Start the test server around the loading of settings, and stop it with the session."""
    if not _only_hands_out(early_config):
        kept = ExitStack()
        early_config.add_cleanup(kept.close)
        try:
            os.environ.update(kept.enter_context(environment_for_tests()))
        except PostgresError as problem:
            raise pytest.UsageError(str(problem)) from None
    return (yield)


def _only_hands_out(config: pytest.Config) -> bool:
    """Whether this process runs no test itself but has others run them."""
    asked = config.known_args_namespace
    if not asked.numprocesses or asked.usepdb or "PYTEST_XDIST_WORKER" in os.environ:
        return False
    if asked.numprocesses == "auto":
        return pytest_xdist_auto_num_workers() > 0
    if server_is_given():
        raise pytest.UsageError("several processes cannot share the server that was given: leave out -n")
    return True


def pytest_xdist_auto_num_workers() -> int:
    """How many processes `-n auto` means; 0 is this one alone, as on a given server, which only one can work on."""
    processors = len(os.sched_getaffinity(0))
    return 0 if server_is_given() or processors == 1 else min(processors, AT_MOST)
