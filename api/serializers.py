"""What the API takes and gives. Identities are never in a list; a case gives keys, codes and times only."""

from typing import Any

from rest_framework import serializers

from cases.models import Case, Report, StepPass
from sop_library import codes


class PassSerializer(serializers.ModelSerializer[StepPass]):
    """One pass of one step. `due_at` is null where the sheet's time is no deadline."""

    case = serializers.CharField(source="case.number", read_only=True)
    case_id = serializers.UUIDField(read_only=True)

    class Meta:
        model = StepPass
        fields = [
            "id",
            "case",
            "case_id",
            "step",
            "number",
            "status",
            "lanes",
            "opened_at",
            "due_at",
            "done_at",
            "outcomes",
        ]
        read_only_fields = fields


class CaseSerializer(serializers.ModelSerializer[Case]):
    """A case as the register shows it."""

    sop = serializers.CharField(source="version.sop.slug", read_only=True)
    version = serializers.IntegerField(source="version.number", read_only=True)

    class Meta:
        model = Case
        fields = [
            "id", "number", "sop", "version", "door", "channel", "reported_at", "opened_at", "state", "stage", "risk",
            "ended_at", "revision",
        ]  # fmt: skip
        read_only_fields = fields


class CasePageSerializer(serializers.Serializer[Any]):
    """A page of cases; `next` and `previous` are the addresses of the pages beside it, null where there is none."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = CaseSerializer(many=True)


class CaseDetailSerializer(CaseSerializer):
    """A case with the passes of its steps."""

    passes = PassSerializer(many=True, read_only=True)

    class Meta(CaseSerializer.Meta):
        fields = [*CaseSerializer.Meta.fields, "passes"]
        read_only_fields = fields


class NewReportSerializer(serializers.Serializer[Any]):
    """A report to take in; everything but the channel may be unknown."""

    channel = serializers.SlugField(max_length=40)
    story = serializers.CharField(max_length=20_000, required=False, allow_blank=True, default="")
    anonymous = serializers.BooleanField(default=True)
    reporter_name = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    reporter_phone = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    safe_contact = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=list(codes.labels("violence_type").items())), required=False, default=list
    )
    place = serializers.RegexField(r"^[0-9]{2}\.[0-9]{2}$", required=False, allow_blank=True, default="")
    in_danger = serializers.BooleanField(required=False, allow_null=True, default=None)


class ReportSerializer(serializers.ModelSerializer[Report]):
    """A report, without what was told in it."""

    class Meta:
        model = Report
        fields = ["id", "code", "channel", "received_at", "anonymous", "kinds", "place", "in_danger", "case"]
        read_only_fields = fields


class NewCaseSerializer(serializers.Serializer[Any]):
    """Open a case from a report that waits, under an SOP of the office and through one of its doors."""

    report = serializers.UUIDField()
    sop = serializers.SlugField(max_length=80)
    door = serializers.SlugField(max_length=60)


class CompletionSerializer(serializers.Serializer[Any]):
    """What is handed in with a step. `seen`: the revision at which the case was read; an old one may be stale (409)."""

    outcomes = serializers.ListField(child=serializers.SlugField(max_length=60), required=False, default=list)
    outputs = serializers.DictField(child=serializers.CharField(max_length=2000), required=False, default=dict)
    requirements = serializers.DictField(child=serializers.ChoiceField(["seen", "owed"]), required=False, default=dict)
    facts = serializers.DictField(required=False, default=dict)
    note = serializers.CharField(max_length=20_000, required=False, allow_blank=True, default="")
    seen = serializers.IntegerField(min_value=0, required=False, allow_null=True, default=None)


class AnswersSerializer(serializers.Serializer[Any]):
    """Answers to a form, checked by the same validator as the screen's."""

    answers = serializers.DictField()
    pass_id = serializers.UUIDField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class FilledSerializer(serializers.Serializer[Any]):
    """That a form was filled; its answers stay sealed."""

    id = serializers.UUIDField()
    form = serializers.CharField()
    version = serializers.IntegerField()
