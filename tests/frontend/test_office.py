"""The office's administration: its admins, and nobody else."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from accounts.models import Closure, Lane, LaneMembership, OfficeEvent, OfficeProfile, OpeningHours, Staff
from accounts.queries import opening_hours
from custody import holding
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, take, words

PAGES = {
    "office": "/kantor/",
    "office_profile": "/kantor/profil/",
    "office_hours": "/kantor/jam/",
    "office_closures": "/kantor/hari-tutup/",
    "staff": "/kantor/petugas/",
    "staff_new": "/kantor/petugas/baru/",
    "lanes": "/kantor/pelaksana/",
}


@pytest.fixture
def admin(salatiga) -> Staff:
    take(salatiga, "salatiga/pengaduan-langsung")
    return employ(salatiga, "wulan", admin=True)


@pytest.fixture
def ratna(salatiga, admin) -> Staff:
    return employ(salatiga, "ratna", "analis", post="Analis Pengaduan")


@pytest.fixture
def client(salatiga, admin):
    return enter(salatiga, admin)


def posts(person: Staff, closure: Closure) -> dict[str, str]:
    return {
        "office_profile": "/kantor/profil/",
        "office_hours": "/kantor/jam/",
        "office_closures": "/kantor/hari-tutup/",
        "office_closure_drop": f"/kantor/hari-tutup/{closure.pk}/batal/",
        "staff_new": "/kantor/petugas/baru/",
        "staff_member": f"/kantor/petugas/{person.pk}/",
        "staff_reset": f"/kantor/petugas/{person.pk}/sandi/",
        "staff_end": f"/kantor/petugas/{person.pk}/nonaktif/",
        "staff_back": f"/kantor/petugas/{person.pk}/aktif/",
        "staff_lanes": f"/kantor/petugas/{person.pk}/pelaksana/",
    }


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_for_an_admin_and_is_sound(name, client, ratna):
    answer = client.get(PAGES[name])
    assert answer.status_code == 200
    assert reverse(name) == PAGES[name]
    assert faults_of(answer) == []
    assert answer["Cache-Control"] == "no-store"


def test_the_name_of_the_place_is_said_once(client, salatiga):
    for short, said in (("DP3APPKB Kota Salatiga", "DP3APPKB Kota Salatiga"), ("DP3APPKB", "DP3APPKB, Kota Salatiga")):
        with in_office(salatiga):
            OfficeProfile.objects.update(short_name=short)
        assert read(client.get("/kantor/")).find(class_="rk-eyebrow").get_text() == said


@pytest.mark.parametrize("name", PAGES)
def test_others_are_told_why_not(name, salatiga, ratna):
    answer = enter(salatiga, ratna).get(PAGES[name])
    assert answer.status_code == 403
    assert "hanya untuk admin kantor" in words(answer)
    assert faults_of(answer) == []


@pytest.mark.parametrize("name", PAGES)
def test_nobody_gets_in_without_a_login(name, salatiga, admin):
    assert enter(salatiga).get(PAGES[name])["Location"].startswith("/masuk/?next=")


def test_no_post_of_anyone_else_changes_anything(two_offices, admin, ratna):
    ours, theirs = two_offices
    with in_office(ours):
        closure = Closure.objects.create(date=date(2027, 3, 1), name="Hari jadi")
    stranger = employ(theirs, "admin-lain", admin=True)
    for address in posts(ratna, closure).values():
        assert enter(ours, ratna).post(address, {}).status_code == 403
        assert enter(ours).post(address, {}).status_code == 302
        foreign = enter(theirs, stranger).post(address, {})
        assert foreign.status_code in ({422} if address.count("/") == 3 else {404, 422})
        if str(ratna.pk) in address or str(closure.pk) in address:
            assert foreign.status_code == 404
    with in_office(ours):
        assert Closure.objects.filter(pk=closure.pk).exists()
        kept = Staff.objects.get(pk=ratna.pk)
        assert (kept.is_active, kept.must_change_password, kept.lane_keys()) == (True, False, {"analis"})


def test_what_changes_something_answers_a_post_only(client, ratna):
    for name in ("staff_reset", "staff_end", "staff_back", "staff_lanes"):
        assert client.get(reverse(name, args=[ratna.pk])).status_code == 405


def test_an_admin_of_another_office_sees_nobody_of_ours(two_offices, admin, ratna):
    theirs = two_offices[1]
    stranger = enter(theirs, employ(theirs, "admin-lain", admin=True))
    assert stranger.get(f"/kantor/petugas/{ratna.pk}/").status_code == 404
    listed = words(stranger.get("/kantor/petugas/"))
    assert "Ratna" not in listed
    assert "Admin-Lain" in listed


def test_the_rail_shows_the_office_to_admins_only(salatiga, client, ratna):
    assert read(client.get("/setelan/")).find("a", href="/kantor/")
    assert not read(enter(salatiga, ratna).get("/setelan/")).find("a", href="/kantor/")
    current = read(client.get("/kantor/petugas/")).select('.rk-rail a[aria-current="page"]')
    assert [link["href"] for link in current] == ["/kantor/"]


class TestOverview:
    def test_lanes_nobody_holds_and_people_without_a_lane_are_named(self, client, salatiga, ratna):
        employ(salatiga, "bayu")
        said = words(client.get("/kantor/"))
        assert "5 pelaksana belum ada petugasnya" in said
        assert "Petugas Resepsionis belum ada petugasnya" in said
        assert "Bayu belum ditetapkan sebagai pelaksana" in said
        assert "Ratna belum ditetapkan" not in said

    def test_when_everybody_is_somebody_it_says_so(self, client, salatiga, admin):
        with in_office(salatiga):
            for lane in Lane.objects.all():
                LaneMembership.objects.create(lane=lane, staff=admin)
            Staff.objects.exclude(pk=admin.pk).update(is_active=False)
        said = words(client.get("/kantor/"))
        assert "Semua pelaksana sudah ada petugasnya." in said
        assert "Semua petugas sudah punya tugas" in said


class TestProfile:
    FILLED = {"name": "UPTD PPA Kota Salatiga", "short_name": "UPTD PPA", "unsaid_day": "clock", "email": "a@b.go.id"}

    def test_it_is_saved_and_shown(self, client, salatiga):
        assert client.post("/kantor/profil/", self.FILLED).status_code == 303
        with in_office(salatiga):
            saved = OfficeProfile.objects.get()
        assert (saved.name, saved.unsaid_day) == ("UPTD PPA Kota Salatiga", "clock")
        page = client.get("/kantor/profil/")
        assert "Profil kantor disimpan." in words(page)
        assert read(page).find("input", {"name": "email"})["value"] == "a@b.go.id"

    def test_the_others_learn_how_to_reach_it(self, client, salatiga, banyuwangi):
        client.post("/kantor/profil/", {**self.FILLED, "phone": "(0298) 326063", "unit": "Bagian Pengaduan"})
        with in_office(banyuwangi):
            there = holding.address_of(code=salatiga.code)
        assert (there.phone, there.unit) == ("(0298) 326063", "Bagian Pengaduan")
        client.post("/kantor/profil/", {**self.FILLED, "hotline": "0812 1216 0212"})
        with in_office(banyuwangi):
            assert holding.address_of(code=salatiga.code).phone == "0812 1216 0212", "a hotline, where it has no other"

    @pytest.mark.parametrize(
        "wrong",
        [{"name": ""}, {"email": "bukan surel"}, {"unsaid_day": "besok"}, {"name": "\x00"}, {"name": "x" * 999}],
    )
    def test_a_fault_keeps_what_was_typed_and_saves_nothing(self, client, salatiga, wrong):
        answer = client.post("/kantor/profil/", {**self.FILLED, "hotline": "0812 1216", **wrong})
        assert answer.status_code == 422
        assert read(answer).find("input", {"name": "hotline"})["value"] == "0812 1216"
        assert faults_of(answer) == []
        with in_office(salatiga):
            assert OfficeProfile.objects.get().hotline != "0812 1216"


class TestHours:
    def typed(self, **changed):
        week = {
            f"day_{day}_0_{end}": time for day in range(4) for end, time in (("opens", "07.30"), ("closes", "16.00"))
        }
        return {**week, "day_4_0_opens": "07.30", "day_4_0_closes": "11.30", **changed}

    def test_the_effect_is_one_sentence(self, client, salatiga):
        assert client.post("/kantor/jam/", self.typed()).status_code == 303
        page = words(client.get("/kantor/jam/"))
        assert "Buka Senin-Kamis 07.30-16.00, Jumat 07.30-11.30." in page.replace("\N{EN DASH}", "-")
        assert re.search(r"“3 hari kerja” yang dimulai sekarang berakhir \w+, \d+ \w+ pukul \d\d\.\d\d\.", page)

    def test_a_break_makes_two_intervals(self, client, salatiga):
        typed = self.typed(day_0_0_closes="12.00", day_0_1_opens="13.00", day_0_1_closes="16.30")
        assert client.post("/kantor/jam/", typed).status_code == 303
        with in_office(salatiga):
            assert [f"{opens:%H.%M}-{closes:%H.%M}" for opens, closes in opening_hours()[0]] == [
                "07.30-12.00",
                "13.00-16.30",
            ]

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"day_0_0_opens": "25.99"}, "Tulis jam dari 00.00 sampai 23.59"),
            ({"day_1_0_closes": ""}, "Selasa: isi jam buka dan jam tutup"),
            ({"day_2_0_opens": "17.00"}, "Jam tutup harus sesudah jam buka"),
            ({"day_3_1_opens": "15.00", "day_3_1_closes": "17.00"}, "sesudah yang pertama tutup"),
            ({"day_0_0_opens": "\x00"}, "Tulis jam dengan angka"),
        ],
    )
    def test_hours_that_make_no_sense_are_refused_and_the_rest_is_kept(self, client, salatiga, wrong, said):
        with in_office(salatiga):
            before = list(OpeningHours.objects.values_list("weekday", "opens", "closes"))
        answer = client.post("/kantor/jam/", self.typed(**wrong))
        assert answer.status_code == 422
        assert said in words(answer)
        assert read(answer).find("input", {"name": "day_4_0_closes"})["value"] == "11.30"
        assert faults_of(answer) == []
        with in_office(salatiga):
            assert list(OpeningHours.objects.values_list("weekday", "opens", "closes")) == before

    def test_an_office_that_is_never_open_is_refused(self, client):
        answer = client.post("/kantor/jam/", {})
        assert answer.status_code == 422
        assert "paling sedikit satu hari buka" in words(answer)


class TestClosures:
    TYPED = {"date-day": "9", "date-month": "12", "date-year": "2099", "name": "Pilkada"}

    def test_a_day_is_closed_shown_and_taken_back(self, client, salatiga):
        assert client.post("/kantor/hari-tutup/", self.TYPED).status_code == 303
        page = client.get("/kantor/hari-tutup/")
        assert "Rabu, 9 Desember 2099" in words(page)
        assert faults_of(page) == []
        address = read(page).find("form", action=re.compile("batal"))["action"]
        assert client.post(address).status_code == 303
        with in_office(salatiga):
            assert not Closure.objects.exists()

    @pytest.mark.parametrize(
        "wrong",
        [{"date-day": "31", "date-month": "02"}, {"date-month": "13"}, {"name": ""}, {"date-year": ""}],
    )
    def test_a_day_that_does_not_exist_is_refused(self, client, salatiga, wrong):
        answer = client.post("/kantor/hari-tutup/", {**self.TYPED, **wrong})
        assert answer.status_code == 422
        assert faults_of(answer) == []
        with in_office(salatiga):
            assert not Closure.objects.exists()

    def test_a_day_closed_already_is_said_with_its_name(self, client):
        client.post("/kantor/hari-tutup/", self.TYPED)
        answer = client.post("/kantor/hari-tutup/", {**self.TYPED, "name": "Lain"})
        assert answer.status_code == 422
        assert "sudah tercatat tutup: Pilkada" in words(answer)

    def test_a_closed_day_of_another_office_is_not_there(self, two_offices, client):
        with in_office(two_offices[1]):
            other = Closure.objects.create(date=date(2099, 1, 1), name="Lain")
        assert client.post(f"/kantor/hari-tutup/{other.pk}/batal/").status_code == 404


class TestStaff:
    def new(self, client, **changed):
        typed = {"name": "Sekar Ayuningtyas", "username": "sekar.a", "post": "Psikolog", "role": "biasa"}
        return client.post("/kantor/petugas/baru/", {**typed, **changed})

    def test_a_new_account_shows_its_password_once_and_the_person_can_log_in_with_it(self, client, salatiga):
        with in_office(salatiga):
            lane = Lane.objects.get(key="tim")
        answer = self.new(client, lanes=[str(lane.pk)])
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
        assert faults_of(answer) == []
        password = read(answer).find(class_="rk-once-word").get_text()
        with in_office(salatiga):
            made = Staff.objects.get(username="sekar.a")
            assert made.check_password(password)
            assert (made.lane_keys(), made.must_change_password) == ({"tim"}, True)
        page = client.get(f"/kantor/petugas/{made.pk}/")
        assert password not in page.content.decode()
        logged = enter(salatiga).post("/masuk/", {"login": "SEKAR.A", "password": password})
        assert logged.status_code == 302

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"name": ""}, "Isi “Nama lengkap”"),
            ({"username": "dua kata"}, "hanya boleh memuat huruf kecil"),
            ({"username": "wulan"}, "sudah dipakai"),
            ({"username": "WULAN"}, "sudah dipakai"),
            ({"email": "bukan"}, "Tulis surel lengkap"),
            ({"role": "kepala"}, "Pilih salah satu"),
            ({"lanes": ["bukan-uuid"]}, "Pilih salah satu"),
            ({"post": "x" * 200}, "terlalu panjang"),
        ],
    )
    def test_a_fault_keeps_what_was_typed_and_makes_nobody(self, client, salatiga, wrong, said):
        answer = self.new(client, **wrong)
        assert answer.status_code == 422
        assert said in words(answer)
        assert faults_of(answer) == []
        if "post" not in wrong:
            assert read(answer).find("input", {"name": "post"})["value"] == "Psikolog"
        assert (read(answer).find("a", string="Buka akunnya") is not None) is ("sudah dipakai" in said)
        with in_office(salatiga):
            assert not Staff.objects.filter(username="sekar.a").exists()

    def test_what_the_office_records_of_a_person_can_be_changed(self, client, salatiga, ratna):
        address = f"/kantor/petugas/{ratna.pk}/"
        assert client.post(address, {"name": "Ratna W.", "post": "Koordinator", "role": "admin"}).status_code == 303
        with in_office(salatiga):
            kept = Staff.objects.get(pk=ratna.pk)
        assert (kept.name, kept.post, kept.is_office_admin, kept.username) == ("Ratna W.", "Koordinator", True, "ratna")
        page = client.get(address)
        assert "Data Ratna W. disimpan." in words(page)
        assert faults_of(page) == []
        assert client.post(address, {"name": "", "post": "Lain", "role": "biasa"}).status_code == 422

    def test_lanes_are_set_on_the_persons_page_with_their_history(self, client, salatiga, ratna):
        with in_office(salatiga):
            lane = Lane.objects.get(key="resepsionis")
        address = f"/kantor/petugas/{ratna.pk}/pelaksana/"
        assert client.post(address, {"lanes": [str(lane.pk)]}).status_code == 303
        with in_office(salatiga):
            assert Staff.objects.get(pk=ratna.pk).lane_keys() == {"resepsionis"}
        page = read(client.get(f"/kantor/petugas/{ratna.pk}/"))
        assert len(page.select(".rk-log li")) == 2
        assert len(page.select(".rk-log li.now")) == 1
        assert client.post(address, {"lanes": ["bukan"]}).status_code == 422
        assert client.post(address, {}).status_code == 303
        with in_office(salatiga):
            assert Staff.objects.get(pk=ratna.pk).lane_keys() == frozenset()

    def test_a_reset_password_replaces_the_old_one_and_ends_the_sessions(self, client, salatiga, ratna):
        session = enter(salatiga, ratna)
        answer = client.post(f"/kantor/petugas/{ratna.pk}/sandi/")
        password = read(answer).find(class_="rk-once-word").get_text()
        assert session.get("/setelan/")["Location"].startswith("/masuk/")
        with in_office(salatiga):
            assert Staff.objects.get(pk=ratna.pk).check_password(password)

    def test_whoever_leaves_is_out_and_listed_apart_and_may_come_back(self, client, salatiga, ratna):
        session = enter(salatiga, ratna)
        assert client.post(f"/kantor/petugas/{ratna.pk}/nonaktif/").status_code == 303
        assert session.get("/setelan/")["Location"].startswith("/masuk/")
        assert "Tidak aktif 1 Ratna" in words(client.get("/kantor/petugas/"))
        page = client.get(f"/kantor/petugas/{ratna.pk}/")
        assert "Akun tidak aktif tidak dapat ditetapkan sebagai pelaksana." in words(page)
        assert faults_of(page) == []
        assert client.post(f"/kantor/petugas/{ratna.pk}/sandi/").status_code == 409
        assert client.post(f"/kantor/petugas/{ratna.pk}/pelaksana/", {"lanes": []}).status_code == 303
        assert read(client.post(f"/kantor/petugas/{ratna.pk}/aktif/")).find(class_="rk-once-word")
        with in_office(salatiga):
            assert Staff.objects.get(pk=ratna.pk).is_active

    def test_an_admin_cannot_shut_themselves_out(self, client, salatiga, admin):
        answer = client.post(f"/kantor/petugas/{admin.pk}/nonaktif/")
        assert answer.status_code == 409
        assert "hanya dapat dinonaktifkan oleh admin lain" in words(answer)
        step_down = client.post(f"/kantor/petugas/{admin.pk}/", {"name": "Wulan", "role": "biasa"})
        assert step_down.status_code == 422
        assert "hanya dapat dicabut oleh admin lain" in words(step_down)
        assert client.get("/kantor/").status_code == 200

    def test_the_office_keeps_a_trail_of_what_its_admins_changed(self, client, salatiga, ratna):
        assert "Belum ada perubahan yang tercatat." in words(client.get("/kantor/petugas/"))
        person = f"/kantor/petugas/{ratna.pk}/"
        with in_office(salatiga):
            lane = Lane.objects.get(key="resepsionis")
        client.post(f"{person}pelaksana/", {"lanes": [str(lane.pk)]})
        client.post(person, {"name": "Ratna", "post": "Koordinator", "role": "admin"})
        client.post("/kantor/hari-tutup/", TestClosures.TYPED)
        client.post(f"{person}sandi/")
        client.post(f"{person}nonaktif/")
        page = client.get("/kantor/petugas/")
        lines = [re.sub(r"\s+", " ", line.get_text(" ")) for line in read(page).select(".rk-log li")]
        assert [line.split(" oleh Wulan, ")[0].replace(" ,", ",") for line in lines] == [
            "Akun dinonaktifkan: Ratna",
            "Kata sandi sekali pakai dibuat: Ratna",
            "Hari tutup ditambahkan, 9 Desember 2099",
            "Dijadikan admin kantor: Ratna",
            "Data petugas diubah: Ratna, jabatan",
            f"Pelaksana diubah: Ratna, ditambah {lane}; dilepas Analis Pengaduan",
        ]
        assert all(re.search(r", \d+ \w+ \d{4}", line) for line in lines)
        assert faults_of(page) == []

    def test_the_trail_shows_the_newest_fifty(self, client, salatiga, admin, ratna):
        with in_office(salatiga):
            for hour in range(51):
                at = datetime(2026, 11, 24, 2, hour, tzinfo=UTC)
                OfficeEvent.objects.create(kind=OfficeEvent.Kind.HOURS_CHANGED, by=admin, at=at)
        lines = read(client.get("/kantor/petugas/")).select(".rk-log li")
        assert len(lines) == 50
        assert ".50" in lines[0].get_text()
