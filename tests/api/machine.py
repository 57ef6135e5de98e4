"""A machine of the ministry or a province: where it asks, and how it comes to a token."""

import base64

from api.nation import clients

HOST = "api.localhost"
CASES = "/api/v1/indicators/cases"


def ask_token(door, added, **form):
    coded = base64.b64encode(f"{added.id}:{added.secret}".encode()).decode()
    body = {"grant_type": "client_credentials"} | form
    return door.post("/api/v1/token", body, headers={"authorization": f"Basic {coded}"})


def bearer(door, province=""):
    added = clients.add(name="Dasbor", scopes=["indicators:read"], province=province)
    answer = ask_token(door, added)
    assert answer.status_code == 200, answer.content
    return {"authorization": f"Bearer {answer.json()['access_token']}"}
