"""Coded answers (the ministry's lists) and the numbers people carry: NIK, family card, phone."""

from sop_library.codes.ages import AgeBand, age_band, age_on, band_of_age, child_bands, is_child
from sop_library.codes.lists import (
    NAMES,
    UNKNOWN,
    UNKNOWN_LABEL,
    CodeList,
    ListName,
    UnknownCode,
    code_list,
    label,
    labels,
)

__all__ = [
    "NAMES",
    "UNKNOWN",
    "UNKNOWN_LABEL",
    "AgeBand",
    "CodeList",
    "ListName",
    "UnknownCode",
    "age_band",
    "age_on",
    "band_of_age",
    "child_bands",
    "code_list",
    "is_child",
    "label",
    "labels",
]
