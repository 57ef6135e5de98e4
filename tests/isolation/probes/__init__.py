"""Every probe there is: one for each route and method."""

from tests.isolation.probes import (
    account,
    api,
    approving,
    casework,
    drafts,
    letters,
    library,
    moving,
    office,
    referrals,
    reports,
    sops,
)

PROBES = [
    probe
    for area in (account, office, sops, drafts, approving, library, moving, reports, casework, letters, referrals, api)
    for probe in area.PROBES
]
READS = [probe for probe in PROBES if probe.method == "GET"]
POSTS = [probe for probe in PROBES if probe.method != "GET"]
