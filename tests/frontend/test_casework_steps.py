"""Working a step on screen: done, refused with the reason, and nothing that was typed is ever lost."""

import uuid

import pytest
from django.http import QueryDict
from django.utils import timezone

from cases.models import Case, Note, StepPass
from cases.operations import consents, lifecycle, people
from cases.people import PersonData
from frontend.casework.kept import kept_words
from sop_library.queries import definition_of
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, take, words
from tests.frontend.working import fields_of, fill_paper, finish, first_two_steps, new_case, open_pass, typed_again

NOTE = "Korban datang bersama anaknya; catatan ini tidak boleh hilang."


@pytest.fixture
def ratna(salatiga, version):
    return enter(salatiga, employ(salatiga, "ratna", "analis"))


@pytest.fixture
def everyone(salatiga, version):
    return enter(salatiga, employ(salatiga, "semua", "*"))


def address(salatiga, case, step: str, verb: str = "selesai") -> str:
    return f"/kasus/{case.pk}/langkah/{open_pass(salatiga, case, step).pk}/{verb}/"


def status(salatiga, case, step: str) -> list[str]:
    with in_office(salatiga):
        return list(StepPass.objects.filter(case=case, step=step).order_by("number").values_list("status", flat=True))


def test_a_step_is_done_and_the_next_turn_is_named(salatiga, client, case):
    fill_paper(salatiga, case, "buku-tamu", "buku-tamu")
    answer = finish(client, salatiga, case, "buku-tamu", note=NOTE)
    assert answer["Location"] == f"/kasus/{case.pk}/#sekarang"
    page = client.get(f"/kasus/{case.pk}/")
    assert "Langkah 1 selesai. Giliran berikutnya: Resepsionis." in words(page)
    assert NOTE not in page.content.decode(), "a note is sealed like the story"
    with in_office(salatiga):
        assert Note.objects.get().body == NOTE
    assert faults_of(page) == []


def test_what_is_missing_is_said_all_at_once_and_the_note_stays(salatiga, client, case):
    answer = finish(client, salatiga, case, "buku-tamu", note=NOTE)
    assert answer.status_code == 422
    assert "Isi output langkah ini: Buku Tamu." in words(answer)
    assert faults_of(answer) == []
    typed_again(answer, {"note": NOTE})
    link = read(answer).select_one(".govuk-error-summary a")
    assert link["href"][1:] in {tag["id"] for tag in read(answer).find_all(id=True)}
    assert status(salatiga, case, "buku-tamu") == ["open"]


def test_a_decision_left_open_is_asked_for_at_its_question(salatiga, client, ratna, case):
    first_two_steps(salatiga, client, case)
    assert finish(ratna, salatiga, case, "identitas").status_code == 303
    answer = finish(ratna, salatiga, case, "wilayah", note=NOTE)
    assert answer.status_code == 422
    error = read(answer).select_one("[id$=outcomes_error]")
    assert "Pilih hasil langkah ini." in error.get_text()
    typed_again(answer, {"note": NOTE})
    assert finish(ratna, salatiga, case, "wilayah", outcomes="dalam").status_code == 303
    assert "hasil: Kota Salatiga" in words(ratna.get(f"/kasus/{case.pk}/"))


def test_a_form_that_an_outcome_needs_is_asked_for(salatiga, client, ratna, case):
    first_two_steps(salatiga, client, case)
    finish(ratna, salatiga, case, "identitas")
    answer = finish(ratna, salatiga, case, "wilayah", outcomes="luar")
    assert answer.status_code == 422
    assert "Surat Rujukan dari DP3APPKB Salatiga" in read(answer).select_one(".govuk-error-summary").get_text()
    assert read(answer).find("input", {"name": "outcomes", "value": "luar"}).has_attr("checked")


