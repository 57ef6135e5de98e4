"""The command: finds the demo, plays, prints."""

import argparse
import json
import os
import sys
from pathlib import Path

from infra.demo.check.report import play, tell
from infra.demo.check.scenes import tidy
from infra.demo.check.scenes.all import SCENES
from infra.demo.check.stage import NoDemo, find_demo

ROOT = Path(__file__).resolve().parents[3]


def main(argv: list[str] | None = None) -> int:
    """Play the scenes against the running demo; print one JSON object; return 0 where all went well."""
    parser = argparse.ArgumentParser(prog="rangkul demo --check", description="Memeriksa demo yang sedang berjalan.")
    parser.add_argument("--patience", type=float, default=120.0, help="detik menunggu demo menjawab")
    parser.add_argument("--only", default="", help="hanya adegan yang namanya memuat kata ini")
    asked = parser.parse_args(argv)
    folder = Path(os.environ.get("RANGKUL_STATE") or ROOT / ".demo").resolve()
    try:
        stage = find_demo(folder, patience=asked.patience)
    except NoDemo as problem:
        tell(str(problem))
        sys.stdout.write(json.dumps({"ok": False, "problem": str(problem), "scenes": []}, ensure_ascii=False) + "\n")
        return 2
    try:
        wanted = [scene for scene in SCENES if asked.only.casefold() in scene[0].casefold() or scene in tidy.SCENES]
        report = play(wanted, stage)
    finally:
        stage.close()
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    return 0 if report["ok"] else 1
