"""The official sheet of an SOP: what is printed and shown, computed from the definition that runs."""

from sop_library.sheet.build import build
from sop_library.sheet.parts import Cell, Column, Note, Page, Row, Sheet, Way, plain_number

__all__ = ["Cell", "Column", "Note", "Page", "Row", "Sheet", "Way", "build", "plain_number"]
