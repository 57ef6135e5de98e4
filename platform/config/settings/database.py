"""Which PostgreSQL login this process is: the web's, which can only become an office, or the owner's."""

from typing import Any

import environ


def database_from_environment(env: environ.Env) -> dict[str, Any]:
    """Return Django's settings of the `default` connection.

    RANGKUL_DB_AS chooses between RANGKUL_WEB_URL (default) and RANGKUL_OWNER_URL. Without a URL the settings load
    (so that `--help` and checks without a database work) and the first query fails with a clear name.
    """
    login = env.str("RANGKUL_DB_AS", default="web")
    if login not in {"web", "owner"}:
        raise ValueError(f"RANGKUL_DB_AS is {login!r}; it must be 'web' or 'owner'.")
    url = env.str(f"RANGKUL_{login.upper()}_URL", default="")
    settings: dict[str, Any] = dict(env.db_url_config(url)) if url else {"NAME": f"set-RANGKUL_{login.upper()}_URL"}
    settings["ENGINE"] = "tenants.backend"
    settings["CONN_MAX_AGE"] = 60 if login == "web" else 0
    settings["CONN_HEALTH_CHECKS"] = True
    settings.setdefault("OPTIONS", {})
    settings["OPTIONS"].setdefault("application_name", f"rangkul-{login}")
    settings["OPTIONS"].setdefault("connect_timeout", 5)
    return settings
