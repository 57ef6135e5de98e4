"""The count before and after a handover: a matter counts once, for the office that has it."""

import time
from datetime import datetime
from typing import Any

from infra.demo.check.between import DIRECT, FROM, PATIENCE, accepted, arrived, ours_becomes, send
from infra.demo.check.browser import Browser
from infra.demo.check.casepage import CasePage
from infra.demo.check.clock import within_one
from infra.demo.check.deadlines import zone_of
from infra.demo.check.intake import open_case
from infra.demo.check.report import Scene, want
from infra.demo.check.stage import Stage

TO, RECEIVER = "banyuwangi", "wulan"
LEAST = 5
"""A smaller number never leaves the platform."""


def _this_month() -> str:
    return f"{datetime.now(zone_of(FROM)):%Y-%m}"


def _settled(stage: Stage) -> dict[str, Any]:
    """What is counted once every fact has been carried: nation = sum of offices = sum of cases."""
    end = time.monotonic() + PATIENCE
    while not (found := stage.operator.counts())["agrees"] or found["unsent"]:
        want(time.monotonic() < end, f"the counts never agree: {found}")
        time.sleep(1.0)
    return found


def _of(found: dict[str, Any], code: str, month: str) -> int:
    """How many matters of a month the nation counts for an office."""
    office = next(office for office in found["offices"] if office["code"] == code)
    return sum(int(one["nation"]) for one in office["months"] if one["month"] == month)


def counted_once(stage: Stage) -> str:
    """Before: Salatiga's. After: Banyuwangi's. The nation's number stays, and both offices still find the matter."""
    ours, theirs = stage.codes[FROM], stage.codes[TO]
    month, work = within_one(_this_month, lambda: open_case(stage, DIRECT, region=theirs))
    before = _settled(stage)
    there = accepted(
        stage, arrived(stage, send(stage, work, "pelimpahan", to=TO), at=TO, by=RECEIVER), at=TO, by=RECEIVER
    )
    ours_becomes(stage, work, "Dilimpahkan")
    after = _settled(stage)
    want(after["nation"] == before["nation"], f"the nation counts {before['nation']} before, {after['nation']} after")
    moved = {code: _of(after, code, month) - _of(before, code, month) for code in (ours, theirs)}
    want(moved == {ours: -1, theirs: 1}, f"in {month} the offices' numbers changed by {moved}")
    numbers = [CasePage(stage.at(slug, by).get(address)).number
               for slug, by, address in ((FROM, DIRECT.by, work.address), (TO, RECEIVER, there))]  # fmt: skip
    for (slug, by), number in zip(((FROM, DIRECT.by), (TO, RECEIVER)), numbers, strict=True):
        listed = stage.at(slug, by).get(f"/kasus/?q={number}")
        want(listed.says(number), f"{slug} no longer finds {number}")
    published = _published(stage, after, month)
    return (
        f"{month}: Salatiga {_of(before, ours, month)} lalu {_of(after, ours, month)}, Banyuwangi "
        f"{_of(before, theirs, month)} lalu {_of(after, theirs, month)}, nasional tetap {after['nation']}; {published}"
    )


def _published(stage: Stage, counted: dict[str, Any], month: str) -> str:
    """What machines read says the same, or says that it is withheld."""
    stage.operator.publish()
    with stage.operator.machine("Pemeriksaan demo") as (client, secret), Browser(
        host="api.localhost", port=stage.port, transport=stage.transport
    ) as browser:  # fmt: skip
        rows = _asked(browser, client, secret, month)
    numbers = {office["code"]: _of(counted, office["code"], month) for office in counted["offices"]}
    numbers = {"ID": sum(numbers.values()), **numbers}
    said = [_agrees(area, rows.get(area), number) for area, number in numbers.items()]
    return "API: " + ", ".join(filter(None, said))


def _agrees(area: str, row: dict[str, Any] | None, number: int) -> str:
    """The published number is the counted one, or withheld and said to be; return area and number as they are shown."""
    want((row is None) == (number == 0), f"{area} has {number}, the API says {row}")
    if row is None:
        return ""
    withheld = row["cases"] is None and row["suppressed"]
    want(withheld or row["cases"] == number, f"{area} has {number}, the API says {row}")
    want(number >= LEAST or withheld, f"{area} has {number}, and the API tells it: {row}")
    return f"{area} {row['shown']}"


def _asked(browser: Browser, client: str, secret: str, month: str) -> dict[str, Any]:
    token = browser.client.post(
        "/api/v1/token", auth=(client, secret), data={"grant_type": "client_credentials"}
    ).raise_for_status().json()  # fmt: skip
    headers = {"Authorization": f"Bearer {token['access_token']}", "Accept": "application/json"}
    rows: dict[str, Any] = {}
    for level in ("nation", "regency"):
        asked = {"month": month, "by": level, "limit": "5000"}
        answer = browser.client.get("/api/v1/indicators/cases", params=asked, headers=headers).raise_for_status()
        rows |= {row["area"]: row for row in answer.json()["results"]}
    return rows


SCENES: list[Scene] = [("Dihitung satu kali, sebelum dan sesudah pelimpahan", counted_once)]
