"""Addresses of databases, in the one form that libpq and Django's settings both read."""

from urllib.parse import parse_qs, quote, urlencode, urlsplit, urlunsplit


def address(*, user: str, password: str, database: str, host: str, port: int = 5432) -> str:
    """Return a `postgresql://` address. A `host` that is a folder (a Unix socket's) stands in the query."""
    who = f"{quote(user, safe='')}:{quote(password, safe='')}"
    if host.startswith("/"):
        return f"postgresql://{who}@/{quote(database, safe='')}?{urlencode({'host': host, 'port': port})}"
    return f"postgresql://{who}@{host}:{port}/{quote(database, safe='')}"


def with_login(url: str, *, user: str, password: str, database: str) -> str:
    """Return `url` for another login and database of the same server; its options (TLS and so on) stay."""
    parts = urlsplit(url)
    server = parts.netloc.rpartition("@")[2]
    who = f"{quote(user, safe='')}:{quote(password, safe='')}"
    options = {name: values for name, values in parse_qs(parts.query).items() if name not in {"user", "password"}}
    query = urlencode(options, doseq=True)
    return urlunsplit(("postgresql", f"{who}@{server}", f"/{quote(database, safe='')}", query, ""))


def without_password(url: str) -> str:
    """Return `url` fit for a message: nobody's password in it."""
    parts = urlsplit(url)
    who, _, server = parts.netloc.rpartition("@")
    shown = f"{who.partition(':')[0]}@{server}" if who else server
    return urlunsplit((parts.scheme, shown, parts.path, "", ""))
