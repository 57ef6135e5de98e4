"""Service standards as offices publish and people paste them, with the steps each has. All invented."""

PASTED: dict[str, tuple[str, int]] = {
    "numbers with full stops": (
        (
            "Prosedur\n"
            "1. Pemohon datang ke kantor UPTD PPA\n"
            "2. Petugas mencatat identitas pemohon (10 menit)\n"
            "3. Petugas melakukan asesmen selama 1 jam\n"
            "4. Kepala UPTD menandatangani surat rujukan\n"
        ),
        4,
    ),
    "numbers with brackets and Windows line ends": (
        ("1) Menerima pengaduan\r\n2) Mencatat pengaduan\r\n3) Meneruskan ke Kepala\r\n"),
        3,
    ),
    "letters": (
        (
            "SOP PENDAMPINGAN KORBAN\n"
            "\n"
            "a. Menerima laporan korban;\n"
            "b. Melakukan asesmen awal;\n"
            "c. Menyusun rencana intervensi;\n"
            "d. Melakukan pendampingan.\n"
        ),
        4,
    ),
    "bullets under a heading in capitals": (
        (
            "ALUR PELAYANAN\n"
            "• Pelapor datang\n"
            "• Petugas mendata\n"
            "• Petugas meneruskan kepada konselor\n"
            "\n"
            "BIAYA\n"
            "Gratis\n"
        ),
        3,
    ),
    "dashes": (
        ("Alur Layanan:\n- Pelapor datang\n- Petugas mendata\n- Konselor melakukan konseling\n"),
        3,
    ),
    "Langkah 1:": (
        ("Langkah 1: Menerima pengaduan\nLangkah 2: Verifikasi data\nLangkah 3: Disposisi Kepala\n"),
        3,
    ),
    "Langkah 1 on a line of its own": (
        ("Langkah 1\nMenerima pengaduan\nLangkah 2\nVerifikasi data\nLangkah 3\nDisposisi Kepala\n"),
        3,
    ),
    "Roman capitals": (
        (
            "I. Menerima pengaduan\n"
            "II. Verifikasi data\n"
            "III. Disposisi Kepala\n"
            "IV. Mendampingi klien\n"
            "V. Terminasi\n"
            "VI. Pelaporan\n"
        ),
        6,
    ),
    "small Roman numerals": (
        ("i. Menerima pengaduan\nii. Verifikasi data\niii. Disposisi Kepala\niv. Mendampingi klien\n"),
        4,
    ),
    "a page in capitals": (
        (
            "STANDAR PELAYANAN PENDAMPINGAN\n"
            "PERSYARATAN\n"
            "1. FOTOKOPI KTP\n"
            "2. FOTOKOPI KK\n"
            "SISTEM, MEKANISME DAN PROSEDUR\n"
            "1. PEMOHON DATANG MEMBAWA BERKAS\n"
            "2. PETUGAS MEMERIKSA BERKAS\n"
            "3. KEPALA MENYETUJUI\n"
            "JANGKA WAKTU PENYELESAIAN\n"
            "3 (TIGA) HARI KERJA\n"
            "BIAYA/TARIF\n"
            "TIDAK DIPUNGUT BIAYA\n"
            "PRODUK PELAYANAN\n"
            "SURAT KETERANGAN PENDAMPINGAN\n"
            "PENANGANAN PENGADUAN, SARAN DAN MASUKAN\n"
            "TELEPON 0811-000-111\n"
        ),
        3,
    ),
    "a scan with misread signs": (
        (
            "l. Menerirna pengaduan dari masyarakat\n"
            "2. Mencatat identitas pe-\n"
            "lapor pada buku register\n"
            "3 . Meneruskan berkas\n"
            "4, kepada koordinator\n"
            "5. Menyusun laporan\n"
        ),
        4,
    ),
    "two columns side by side": (
        (
            "Prosedur pelayanan\n"
            "1. Menerima pengaduan          4. Melakukan pendampingan\n"
            "   dari masyarakat                psikologis\n"
            "2. Mencatat identitas          5. Memantau klien\n"
            "3. Melakukan asesmen           6. Menyusun laporan\n"
        ),
        6,
    ),
    "blanks that do not break": (
        ("1.\xa0Menerima\xa0pengaduan\n2.\xa0Mencatat\n3.\xa0Melapor\n"),
        3,
    ),
    "a page copied as HTML": (
        (
            "<h3>Prosedur</h3><ol><li>Menerima <b>pengaduan</b></li><li>Mencatat &amp; "
            "memilah</li><li>Melapor<ul><li>lisan</li><li>tertulis</li></ul></li></ol><p>Waktu "
            "Penyelesaian</p><p>2 jam</p>"
        ),
        3,
    ),
    "a table copied as HTML": (
        (
            "<table><tr><th>No</th><th>Kegiatan</th><th>Pelaksana</th><th>Waktu</th><th>Output</th></tr"
            "><tr><td>1</td><td>Menerima berkas</td><td>Front office</td><td>5 "
            "menit</td><td>Berkas</td></tr><tr><td>2</td><td>Memeriksa<br>berkas</td><td>Staf</td><td>1"
            " hari</td><td>Disposisi</td></tr></table>"
        ),
        2,
    ),
    "Markdown": (
        ("## **Prosedur**\n\n1. **Menerima** pengaduan\n2. Mencatat\n\n   lanjutan catatan\n3. Melapor\n"),
        3,
    ),
    "a Markdown table": (
        ("| No | Kegiatan | Waktu |\n|----|----------|-------|\n| 1 | Menerima | 5 menit |\n| 2 | Mencatat | 10' |\n"),
        2,
    ),
    "lists within items": (
        (
            "Tata Cara\n"
            "1. Pemohon menyiapkan berkas:\n"
            "   a. KTP\n"
            "   b. KK\n"
            "2. Petugas memeriksa\n"
            "   - lengkap: lanjut\n"
            "   - tidak lengkap: dikembalikan\n"
            "3. Selesai\n"
        ),
        3,
    ),
    "parts with numbers that begin again": (
        (
            "Prosedur\n"
            "A. Pengaduan langsung\n"
            "1. Korban datang\n"
            "2. Petugas menerima\n"
            "B. Pengaduan tidak langsung\n"
            "1. Korban menelepon\n"
            "2. Petugas mencatat\n"
            "3. Petugas menjangkau\n"
        ),
        5,
    ),
    "one line with numbers": (
        ("1. Menerima tamu. 2. Mencatat identitas sesuai Form 2 dan Pasal 3 Ayat 1. 3. Meneruskan. 4. Mengarsip."),
        4,
    ),
    "one line in small letters": ("1) menerima pengaduan 2) mencatat 3) melaporkan 4) selesai", 4),
    "one line with letters": ("a. Menerima tamu; b. Mencatat identitas; c. Meneruskan; d. Mengarsip.", 4),
    "two items in a line": (
        ("Prosedur:\n1. Menerima tamu. 2. Mencatat identitas.\n3. Meneruskan. 4. Mengarsip.\n"),
        4,
    ),
    "arrows": ("Alur: Pemohon datang → Petugas mendata → Konselor melayani → Selesai", 4),
    "lines without numbers": (
        (
            "SOP Konseling\n"
            "Menerima klien di ruang tunggu\n"
            "Melakukan konseling selama 60 menit\n"
            "Mencatat hasil konseling\n"
        ),
        3,
    ),
    "one paragraph of sentences": (
        ("Prosedur\nPemohon datang ke loket. Petugas No. 3 memeriksa berkas. Kepala menandatangani surat."),
        3,
    ),
    "numbers missing and doubled": (
        ("1. Satu datang\n2. Dua datang\n4. Empat datang\n4. Empat lagi\n5. Lima\n"),
        5,
    ),
    "a sheet with two rows of headings": (
        (
            "No\tKegiatan\tPelaksana\t\t\tMutu Baku\t\t\tKet\n"
            "\t\tFO\tKasi\tKadis\tKelengkapan\tWaktu\tOutput\t\n"
            "1\tMenerima berkas\tv\t\t\tBerkas\t5 menit\tTanda terima\t\n"
            "2\tMemeriksa berkas\t\tv\t\tBerkas\t1 x 24 jam\tDisposisi\t\n"
            "3\tMenandatangani surat\t\t\tv\tSurat\t10'\tSurat\tsegera\n"
        ),
        3,
    ),
    "the components as a table": (
        (
            "NO\tKOMPONEN\tURAIAN\n"
            "1\tPersyaratan\t1. KTP\n"
            "2. KK\n"
            "2\tSistem, mekanisme dan prosedur\t1. Pemohon mengajukan permohonan\n"
            "2. Petugas memeriksa\n"
            "3. Kepala menandatangani\n"
            "3\tJangka waktu penyelesaian\t3 hari kerja\n"
            "4\tBiaya/tarif\tRp 25.000,-\n"
            "5\tProduk pelayanan\tSurat rekomendasi\n"
            "6\tPenanganan pengaduan\tKotak saran\n"
        ),
        3,
    ),
    "numbered headings": (
        (
            "STANDAR PELAYANAN RUMAH AMAN\n"
            "1. Persyaratan\n"
            "   a. KTP\n"
            "   b. Surat rujukan\n"
            "2. Sistem, Mekanisme, dan Prosedur\n"
            "   a. Petugas menerima korban\n"
            "   b. Petugas memeriksa kesehatan\n"
            "   c. Korban ditempatkan\n"
            "3. Jangka Waktu Penyelesaian\n"
            "   14 hari\n"
            "4. Biaya\n"
            "   Gratis\n"
            "5. Produk\n"
            "   Perlindungan sementara\n"
        ),
        3,
    ),
    "headings and contents in one line": (
        ("Persyaratan: KTP\nProsedur: 1. Datang 2. Mendaftar 3. Dilayani\nWaktu: 1 jam\nBiaya: Rp 0\n"),
        3,
    ),
    "every item numbered 1": (
        ("1. Menerima\n1. Mencatat\n1. Melapor\n"),
        3,
    ),
    "numbers on lines of their own": (
        ("No\nKegiatan\n1\nMenerima berkas\n2\nMencatat berkas\n3\nMengarsip berkas\n"),
        3,
    ),
    "stages in capitals between items": (
        ("PROSEDUR\nTAHAP PENERIMAAN\n1. Datang\n2. Mendata\nTAHAP PENANGANAN\n3. Asesmen\n4. Layanan\n"),
        4,
    ),
    "numbers in brackets": (
        ("SOP Telepon\n\n(1) Menerima telepon\n(2) Mencatat\n(3) Menutup telepon\n"),
        3,
    ),
    "numbers below numbers": (
        ("Prosedur\n1. Penerimaan\n1.1 Menerima korban\n1.2 Mencatat\n2. Asesmen\n2.1 Wawancara\n"),
        2,
    ),
    "Arabic digits and letters": (
        (
            "\N{ARABIC-INDIC DIGIT ONE}. استقبال الشكوى\n"
            "\N{ARABIC-INDIC DIGIT TWO}. تسجيل\n"
            "\N{ARABIC-INDIC DIGIT THREE}. إحالة\n"
        ),
        3,
    ),
    "Javanese letters": (
        ("1. ꦤꦫꦶꦩ\n2. ꦚꦛꦼꦠ꧀\n"),
        2,
    ),
    "HTML within a step": (
        ("1. Menerima <script>alert(1)</script> tamu\n2. Mencatat\n"),
        2,
    ),
    "numbers without words": (
        ("1.\n2.\n3.\n"),
        3,
    ),
    "a single sentence": ("Menerima pengaduan masyarakat.", 1),
    "a title of three lines": (
        (
            "STANDAR OPERASIONAL PROSEDUR\n"
            "PELAYANAN KONSELING\n"
            "UPTD PPA KABUPATEN CONTOH\n"
            "\n"
            "1. Menerima klien\n"
            "2. Konseling\n"
            "3. Mencatat\n"
            "\n"
            "Waktu : 60 Menit\n"
            "Biaya : Gratis\n"
        ),
        3,
    ),
    "page numbers between items": (
        ("Prosedur\n1. Menerima\nHalaman 1 dari 2\n2. Mencatat\n3. Melapor\n"),
        3,
    ),
    "tabs behind the numbers": (
        ("Prosedur\n1.\tMenerima klien\n2.\tKonseling klien\n3.\tMencatat\n"),
        3,
    ),
    "blank lines within items": (
        (
            "Prosedur\n"
            "\n"
            "1. Menerima klien\n"
            "\n"
            "yang datang\n"
            "\n"
            "2. Konseling klien\n"
            "\n"
            "3. Mencatat\n"
            "\n"
            "Ditetapkan di Contoh\n"
            "Kepala Dinas\n"
        ),
        3,
    ),
    "a sheet of boxes and a table": (
        (
            "DINAS CONTOH\n"
            "SOP PENJANGKAUAN KORBAN\n"
            "Nomor SOP : 001/SOP/2024\n"
            "Tanggal Pembuatan : 2 Januari 2024\n"
            "Dasar Hukum :\n"
            "1. UU 23 Tahun 2004\n"
            "2. UU 12 Tahun 2022\n"
            "Kualifikasi Pelaksana :\n"
            "1. Memahami penjangkauan\n"
            "Keterkaitan : SOP Rujukan\n"
            "Peringatan : Bila tidak dilaksanakan, korban tidak tertangani\n"
            "No\tKegiatan\tPetugas\tKepala\tKelengkapan\tWaktu\tOutput\n"
            "1\tMenerima laporan\t□\t\tLaporan\t10 menit\tCatatan\n"
            "2\tMenugaskan tim\t\t□\tCatatan\t5 menit\tSurat tugas\n"
            "3\tMenjangkau korban\t□\t\tSurat tugas\t1 x 24 jam\tLaporan\n"
        ),
        3,
    ),
    "a time and a fee behind the list": (
        ("SOP KONSELING\nProsedur\n1. Datang\n2. Konseling\nWaktu : 60 menit\nBiaya : Gratis\n"),
        2,
    ),
    "lettered headings": (
        (
            "STANDAR PELAYANAN KONSULTASI HUKUM\n"
            "Dinas Contoh Kabupaten Karangan\n"
            "\n"
            "A. PERSYARATAN\n"
            "   1. KTP/KK\n"
            "   2. Mengisi formulir\n"
            "\n"
            "B. SISTEM, MEKANISME DAN PROSEDUR\n"
            "   1. Klien datang dan mengisi buku tamu (5 menit)\n"
            "   2. Petugas front office menerima klien, mencatat data diri dan menanyakan keperluan. "
            "Waktu 15 menit\n"
            "   3. Konselor melakukan asesmen awal ± 60 menit\n"
            "   4. Apabila klien membutuhkan layanan lanjutan, dirujuk ke lembaga lain.\n"
            "      Apabila tidak, kasus ditutup.\n"
            "   5. Kepala UPTD menandatangani surat rujukan paling lambat 1 x 24 jam\n"
            "   6. Petugas mengarsipkan berkas\n"
            "\n"
            "C. JANGKA WAKTU PENYELESAIAN\n"
            "   1 (satu) hari kerja\n"
            "D. BIAYA / TARIF\n"
            "   Rp. 0,- (Gratis)\n"
            "E. PRODUK PELAYANAN\n"
            "   Konsultasi hukum\n"
            "F. PENANGANAN PENGADUAN, SARAN DAN MASUKAN\n"
            "   - Telepon 0812-0000-0000\n"
            "   - Surel contoh@contoh.go.id\n"
        ),
        6,
    ),
    "semicolons and a decree": (
        ("1. Menerima; 2. Mencatat; 3. Melapor ke Kepala Dinas sesuai Perda No. 4 Tahun 2020; 4. Mengarsip"),
        4,
    ),
    "a sentence that leads to the list": (
        (
            "Langkah-langkah pelayanan adalah sebagai berikut:\n"
            "1. Datang\n"
            "2. Mendaftar\n"
            "3. Dilayani\n"
            "Catatan: bawa KTP\n"
        ),
        3,
    ),
    "a narrow table": (
        (
            "No.\tUraian Kegiatan\tPelaksana\tMutu Baku\n"
            "1\tMenerima surat\tStaf\tSurat, 10 menit, Disposisi\n"
            "2\tMeneruskan surat\tKasubbag\tSurat, 5 menit, Disposisi\n"
        ),
        2,
    ),
}
