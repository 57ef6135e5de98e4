"""Logging in and out, one's own password and settings, the language, and whether the office is there at all."""

from tests.isolation.probe import MEMBERS, In, Kept, Probe, access, anybody, everyone
from tests.isolation.things import PASSWORD

OWN = "it is this person's own, whoever they are"
HOME = Kept(302, "Location: /")

PROBES = [
    Probe("health", "GET", anybody(why="says nothing but that it works"), says=lambda side: ['{"status": "ok"}']),
    Probe(
        "account_login",
        "GET",
        access(
            door={"anonymous": In(), "former": In(), "newcomer": HOME},
            **dict.fromkeys(MEMBERS, HOME),  # whoever is in already has nothing to do here
        ),
        says=lambda side: [side.marker, 'name="password"'],
    ),
    Probe(
        "account_login",
        "POST",
        access(door={"anonymous": In(), "former": In(), "newcomer": HOME}, **dict.fromkeys(MEMBERS, HOME)),
        body=lambda things: {"login": "worker", "password": PASSWORD, "next": "/setelan/"},
        status=302,
        says=lambda side: ["Location: /setelan/", "rangkul_session="],
        changes=("django_session",),
    ),
    Probe(
        "account_logout",
        "GET",
        {**everyone(why=OWN), "newcomer": In()},
        status=302,
        says=lambda side: ["/setelan/"],
        note="shows where the button is",
    ),
    Probe(
        "account_logout",
        "POST",
        {**everyone(why=OWN), "newcomer": In()},
        status=303,
        says=lambda side: ["/masuk/"],
        changes=("django_session",),
    ),
    Probe("signed_in", "GET", everyone(why=OWN)),
    Probe("account_change_password", "GET", {**everyone(why=OWN), "newcomer": In()}),
    Probe(
        "account_change_password",
        "POST",
        {**everyone(why=OWN), "newcomer": In()},
        body=lambda things: {"current": PASSWORD, "new": "jembatan hijau tua", "again": "jembatan hijau tua"},
        status=303,
        says=lambda side: ["Location: /"],
        changes=("accounts_staff",),
    ),
    Probe("settings", "GET", everyone(why=OWN)),
    Probe(
        "settings",
        "POST",
        everyone(why=OWN),
        body=lambda things: {"language": "en", "look": "dark"},
        status=303,
        says=lambda side: ["/setelan/"],
        changes=("accounts_staff",),
    ),
    Probe(
        "language",
        "POST",
        anybody(why="a page can be read in either language before logging in"),
        body=lambda things: {"language": "en", "next": "/masuk/"},
        status=303,
        says=lambda side: ["rangkul_language=en"],
    ),
]
