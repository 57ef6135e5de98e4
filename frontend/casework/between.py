"""What happened to a case between offices, and what was agreed with the person, in words for the timeline."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from cases.models import Appointment, Case, Event
from frontend.casework.wording import region_name, stage_words
from referrals import leading
from sop_library.definition import Definition

Sentence = Callable[[Event, Definition], str]


def _to(template: Callable[[], str]) -> Sentence:
    return lambda event, _definition: template() % {"place": region_name(event.data.get("to", ""))}


def _sent(event: Event, _definition: Definition) -> str:
    said = {
        "rujukan": _("Rujukan dikirim ke %(place)s"),
        "pelimpahan": _("Pelimpahan dikirim ke %(place)s"),
        "bersama": _("Penanganan bersama diminta ke %(place)s"),
    }[event.data.get("how", "rujukan")]
    return said % {"place": region_name(event.data.get("to", ""))}


def _kept(event: Event, _definition: Definition) -> str:
    place = region_name(event.data.get("to", ""))
    if place:
        return _("Diputuskan dilayani di sini, bukan di %(place)s") % {"place": place}
    return _("Diputuskan dilayani di sini")


def _answered(event: Event, _definition: Definition) -> str:
    place = {"place": region_name(event.data.get("to", ""))}
    if "how" in event.data or "reason" in event.data:  # they answered at the centre, nobody recorded it here
        if event.data.get("answer") == "accepted":
            return _("%(place)s menerima rujukan") % place
        return _("%(place)s mengembalikan rujukan") % place
    if event.data.get("answer") == "accepted":
        return _("Jawaban %(place)s dicatat: diterima") % place
    return _("Jawaban %(place)s dicatat: tidak diterima") % place


def _file(event: Event, _definition: Definition) -> str:
    risk = dict(Case.Risk.choices).get(event.data.get("risk", ""))
    if risk is not None:
        return _("Berkas dari kantor perujuk diterima: %(risk)s") % {"risk": str(risk).lower()}
    return _("Berkas dari kantor perujuk diterima")


def _withdrawn(event: Event, _definition: Definition) -> str:
    place = {"place": region_name(event.data.get("to", ""))}
    if event.data.get("because") == "handed_over":
        return _("Rujukan dengan %(place)s berhenti: kasusnya diterima kantor lain") % place
    if event.data.get("because") == leading.CASE_ENDED:
        return _("Rujukan dengan %(place)s berhenti: kasusnya sudah berakhir") % place
    return _("Rujukan ke %(place)s ditarik") % place


def _assigned(template: Callable[[], str]) -> Sentence:
    return lambda event, _definition: template() % {"place": region_name(event.data.get("assigned", ""))}


def _feedback(event: Event, _definition: Definition) -> str:
    said = {"place": region_name(event.data.get("to", "")), "stage": stage_words(event.data.get("code", ""))}
    if event.data.get("code") == "ended":
        return _("Umpan balik %(place)s: layanan selesai") % said
    if event.data.get("code") == "passed_on":
        return _("%(place)s meneruskan kasus ini ke kantor lain") % said
    if event.data.get("code") == "limit_met":
        return _("Umpan balik %(place)s: tenggat dari kantor sebelumnya") % said
    if event.data.get("code") == "risk_high":
        return _("%(place)s menilai risikonya tinggi") % said
    if event.data.get("code") == leading.ENDED:
        return _("Menurut %(place)s, kasus ini berakhir di kantor pemegangnya") % said
    if event.data.get("code") == leading.GOES_ON:
        return _("Menurut %(place)s, kasus ini berjalan lagi di kantor pemegangnya") % said
    return _("Umpan balik %(place)s: %(stage)s") % said if said["stage"] else _("Umpan balik %(place)s") % said


def _gone(event: Event, _definition: Definition) -> str:
    place = {"place": region_name(event.data.get("to", ""))}
    if event.data.get("side") == "out":
        return _("Persetujuan ditarik di %(place)s; umpan baliknya tidak lagi tersimpan di sini") % place
    return _("Persetujuan ditarik di %(place)s; data yang dibagikan dihapus") % place


def _limit(template: Callable[[], str]) -> Sentence:
    def said(event: Event, definition: Definition) -> str:
        label = next((one.label for one in definition.limits if one.key == event.data.get("limit")), "")
        return template() % {"limit": label, "place": region_name(event.data.get("to", ""))}

    return said


def _carried_limit(event: Event, _definition: Definition) -> str:
    if event.data.get("onward"):
        return _("Tenggat dari kantor sebelumnya terpenuhi di kantor penerus")
    if event.data.get("there"):
        return _("Tenggat dari kantor sebelumnya terpenuhi di kantor itu")
    return _("Tenggat dari kantor sebelumnya dinyatakan terpenuhi")


def _appointment(template: Callable[[], str]) -> Sentence:
    labels = dict(Appointment.Kind.choices)
    return lambda event, _definition: template() % {"what": labels.get(event.data.get("what", ""), "")}


BETWEEN: Mapping[str, Sentence] = {
    "referral_sent": _sent,
    "referral_withdrawn": _withdrawn,
    "holder_moved": _to(lambda: _("Pemegang kasus sekarang: %(place)s")),
    "referral_replied": _to(lambda: _("Pertanyaan %(place)s dijawab")),
    "referral_telephoned": _to(lambda: _("%(place)s dihubungi lewat telepon")),
    "referral_answered": _answered,
    "referral_finished": _to(lambda: _("Rujukan dengan %(place)s selesai")),
    "referral_kept": _kept,
    "case_taken_over": lambda _event, _definition: _("Kasus dilanjutkan di kantor ini"),
    "case_placed_again": lambda _event, _definition: _("Kasus ditempatkan ulang: SOP atau langkah mulainya keliru"),
    "file_received": _file,
    "referral_accepted": _to(lambda: _("Kasus diterima dari %(place)s")),
    "referral_opened": _to(lambda: _("Rujukan dibuka %(place)s")),
    "referral_asked": _to(lambda: _("%(place)s meminta keterangan")),
    "referral_feedback": _feedback,
    "referral_supplemented": _to(lambda: _("Data susulan dari %(place)s")),
    "referral_unreadable": _to(lambda: _("Pesan dari %(place)s tidak dapat dibuka; minta dikirim ulang")),
    "referral_consent_withdrawn": _gone,
    "referral_consents_told": _to(lambda: _("Diberitahukan %(place)s: persetujuan rujukan ditarik")),
    "limit_met_there": _limit(lambda: _("Tenggat terpenuhi di %(place)s: %(limit)s")),
    "limit_runs_there": _limit(lambda: _("Tenggat berjalan lagi di %(place)s: %(limit)s")),
    "referral_reminded": _to(lambda: _("Provinsi mengingatkan: rujukan dengan %(place)s belum dijawab")),
    "referral_nudged": _to(lambda: _("%(place)s diingatkan sistem: rujukan belum dijawab")),
    "referral_assigned": _to(lambda: _("Provinsi menetapkan penerima: %(place)s")),
    "referral_redirected": _assigned(lambda: _("Provinsi mengalihkan rujukan ke %(place)s")),
    "referral_redirection_waits": _assigned(lambda: _("Pengalihan ke %(place)s menunggu keputusan petugas")),
    "letter_locked": _to(lambda: _("Berkas terkunci dibuat untuk %(place)s")),
    "feedback_given": lambda _event, _definition: _("Umpan balik dikirim ke kantor perujuk"),
    "carried_limit_met": _carried_limit,
    "carried_limit_reopened": lambda _event, _definition: _(
        "Tenggat dari kantor sebelumnya ternyata belum terpenuhi, dan berjalan lagi"
    ),
    "carried_limit_moved": lambda _event, _definition: _("Tenggat dari kantor sebelumnya berubah di kantor itu"),
    "appointment_made": _appointment(lambda: _("Janji temu dibuat: %(what)s")),
    "appointment_done": _appointment(lambda: _("Janji temu terlaksana: %(what)s")),
    "appointment_cancelled": _appointment(lambda: _("Janji temu dibatalkan: %(what)s")),
    "appointment_set_back": _appointment(lambda: _("Janji temu kembali dijadwalkan: %(what)s")),
    "appointment_moved": _appointment(lambda: _("Janji temu dijadwalkan ulang: %(what)s")),
}
