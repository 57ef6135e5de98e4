"""What the check says, in the words of whoever fills in the panel; and the field where it is mended."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop_library.facts import FACTS
from sop_library.faults import SENTENCES

DOORS, HOLDERS, HEADS, STEPS = "·doors", "·holders", "·heads", "·steps"
"""Where a finding leads that no field of a part can mend: the box of a new door, who holds a lane, who is head, the
box of a new step."""
PLAIN: Mapping[str, str | Promise] = {
    "branch_without_target": gettext_lazy("%(where)s: ada hasil yang belum menuju ke mana pun. Pilih lanjutannya."),
    "missing_field": gettext_lazy("%(where)s: “%(field)s” belum diisi."),
    "too_short": gettext_lazy("%(where)s: masih kosong."),
    "jurisdiction_unsaid": gettext_lazy(
        "%(where)s: syarat menyebut wilayah layanan, padahal Wilayah layanan di Identitas SOP masih kosong."
    ),
    "lane_unheld": gettext_lazy("Belum ada petugas yang memegang pelaksana %(lanes)s."),
    "sub_unexpected": gettext_lazy("Langkah “%(step)s” memulai SOP lain. Pilih simbol “SOP lain” untuknya."),
    "sub_missing": gettext_lazy("Langkah “%(step)s” bersimbol SOP lain. Pilih SOP yang dimulai."),
    "sub_without_door": gettext_lazy(
        "Langkah “%(step)s” memulai %(sop)s, yang tidak punya pintu panggilan. Pilih “Lewat pintu” di langkah ini, "
        "atau buat versi baru SOP itu dengan pintu yang dipanggil SOP lain."
    ),
    "no_head": gettext_lazy(
        "Belum ada akun petugas yang berjabatan kepala kantor, jadi belum ada yang dapat mengesahkan. Admin kantor "
        "mengisinya di Kantor, Petugas."
    ),
    "several_heads": gettext_lazy(
        "Ada %(count)s petugas berjabatan kepala kantor, padahal yang mengesahkan satu orang. Admin kantor "
        "membetulkannya di Kantor, Petugas."
    ),
    "quorum_too_high": gettext_lazy("Pelaksana “%(key)s” meminta paraf lebih banyak daripada anggotanya."),
    "never_again": gettext_lazy(
        "Langkah “%(step)s” berulang, tetapi tidak ada hasil yang menuju kembali ke langkah ini."
    ),
    "fact_operator": gettext_lazy("%(where)s: “%(key)s” tidak dapat dibandingkan dengan cara itu. Pilih lagi."),
    "not_a_condition": gettext_lazy("%(where)s: syaratnya belum lengkap."),
    "not_a_need": gettext_lazy("%(where)s: belum disebut apa yang diminta."),
    "not_a_sub": gettext_lazy("%(where)s: SOP yang dimulai belum dipilih."),
    "too_few": gettext_lazy("%(where)s: belum ada isinya."),
    "mark_without_column": gettext_lazy(
        "Langkah “%(step)s”: pada lembar asal ada simbol di kolom “%(label)s”, dan kolom itu tidak ada di sini."
    ),
}
WITHIN: Mapping[str, Promise] = {
    "amount": gettext_lazy("lamanya"),
    "when": gettext_lazy("bila apa"),
    "words": gettext_lazy("kata-kata selama tertutup"),
    "label": gettext_lazy("nama"),
    "text": gettext_lazy("isi"),
    "value": gettext_lazy("isi"),
    "heading": gettext_lazy("judul"),
    "lane": gettext_lazy("pelaksana"),
    "lanes": gettext_lazy("pelaksana"),
    "fact": gettext_lazy("keterangan kasus"),
    "jurisdiction": gettext_lazy("wilayah layanan"),
    "outcome": gettext_lazy("hasil"),
    "document": gettext_lazy("nama surat"),
    "form": gettext_lazy("formulir"),
    "kind": gettext_lazy("jenis"),
    "until": gettext_lazy("sampai langkah mana"),
    "starts": gettext_lazy("langkah yang dimulai"),
    "to": gettext_lazy("ke mana"),
    "region_of": gettext_lazy("wilayah siapa"),
    "sop": gettext_lazy("SOP"),
    "service": gettext_lazy("layanan"),
    "changed": gettext_lazy("yang diubah"),
    "note": gettext_lazy("catatan"),
    "key": gettext_lazy("kode"),
    "id": gettext_lazy("kode"),
    "end": gettext_lazy("berakhir"),
    "doors": gettext_lazy("Pintu masuk"),
    "steps": gettext_lazy("Langkah"),
    "regency": gettext_lazy("kabupaten/kota"),
    "source": gettext_lazy("sumber"),
    "format": gettext_lazy("format berkas"),
    "all": gettext_lazy("syaratnya"),
    "any": gettext_lazy("syaratnya"),
    "not": gettext_lazy("syaratnya"),
    "any_of": gettext_lazy("pilihannya"),
}
"""What a thing within a field is called, by its key in the language of SOPs."""
SECTIONS: Mapping[str, Promise] = {
    "source": gettext_lazy("Sumber"),
    "interrupts": gettext_lazy("Kejadian mendesak"),
}
"""What a part of the document is called that no field of the panel holds as a whole."""
UNCHOSEN = gettext_lazy("Langkah “%(step)s”: pelaksananya belum dipilih.")
UNTIMED = gettext_lazy("%(where)s: lamanya belum diisi.")
FIELDS: Mapping[str, str] = {
    "decision_without_outcomes": "outcomes",
    "decision_one_exit": "outcomes",
    "never_again": "outcomes",
    "sub_missing": "sub",
    "sub_unexpected": "kind",
    "join_of_one": "after",
    "time_missing": "time",
    "output_missing": "outputs",
    "mediation_without_consent": "gate",
    "mediation_of_sexual_violence": "gate",
    "mediation_not_tried": "gate",
    "mediation_opened_early": "gate",
    "consent_after_assessment": "stage",
    "mark_without_column": "lanes",
}
"""The field of a step where a finding is mended that is said of the step as a whole."""
ONWARD = frozenset({"never_ends", "circles_without_work"})
"""Mended where the flow goes on: at the outcomes of a step that has some, else at what comes after it."""
_NAMED_BY_KEY = frozenset({"quorum_too_high", "lane_in_circles"})


def sentence_of(code: str, params: Mapping[str, str], *, by_hand: bool, lanes: Mapping[str, str]) -> str:
    """The sentence of a finding. `by_hand`: the office wrote the SOP, no source is spoken of; `lanes`: key to label."""
    if by_hand and code in ("lane_not_bound", "lane_unsaid"):
        return str(UNCHOSEN) % params
    if code == "time_without_amount" and not params.get("printed"):
        return str(UNTIMED) % params
    if code in _NAMED_BY_KEY:
        params = {**params, "key": lanes.get(params["key"], params["key"])}
    if code.startswith("fact_") and (known := FACTS.get(params.get("key", ""))) is not None:
        params = {**params, "key": _(known.label)}
    words = PLAIN.get(code)
    return (str(words) if words is not None else _(SENTENCES[code])) % params
