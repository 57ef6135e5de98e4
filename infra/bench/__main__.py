"""`rangkul bench [NAME …]`: each benchmark as a process of its own, one JSON object in all."""

import argparse
import json
import subprocess
import sys

BENCHMARKS = {
    "request": "daftar kerja lewat kantor dan perannya, terhadap Django biasa (paling banyak 1,3 kali)",
    "open": "membuka kantor, terhadap migrasi django-tenants (paling sedikit 10 kali lebih cepat)",
    "migrate": "migrasi sampai di 514 kantor, terhadap perintah django-tenants (tidak lebih lambat)",
    "facts": "fakta dan kotak keluar saat kasus dibuka (paling banyak 1,25 kali), dan pertanyaan angka nasional",
    "handoff": "rujukan sampai di kotak masuk penerima, penyampai terhadap INSERT biasa, 5 terhadap 100 kantor",
    "engine": "satu peristiwa pada SOP 19 langkah, dan pertumbuhannya sampai 1.000 langkah",
    "sop": "pemeriksaan dan lembar SOP 19 langkah, 10 sampai 200 langkah (paling banyak n log n), dan pindah versi",
}


def main() -> int:
    """Run the benchmarks named, all where none is, and print their reports; return 1 where one misses its bound."""
    listed = "\n".join(f"  {name:<10}{said}" for name, said in BENCHMARKS.items())
    parser = argparse.ArgumentParser(
        prog="rangkul bench", description=listed, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAMA", help="yang diukur; tanpa nama: semuanya")
    names = parser.parse_args().names or list(BENCHMARKS)
    for name in names:
        if name not in BENCHMARKS:
            parser.error(f"'{name}' tidak ada; yang ada: {', '.join(BENCHMARKS)}")
    reports, kept = {}, True
    for name in names:
        sys.stderr.write(f"{name} …\n")
        done = subprocess.run(
            [sys.executable, "-m", f"infra.bench.{name}"], stdout=subprocess.PIPE, text=True, check=False
        )
        kept = kept and done.returncode == 0
        reports[name] = json.loads(done.stdout) if done.stdout else {"exit": done.returncode}
    sys.stdout.write(json.dumps(reports, indent=2) + "\n")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