def test_what_may_follow_is_owed_and_ticked_off_later(salatiga, client, ratna, case):
    first_two_steps(salatiga, client, case)
    need = next(name for name in fields_of(ratna.get(f"/kasus/{case.pk}/"), address(salatiga, case, "identitas"))
                if name.startswith("need-"))  # fmt: skip
    assert finish(ratna, salatiga, case, "identitas", **{need: "owed"}).status_code == 303
    page = ratna.get(f"/kasus/{case.pk}/")
    assert "Kelengkapan yang belum ada" in words(page)
    form = read(page).select_one("form[action*=kelengkapan]")
    sent = {"need": form.find("input", {"name": "need"})["value"]}
    assert ratna.post(form["action"], sent).status_code == 303
    assert "Kelengkapan yang belum ada" not in words(ratna.get(f"/kasus/{case.pk}/"))
    again = ratna.post(form["action"], sent)
    assert again.status_code == 422
    assert "Kelengkapan ini sudah tercatat ada." in words(again)


def test_a_step_done_twice_is_refused_and_shows_what_was_typed(salatiga, client, case):
    fill_paper(salatiga, case, "buku-tamu", "buku-tamu")
    where = address(salatiga, case, "buku-tamu")
    sent = fields_of(client.get(f"/kasus/{case.pk}/"), where) | {"note": NOTE}
    assert client.post(where, sent).status_code == 303
    answer = client.post(where, sent)
    assert answer.status_code == 409
    assert "Langkah ini sudah Anda selesaikan." in words(answer)
    assert NOTE in read(answer).select_one("[aria-labelledby=h-kept]").get_text()
    assert status(salatiga, case, "buku-tamu") == ["done"]
    with in_office(salatiga):
        assert Note.objects.count() == 1


def test_who_typed_nothing_is_not_told_that_it_is_still_there(salatiga, client, everyone, case):
    fill_paper(salatiga, case, "buku-tamu", "buku-tamu")
    where = address(salatiga, case, "buku-tamu")
    assert client.post(where, fields_of(client.get(f"/kasus/{case.pk}/"), where)).status_code == 303
    answer = everyone.post(where, {})
    assert answer.status_code == 409
    assert "sudah diselesaikan oleh Sari" in words(answer)
    assert "Isian Anda" not in words(answer)
    assert "Belum tersimpan" not in words(answer)


def test_a_stale_page_is_refused_with_who_was_first_and_keeps_everything(salatiga, client, ratna, everyone, case):
    first_two_steps(salatiga, client, case)
    where = address(salatiga, case, "identitas")
    sent = fields_of(ratna.get(f"/kasus/{case.pk}/"), where) | {"note": NOTE}
    with in_office(salatiga):
        lifecycle.pause(case=case, reason="Menunggu", by=case.opened_by, at=timezone.now())
        lifecycle.resume(case=case, by=case.opened_by, at=timezone.now())
    answer = ratna.post(where, sent)
    assert answer.status_code == 409
    assert "Sari lebih dulu mengubah langkah atau kasus ini" in words(answer)
    typed_again(answer, {"note": NOTE})
    assert ratna.post(where, fields_of(answer, where) | {"note": NOTE}).status_code == 303, "the page is fresh again"


def test_the_wrong_lane_is_refused_and_shows_what_was_typed(salatiga, ratna, case):
    answer = ratna.post(address(salatiga, case, "buku-tamu"), {"note": NOTE})
    assert answer.status_code == 403
    assert "giliran" in read(answer).select_one("#ditolak").get_text()
    assert NOTE in words(answer)
    assert status(salatiga, case, "buku-tamu") == ["open"]


def test_a_paused_or_ended_case_refuses_and_keeps_what_was_typed(salatiga, client, case):
    where = address(salatiga, case, "buku-tamu")
    with in_office(salatiga):
        lifecycle.pause(case=case, reason="Korban dirawat", by=case.opened_by, at=timezone.now())
    paused = client.post(where, {"note": NOTE})
    assert paused.status_code == 422
    assert "sedang dijeda" in words(paused)
    assert NOTE in read(paused).select_one("[aria-labelledby=h-kept]").get_text()
    with in_office(salatiga):
        lifecycle.close(case=case, reason="moved", by=case.opened_by, at=timezone.now())
    ended = client.post(where, {"note": NOTE})
    assert ended.status_code in (409, 422)
    assert NOTE in read(ended).select_one("[aria-labelledby=h-kept]").get_text()


