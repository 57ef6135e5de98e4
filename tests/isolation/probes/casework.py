"""One case: its page, its steps, its people and papers. There for the lanes of its SOP, not found for everyone else."""

from typing import Any

from tests.isolation.probe import IN_THE_SOP, Kept, Probe, case, numbers, some, turn
from tests.isolation.sheet import OWED
from tests.isolation.things import FORM, CaseThings, Things
from tests.isolation.world import Side

TURN = turn("giliran")


def page_of(name: str):
    """An address that begins with the case's own."""
    return lambda side: [f": /kasus/{side.things.cases[name].id}/"]


def seen(name: str, **more: str):
    """A body that says at which state of the case its page was read."""
    return lambda things: {"seen": str(things.cases[name].revision), **more}


def of_running(things: Things) -> CaseThings:
    return things.cases["running"]


def respondent(things: Things) -> dict[str, Any]:
    """Somebody who may be taken off the case: the only victim may not."""
    running = of_running(things)
    return {"case_id": running.id, "person_id": running.people["respondent"]}


def taken_off(things: Things) -> dict[str, Any]:
    """An incident that was taken off the case."""
    return {"case_id": of_running(things).id, "incident_id": of_running(things).incident_off}


def limit(things: Things) -> dict[str, Any]:
    """The limit of the SOP over several steps, as it runs in a case."""
    return {"case_id": of_running(things).id, "limit": "akhir"}


def looked(route: str, name: str, *more: str) -> Probe:
    """The address of something that is done: opened in the address bar it leads back to the case."""
    return Probe(route, "GET", IN_THE_SOP, url=case(name, *more), status=303, says=page_of(name))


def read(route: str, name: str, *more: str) -> Probe:
    """A page of the case."""
    return Probe(route, "GET", IN_THE_SOP, url=case(name, *more), says=numbers(name), part=some)


def paper(method: str, *, note: str) -> Probe:
    """The form as PDF: without an open window everybody of the SOP is led to the page that reads it."""

    def page(side: Side) -> list[str]:
        running = side.things.cases["running"]
        return [f": /kasus/{running.id}/isian/{running.filled}/"]

    return Probe(
        "form_pdf", method, IN_THE_SOP, url=case("running", "filled_id"), says=page, status=303, note=note, changes=()
    )


DONE: dict[str, Any] = {"status": 303}
ANSWERS = {
    "visit_date-day": "1", "visit_date-month": "2", "visit_date-year": "2026",
    "purpose": "PENGADUAN", "reason": "Salah tulis",
}  # fmt: skip

