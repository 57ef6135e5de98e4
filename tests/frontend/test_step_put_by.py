"""What stands typed on a step is there again after one of its forms was filled: kept sealed, for one person alone."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from safeguards.keeping import KEPT_FOR, kept_at
from safeguards.models import KeptPost
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, words
from tests.frontend.test_casework_papers import GUEST
from tests.frontend.working import fields_of, inputs_of, open_pass, typed_again

NOTE = "Buku agenda nomor lima, di map kasus."
AGAIN = "Yang tadi Anda tulis di langkah ini masih ada, tetapi belum tersimpan."


def panel_at(office, case) -> str:
    return f"/kasus/{case.pk}/langkah/{open_pass(office, case).pk}/selesai/"


def put_by(office, client, case, **typed):
    """Press "Isi formulir" as the page does where scripts run."""
    where = panel_at(office, case)
    return client.post(
        where, fields_of(client.get(f"/kasus/{case.pk}/"), where) | {"note": NOTE, "isi": "buku-tamu"} | typed
    )


def test_the_link_to_a_form_takes_what_was_typed_along(salatiga, client, case):
    page = read(client.get(f"/kasus/{case.pk}/"))
    link = page.select_one(".rk-papers a[href*='/formulir/']")
    assert link["hx-post"] == panel_at(salatiga, case)
    assert page.select_one(link["hx-include"]).name == "form"
    assert link["hx-vals"] == '{"isi": "buku-tamu"}'
    assert faults_of(client.get(f"/kasus/{case.pk}/")) == []


def test_it_is_there_again_after_the_form_and_gone_after_the_step(salatiga, client, case):
    answer = put_by(salatiga, client, case)
    form = answer["Location"]
    assert form == f"/kasus/{case.pk}/formulir/buku-tamu/?langkah={open_pass(salatiga, case).pk}"
    assert NOTE not in form
    back = client.post(form, GUEST, follow=True)
    typed_again(back, {"note": NOTE})
    assert AGAIN in words(back)
    assert faults_of(back) == []
    where = panel_at(salatiga, case)
    assert client.post(where, inputs_of(read(back).find("form", action=where))).status_code == 303
    with in_office(salatiga):
        assert not KeptPost.objects.exists()
    assert AGAIN not in words(client.get(f"/kasus/{case.pk}/"))


def test_nothing_typed_brings_no_words_about_it(salatiga, client, case):
    put_by(salatiga, client, case, note="")
    assert AGAIN not in words(client.get(f"/kasus/{case.pk}/"))


def test_a_note_saved_alone_does_not_come_back(salatiga, client, case):
    put_by(salatiga, client, case)
    where = panel_at(salatiga, case)
    typed = fields_of(client.get(f"/kasus/{case.pk}/"), where)
    assert typed["note"] == NOTE
    client.post(where, typed | {"simpan": "catatan"})
    assert AGAIN not in words(client.get(f"/kasus/{case.pk}/"))


def test_it_is_sealed_short_lived_and_nobody_else_s(salatiga, sari, client, case):
    put_by(salatiga, client, case)
    colleague = enter(salatiga, employ(salatiga, "budi", "resepsionis"))
    assert NOTE not in colleague.get(f"/kasus/{case.pk}/").content.decode()
    with in_office(salatiga):
        later = timezone.now() + KEPT_FOR
        with connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(t::text, ' ') FROM safeguards_keptpost t")
            assert NOTE not in cursor.fetchone()[0]
        path = KeptPost.objects.get().path
        assert kept_at(paths=[path], by=sari, at=later - timedelta(minutes=1)) != {}
        assert kept_at(paths=[path], by=sari, at=later + timedelta(seconds=1)) == {}


def test_a_form_that_the_sop_does_not_name_is_not_found(salatiga, client, case):
    assert put_by(salatiga, client, case, isi="lain").status_code == 404
    with in_office(salatiga):
        assert not KeptPost.objects.exists()