def test_a_note_can_be_kept_without_completing_the_step(salatiga, client, ratna, case):
    first_two_steps(salatiga, client, case)
    where = address(salatiga, case, "identitas")
    need = next(name for name in fields_of(ratna.get(f"/kasus/{case.pk}/"), where) if name.startswith("need-"))
    answer = finish(ratna, salatiga, case, "identitas", note=NOTE, simpan="catatan", **{need: "owed"})
    assert answer.status_code == 200
    assert "Catatan tersimpan." in words(answer)
    assert not read(answer).title.get_text().startswith("Perbaiki")
    assert faults_of(answer) == []
    typed_again(answer, {"note": ""})
    assert read(answer).find("input", {"name": need, "value": "owed"}).has_attr("checked"), "the rest stays typed"
    assert status(salatiga, case, "identitas") == ["open"]
    with in_office(salatiga):
        assert Note.objects.get().body == NOTE


def test_saving_an_empty_note_never_completes_the_step(salatiga, client, case):
    fill_paper(salatiga, case, "buku-tamu", "buku-tamu")
    answer = finish(client, salatiga, case, "buku-tamu", note="  ", simpan="catatan")
    assert answer.status_code == 422
    assert "Tulis catatannya dulu" in read(answer).select_one("[id$=note_error]").get_text()
    assert faults_of(answer) == []
    assert status(salatiga, case, "buku-tamu") == ["open"]


def test_a_note_on_a_case_at_rest_is_kept_and_the_rest_is_shown(salatiga, ratna, client, case):
    first_two_steps(salatiga, client, case)
    finish(ratna, salatiga, case, "identitas")
    where = address(salatiga, case, "wilayah")
    with in_office(salatiga):
        lifecycle.pause(case=case, reason="Korban dirawat", by=case.opened_by, at=timezone.now())
    facts = {"fact-needs.shelter": "true", "fact-victim.count": "3", "fact-crisis": "ngawur"}
    answer = ratna.post(where, {"note": NOTE, "simpan": "catatan", "outcomes": "dalam", **facts})
    assert (answer.status_code, "Catatan tersimpan." in words(answer)) == (200, True)
    kept = read(answer).select_one("[aria-labelledby=h-kept]").get_text()
    assert "Kota Salatiga" in kept
    assert "3" in kept
    assert "Ya" in kept
    assert NOTE not in kept


def test_what_was_ticked_for_a_step_that_is_gone_is_shown_again(salatiga, version):
    posted = QueryDict(f"need-{definition_of(version).step('identitas').needs[0].key}=owed")
    with in_office(salatiga):
        lines = kept_words(posted, of=StepPass(case=Case(version=version), version=version, step="identitas"))
    assert [words for _label, words in lines] == ["Menyusul"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"note": "x" * 5_000_000}, "terlalu panjang"),
        ({"note": "ada\x00nol"}, "karakter yang tidak dapat disimpan"),
        ({"outcomes": "ngawur"}, None),
        ({"seen": "1; DROP TABLE"}, None),
        ({"seen": "9" * 400}, None),
        ({"need-ngawur": "seen", "fact-ngawur": "true", "output-ngawur": "x"}, None),
    ],
)
def test_bad_input_is_a_fault_never_an_error_page(salatiga, client, case, typed, said):
    answer = finish(client, salatiga, case, "buku-tamu", **typed)
    assert answer.status_code == 422
    if said:
        assert said in words(answer)
    assert status(salatiga, case, "buku-tamu") == ["open"]


def test_an_optional_step_is_skipped_with_a_reason_and_only_then(salatiga, client, everyone, case):
    first_two_steps(salatiga, client, case)
    until_survey(salatiga, everyone, case)
    where = address(salatiga, case, "survei", "lewati")
    unsaid = everyone.post(where, {"reason": " "})
    assert unsaid.status_code == 422
    assert "Isi “Alasannya”" in words(unsaid)
    assert read(unsaid).select_one(".rk-departures details").has_attr("open")
    assert everyone.post(where, {"reason": "Korban masih terguncang"}).status_code == 303
    assert status(salatiga, case, "survei") == ["skipped"]
    assert "dilewati" in words(everyone.get(f"/kasus/{case.pk}/"))


