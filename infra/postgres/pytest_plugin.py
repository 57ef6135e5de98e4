"""Gives pytest its PostgreSQL before Django reads its settings. Named in pyproject.toml: `pytest FOLDER` suffices."""

import os
from collections.abc import Generator
from contextlib import ExitStack

import pytest

from infra.postgres.errors import PostgresError
from infra.postgres.for_tests import environment_for_tests


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Start the test server around the loading of settings, and stop it with the session."""
    kept = ExitStack()
    early_config.add_cleanup(kept.close)
    try:
        os.environ.update(kept.enter_context(environment_for_tests()))
    except PostgresError as problem:
        raise pytest.UsageError(str(problem)) from None
    return (yield)
