"""The steps beside the track: done, now, still to come, left out by a person, and led around by a decision."""

import pytest
from bs4 import Tag
from django.utils import timezone

from cases.models import Case
from cases.operations import lifecycle, steps
from cases.progress import progress
from tenants.current import in_office
from tenants.models import Office
from tests.cases.driving import first, work_step
from tests.frontend.screens import employ, enter, faults_of, read, take, words
from tests.frontend.working import new_case, open_pass


def work_to(office: Office, case: Case, by, until: str, **choose: str) -> None:
    """Work a case until a step is open."""
    with in_office(office):
        for _step in range(40):
            case.refresh_from_db()
            panel = progress(case=case, by=by).panels[0]
            if panel.step.key == until:
                return
            chosen = (choose[panel.step.key],) if panel.step.key in choose else first(panel)
            outcomes = chosen if panel.outcomes else ()
            work_step(case=case, panel=panel, by=by, at=timezone.now(), outcomes=outcomes)
    raise AssertionError(f"{until} is never open")


def row_of(answer, key: str) -> Tag:
    found = read(answer).find(id=f"baris-{key}")
    assert found is not None, key
    return found


def said_in(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


@pytest.fixture
def stable(nunukan):
    """A Nunukan case in which the victim was found stable: steps 4 to 6 are led around."""
    version = take(nunukan, "nunukan/intervensi-krisis")
    by = employ(nunukan, "semua", "*")
    case = new_case(nunukan, version, by)
    work_to(nunukan, case, by, "identifikasi-kasus", prioritas="stabil")
    return case, by


def test_steps_that_a_decision_led_around_say_so_and_by_which(nunukan, stable):
    case, by = stable
    answer = enter(nunukan, by).get(f"/kasus/{case.pk}/")
    assert faults_of(answer) == []
    for key in ("surat-pengantar", "antar-korban", "pantau-korban"):
        row = row_of(answer, key)
        assert "dilewati karena di langkah 3 dipilih “Korban stabil”" in said_in(row)
        assert {"is-passed", "is-behind"} <= set(row["class"])
    ahead = row_of(answer, "verifikasi")
    assert "dilewati" not in said_in(ahead)
    assert "belum sampai" in said_in(ahead.select_one(".rk-sr"))
    assert not {"is-passed", "is-done"} & set(ahead["class"])
    assert "is-done" in row_of(answer, "prioritas")["class"]
    assert "3 dari 19 langkah selesai, 3 dilewati" in words(answer)


def test_the_line_goes_past_the_steps_led_around_and_no_node_of_theirs_hangs_on_it(nunukan, stable):
    case, by = stable
    answer = enter(nunukan, by).get(f"/kasus/{case.pk}/")
    for key in ("surat-pengantar", "antar-korban", "pantau-korban"):
        lines = row_of(answer, key).select(".rk-track .w")
        assert len(lines) == 1
        assert lines[0]["d"].endswith(" 0V36")
    assert len(row_of(answer, "verifikasi").select(".rk-track .w")) == 2


def test_going_back_to_the_decision_makes_them_steps_still_to_come(nunukan, stable):
    case, by = stable
    with in_office(nunukan):
        case.refresh_from_db()
        steps.go_back(case=case, to_step="prioritas", reason="Keadaannya berubah", by=by, at=timezone.now())
    answer = enter(nunukan, by).get(f"/kasus/{case.pk}/")
    for key in ("surat-pengantar", "antar-korban", "pantau-korban", "identifikasi-kasus"):
        row = row_of(answer, key)
        assert "dilewati" not in said_in(row), key
        assert not {"is-passed", "is-done"} & set(row["class"]), key
    assert "2 dari 19 langkah selesai" in words(answer)


def test_a_door_that_begins_later_says_why_the_first_steps_are_left_out(salatiga):
    version = take(salatiga, "salatiga/pengaduan-langsung")
    by = employ(salatiga, "semua", "*")
    case = new_case(salatiga, version, by, door="telepon")
    answer = enter(salatiga, by).get(f"/kasus/{case.pk}/")
    for key in ("buku-tamu", "hubungi-analis", "identitas"):
        said = said_in(row_of(answer, key))
        assert "dilewati karena kasus masuk lewat pintu “Telepon”, yang dimulai di langkah 4" in said
        assert not row_of(answer, key).select(".rk-track .w"), "no line before the first step of the path"


def test_a_step_a_person_left_out_is_told_apart_with_who_and_when(salatiga):
    version = take(salatiga, "salatiga/pengaduan-langsung")
    by = employ(salatiga, "semua", "*")
    case = new_case(salatiga, version, by)
    work_to(salatiga, case, by, "survei")
    client = enter(salatiga, by)
    with in_office(salatiga):
        row = open_pass(salatiga, case, "survei")
        steps.skip(step_pass=row, reason="Keluarga belum siap", by=by, at=timezone.now())
    answer = client.get(f"/kasus/{case.pk}/")
    skipped = row_of(answer, "survei")
    assert "is-skipped" in skipped["class"]
    assert "dilewati oleh Semua" in said_in(skipped)
    assert "1 dilewati" in words(answer)


def test_a_case_closed_early_says_of_the_rest_that_it_was_not_done(salatiga):
    version = take(salatiga, "salatiga/pengaduan-langsung")
    by = employ(salatiga, "semua", "*")
    case = new_case(salatiga, version, by)
    with in_office(salatiga):
        lifecycle.close(case=case, reason="withdrawn", note="", by=by, at=timezone.now())
    answer = enter(salatiga, by).get(f"/kasus/{case.pk}/")
    assert faults_of(answer) == []
    assert "belum dikerjakan saat kasus ditutup" in said_in(row_of(answer, "wilayah"))
    assert "dibatalkan" in said_in(row_of(answer, "buku-tamu"))
    assert "is-done" not in row_of(answer, "buku-tamu")["class"], "cut off is not done"
    assert "0 dari 13 langkah selesai, 13 belum dikerjakan" in words(answer)


def test_an_output_in_words_is_asked_for_by_a_question(nunukan, stable):
    case, by = stable
    page = read(enter(nunukan, by).get(f"/kasus/{case.pk}/"))
    labels = [" ".join(label.get_text().split()) for label in page.select(".rk-stepform label.govuk-label")]
    asked = [label for label in labels if label.startswith("Apa yang dihasilkan, dan di mana disimpan? (")]
    assert len(asked) == 1
    assert "Identifikasi" in asked[0], "and by the sheet's own words for it"
