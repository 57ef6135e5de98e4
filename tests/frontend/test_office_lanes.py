"""The page of lanes: a lane that only one person holds has nobody to stand in."""

import re

from tests.frontend.screens import employ, enter, faults_of, read, take, words


def test_a_lane_that_one_person_holds_is_marked(salatiga):
    take(salatiga, "salatiga/pengaduan-langsung")
    admin = enter(salatiga, employ(salatiga, "galih", "resepsionis", admin=True))
    employ(salatiga, "ratna", "analis")
    employ(salatiga, "dimas", "analis")
    rows = {
        row.h2.get_text(): row.get_text() for row in read(admin.get("/kantor/pelaksana/")).select(".rk-lanerows li")
    }
    alone = [label for label, said in rows.items() if "baru satu orang, belum ada pengganti" in said]
    assert len(alone) == 1
    assert "Resepsionis" in alone[0]


def test_each_lane_says_who_holds_it_and_how_much_of_which_sop_is_its_turn(salatiga):
    take(salatiga, "salatiga/pengaduan-langsung")
    admin = enter(salatiga, employ(salatiga, "galih", admin=True))
    employ(salatiga, "ratna", "analis")
    page = read(admin.get("/kantor/pelaksana/"))
    rows = {row.h2.get_text(): re.sub(r"\s+", " ", row.get_text(" ")) for row in page.select(".rk-lanerows > li")}
    assert "Ratna" in rows["Staf Analis Pengaduan Masyarakat"]
    assert re.search(r"Pengaduan langsung \(\d+ langkah\)", rows["Staf Analis Pengaduan Masyarakat"])
    assert "belum ada petugasnya" in rows["Petugas Resepsionis"]
    assert "Pelapor/ Korban" not in rows


def test_an_office_without_sops_says_so(banyuwangi):
    answer = enter(banyuwangi, employ(banyuwangi, "kepala", admin=True)).get("/kantor/pelaksana/")
    assert "Belum ada pelaksana" in words(answer)
    assert faults_of(answer) == []