def until_survey(salatiga, everyone, case) -> None:
    """Do steps 3 to 10 of Salatiga's direct SOP."""
    finish(everyone, salatiga, case, "identitas")
    finish(everyone, salatiga, case, "wilayah", outcomes="dalam")
    finish(everyone, salatiga, case, "asal", outcomes="sendiri")
    for key in ("formulir-pengaduan", "lembar-informed-consent"):
        fill_paper(salatiga, case, "formulir", key)
    for step in ("formulir", "cerita", "asesmen-awal"):
        answer = finish(everyone, salatiga, case, step)
        assert answer.status_code == 303, words(answer)
    finish(everyone, salatiga, case, "hukum", outcomes="tidak")
    assert finish(everyone, salatiga, case, "gambaran").status_code == 303


def test_a_mandatory_step_can_not_be_skipped(salatiga, client, case):
    page = client.get(f"/kasus/{case.pk}/")
    assert not read(page).select("form[action*=lewati]")
    answer = client.post(address(salatiga, case, "buku-tamu", "lewati"), {"reason": "Buru-buru"})
    assert answer.status_code == 422
    assert "wajib dikerjakan" in words(answer)
    assert status(salatiga, case, "buku-tamu") == ["open"]


@pytest.mark.parametrize("verb", ["perpanjangan", "buka-lebih-awal"])
def test_what_the_sop_does_not_allow_is_refused_with_the_reason(salatiga, client, case, verb):
    answer = client.post(address(salatiga, case, "buku-tamu", verb), {"reason": "Perlu waktu"})
    assert answer.status_code == 422
    assert read(answer).select_one("#ditolak, .govuk-error-summary") is not None


def test_lanes_sign_one_after_the_other_and_the_last_completes(salatiga, client, ratna, everyone, case):
    lestari = enter(salatiga, employ(salatiga, "lestari", "pemberdayaan"))
    first_two_steps(salatiga, client, case)
    finish(everyone, salatiga, case, "identitas")
    finish(everyone, salatiga, case, "wilayah", outcomes="dalam")
    finish(everyone, salatiga, case, "asal", outcomes="sendiri")
    for key in ("formulir-pengaduan", "lembar-informed-consent"):
        fill_paper(salatiga, case, "formulir", key)
    finish(everyone, salatiga, case, "formulir")
    finish(everyone, salatiga, case, "cerita")
    page = ratna.get(f"/kasus/{case.pk}/")
    assert "Paraf sebagai Analis Pengaduan" in words(page)
    assert not read(page).select("form[action*=selesai]"), "the other lane has not signed yet"
    form = read(page).select_one("form[action*=paraf]")
    sent = {
        tag["name"]: tag["value"]
        for tag in form.find_all("input", type="hidden")
        if tag["name"] != "csrfmiddlewaretoken"
    }
    assert ratna.post(form["action"], sent).status_code == 303
    waiting = ratna.get(f"/kasus/{case.pk}/")
    assert "Analis Pengaduan: Ratna" in words(waiting)
    note = read(waiting).select_one(".rk-note--wait").get_text()
    assert "Anda sudah memberi paraf. Menunggu paraf " in note, note
    assert "Anda bisa membaca langkah ini" not in words(waiting)
    assert ratna.post(form["action"], sent).status_code in (403, 409, 422)
    back = form["action"] + "pembatalan/"
    assert read(waiting).select_one(f'form[action="{back}"] [name=lane]')["value"] == sent["lane"]
    assert not read(lestari.get(f"/kasus/{case.pk}/")).select(f'form[action="{back}"]'), "it is not hers"
    assert lestari.post(back, {"lane": sent["lane"]}).status_code == 403
    assert ratna.post(back, {"lane": sent["lane"]}, headers={"hx-request": "true"}).status_code == 200
    assert "Analis Pengaduan: belum" in words(ratna.get(f"/kasus/{case.pk}/"))
    assert ratna.post(back, {"lane": sent["lane"]}).status_code == 409
    assert ratna.post(form["action"], {"lane": sent["lane"]}).status_code == 303
    assert finish(lestari, salatiga, case, "asesmen-awal").status_code == 303
    assert status(salatiga, case, "asesmen-awal") == ["done"]


