"""Forms on screen: form definitions become Django forms in our markup, and fields for the screens written by hand."""

from frontend.formbuild.build import BuiltForm, as_data, build_form, initial_from
from frontend.formbuild.choosing import ManyChoices, RegionField, SingleChoice, coded, region_choices
from frontend.formbuild.fields import (
    ClockTime,
    DateParts,
    HeardPhone,
    KkField,
    NikField,
    PhoneField,
    SafeText,
    WholeNumber,
)
from frontend.formbuild.readonly import AnswerGroup, answer_groups, answers_in
from frontend.formbuild.sheet import Notice, Section, SheetForm
from frontend.formbuild.usernames import UsernameField

__all__ = [
    "AnswerGroup",
    "BuiltForm",
    "ClockTime",
    "DateParts",
    "HeardPhone",
    "KkField",
    "ManyChoices",
    "NikField",
    "Notice",
    "PhoneField",
    "RegionField",
    "SafeText",
    "Section",
    "SheetForm",
    "SingleChoice",
    "UsernameField",
    "WholeNumber",
    "answer_groups",
    "answers_in",
    "as_data",
    "build_form",
    "coded",
    "initial_from",
    "region_choices",
]