PROBES = [
    read("case", "running"),
    read("trail", "running"),
    looked("step_complete", "running", "panjang"),
    Probe(
        "step_complete", "POST", TURN, url=case("running", "panjang"), body=seen("running", note="Sudah"),
        says=page_of("running"), changes=("cases_steppass", "cases_event", "cases_note"), **DONE,
    ),
    looked("step_sign", "running", "tanda"),
    Probe(
        "step_sign", "POST", IN_THE_SOP, url=case("running", "tanda"), body=seen("running"),
        says=page_of("running"), changes=("cases_signoff",), note="both lanes sign", **DONE,
    ),
    looked("step_unsign", "beside", "tanda"),
    Probe(
        "step_unsign", "POST", {**IN_THE_SOP, "worker": Kept(403, "diberikan orang lain")},
        url=case("beside", "tanda"), body=seen("beside", lane="ruang"),
        says=page_of("beside"), changes=("cases_signoff", "cases_steppass", "cases_event"), **DONE,
    ),
    looked("step_skip", "running", "sukarela"),
    Probe(
        "step_skip", "POST", TURN, url=case("running", "sukarela"), body=seen("running", reason="Tidak mau"),
        says=page_of("running"), changes=("cases_steppass", "cases_event"), **DONE,
    ),
    looked("step_extend", "running", "panjang"),
    Probe(
        "step_extend", "POST", TURN, url=case("running", "panjang"), body=seen("running", reason="Menunggu"),
        says=page_of("running"), changes=("cases_steppass", "cases_event"), **DONE,
    ),
    Probe("limit_extend", "GET", IN_THE_SOP, url=limit, says=numbers("running"), part=some),
    Probe(
        "limit_extend", "POST", turn("perpanj"), url=limit, body=seen("running", reason="Menunggu"),
        says=page_of("running"), changes=("cases_case", "cases_limitclock", "cases_event"), **DONE,
    ),
    looked("step_override", "running", "gerbang"),
    Probe(
        "step_override", "POST", TURN, url=case("running", "gerbang"), body=seen("running", reason="Darurat"),
        says=page_of("running"), changes=("cases_steppass", "cases_event"), **DONE,
    ),
    looked("step_facts", "running", "gerbang"),
    Probe(
        "step_facts", "POST", IN_THE_SOP, url=case("running", "gerbang"),
        body=seen("running", **{"fact-legal.counsel": "true"}),
        says=page_of("running"), changes=("cases_finding", "cases_event"), **DONE,
    ),
    looked("step_bring", "running", "terima"),
    Probe(
        "step_bring", "POST", IN_THE_SOP, url=case("running", "terima"), body=seen("running", need=OWED),
        says=page_of("running"), changes=("cases_requirementseen", "cases_event"), **DONE,
    ),
    looked("step_unbring", "beside", "terima"),
    Probe(
        "step_unbring", "POST", IN_THE_SOP, url=case("beside", "terima"), body=seen("beside", need=OWED),
        says=page_of("beside"), changes=("cases_requirementseen", "cases_event"), **DONE,
    ),
    read("case_join", "ended"),
    Probe(
        "case_join", "POST", IN_THE_SOP, url=case("ended"), body=seen("ended", number="X-26-0001"), status=422,
        says=lambda side: ["tidak menemukan kasus lain"], changes=(), note="its SOP found no other case to join",
    ),
    read("case_back", "running"),
    Probe(
        "case_back", "POST", IN_THE_SOP, url=case("running"), says=page_of("running"),
        body=seen("running", step="terima", because="Keliru"), changes=("cases_steppass", "cases_event"), **DONE,
    ),
    read("case_pause", "running"),
    Probe(
        "case_pause", "POST", IN_THE_SOP, url=case("running"), body=seen("running", reason="Dirawat"),
        says=page_of("running"), changes=("cases_case", "cases_pause"), **DONE,
    ),
    read("case_resume", "paused"),
    Probe(
        "case_resume", "POST", IN_THE_SOP, url=case("paused"), body=seen("paused"),
        says=page_of("paused"), changes=("cases_case", "cases_pause"), **DONE,
    ),
    read("case_close", "running"),
    Probe(
        "case_close", "POST", IN_THE_SOP, url=case("running"), body=seen("running", reason="withdrawn"),
        says=page_of("running"), changes=("cases_case", "cases_ending"), **DONE,
    ),
    Probe(
        "case_close", "POST", IN_THE_SOP, url=case("fresh"), note="opened by mistake",
        body=seen("fresh", reason="mistaken", note="Salah pintu"), says=lambda side: [": /laporan/"],
        changes=("cases_case", "cases_ending", "cases_report", "cases_reportcorrection"), **DONE,
    ),
    read("case_reopen", "ended"),
    Probe(
        "case_reopen", "POST", IN_THE_SOP, url=case("ended"), body=seen("ended", because="Datang lagi"),
        says=page_of("ended"), changes=("cases_case", "cases_ending"), **DONE,
    ),
    read("case_holder", "running"),
    Probe(
        "case_holder", "POST", IN_THE_SOP, url=case("running"), says=page_of("running"), changes=("cases_case",),
        body=lambda things: {"holder": str(things.staff["reader"])}, **DONE,
    ),
    read("case_risk", "running"),
    Probe(
        "case_risk", "POST", IN_THE_SOP, url=case("running"), body=lambda things: {"risk": "high"},
        says=page_of("running"), changes=("cases_case", "cases_event"), **DONE,
    ),
    looked("identity_show", "running"),
    Probe(
        "identity_show", "POST", IN_THE_SOP, url=case("running"), body=lambda things: {"buka-reason": "check"},
        says=page_of("running"), changes=("safeguards_accessevent",), **DONE,
    ),
    looked("identity_hide", "running"),
    Probe(
        "identity_hide", "POST", IN_THE_SOP, url=case("running"), says=page_of("running"),
        changes=("safeguards_accessevent",), **DONE,
    ),
    read("person_new", "running"),
    Probe(
        "person_new", "POST", IN_THE_SOP, url=case("running"), body=lambda things: {"roles": ["companion"]},
        says=page_of("running"), changes=("cases_person", "cases_role", "cases_event"), **DONE,
    ),
    read("person", "running", "person_id"),
    Probe(
        "person", "POST", IN_THE_SOP, url=case("running", "person_id"), says=page_of("running"),
        body=lambda things: {"roles": ["victim"], "name": "Nama Lain", "sex": "P", "reason": "Salah tulis"},
        changes=("cases_person", "cases_correction", "cases_event"), **DONE,
    ),
    Probe(
        "person_take_off", "GET", IN_THE_SOP, url=respondent, says=numbers("running"),
        part=lambda side: ['id="tanya"'],
    ),
    Probe(
        "person_take_off", "POST", IN_THE_SOP, url=respondent, body=lambda things: {"reason": "Orang lain"},
        says=page_of("running"), changes=("cases_role", "cases_correction", "cases_reason", "cases_event"), **DONE,
    ),
    read("incident_new", "running"),
    Probe(
        "incident_new", "POST", IN_THE_SOP, url=case("running"), body=lambda things: {"kinds": ["FISIK"]},
        says=page_of("running"), changes=("cases_incident", "cases_event"), **DONE,
    ),
    read("incident", "running", "incident_id"),
    Probe(
        "incident", "POST", IN_THE_SOP, url=case("running", "incident_id"), says=page_of("running"),
        body=lambda things: {"kinds": ["PSIKIS"], "reason": "Salah tulis"},
        changes=("cases_incident", "cases_correction", "cases_event"), **DONE,
    ),
    Probe(
        "incident_take_off", "GET", IN_THE_SOP, url=case("running", "incident_id"), says=numbers("running"),
        part=lambda side: ['id="tanya"'],
    ),
    Probe(
        "incident_take_off", "POST", IN_THE_SOP, url=case("running", "incident_id"), says=page_of("running"),
        body=lambda things: {"reason": "Tercatat dua kali"},
        changes=("cases_incident", "cases_correction", "cases_reason", "cases_event"), **DONE,
    ),
    Probe(
        "incident_put_back", "GET", IN_THE_SOP, url=taken_off, says=numbers("running"),
        part=lambda side: ['id="tanya"'],
    ),
    Probe(
        "incident_put_back", "POST", IN_THE_SOP, url=taken_off, says=page_of("running"),
        body=lambda things: {"reason": "Ternyata benar"},
        changes=("cases_incident", "cases_correction", "cases_reason", "cases_event"), **DONE,
    ),
    read("consents", "running"),
    Probe(
        "consents", "POST", IN_THE_SOP, url=case("running"), says=page_of("running"),
        body=lambda things: {
            "person": str(of_running(things).people["victim"]), "kind": "service", "given": "setuju", "way": "signed",
        },
        changes=("cases_consent", "cases_event"), **DONE,
    ),
    Probe(
        "consent_withdraw", "GET", IN_THE_SOP, url=case("running", "consent_id"), says=numbers("running"),
        part=lambda side: ['id="tanya"'],
    ),
    Probe(
        "consent_withdraw", "POST", IN_THE_SOP, url=case("running", "consent_id"), says=page_of("running"),
        changes=("cases_consent", "cases_event"), **DONE,
    ),
    read("notes", "running"),
    Probe(
        "notes", "POST", IN_THE_SOP, url=case("running"), body=lambda things: {"body": "Sudah ditelepon."},
        says=page_of("running"), changes=("cases_note", "cases_event"), **DONE,
    ),
    Probe(
        "note_strike", "GET", IN_THE_SOP, url=case("running", "note_id"), says=numbers("running"),
        part=lambda side: ['id="tanya"'],
    ),
    Probe(
        "note_strike", "POST", IN_THE_SOP, url=case("running", "note_id"), body=lambda things: {"reason": "Kasus lain"},
        says=page_of("running"), changes=("cases_correction", "cases_reason", "cases_event"), **DONE,
    ),
    Probe(
        "form_fill", "GET", TURN, url=lambda things: {"case_id": of_running(things).id, "form_key": FORM},
        query=lambda things: f"langkah={of_running(things).passes['terima']}", says=numbers("running"), part=some,
    ),
    Probe(
        "form_fill", "POST", TURN, url=lambda things: {"case_id": of_running(things).id, "form_key": FORM},
        query=lambda things: f"langkah={of_running(things).passes['terima']}",
        body=lambda things: ANSWERS | {"menggantikan": str(of_running(things).filled)}, says=page_of("running"),
        changes=("cases_filledform", "cases_event"), note="corrected", **DONE,
    ),
    Probe(
        "form_fill", "POST", TURN, url=lambda things: {"case_id": things.cases["fresh"].id, "form_key": FORM},
        query=lambda things: f"langkah={things.cases['fresh'].passes['terima']}", body=lambda things: ANSWERS,
        says=page_of("fresh"), changes=("cases_filledform", "cases_event"), note="of an open step", **DONE,
    ),
    read("form_filled", "running", "filled_id"),
    looked("answer_settle", "running", "filled_id"),
    Probe(
        "answer_settle", "POST", IN_THE_SOP, url=case("running", "filled_id"), says=page_of("running"), changes=(),
        body=lambda things: {"pertanyaan": "victim_nik", "benar": "tercatat"},
        note="with the window shut nothing is decided", **DONE,
    ),
    paper("GET", note="whoever opens the address is sent to the page"),
    paper("POST", note="with the window shut nobody is handed anything"),
]  # fmt: skip
