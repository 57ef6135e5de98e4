"""Trying a draft that starts other SOPs: their steps stand on the page under their own SOP's name."""

from django.urls import reverse
from django.utils import timezone

from sop_library.operations import drafts
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, words
from tests.sop_library.called import calls, consulting
from tests.sop_library.sheets import sheet, step


def begun(salatiga, *rows):
    sari = employ(salatiga, "sari", may_write_sops=True)
    with in_office(salatiga):
        adopt(definition=consulting(), at=timezone.now())
        draft = drafts.begin(
            document=sheet(*rows), slug="coba", name="Coba", service="coba", by=sari, at=timezone.now()
        )
    client = enter(salatiga, sari)
    answer = client.post(reverse("draft_try", args=[draft.pk]), {"door": "datang"})
    return client, answer.headers["Location"]


def do(client, where: str, **typed: str):
    answer = client.post(where, typed)
    assert answer.status_code == 303, words(answer)
    return client.get(where)


def test_its_steps_stand_on_the_page_under_its_name_and_bring_it_to_its_end(salatiga):
    client, where = begun(salatiga, calls(), step("tutup"))
    page = client.get(where)
    assert faults_of(page) == []
    assert "Konsultasi" in words(page)
    assert "SOP lanjutan selesai" not in words(page).replace("menunggu SOP lanjutan selesai", "")
    page = do(client, where, do="work", **{"pass": "panggil--k--terima#1"})
    assert "Konsultasi: Terima selesai" in words(page)
    page = do(client, where, do="work", **{"pass": "panggil--k--catat#1"})
    assert "Terbuka: Tutup" in words(page)


def test_of_several_whoever_tries_picks_those_that_begin(salatiga):
    subs = [{"key": key, "label": key.title(), "sop": "contoh/konsultasi"} for key in ("pagi", "sore")]
    client, where = begun(salatiga, step("layani", kind="sub_sop", sub=subs), step("tutup"))
    page = client.get(where)
    assert faults_of(page) == []
    assert "SOP yang dimulai" in words(page)
    page = do(client, where, do="work", **{"pass": "layani#1", "sub": "sore"})
    assert "layani--sore--terima#1" in page.content.decode()
    assert "layani--pagi--terima#1" not in page.content.decode()


def test_none_of_several_is_refused_in_words_and_stays_unchosen(salatiga):
    subs = [{"key": key, "label": key.title(), "sop": "contoh/konsultasi"} for key in ("pagi", "sore")]
    client, where = begun(salatiga, step("layani", kind="sub_sop", sub=subs), step("tutup"))
    assert "checked" in client.get(where).content.decode()
    answer = client.post(where, {"do": "work", "pass": "layani#1"})
    assert answer.status_code == 422
    assert faults_of(answer) == []
    assert "belum lengkap: SOP lanjutan" in words(answer)
    assert "checked" not in answer.content.decode()
    assert "layani--pagi--terima#1" not in client.get(where).content.decode()


def test_one_alone_is_not_asked_for(salatiga):
    alone = [{"key": "pagi", "label": "Pagi", "sop": "contoh/konsultasi"}]
    client, where = begun(salatiga, step("layani", kind="sub_sop", choose="some", sub=alone), step("tutup"))
    assert "SOP yang dimulai" not in words(client.get(where))
    page = do(client, where, do="work", **{"pass": "layani#1"})
    assert "layani--pagi--terima#1" in page.content.decode()
