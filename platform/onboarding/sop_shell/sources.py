"""The file or the SOP of the catalogue that somebody names at the shell."""

import json
from difflib import get_close_matches
from pathlib import Path

from django.core.management.base import CommandError, OutputWrapper

from onboarding.sop_shell.printing import in_one_line
from sop_library.bpmn.reading import BpmnRefused, as_yaml
from sop_library.inspecting import Inspection, catalogue, inspect

FILE = "Berkas YAML atau BPMN dari Rangkul, atau kunci katalog, misalnya salatiga/pengaduan-langsung."


def source(word: str) -> tuple[str, bytes]:
    """The name and the YAML of a file, or of an SOP of the catalogue. Raises CommandError.

    A BPMN file that Rangkul wrote is the SOP inside it.
    """
    path = Path(word)
    try:
        if path.is_file():
            return word, _as_yaml(word, path.read_bytes())
    except (OSError, ValueError) as problem:
        raise unreadable(word, problem) from problem
    shelf = catalogue()
    if word in shelf:
        return word, shelf[word]
    near = get_close_matches(word, shelf, n=3, cutoff=0.4) or list(shelf)
    raise CommandError(f"Tidak ada berkas atau SOP katalog bernama “{word}”. Katalog: {', '.join(near)}.")


def unreadable(name: str, problem: Exception) -> CommandError:
    """What is said of a file that can't be read, in the words of whoever named it."""
    why = "bukan teks yang dapat dibaca"
    if isinstance(problem, json.JSONDecodeError):
        why = f"bukan JSON, baris {problem.lineno} kolom {problem.colno}"
    elif isinstance(problem, FileNotFoundError):
        why = "berkasnya tidak ada"
    elif isinstance(problem, PermissionError):
        why = "tidak ada izin membukanya"
    elif isinstance(problem, OSError):
        why = "bukan berkas yang dapat dibuka"
    return CommandError(f"{name} tidak dapat dibaca: {why}.")


def _as_yaml(name: str, data: bytes) -> bytes:
    try:
        return as_yaml(data)
    except BpmnRefused as refused:
        raise CommandError(f"{name}: {refused}") from refused


def check(name: str, text: bytes, *, advise: bool, out: OutputWrapper) -> None:
    """Say what is wrong with an SOP and, where asked, what is advised. Raises CommandError where it has faults."""
    found = inspect(text)
    say(name, found, advise=advise, out=out)
    if found.faults:
        raise refuse(name, found)


def say(name: str, found: Inspection, *, advise: bool, out: OutputWrapper) -> None:
    """Say every fault of a file with its line; where it has none and it is asked for, the advice."""
    for fault in found.faults:
        out.write(in_one_line(f"{name}:{fault}"))
    if found.faults or not advise:
        return
    for advice in found.advice:
        out.write(in_one_line(f"{name}:{advice.line}:{advice.column} Saran: {advice.sentence}"))
    out.write(f"{name}: tidak ada kesalahan, {len(found.advice)} saran.")


def refuse(name: str, found: Inspection) -> CommandError:
    """What the command ends with where a file has faults."""
    return CommandError(f"{name}: {len(found.faults)} kesalahan; belum dapat dipakai.")
