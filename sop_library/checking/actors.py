"""Who does things in offices like these."""

import re

ACTORS = re.compile(
    r"(?:(?:para|seorang|tiap|setiap) )?(?:petugas|staf|pegawai|kepala|ketua|sekretaris|koordinator|pelapor|pemohon|"
    r"pengadu|korban|klien|penyintas|masyarakat|tim|bidang|seksi|sekretariat|resepsionis|konselor|pendamping|psikolog|"
    r"psikiater|dokter|bidan|perawat|paralegal|advokat|pengacara|mediator|manajer kasus|supervisor|operator|admin|"
    r"satgas|pekerja sosial|polisi|uptd|dinas|kpad|p2tp2a)\b(?! (?:yang )?di)",
    re.IGNORECASE,
)
"""Who does things in offices like these, whether or not the sheet has a column for them."""
