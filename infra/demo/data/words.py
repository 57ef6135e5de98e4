"""Sentences for the sample cases. All invented; they tell as little as an official note would."""

PLAIN_NOTE = "Dicatat sesuai keterangan yang disampaikan; rinciannya ada pada berkas kasus."
PLAIN_TEXT = "Sesuai berkas"

NAMED_TEXTS = {
    "institution_name": "RSUD setempat",
    "letter_number": "463/118/2026",
    "addressee": "Bidang terkait",
    "destination": "Kecamatan tempat tinggal korban",
    "duration": "Tiga bulan, ditinjau setiap bulan",
    "retention": "Menurut jadwal retensi arsip kantor",
}
"""Answers to one-line questions by their name, in any form that asks them."""

NOTES = {
    "chronology": "Pertengkaran di rumah berulang sejak beberapa bulan. Malam itu korban didorong dan diancam, lalu "
    "pergi ke rumah saudaranya.",
    "summary": "Kekerasan di rumah yang berulang; korban sementara tinggal di rumah saudaranya.",
    "told": "Korban bercerita dengan tenang, didampingi saudaranya. Ia tidak ingin bertemu terlapor dulu.",
    "needs": "Ingin aman di rumah, anak tetap sekolah, dan tahu haknya.",
    "condition_mind": "Sulit tidur dan mudah terkejut, tetapi mau bercerita.",
    "conclusion": "Perlu pendampingan psikologis dan informasi bantuan hukum. Tempat tinggal sementara aman.",
    "analysis": "Kekerasan berulang dengan ancaman; perlu pendampingan lebih lanjut.",
    "actions": "1. Pendampingan psikologis dua minggu sekali\n2. Informasi bantuan hukum\n3. Menghubungi sekolah anak",
    "recommendation": "Pendampingan psikologis, pemeriksaan kesehatan, dan penjelasan bantuan hukum.",
    "handling": "Korban diterima, didampingi, dan dihubungkan dengan layanan yang dibutuhkan.",
    "instruction": "Dampingi dan laporkan perkembangannya.",
    "reason": "Korban memerlukan layanan yang tidak ada di kantor ini.",
    "assigned": "Dua petugas pendamping",
    "task": "Mendatangi dan mendampingi klien.",
    "purpose": "Bertemu korban, memastikan keamanannya, dan menanyakan kebutuhannya.",
    "situation": "Korban tinggal bersama saudaranya, lingkungan aman.",
}
"""Answers to longer questions by their name, in any form that asks them."""
