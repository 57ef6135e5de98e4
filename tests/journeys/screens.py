"""Every screen of the staff and how to get to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.journeys.desk import Desk
from tests.journeys.furnishing import CaseKeys
from tests.journeys.refusing import come_back_after_a_login, hand_in_what_is_done
from tests.journeys.world import World

Act = Callable[[Desk], None]
OPEN = "all => all.forEach(one => { one.open = true; })"


@dataclass(frozen=True)
class Screen:
    """One screen in one state. `route` is its name in the URL configuration; `act` brings it about on the page."""

    key: str
    route: str
    path: str
    by: str = "ratna"
    office: str = "salatiga"
    status: int = 200
    opened: str = ""
    act: Act | None = None

    def __str__(self) -> str:
        return self.key


SHEETS = {
    "salatiga": ("pengaduan-langsung", "pengaduan-tidak-langsung", "layanan-informasi", "layanan-konsultasi",
                 "layanan-penjangkauan"),
    "banyuwangi": ("p2tp2a",), "nunukan": ("intervensi-krisis",), "barito-utara": ("penjangkauan", "krisis"),
}  # fmt: skip
ONE_IS_ENOUGH = frozenset(f"sop {slug}" for slugs in SHEETS.values() for slug in slugs[1:])
"""The sheets of one office differ in Indonesian words alone: in the second language one of each office is read."""
READERS = {"salatiga": "ratna", "banyuwangi": "wulan", "nunukan": "aisyah", "barito-utara": "yulia"}


SENDS = "button:not([type=button]):not([aria-hidden]):not([name=tampilkan])"
"""The button of a form that a person presses to send it; the one that opens the identity on the way is another."""


def send(form: str, **typed: str) -> Act:
    """Type into a form (names of its controls, `__` for a dash) and send it."""

    def act(desk: Desk) -> None:
        found = desk.page.locator(form).first
        found.locator("xpath=ancestor-or-self::*/ancestor::details").evaluate_all(OPEN)
        for name, words in typed.items():
            found.locator(f"[name='{name.replace('__', '-')}']").first.fill(words)
        desk.after(found.locator(SENDS).first.click)

    return act


def _work(world: World) -> list[Screen]:
    waiting, taken = world.reports["laporan-web"], world.reports["selesai"]
    opened = f"/laporan/{world.reports['laporan-wa']}/"
    aside = f"/laporan/{world.reports['disisihkan']}/"
    joined = f"/laporan/{world.reports['dilampirkan']}/"
    return [
        Screen("hari ini", "today", "/"),
        Screen("hari ini, tim", "today", "/", by="wahyu"),
        Screen("laporan", "reports", "/laporan/"),
        Screen("laporan baru", "report_new", "/laporan/baru/"),
        Screen("laporan baru, saluran dikenal", "report_new", "/laporan/baru/?saluran=telepon"),
        Screen("laporan baru, keliru", "report_new", "/laporan/baru/",
               act=send("#laporan-baru", victim_nik="123", victim_birth_date__day="31", victim_birth_date__month="2",
                        victim_birth_date__year="1990")),
        Screen("laporan menunggu", "report", f"/laporan/{waiting}/"),
        Screen("laporan menunggu, keliru", "report", f"/laporan/{waiting}/", act=send("form[action$='/kasus/']")),
        Screen("laporan terbuka", "report", opened, opened=opened),
        Screen("laporan, disisihkan", "reports", "/laporan/?keadaan=disisihkan"),
        Screen("laporan disisihkan", "report", aside),
        Screen("perbaikan laporan, tertutup", "report_correct", f"/laporan/{waiting}/perbaikan/"),
        Screen("perbaikan laporan", "report_correct", f"{opened}perbaikan/", opened=opened),
        Screen("sisihkan laporan", "report_set_aside", f"/laporan/{waiting}/disisihkan/"),
        Screen("sisihkan laporan, keliru", "report_set_aside", f"/laporan/{waiting}/disisihkan/", act=send("#tanya")),
        Screen("ambil kembali laporan", "report_take_up", f"{aside}ambil-kembali/"),
        Screen("laporan dilampirkan", "report", joined),
        Screen("bukan kasus ini", "report_detach", f"{joined}bukan-kasus-ini/"),
        Screen("bukan kasus ini, keliru", "report_detach", f"{joined}bukan-kasus-ini/", act=send("#tanya")),
        Screen("laporan sudah kasus", "report", f"/laporan/{taken}/"),
        Screen("register", "register", "/kasus/"),
        Screen("register, disaring", "register", "/kasus/?keadaan=ended"),
        Screen("register, tahap dan pintu", "register", "/kasus/?risiko=high&tahap=intake"),
        Screen("register, tidak ditemukan", "register", "/kasus/", act=send("form.rk-filter", words="SLT-26-9999")),
    ]  # fmt: skip


def _case(world: World) -> list[Screen]:
    def at(name: str) -> str:
        return f"/kasus/{world.cases[name].id}/"

    opened = world.cases["gambaran-terlambat"]
    return [
        Screen("kasus, keputusan", "case", at("luar-wilayah")),
        Screen("kasus, paraf", "case", at("asesmen-awal")),
        Screen("kasus, paraf tim", "case", at("paraf-bidang"), by="wahyu"),
        Screen("kasus, bukan giliran", "case", at("luar-wilayah"), by="sari"),
        Screen("kasus, menyusul", "case", at("baru-datang")),
        Screen("kasus, hari kerja", "case", at("penjangkauan-besok"), by="dimas"),
        Screen("kasus, versi lama", "case", at("bahan-hari-ini")),
        Screen("kasus, dijeda", "case", at("dijeda")),
        Screen("kasus, selesai", "case", at("selesai")),
        Screen("kasus, ditutup awal", "case", at("ditutup-awal"), by="dimas"),
        Screen("kasus, langkah keliru", "case", at("luar-wilayah"), act=send("form.rk-stepform")),
        Screen("kasus, alasan kosong", "case", at("luar-wilayah"), act=send("form[action$='/identitas/']")),
        Screen("kasus terbuka", "case", f"/kasus/{opened.id}/", opened=f"/kasus/{opened.id}/"),
        Screen("jejak", "trail", f"/kasus/{opened.id}/jejak/"),
    ]


def _letters(world: World) -> list[Screen]:
    page = f"/rujukan/{world.referrals['luar']}/surat/"
    return [
        Screen("surat", "letter", page),
        Screen("surat, sandi berkas", "letter", page, act=send("form[action$='/terkunci/']")),
    ]


def _case_forms(world: World) -> list[Screen]:
    closed, opened = world.cases["luar-wilayah"], world.cases["gambaran-terlambat"]
    shut, open_ = f"/kasus/{closed.id}/", f"/kasus/{opened.id}/"
    asked = {
        "case_back": "kembali", "case_pause": "jeda", "case_close": "penutupan", "case_holder": "pemegang",
        "case_risk": "risiko",
    }  # fmt: skip
    found = [Screen(word, route, f"{shut}{word}/") for route, word in asked.items()]
    found += [
        Screen(f"{word}, keliru", route, f"{shut}{word}/", act=send("#tanya"))
        for route, word in asked.items() if route not in {"case_holder"}
    ]  # fmt: skip
    found += [
        Screen("perpanjangan tenggat", "limit_extend", f"{shut}tenggat/rtl/perpanjangan/"),
        Screen("lanjutan", "case_resume", f"/kasus/{world.cases['dijeda'].id}/lanjutan/"),
        Screen("gabungan", "case_join", f"/kasus/{world.cases['selesai'].id}/gabungan/"),
        Screen("pembukaan", "case_reopen", f"/kasus/{world.cases['selesai'].id}/pembukaan/"),
        Screen("pihak baru", "person_new", f"{shut}pihak/"),
        Screen("pihak baru, keliru", "person_new", f"{shut}pihak/", act=send("#pihak form", nik="12", phone="x")),
        Screen("pihak tertutup", "person", f"{shut}pihak/{closed.people['victim']}/"),
        Screen("kejadian baru", "incident_new", f"{shut}kejadian/"),
        Screen("kejadian tertutup", "incident", f"{shut}kejadian/{closed.incident}/"),
        Screen("persetujuan", "consents", f"{shut}persetujuan/"),
        Screen("persetujuan, keliru", "consents", f"{shut}persetujuan/", act=send("#persetujuan form")),
        Screen("catatan", "notes", f"{shut}catatan/"),
        Screen("catatan, keliru", "notes", f"{shut}catatan/", act=send("#catatan aside form")),
        Screen("isian tertutup", "form_filled", f"{shut}isian/{closed.filled['buku-tamu']}/"),
        Screen("formulir", "form_fill", _paper(world.cases["asesmen-awal"], "formulir-pengaduan", "asesmen-awal")),
        Screen("formulir, keliru", "form_fill", _paper(world.cases["luar-wilayah"], "surat-rujukan", "wilayah"),
               act=send("#formulir form")),
        Screen("pihak terbuka", "person", f"{open_}pihak/{opened.people['victim']}/", opened=open_),
        Screen("pihak dilepas", "person", f"{open_}pihak/{opened.people['companion']}/", opened=open_),
        Screen("bukan pihak", "person_take_off", f"{shut}pihak/{closed.people['respondent']}/bukan-pihak/"),
        Screen("bukan pihak, keliru", "person_take_off", f"{shut}pihak/{closed.people['respondent']}/bukan-pihak/",
               act=send("#tanya")),
        Screen("kejadian dilepas", "incident", f"{open_}kejadian/{opened.incident_off}/", opened=open_),
        Screen("kejadian kembali", "incident_put_back", f"{open_}kejadian/{opened.incident_off}/kembali/"),
        Screen("kejadian kembali, keliru", "incident_put_back", f"{open_}kejadian/{opened.incident_off}/kembali/",
               act=send("#tanya")),
        Screen("bukan kejadian", "incident_take_off", f"{open_}kejadian/{opened.incident}/bukan-kejadian/"),
        Screen("bukan kejadian, keliru", "incident_take_off", f"{open_}kejadian/{opened.incident}/bukan-kejadian/",
               act=send("#tanya")),
        Screen("coret catatan", "note_strike", f"{open_}catatan/{opened.note}/coret/"),
        Screen("coret catatan, keliru", "note_strike", f"{open_}catatan/{opened.note}/coret/", act=send("#tanya")),
        Screen("kejadian terbuka", "incident", f"{open_}kejadian/{opened.incident}/", opened=open_),
        Screen("pihak diubah", "person", f"{open_}pihak/{opened.people['victim']}/?ubah=1", opened=open_),
        Screen("kejadian diubah", "incident", f"{open_}kejadian/{opened.incident}/?ubah=1", opened=open_),
        Screen("persetujuan terbuka", "consents", f"{open_}persetujuan/", opened=open_),
        Screen("penarikan persetujuan", "consent_withdraw", f"{open_}persetujuan/{opened.consent}/penarikan/"),
        Screen("catatan terbuka", "notes", f"{open_}catatan/", opened=open_),
        Screen("isian terbuka", "form_filled", f"{open_}isian/{opened.filled['formulir-pengaduan']}/", opened=open_),
        Screen("formulir terbuka", "form_fill", _paper(opened, "formulir-pengaduan", "gambaran"), opened=open_),
    ]  # fmt: skip
    return found


def _paper(case: CaseKeys, form: str, step: str) -> str:
    return f"/kasus/{case.id}/formulir/{form}/?langkah={case.passes[step]}"


def _office(world: World) -> list[Screen]:
    def of(key: str, route: str, path: str, act: Act | None = None) -> Screen:
        return Screen(key, route, path, by="admin", act=act)

    active, gone = f"/kantor/petugas/{world.staff['sari']}/", f"/kantor/petugas/{world.staff['mantan']}/"
    forgetful = f"/kantor/petugas/{world.staff['pelupa']}/"
    return [
        of("kantor", "office", "/kantor/"),
        of("profil", "office_profile", "/kantor/profil/"),
        of("profil, keliru", "office_profile", "/kantor/profil/", send("main form", name="", email="x")),
        of("lambang", "office_emblem", "/kantor/lambang/"),
        of("lambang, keliru", "office_emblem", "/kantor/lambang/", send("form[enctype]")),
        of("jam kerja", "office_hours", "/kantor/jam/"),
        of("hari tutup", "office_closures", "/kantor/hari-tutup/"),
        of("hari tutup, keliru", "office_closures", "/kantor/hari-tutup/", send("aside form")),
        of("rekap", "office_recap", "/kantor/rekap/"),
        of("petugas", "staff", "/kantor/petugas/"),
        of("petugas baru", "staff_new", "/kantor/petugas/baru/"),
        of("petugas baru, keliru", "staff_new", "/kantor/petugas/baru/", send("main form", username="Ratna!")),
        of("data petugas", "staff_member", active),
        of("data petugas, keliru", "staff_member", active, send(f"form[action='{active}']", name="")),
        of("data sendiri", "staff_member", f"/kantor/petugas/{world.staff['admin']}/"),
        of("mantan petugas", "staff_member", gone),
        of("kata sandi sekali", "staff_member", forgetful, send("form[action$='/sandi/']")),
        of("pelaksana", "lanes", "/kantor/pelaksana/"),
        Screen("kantor, ditolak", "office", "/kantor/", status=403),
    ]


def _account(_world: World) -> list[Screen]:
    return [
        Screen("masuk", "account_login", "/masuk/", by=""),
        Screen("masuk, keliru", "account_login", "/masuk/", by="", act=send("main form", login="ratna", password="x")),
        Screen("masuk, kosong", "account_login", "/masuk/", by="", act=send("main form")),
        Screen("masuk lagi", "signed_in", "/masuk/selesai/"),
        Screen("setelan", "settings", "/setelan/"),
        Screen("setelan admin", "settings", "/setelan/", by="admin"),
        Screen("kata sandi", "account_change_password", "/sandi/"),
        Screen("kata sandi, keliru", "account_change_password", "/sandi/",
               act=send("main form", current="x", new="pendek", again="lain")),
        Screen("kata sandi pertama", "account_change_password", "/sandi/", by="baru"),
    ]  # fmt: skip


def _sheets(world: World) -> list[Screen]:
    found = [Screen(f"daftar sop {office}", "sops", "/sop/", READERS[office], office) for office in SHEETS]
    for office, slugs in SHEETS.items():
        found += [Screen(f"sop {slug}", "sop", f"/sop/{slug}/", READERS[office], office) for slug in slugs]
    return [
        *found,
        Screen("sop lama", "sop_version", "/sop/layanan-informasi/versi/1/"),
        Screen("sop baru", "sop_version", "/sop/layanan-informasi/versi/2/"),
        Screen("sop tanpa catatan", "sop_version", "/sop/layanan-informasi/versi/2/?catatan=tanpa"),
        Screen("pindah versi", "sop_move", "/sop/layanan-informasi/versi/2/pindah/", by="admin"),
        Screen("pemindahan kasus", "sop_move_log", f"/sop/pindah/{world.move}/", by="admin"),
        Screen("sop, yang berubah", "sop_differences", "/sop/layanan-informasi/beda/"),
        Screen("standar pelayanan", "sop_standard", "/sop/layanan-informasi/standar/"),
        Screen("standar dibuka", "sop_standard", "/sop/layanan-informasi/standar/", by="admin"),
        Screen("layanan untuk umum", "public_standards", "/standar/", by=""),
        Screen("layanan untuk umum, belum ada", "public_standards", "/standar/", "", "nunukan"),
        Screen("standar untuk umum", "public_standard", "/standar/layanan-informasi/", by=""),
        Screen("dokumen sumber", "sop_source", "/sop/layanan-informasi/versi/1/sumber/"),
    ]


def _between(world: World) -> list[Screen]:
    """What came in at Barito Utara, what Salatiga sent, and what both see afterwards."""
    one = world.referrals
    offered, asked = f"/rujukan/{one['ditawarkan']}/", f"/rujukan/{one['ditanya']}/"
    taken = f"/kasus/{one['kasus-diterima']}/"
    proposal, agreed = f"/kasus/{world.cases['luar-wilayah'].id}/rujukan/", world.cases["gambaran-terlambat"].id

    def there(key: str, route: str, path: str, **more: Any) -> Screen:
        return Screen(key, route, path, "yulia", "barito-utara", **more)

    return [
        there("rujukan masuk", "referrals", "/rujukan/"),
        there("rujukan diterima, hari ini", "today", "/"),
        Screen("rujukan masuk, kosong", "referrals", "/rujukan/"),
        Screen("rujukan masuk, tanpa pelaksana", "referrals", "/rujukan/", "kosong"),
        Screen("rujukan keluar", "referrals_sent", "/rujukan/keluar/"),
        Screen("rujukan selesai", "referrals_over", "/rujukan/selesai/"),
        there("rujukan ditawarkan", "referral", offered),
        there("rujukan ditawarkan, keliru", "referral", offered, act=send("form[action$='/pengembalian/']")),
        there("rujukan ditawarkan, tanya kosong", "referral", offered, act=send("form[action$='/pertanyaan/']")),
        there("rujukan terbuka", "referral", asked, opened=asked),
        there("kasus diterima", "case", taken),
        there("sudah ditanyakan", "carried", f"{taken}sudah-ditanyakan/"),
        there("sudah ditanyakan, terbuka", "carried", f"{taken}sudah-ditanyakan/", opened=taken),
        Screen("sudah ditanyakan, kosong", "carried", f"/kasus/{agreed}/sudah-ditanyakan/"),
        Screen("rujukan dikirim, risiko tinggi", "referral", offered),
        Screen("rujukan ditanya", "referral", asked),
        Screen("rujukan ditanya, keliru", "referral", asked, act=send("form[action$='/jawaban/']")),
        Screen("rujukan diserahkan", "referral", f"/rujukan/{one['diserahkan']}/"),
        Screen("rujukan ke luar Rangkul", "referral", f"/rujukan/{one['luar']}/"),
        Screen("kasus diserahkan", "case", f"/kasus/{one['kasus-diserahkan']}/"),
        Screen("usulan rujukan", "referral_new", proposal),
        Screen("usulan rujukan, keliru", "referral_new", proposal, act=send("form[action$='/rujukan/']")),
        Screen("usulan rujukan, tinjau", "referral_new", proposal, act=review),
        Screen("janji temu", "appointments", f"/kasus/{agreed}/janji/"),
        Screen("janji temu, keliru", "appointments", f"/kasus/{agreed}/janji/", act=send("#janji aside form")),
        Screen("janji temu terbuka", "appointments", f"/kasus/{agreed}/janji/", opened=f"/kasus/{agreed}/"),
        Screen("janji temu, batal", "appointment_cancel", f"/kasus/{agreed}/janji/{one['janji']}/pembatalan/"),
        Screen("janji temu, jadwal", "appointment_move", f"/kasus/{agreed}/janji/{one['janji']}/jadwal/",
               act=send("#tanya")),
        Screen("janji temu, kembali", "appointment_set_back", f"/kasus/{agreed}/janji/{one['janji']}/kembali/",
               act=send("#tanya")),
        there("tenggat, kembali", "carried_limit_reopen", f"{taken}tenggat/{one['tenggat']}/kembali/",
              act=send("#tanya")),
        Screen("pengiriman", "office_delivery", "/kantor/pengiriman/", by="admin"),
    ]  # fmt: skip


def review(desk: Desk, to: str = "33.22") -> None:
    """Fill a proposal as far as the look back."""
    page = desk.page
    page.select_option("[name=to]", to)
    page.locator("[name=kind][value=pelimpahan]").check()
    for name in ("kind", "reasons", "urgency", "consent", "person", "way"):
        if page.locator(f"[name={name}]").count() and not page.locator(f"[name={name}]:checked").count():
            page.locator(f"[name={name}]").first.check()
    page.fill("[name=override_reason]", "Keluarga korban di sana.")
    desk.after(page.locator("button[value=tinjau]").click)
    assert page.locator("button[value=kirim]").count() == 1, desk.words("main")


def _states(world: World) -> list[Screen]:
    """What comes about between people: refused, come back, waiting, in danger, handed over, left behind."""
    case, left = world.cases["luar-wilayah"], f"/kantor/petugas/{world.staff['pindahan']}/"
    done = f"/kasus/{case.id}/langkah/{case.passes['buku-tamu']}/selesai/"
    waiting, offered = (f"/kasus/{world.referrals[key]}/" for key in ("kasus-menunggu", "kasus-ditawarkan"))
    return [
        Screen("kasus, langkah menunggu", "case", waiting, "yulia", "barito-utara"),
        Screen("kasus, yang tadi ditulis", "case", f"/kasus/{case.id}/", act=hand_in_what_is_done(done)),
        Screen("laporan baru, sesudah masuk lagi", "report_new", "/laporan/baru/", "sari", act=come_back_after_a_login),
        Screen("kasus, dalam bahaya", "case", f"/kasus/{world.cases['bahaya'].id}/"),
        Screen("kasus, pelimpahan menunggu", "case", offered),
        Screen("jejak panjang", "trail", f"/kasus/{world.cases['selesai'].id}/jejak/"),
        Screen("petugas pemegang kasus", "staff_member", f"/kantor/petugas/{world.staff['ratna']}/", "ketua"),
        Screen("petugas yang meninggalkan kasus", "staff_member", left, "ketua"),
        Screen("petugas yang meninggalkan kasus, admin lain", "staff_member", left, "admin"),
    ]


def _empty(_world: World) -> list[Screen]:
    """Nothing there: an office on its first day, and somebody without a lane."""
    found = [
        Screen(f"{key}, kantor baru", route, path, "wulan", "banyuwangi")
        for key, route, path in (
            ("hari ini", "today", "/"), ("laporan", "reports", "/laporan/"), ("register", "register", "/kasus/"),
        )
    ]  # fmt: skip
    found += [
        Screen("rekap, kosong", "office_recap", "/kantor/rekap/", "admin", "banyuwangi"),
        Screen("hari tutup, kosong", "office_closures", "/kantor/hari-tutup/", "admin", "banyuwangi"),
        Screen("hari ini, tanpa pelaksana", "today", "/", "kosong"),
        Screen("register, tanpa pelaksana", "register", "/kasus/", "kosong"),
        Screen("laporan, tanpa pelaksana", "reports", "/laporan/", "kosong"),
        Screen("laporan baru, tanpa pelaksana", "report_new", "/laporan/baru/", "kosong", status=403),
        Screen("setelan, tanpa pelaksana", "settings", "/setelan/", "kosong"),
    ]
    return found


AREAS: dict[str, Callable[[World], list[Screen]]] = {
    "work": _work, "case": _case, "case forms": _case_forms, "office": _office, "account": _account,
    "sheets": _sheets, "empty": _empty, "letters": _letters, "between": _between,
    "states": _states,
}  # fmt: skip
