"""What leaves with a person is said before and after: cases that have no holder then, lanes that have nobody."""

import uuid

import pytest
from django.utils import timezone

from accounts.models import Lane
from cases import leaving_queries
from cases.models import Case
from cases.operations import lifecycle, opening
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, take, words
from tests.frontend.working import NAME, new_case


@pytest.fixture
def admin(salatiga, version):
    """An admin who also works in the SOP, and so may open its cases."""
    return employ(salatiga, "wulan", "analis", admin=True)


@pytest.fixture
def cases(salatiga, version, sari):
    """One at its first step, which is sari's turn, and one that rests."""
    running, paused = new_case(salatiga, version, sari), new_case(salatiga, version, sari)
    with in_office(salatiga):
        lifecycle.pause(case=paused, reason="Menunggu kabar", by=sari, at=timezone.now())
    return running, paused


@pytest.fixture
def page(sari):
    return f"/kantor/petugas/{sari.pk}/"


def section(answer, name):
    """The words of a section, "" where it is not there."""
    found = read(answer).select_one(f"section#{name}")
    return " ".join(found.get_text(" ").split()) if found else ""


def test_before_an_account_ends_the_page_names_what_leaves_with_it(salatiga, admin, cases, page):
    answer = enter(salatiga, admin).get(page)
    said = section(answer, "dipegang")
    assert "2 kasus belum selesai , 1 dijeda" in said
    assert "Tidak ada petugas lain Petugas Resepsionis 1 langkah menunggu" in said
    for case in cases:
        links = {link["href"] for link in read(answer).select("section#dipegang a")}
        assert {f"/kasus/{case.pk}/", f"/kasus/{case.pk}/pemegang/"} <= links
        assert case.number in said
    question = read(answer).find("form", action=f"{page}nonaktif/").get_text(" ")
    assert "Sesudahnya 2 kasus tanpa pemegang; tanpa petugas: Petugas Resepsionis (1 langkah menunggu)." in question
    assert NAME not in answer.content.decode()
    assert section(answer, "diserahkan") == ""
    assert faults_of(answer) == []


def test_afterwards_it_is_said_with_where_to_hand_over(salatiga, admin, cases, page):
    client = enter(salatiga, admin)
    assert client.post(f"{page}nonaktif/").status_code == 303
    answer = client.get(page)
    told = "Perlu diserahkan: 2 kasus tanpa pemegang; tanpa petugas: Petugas Resepsionis (1 langkah menunggu)."
    assert told in words(answer)
    assert "Tidak ada lagi petugasnya Petugas Resepsionis 1 langkah menunggu" in section(answer, "diserahkan")
    assert section(answer, "dipegang") == ""
    assert NAME not in answer.content.decode()
    assert faults_of(answer) == []
    links = [link["href"] for link in read(answer).select("section#diserahkan a")]
    assert {f"/kasus/{case.pk}/pemegang/" for case in cases} | {"/kantor/pelaksana/"} <= set(links)
    register = words(client.get(next(link for link in links if link.startswith("/kasus/?"))))
    assert all(case.number in register for case in cases)


def test_what_was_handed_over_is_named_no_more(salatiga, admin, cases, page):
    client = enter(salatiga, admin)
    client.post(f"{page}nonaktif/")
    with in_office(salatiga):
        opening.give_to(case=cases[1], holder=admin, by=admin, at=timezone.now())
    employ(salatiga, "budi", "resepsionis")
    said = section(client.get(page), "diserahkan")
    assert cases[0].number in said
    assert cases[1].number not in said
    assert "Petugas Resepsionis" not in said
    register = words(client.get("/kasus/?pemegang=tanpa"))
    assert cases[0].number in register
    assert cases[1].number not in register
    with in_office(salatiga):
        opening.give_to(case=cases[0], holder=admin, by=admin, at=timezone.now())
    assert section(client.get(page), "diserahkan") == ""


def test_who_may_not_see_the_cases_learns_their_number_alone(salatiga, cases, page):
    answer = enter(salatiga, employ(salatiga, "galih", admin=True)).get(page)
    assert "2 kasus belum selesai" in section(answer, "dipegang")
    assert "2 kasus ditangani menurut SOP yang bukan tugas Anda" in section(answer, "dipegang")
    assert read(answer).select_one("section#dipegang a[href='/kantor/pelaksana/']"), "there stands who can"
    assert all(case.number not in words(answer) and str(case.pk) not in answer.content.decode() for case in cases)


