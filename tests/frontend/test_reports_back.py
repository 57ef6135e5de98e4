"""Back after a saved report: nothing stands chosen that nobody chose, and one rendered form saves nothing twice."""

import uuid

from cases.models import Case, Report
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, words
from tests.frontend.working import inputs_of

NEW = "/laporan/baru/"


def test_the_browser_keeps_no_choice_of_the_form(client):
    form = read(client.get(f"{NEW}?saluran=telepon")).find(id="laporan-baru")
    assert form["autocomplete"] == "off"
    kinds = ("radio", "checkbox", "text", None)
    kept = [
        tag.get("name")
        for tag in form.select("input, select, textarea")
        if tag.get("type") in kinds and tag.get("autocomplete") != "off"
    ]
    assert kept == []
    assert form.select_one("input[name=report_id]")["autocomplete"] == "off"


def test_a_fresh_page_has_a_key_of_its_own_and_nothing_chosen(client):
    first, second = (inputs_of(read(client.get(NEW)).find(id="laporan-baru")) for _turn in range(2))
    assert first["report_id"] != second["report_id"]
    assert "next" not in first
    assert "channel" not in first


def test_the_same_rendered_form_is_saved_once_and_says_as_what(salatiga, client):
    sent = inputs_of(read(client.get(NEW)).find(id="laporan-baru")) | {"channel": "whatsapp", "next": "simpan"}
    assert client.post(NEW, sent).status_code == 303
    with in_office(salatiga):
        report = Report.objects.get()
    again = client.post(NEW, sent, follow=True)
    assert f"Formulir ini sudah tersimpan sebagai {report.code}." in words(again)
    assert again.redirect_chain[-1][0] == f"/laporan/{report.pk}/"
    for typed in ({"next": "pengaduan-langsung/telepon"}, {"next": ""}, {"channel": ""}):
        other = client.post(NEW, sent | typed)
        assert other.status_code == 409, typed
        assert f"Formulir ini sudah tersimpan sebagai {report.code}" in words(other)
        assert read(other).find("a", href=f"/laporan/{report.pk}/")
        assert faults_of(other) == []
    with in_office(salatiga):
        assert (Report.objects.count(), Case.objects.count()) == (1, 0)


def test_a_key_of_somebody_else_s_report_is_not_found(salatiga, version, client):
    sent = {"channel": "whatsapp", "next": "simpan", "report_id": str(uuid.uuid4())}
    client.post(NEW, sent)
    other = enter(salatiga, employ(salatiga, "budi", "resepsionis"))
    assert other.post(NEW, sent).status_code == 404
    assert other.post(NEW, sent | {"channel": ""}).status_code == 404
