"""Reports in the API: what is told comes in and is sealed; what goes out is codes, times and states only."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.fields import Code, Codes, Document, Key, Moment, Nik, PastDate, Phone, Region, Text, Truth, Whole
from cases.models import Report, SettingAside
from cases.operations import reported, reports
from cases.operations.incidents import IncidentData
from cases.operations.reported import CODES, LONGEST_LINE, LONGEST_NAME, LONGEST_STORY, OLDEST, ReportDetails
from cases.operations.reports import ReportData
from cases.people import PersonData
from sop_library.codes import age_on, band_of_age

WHO = ("victim", "other", "nameless")
EMPTY = ReportDetails()
NEW = ReportData(channel="", details=EMPTY)


class VictimSerializer(Document):
    """Whom the report is about. `age` in years may be an estimate; a birth date outranks age and band."""

    name = Text(max_length=LONGEST_NAME)
    nik = Nik()
    phone = Phone()
    address = Text(max_length=LONGEST_LINE)
    safe_contact = Text(max_length=LONGEST_LINE)
    sex = Code(CODES["sex"])
    birth_date = PastDate()
    age = Whole(largest=OLDEST)
    age_band = Code(CODES["age_band"])
    residence = Region()
    domicile = Region()
    presence = Region()


class ReporterSerializer(Document):
    """Who reports. `who`: the victim, somebody else, or nobody who gives a name; it may stay open."""

    who = Code(WHO)
    name = Text(max_length=LONGEST_NAME)
    nik = Nik()
    phone = Phone()
    relation = Code(CODES["relation"])


class IncidentSerializer(Document):
    """What is said to have happened. `place`: a region, `domestic`: within a household."""

    kinds = Codes(CODES["kinds"])
    domestic = Truth()
    place = Region()
    place_kind = Code(CODES["place_kind"])
    happened_on = PastDate()
    story = Text(max_length=LONGEST_STORY)


class NewReportSerializer(Document):
    """A report to take in; everything but the channel may be unknown. `id` is a key of the sender's own: sent again
    with the same, the report is there once, and the answer is 200 with what is stored.
    """

    id = Key(required=False, allow_null=True, default=None)
    channel = Code(CODES["channel"], required=True)
    received_at = Moment(help_text="when it came in, where that was earlier than now")
    in_danger = Truth()
    reporter = ReporterSerializer(required=False)
    victim = VictimSerializer(required=False)
    incident = IncidentSerializer(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What fits only together: a nameless reporter has no name, an age fits its birth date."""
        faults: dict[str, dict[str, list[str]]] = {}
        who = attrs.get("reporter", {}).get("who", "")
        if who == "nameless" or (not who and self.context["before"].anonymous):
            words = _("Pelapor tanpa nama: kosongkan “%(label)s”, atau ubah “who”")
            given = [name for name in reported.TOLD_ONCE if attrs.get("reporter", {}).get(name)]
            if given:
                faults["reporter"] = {name: [words % {"label": name}] for name in given}
        victim = attrs.get("victim", {})
        age, born = victim.get("age"), victim.get("birth_date")
        if age is not None and born and age_on(born, self.context["today"]) != age:
            words = _("Umur ini tidak cocok dengan tanggal lahirnya. Perbaiki salah satu, atau kosongkan umurnya")
            faults["victim"] = {"age": [words]}
        if faults:
            raise serializers.ValidationError(faults)
        return attrs


class ReportChangesSerializer(NewReportSerializer):
    """What is to be corrected: only what is sent changes. `reason` is needed where something known is replaced."""

    id = None  # type: ignore[assignment]  # how a serializer drops a field of its parent's
    reason = Text(max_length=LONGEST_LINE)
    seen = Whole(help_text="the revision at which the report was read; an old one is refused (409)")


class SettingAsideSerializer(Document):
    """Why a report is set aside. `referred_to` is needed for `referred`, `words` for `other`."""

    reason = Code(SettingAside.Reason.values, required=True)
    referred_to = Text(max_length=LONGEST_LINE)
    words = Text(max_length=LONGEST_LINE)
    seen = Whole(help_text="the revision at which the report was read; an old one is refused (409)")


class TakingUpSerializer(Document):
    """Why a report that was set aside is taken up again."""

    because = Text(max_length=LONGEST_LINE, required=True)
    seen = Whole(help_text="the revision at which the report was read; an old one is refused (409)")


class ReportSerializer(serializers.ModelSerializer[Report]):
    """A report, without what was told in it. `revision` counts its changes; `aside` is why it is set aside."""

    aside = serializers.SerializerMethodField()

    class Meta:
        model = Report
        fields = [
            "id", "code", "state", "revision", "channel", "received_at", "anonymous", "sex", "age_band", "kinds",
            "place", "in_danger", "case", "aside",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_aside(self, report: Report) -> str | None:
        """The coded reason of a report that is set aside."""
        if report.state != Report.State.ASIDE:
            return None
        rows: list[SettingAside] | None = getattr(report, "aside", None)
        return (rows or list(report.settings_aside.filter(taken_up_at=None)))[0].reason


class ReportPageSerializer(serializers.Serializer[Any]):
    """A page of reports; `next` and `previous` are the addresses of the pages beside it, null where there is none."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ReportSerializer(many=True)


def data_of(told: Mapping[str, Any], *, before: ReportData = NEW, today: date) -> ReportData:
    """The report that results when what was told is put over what was known before."""
    said = before.details or EMPTY
    reporter, victim = dict(told.get("reporter", {})), dict(told.get("victim", {}))
    who = reporter.pop("who", "")
    relation = reporter.pop("relation", said.relation)
    anonymous = who == "nameless" if who else before.anonymous
    own = who == "victim" if who else said.reporter_is_victim
    age = victim.pop("age", None)
    if age is not None:
        victim["age_band"] = band_of_age(age)
    details = ReportDetails(
        victim=replace(said.victim, **victim),
        reporter=PersonData() if anonymous else replace(said.reporter, **reporter),
        relation=relation,
        reporter_is_victim=own,
        incident=replace(said.incident, **_known(told.get("incident", {}))),
    )
    return reports.with_details(
        channel=told.get("channel", before.channel), details=reported.settled(details, on=today), anonymous=anonymous,
        in_danger=told.get("in_danger", before.in_danger),
    )  # fmt: skip


def _known(told: Mapping[str, Any]) -> dict[str, Any]:
    return {item.name: told[item.name] for item in fields(IncidentData) if item.name in told}


def received_of(told: Mapping[str, Any], *, before: datetime) -> datetime:
    """When the report came in, as told, else as it was known."""
    return told.get("received_at") or before