def test_whose_lane_a_colleague_holds_too_leaves_no_lane_alone(salatiga, admin, sari, page):
    employ(salatiga, "budi", "resepsionis")
    client = enter(salatiga, admin)
    assert section(client.get(page), "dipegang") == ""
    client.post(f"{page}nonaktif/")
    answer = client.get(page)
    assert section(answer, "diserahkan") == ""
    assert "Perlu diserahkan" not in words(answer)


def test_a_step_of_two_lanes_is_somebodys_turn_while_one_is_held(salatiga, admin, sari, cases, page):
    with in_office(salatiga):
        cases[0].passes.update(lanes=["resepsionis", "analis"])
    said = section(enter(salatiga, admin).get(page), "dipegang")
    assert "Petugas Resepsionis tidak ada langkah yang menunggu" in said


def test_a_lane_taken_away_leaves_cases_and_steps_too(salatiga, admin, cases, page):
    client, stays = enter(salatiga, admin), employ(salatiga, "dian", "analis")
    assert cases[1].number not in words(enter(salatiga, stays).get("/"))
    assert client.post(f"{page}pelaksana/", {}).status_code == 303
    answer = client.get(page)
    assert "Perlu diserahkan: 2 kasus tanpa pemegang; tanpa petugas: Petugas Resepsionis" in words(answer)
    assert all(case.number in section(answer, "diserahkan") for case in cases)
    resting = read(enter(salatiga, stays).get("/")).select_one("[aria-labelledby=k-dijeda]").get_text()
    assert cases[1].number in resting
    assert "Tanpa pemegang" in resting


def test_who_keeps_a_lane_of_the_sop_keeps_the_cases(salatiga, admin, cases, page):
    client = enter(salatiga, admin)
    with in_office(salatiga):
        kept = str(Lane.objects.get(key="analis").pk)
    client.post(f"{page}pelaksana/", {"lanes": [kept]})
    answer = client.get(page)
    assert "Perlu diserahkan: tanpa petugas: Petugas Resepsionis" in words(answer)
    assert "kasus" not in section(answer, "diserahkan")
    assert "2 kasus belum selesai" in section(answer, "dipegang")


def test_of_many_cases_the_first_are_named_and_the_others_counted(salatiga, admin, cases, page, monkeypatch):
    monkeypatch.setattr(leaving_queries, "SHOWN", 1)
    said = section(enter(salatiga, admin).get(page), "dipegang")
    assert cases[0].number in said
    assert cases[1].number not in said
    assert "dan 1 kasus lagi" in said


def test_an_ended_case_needs_nobody(salatiga, admin, sari, cases, page):
    with in_office(salatiga):
        for case in cases:
            lifecycle.close(case=Case.objects.get(pk=case.pk), reason="withdrawn", note="", by=sari, at=timezone.now())
    assert "kasus" not in section(enter(salatiga, admin).get(page), "dipegang")


def test_the_same_person_of_another_office_leaves_nothing_here(two_offices, version, admin):
    ours, theirs = two_offices
    same = uuid.uuid4()
    there = take(theirs, "salatiga/pengaduan-langsung")
    here = employ(ours, "rina", "analis", id=same)
    other = employ(theirs, "rina", "analis", id=same)
    case, foreign = new_case(ours, version, here), new_case(theirs, there, other)
    with in_office(theirs):
        Case.objects.filter(pk=foreign.pk).update(number="LAIN-26-9999")
    client = enter(ours, admin)
    said = section(client.get(f"/kantor/petugas/{same}/"), "dipegang")
    assert "1 kasus belum selesai" in said
    assert case.number in said
    client.post(f"/kantor/petugas/{same}/nonaktif/")
    after = client.get(f"/kantor/petugas/{same}/")
    assert f"1 kasus belum selesai {case.number}" in section(after, "diserahkan")
    assert "LAIN-26-9999" not in after.content.decode()
    next_door = enter(theirs, employ(theirs, "kepala", "analis", admin=True)).get(f"/kantor/petugas/{same}/")
    assert "LAIN-26-9999" in section(next_door, "dipegang")
    assert section(next_door, "diserahkan") == ""
