"""What the console says of a command line it can't read: argparse's English sentences, in Indonesian."""

import argparse
from collections.abc import Callable

WORDS = {
    "the following arguments are required: %s": "yang belum ditulis: %s",
    "unrecognized arguments: %s": "tidak dikenal: %s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "expected one argument": "tulis satu nilai sesudahnya",
    "expected at most one argument": "tulis paling banyak satu nilai sesudahnya",
    "expected at least one argument": "tulis paling sedikit satu nilai sesudahnya",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r tidak ada; pilih dari %(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r tidak dapat dibaca sebagai %(type)s",
    "not allowed with argument %s": "tidak dapat ditulis bersama %s",
    "one of the arguments %s is required": "tulis salah satu dari %s",
    "ignored explicit argument %r": "tidak menerima nilai %r",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s bermakna ganda: %(matches)s",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\nKeterangan: %(prog)s --help\n",
}


def said_in_indonesian(found: Callable[[str], str]) -> Callable[[str], str]:
    """A look-up that knows our sentences and leaves all others to `found`."""
    return lambda sentence: WORDS.get(sentence) or found(sentence)


def speak_indonesian() -> None:
    """Let argparse take its sentences from here: it looks all of them up by one name of its module."""
    found: Callable[[str], str] = vars(argparse)["_"]
    setattr(argparse, "_", said_in_indonesian(found))  # noqa: B010  # the name is argparse's own, typed nowhere
