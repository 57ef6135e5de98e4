"""Who does things in offices like these, whether or not the sheet has a column for them."""

import re

ACTORS = re.compile(
    r"(?:(?:para|seorang|tiap|setiap|pihak) )?(?:petugas|staff?|pegawai|kepala"
    r"|ka\.? ?(?=upt|bid|dinas|seksi|sie\b|unit)"
    r"|kabid|kabag|kasubba?g|kasi|kasie|kadis|kadin|sekdis|ketua|sekretaris|sub ?koordinator|koordinator|pimpinan"
    r"|pelapor|pemohon|pengadu|korban|klien|penyintas|pelaku|terlapor|saksi|keluarga|orang ?tua|wali|pendaftar"
    r"|masyarakat|warga|tamu|tim|bidang|seksi|sekretariat|resepsionis|front ?office|customer service|satpam|konselor"
    r"|pendamping|psikolog|psikiater|dokter|bidan|perawat|tenaga (?:ahli|medis|kesehatan|layanan)|paralegal|advokat"
    r"|pengacara|penasihat hukum|mediator|fasilitator|penyuluh|manajer kasus|case manager|supervisor|operator|admin"
    r"|pengelola|analis|bendahara|pengemudi|sopir|satgas|pekerja sosial|peksos|relawan|kader|patbm|polisi|penyidik"
    r"|babinsa|bhabinkamtibmas|jaksa|hakim|camat|lurah|guru|rumah sakit|puskesmas|unit ppa|polres|polsek|upt[d]?|dinas"
    r"|dp3\w*|kpad|p2tp2a|anak(?= (?:me|ber)))\b(?! (?:yang )?di)",
    re.IGNORECASE,
)
