"""The page of lanes: a lane that only one person holds has nobody to stand in."""

from tests.frontend.screens import employ, enter, read, take


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