def test_a_shut_step_says_what_it_waits_for_until_it_is_there(salatiga, everyone, sari):
    version = take(salatiga, "barito-utara/penjangkauan")
    hand = employ(salatiga, "tangan", "*")
    case = new_case(salatiga, version, hand, door="telepon")
    from tests.cases.driving import first, work_step

    with in_office(salatiga):
        from cases.progress import progress

        for _step in range(20):
            panels = progress(case=Case.objects.get(pk=case.pk), by=hand).panels
            panel = next((one for one in panels if not one.waits_for), None)
            if panel is None:
                break
            work_step(case=case, panel=panel, by=hand, at=timezone.now(), outcomes=first(panel))
    client = enter(salatiga, hand)
    page = client.get(f"/kasus/{case.pk}/")
    assert "Wawancara hanya bila korban telah menyatakan persetujuannya." in words(page)
    assert read(page).find("a", string="Catat persetujuan")["href"] == f"/kasus/{case.pk}/persetujuan/"
    assert not read(page).select("form[action*=selesai]")
    assert faults_of(page) == []
    with in_office(salatiga):
        victim = case.people.get()
        said = {"case": case, "kind": "interview", "way": "spoken", "by": hand}
        consents.record(person=victim, given=False, at=timezone.now(), **said)
        friend = people.add(
            case=case, data=PersonData(sex="P"), roles={"reporter": "TEMAN"}, by=hand, at=timezone.now()
        )
        consents.record(person=friend, given=True, at=timezone.now(), **said)
    assert not read(client.get(f"/kasus/{case.pk}/")).select("form[action*=selesai]"), "the victim has refused"
    with in_office(salatiga):
        consents.record(person=victim, given=True, at=timezone.now(), **said)
    assert read(client.get(f"/kasus/{case.pk}/")).select("form[action*=selesai]")


def test_htmx_swaps_the_main_part_with_the_focus_where_it_belongs(salatiga, client, case):
    fill_paper(salatiga, case, "buku-tamu", "buku-tamu")
    where = address(salatiga, case, "buku-tamu")
    sent = fields_of(client.get(f"/kasus/{case.pk}/"), where)
    wrong = client.post(where, sent | {"note": "x" * 20_000}, headers={"hx-request": "true"})
    assert wrong.status_code == 422
    assert read(wrong).html is None
    done = client.post(where, sent, headers={"hx-request": "true"})
    page = read(done)
    assert done.status_code == 200
    assert page.find(id="kasus")
    told = page.select_one("[role=status]")
    assert told.has_attr("autofocus")
    assert "Langkah 1 selesai" in told.get_text()


def test_what_is_not_there_is_not_found_and_a_bare_visit_leads_to_the_case(salatiga, banyuwangi, client, case, sari):
    other = new_case(salatiga, case.version, sari)
    theirs = open_pass(salatiga, other)
    taken_back = ("paraf/pembatalan", "kelengkapan/pembatalan")
    for verb in ("selesai", "paraf", "lewati", "perpanjangan", "buka-lebih-awal", "kelengkapan", *taken_back):
        assert client.post(f"/kasus/{case.pk}/langkah/{uuid.uuid4()}/{verb}/").status_code == 404
        assert client.post(f"/kasus/{case.pk}/langkah/{theirs.pk}/{verb}/").status_code == 404
        assert client.get(address(salatiga, case, "buku-tamu", verb))["Location"] == f"/kasus/{case.pk}/"
        assert client.put(address(salatiga, case, "buku-tamu", verb)).status_code == 405
        outsider = enter(salatiga, employ(salatiga, f"asing-{verb.replace('/', '-')}"))
        assert outsider.post(address(salatiga, case, "buku-tamu", verb)).status_code == 404
        foreign = enter(banyuwangi, employ(banyuwangi, f"wayan-{verb.replace('/', '-')}", "*"))
        assert foreign.post(address(salatiga, case, "buku-tamu", verb)).status_code == 404
        assert enter(salatiga).post(address(salatiga, case, "buku-tamu", verb))["Location"].startswith("/masuk/")
