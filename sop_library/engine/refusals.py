"""What the engine refuses, each with a code and a sentence a clerk understands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

MissingKind: TypeAlias = Literal["document", "form", "fact", "any_of", "output", "outcome", "sign_off", "sub"]


def _(msgid: str) -> str:
    return msgid


MESSAGES: Mapping[str, str] = {
    "not_entered": _("Kasus ini belum masuk ke SOP."),
    "already_entered": _("Kasus ini sudah masuk ke SOP."),
    "unknown_door": _("Pintu “%(door)s” tidak ada pada SOP ini."),
    "door_shut": _("Belum dapat masuk lewat pintu “%(door)s”: %(words)s"),
    "door_asks": _("Sebelum masuk lewat pintu “%(door)s”, isi dulu: %(facts)s."),
    "case_ended": _("Kasus ini sudah selesai. Buka kembali dulu bila masih ada yang harus dikerjakan."),
    "case_not_ended": _("Kasus ini belum selesai, jadi tidak perlu dibuka kembali."),
    "case_paused": _("Kasus ini sedang dijeda (%(reason)s). Lanjutkan dulu kasusnya."),
    "case_not_paused": _("Kasus ini tidak sedang dijeda."),
    "unknown_pass": _("Langkah itu tidak ada pada kasus ini. Muat ulang halaman lalu coba lagi."),
    "unknown_step": _("Langkah “%(step)s” tidak ada pada SOP ini."),
    "pass_done": _("Langkah “%(step)s” sudah diselesaikan."),
    "pass_skipped": _("Langkah “%(step)s” sudah dilewati."),
    "pass_passed_over": _("Langkah “%(step)s” tidak berlaku untuk kasus ini."),
    "pass_cancelled": _("Langkah “%(step)s” sudah dibatalkan karena kasus kembali ke langkah lain atau ditutup."),
    "waits_join": _("Langkah “%(step)s” menunggu langkah lain selesai dulu."),
    "waits_facts": _("Langkah “%(step)s” menunggu keterangan: %(facts)s."),
    "waits_gate": _("Langkah “%(step)s” masih tertutup: %(words)s"),
    "waits_sub": _("Langkah “%(step)s” menunggu SOP lain yang sedang berjalan."),
    "waits_interrupt": _("Langkah “%(step)s” menunggu penanganan yang lebih mendesak."),
    "wrong_lane": _("Langkah “%(step)s” dikerjakan oleh %(lanes)s."),
    "lane_not_bound": _("Pelaksana langkah “%(step)s” belum ditetapkan. Minta admin kantor menetapkannya."),
    "unknown_outcome": _("Hasil “%(outcome)s” tidak ada pada langkah “%(step)s”."),
    "one_outcome_only": _("Pilih satu hasil saja untuk langkah “%(step)s”."),
    "incomplete": _("Langkah “%(step)s” belum lengkap: %(missing)s."),
    "not_optional": _("Langkah “%(step)s” wajib dikerjakan, tidak dapat dilewati."),
    "reason_missing": _("Tulis alasannya."),
    "no_signature_needed": _("Langkah “%(step)s” tidak perlu paraf bersama; langsung selesaikan."),
    "already_signed": _("Paraf %(lane)s untuk langkah “%(step)s” sudah tercatat."),
    "not_signed": _("Paraf itu tidak ada lagi pada langkah “%(step)s”."),
    "anothers_signature": _(
        "Paraf untuk langkah “%(step)s” diberikan orang lain. Yang memberi paraf atau kepala kantor "
        "dapat membatalkannya."
    ),
    "not_extendable": _("Waktu langkah “%(step)s” tidak dapat diperpanjang menurut SOP ini."),
    "extension_wrong_lane": _("Waktu langkah “%(step)s” hanya dapat diperpanjang oleh %(lanes)s."),
    "extended_enough": _("Waktu langkah “%(step)s” sudah diperpanjang %(times)s kali, batasnya menurut SOP ini."),
    "limit_not_extendable": _("Batas waktu “%(limit)s” tidak dapat diperpanjang menurut SOP ini."),
    "limit_not_running": _("Batas waktu “%(limit)s” tidak sedang berjalan."),
    "limit_wrong_lane": _("Batas waktu “%(limit)s” hanya dapat diperpanjang oleh %(lanes)s."),
    "limit_extended_enough": _("Batas waktu “%(limit)s” sudah diperpanjang %(times)s kali, batasnya menurut SOP ini."),
    "extension_too_long": _("Perpanjangan paling lama %(up_to)s."),
    "not_overridable": _("SOP ini tidak memberi siapa pun wewenang membuka langkah “%(step)s” lebih awal."),
    "gate_not_shut": _("Langkah “%(step)s” tidak sedang tertutup."),
    "unknown_fact": _("Keterangan “%(fact)s” tidak dikenal."),
    "fact_value": _("Isian untuk “%(fact)s” tidak dapat dipakai."),
    "never_there": _("Kasus ini belum pernah melewati langkah “%(step)s”."),
    "still_there": _("Langkah “%(step)s” masih berjalan."),
    "nowhere_to_reopen": _("Pilih langkah tempat kasus dilanjutkan."),
    "ends_at_once": _(
        "Dari situ tidak ada langkah kasus ini sendiri yang harus dikerjakan, jadi kasusnya langsung selesai lagi. "
        "Pilih langkah lain."
    ),
    "unknown_sub": _("SOP lanjutan “%(sub)s” tidak ada pada langkah “%(step)s”."),
    "sub_has_steps": _("SOP lanjutan itu selesai sendiri setelah semua langkahnya selesai."),
    "sub_not_running": _("SOP lanjutan itu tidak sedang berjalan."),
    "branch_without_target": _("SOP ini tidak menyebut kelanjutan hasil “%(outcome)s” pada langkah “%(step)s”."),
    "flow_goes_in_circles": _("Alur SOP ini berputar tanpa langkah yang dikerjakan, mulai dari “%(step)s”."),
    "no_open_day": _("Jam kerja kantor belum diatur, jadi tenggat tidak dapat dihitung."),
    "moment_without_zone": _("Waktu tanpa zona tidak dapat dipakai."),
}


WORDS: Mapping[str, str] = {
    "outcome": _("hasil langkah"),
    "sub": _("SOP lanjutan"),
    "sign_off": _("paraf %(lane)s"),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing a step still lacks. `key` is what a form on screen calls it, `label` how it reads."""

    kind: MissingKind
    key: str
    label: str


class Refused(Exception):
    """The event can't happen now. `message` is a msgid with the named parameters in `params`; where `code` is
    incomplete, `missing` names everything at once. `str(error)` is the sentence in Indonesian."""

    def __init__(self, code: str, params: Mapping[str, str] | None = None, missing: tuple[Missing, ...] = ()) -> None:
        self.code = code
        self.message = MESSAGES[code]
        self.params: Mapping[str, str] = params or {}
        self.missing = missing
        super().__init__(self.message % self.params)
