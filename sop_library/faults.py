"""What can be wrong with an SOP file: each fault with its line and a sentence a clerk understands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


def _(msgid: str) -> str:
    return msgid


SENTENCES: Mapping[str, str] = {
    # The file itself
    "empty": _("Berkas ini kosong."),
    "too_large": _("Berkas ini terlalu besar; paling besar %(most)s."),
    "not_utf8": _("Baris ini memuat huruf yang tidak terbaca. Simpan berkas sebagai UTF-8."),
    "tab": _("Baris ini menjorok dengan tombol Tab. Pakai spasi."),
    "character": _("Baris ini memuat tanda yang tidak boleh ada dalam berkas teks."),
    "yaml": _("Penulisan di sekitar baris %(line)s tidak terbaca. Periksa titik dua, tanda kutip, dan jorokan baris."),
    "not_a_mapping": _("Berkas ini bukan SOP: isinya harus dimulai dengan baris seperti “format: rangkul-sop/1”."),
    "too_deep": _("Isian di sini bersarang terlalu dalam."),
    "too_many_aliases": _("Terlalu banyak rujukan “*…” dalam berkas; paling banyak %(most)s. Tulis isinya langsung."),
    "too_many_entries": _("Isi berkas ini terlalu banyak; paling banyak %(most)s isian."),
    "duplicate_key": _("“%(key)s” ditulis dua kali di tempat yang sama. Hapus salah satu."),
    "boolean_key": _("“%(key)s” di sini terbaca sebagai ya/tidak. Pakai nama lain atau beri tanda kutip."),
    "boolean_value": _("“%(value)s” di sini terbaca sebagai ya/tidak. Tulis true atau false, atau beri tanda kutip."),
    "strange_key": _("Nama isian di sini tidak dapat dipakai. Tulis nama biasa diikuti titik dua."),
    "strange_value": _("Isian berjenis %(tag)s tidak dapat dipakai."),
    "number_too_large": _("Angka di sini terlalu besar; paling panjang %(most)s angka."),
    # The shape of the document
    "unknown_field": _("%(where)s: “%(field)s” tidak dikenal."),
    "unknown_field_near": _("%(where)s: “%(field)s” tidak dikenal. Maksudnya “%(near)s”?"),
    "missing_field": _("%(where)s: “%(field)s” belum diisi."),
    "number_not_text": _('%(where)s: tulis di antara tanda kutip, misalnya “"%(value)s"”, karena ini teks.'),
    "wrong_type": _("%(where)s: harus berupa %(types)s."),
    "not_in_list": _("%(where)s: “%(value)s” tidak dikenal. Pilih salah satu: %(options)s."),
    "wrong_format": _("%(where)s: format berkas ini bukan “%(expected)s”."),
    "not_a_key": _("%(where)s: “%(value)s” bukan nama kunci. Pakai huruf kecil, angka, dan tanda hubung."),
    "not_a_duration": _("%(where)s: “%(value)s” bukan lama waktu. Tulis misalnya PT30M (30 menit), PT72H, atau P3D."),
    "length_too_long": _("%(where)s: “%(value)s” terlalu lama; paling lama %(most)s tahun."),
    "not_a_region": _('%(where)s: “%(value)s” bukan kode wilayah. Tulis misalnya "33.73".'),
    "wrong_pattern": _("%(where)s: “%(value)s” tidak sesuai penulisan yang diminta."),
    "not_a_condition": _("%(where)s: syarat harus berupa satu dari all, any, not, jurisdiction, outcome, atau fact."),
    "not_a_need": _("%(where)s: kelengkapan harus menyebut tepat satu dari document, form, fact, atau any_of."),
    "not_a_sub": _("%(where)s: SOP lanjutan harus menyebut tepat satu dari sop atau service."),
    "not_a_stage": _("%(where)s: tahap tidak dikenal. Pilih dari: %(options)s."),
    "too_short": _("%(where)s: tidak boleh kosong."),
    "too_long": _("%(where)s: terlalu panjang."),
    "not_unique": _("%(where)s: ada isian yang sama dua kali."),
    "too_few": _("%(where)s: isinya kurang."),
    "too_many": _("%(where)s: isinya terlalu banyak."),
    "too_many_faults": _("Masih ada kesalahan lain. Perbaiki dulu yang di atas, lalu periksa lagi."),
    "wrong": _("%(where)s: isian ini tidak dapat dipakai."),
    # What it means
    "duplicate_step": _("Kunci langkah “%(key)s” dipakai lebih dari sekali."),
    "reserved_step": _("“%(key)s” tidak dapat menjadi kunci langkah karena sudah punya arti lain."),
    "duplicate_entry": _("%(where)s: kunci “%(key)s” dipakai lebih dari sekali."),
    "branch_without_target": _(
        "%(where)s: kelanjutannya belum ada. Isi “then”; tandai sebagai tafsir bila sumber diam."
    ),
    "target_unknown": _("%(where)s: menuju langkah “%(key)s” yang tidak ada."),
    "lane_unknown": _("%(where)s: pelaksana “%(key)s” tidak ada dalam daftar pelaksana."),
    "lane_in_circles": _("Pelaksana “%(key)s” pada akhirnya terdiri dari dirinya sendiri."),
    "quorum_too_high": _("Pelaksana “%(key)s” meminta persetujuan lebih banyak daripada anggotanya."),
    "lane_not_bound": _("Langkah “%(step)s”: sumber tidak menyebut pelaksana dan kantor belum menetapkannya."),
    "lane_unheld": _("Langkah “%(step)s”: belum ada petugas yang memegang pelaksana %(lanes)s."),
    "override_unheld": _("%(where)s: belum ada petugas yang memegang %(lanes)s, yang boleh membukanya lebih dulu."),
    "extender_unheld": _("%(where)s: belum ada petugas yang memegang %(lanes)s, yang boleh memperpanjang waktunya."),
    "form_not_here": _("Formulir “%(form)s” (%(key)s) belum ada di kantor ini."),
    "no_head": _("Kantor ini belum punya kepala yang dapat mengesahkan SOP. Isi jabatannya pada layar Kantor."),
    "several_heads": _("Ada %(count)s petugas berjabatan kepala kantor; yang mengesahkan SOP harus tepat satu orang."),
    "form_unknown": _("%(where)s: formulir “%(key)s” tidak ada dalam daftar formulir SOP ini."),
    "fact_unknown": _("%(where)s: keterangan “%(key)s” tidak dikenal."),
    "fact_unknown_near": _("%(where)s: keterangan “%(key)s” tidak dikenal. Maksudnya “%(near)s”?"),
    "fact_value": _("%(where)s: “%(value)s” bukan isian untuk “%(key)s”."),
    "fact_operator": _("%(where)s: “%(key)s” tidak dapat dibandingkan dengan “%(operator)s”."),
    "fact_not_region": _("%(where)s: “%(key)s” bukan wilayah."),
    "outcome_unknown": _("%(where)s: syarat menyebut hasil “%(key)s” yang tidak ada pada langkah ini."),
    "outcome_too_early": _("%(where)s: syarat ini dinilai sebelum ada hasil langkah, jadi tidak dapat menyebut hasil."),
    "jurisdiction_unsaid": _("%(where)s: syarat menyebut wilayah layanan, padahal “jurisdiction” SOP ini kosong."),
    "jurisdiction_in_itself": _("Wilayah layanan menyebut dirinya sendiri. Tulis syaratnya langsung."),
    "never_true": _("%(where)s: syarat ini tidak mungkin terpenuhi."),
    "gate_never_opens": _(
        "%(where)s: syarat mulai tidak mungkin terpenuhi bersama syarat berlakunya, jadi langkah ini tidak pernah "
        "terbuka."
    ),
    "gate_shut_by_door": _(
        "%(where)s: syarat mulai tidak pernah terpenuhi untuk yang masuk lewat %(doors)s, jadi kasusnya berhenti di "
        "sini. Beri jalan lain atau ubah syaratnya."
    ),
    "without_steps": _("SOP ini belum punya langkah, jadi masih draf: belum dapat diajukan atau dipakai."),
    "without_doors": _("SOP ini belum punya pintu: dari mana kasus masuk?"),
    "unreachable": _("Langkah “%(step)s” tidak dapat dicapai dari pintu mana pun."),
    "never_ends": _("Dari langkah “%(step)s” kasus tidak pernah dapat selesai: semua jalannya berputar."),
    "circles_without_work": _("Langkah “%(step)s” berputar tanpa langkah yang dikerjakan."),
    "starts_nothing": _("%(where)s: dimulai pada “%(key)s”, padahal itu bukan langkah yang dikerjakan."),
    "decision_without_outcomes": _("Langkah “%(step)s” adalah keputusan tetapi tidak punya pilihan hasil."),
    "sub_missing": _("Langkah “%(step)s” memanggil SOP lain tetapi tidak menyebut SOP mana."),
    "sub_unexpected": _("Langkah “%(step)s” menyebut SOP lain; jenis langkahnya harus sub_sop."),
    "sub_unknown": _("Langkah “%(step)s” memanggil “%(key)s”, padahal SOP itu tidak ada di sini."),
    "sub_door_unknown": _("Langkah “%(step)s” memanggil %(sop)s lewat pintu “%(key)s” yang tidak ada di sana."),
    "sub_without_door": _("Langkah “%(step)s” memanggil %(sop)s, yang tidak punya pintu untuk dipanggil SOP lain."),
    "sub_in_circles": _("Langkah “%(step)s” memanggil SOP yang pada akhirnya memanggil SOP ini lagi."),
    "subs_too_deep": _(
        "Langkah “%(step)s” memanggil SOP yang memanggil SOP lain, dan seterusnya. Paling banyak %(most)s tingkat."
    ),
    "called_too_long": _(
        "SOP ini terlalu panjang bila dihitung bersama SOP yang dipanggilnya: paling banyak %(most)s langkah."
    ),
    "called_key_too_long": _(
        "Langkah “%(step)s” memanggil %(sop)s: kunci langkahnya, disambung dengan kunci langkah “%(inner)s” di sana, "
        "terlalu panjang. Pendekkan kunci langkah ini atau kunci SOP lanjutannya."
    ),
    "called_never_opens": _(
        "Langkah “%(step)s” memanggil %(sop)s, tetapi langkah “%(inner)s” di sana tidak mungkin terbuka bila dipanggil "
        "dari sini. Pilih pintu lain atau ubah syaratnya."
    ),
    "never_again": _("Langkah “%(step)s” berulang tetapi tidak punya hasil yang mengulanginya."),
    "time_without_amount": _("%(where)s: waktu “%(printed)s” belum punya lama waktu."),
    "time_zero": _("%(where)s: lama waktunya nol. Isi lamanya, atau pilih “segera”."),
    "range_backwards": _(
        "%(where)s: waktunya dari yang lebih lama (%(longest)s) sampai yang lebih singkat (%(shortest)s)."
    ),
    "repeat_zero": _("Langkah “%(step)s” berulang setiap nol menit. Isi selangnya, atau kosongkan."),
    "time_unit_working": _("%(where)s: waktu kerja hanya dapat dihitung dalam hari, jam, atau menit."),
    "step_unknown": _("%(where)s: menyebut langkah “%(key)s” yang tidak ada."),
    # Advice
    "condition_not_tried": _(
        "%(where)s: syarat ini terlalu rumit untuk diperiksa. Pecah menjadi syarat yang lebih kecil."
    ),
    "stage_missing": _("Tidak ada langkah untuk tahap %(stage)s."),
    "decision_one_exit": _("Langkah “%(step)s” adalah keputusan dengan satu pilihan saja."),
    "consent_after_assessment": _("Asesmen pada langkah “%(step)s” mendahului persetujuan (informed consent)."),
    "identity_before_consent": _("Identitas diminta pada langkah “%(step)s”, sebelum ada persetujuan."),
    "consent_not_linked": _(
        "Langkah “%(step)s” menanyakan %(consents)s, tetapi tidak satu pun hasilnya bergantung padanya. Kaitkan "
        "hasilnya dengan jawaban itu."
    ),
    "subject_in_text": _(
        "Kegiatan “%(step)s” diawali pelaksana. SOP AP menulis kegiatan dengan kata kerja tanpa pelaku."
    ),
    "numbers_not_in_order": _(
        "Nomor langkah tidak berurutan mulai langkah “%(step)s”: lembar mencetak %(printed)s, urutannya %(due)s."
    ),
    "number_not_printed": _("Nomor langkah tidak berurutan: langkah “%(step)s” belum bernomor, urutannya %(due)s."),
    "number_unknown": _(
        "Kalimat langkah “%(step)s” menyebut langkah nomor %(number)s, padahal nomor itu tidak ada di lembar ini."
    ),
    "number_elsewhere": _(
        "Kalimat langkah “%(step)s” menyebut langkah nomor %(number)s (“%(there)s”), tetapi alurnya tidak ke sana. "
        "Samakan kalimat atau alurnya."
    ),
    "total_not_sum": _("Waktu seluruhnya (%(total)s) tidak sama dengan jumlah waktu langkah (%(sum)s)."),
    "total_not_longest": _(
        "Waktu seluruhnya (%(total)s) tidak sama dengan jalan terlama melalui langkahnya (%(longest)s), juga tidak "
        "dengan jumlah semua waktu langkah (%(sum)s)."
    ),
    "time_never_late": _(
        "Langkah “%(step)s”: waktu “%(printed)s” hanya kira-kira, jadi langkah ini tidak punya tenggat dan tidak "
        "pernah lewat waktu."
    ),
    "time_said_otherwise": _(
        "%(where)s: lembar menulis “%(printed)s”, tetapi tenggatnya dihitung %(counted)s. Samakan keduanya."
    ),
    "day_unsaid": _(
        "%(where)s: “%(printed)s” tidak menyebut hari kerja atau hari kalender, jadi dihitung menurut setelan kantor. "
        "Tulis salah satunya."
    ),
    "lane_without_step": _("Pelaksana “%(lane)s” tidak mengerjakan satu langkah pun."),
    "mediation_without_consent": _(
        "Langkah “%(step)s” dapat dibuka tanpa persetujuan mediasi dari korban sendiri. Beri syarat mulai persetujuan "
        "itu."
    ),
    "mediation_opened_early": _(
        "Langkah “%(step)s” adalah mediasi, jadi tidak boleh dibuka lebih dulu oleh siapa pun sebelum syarat mulainya "
        "terpenuhi."
    ),
    "mediation_not_tried": _(
        "Langkah “%(step)s” adalah mediasi, dan syarat mulainya terlalu rumit untuk diperiksa. Pastikan ia tetap "
        "tertutup tanpa persetujuan korban dan untuk kekerasan seksual, atau sederhanakan syaratnya."
    ),
    "mediation_of_sexual_violence": _(
        "Langkah “%(step)s” dapat dibuka untuk kekerasan seksual. UU 12/2022 pasal 23 melarang penyelesaian di luar "
        "peradilan, kecuali terlapor anak."
    ),
    "lane_unsaid": _("Langkah “%(step)s”: sumber tidak menyebut pelaksana; kantor perlu menetapkannya."),
    "time_missing": _("Langkah “%(step)s” tidak mencantumkan waktu."),
    "output_missing": _("Langkah “%(step)s” tidak mencantumkan keluaran."),
    "join_of_one": _("Langkah “%(step)s” menunggu semua langkah sebelumnya, padahal hanya satu yang menuju ke sana."),
    "mark_without_column": _("Langkah “%(step)s”: simbol di kolom “%(label)s” yang tidak ada pada lembar."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. Line and column count from 1; `path` is where in the document, parts joined by "/"."""

    line: int
    column: int
    path: str
    code: str
    params: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def template(self) -> str:
        """The sentence as a msgid with named parameters."""
        return SENTENCES[self.code]

    @property
    def sentence(self) -> str:
        """The sentence in Indonesian."""
        return self.template % self.params

    def __str__(self) -> str:
        return f"{self.line}:{self.column} {self.sentence}"
