"""What the API takes and gives. Identities are never in a list; a case gives keys, codes and times only."""

from typing import Any

from rest_framework import serializers

from api.fields import Code, Document, Facts, Key, Listed, Named, Slug, Text, Whole
from cases.models import Case, StepPass


class PassSerializer(serializers.ModelSerializer[StepPass]):
    """One pass of one step. `due_at` is null where the sheet's time is no deadline.

    A step of an SOP that another step has started is named after that one: `<step>--<sub>--<its own key>`.
    """

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


class NewCaseSerializer(Document):
    """Open a case from a report that waits, under an SOP of the office and through one of its doors."""

    report = Key()
    sop = Slug(max_length=80)
    door = Slug(max_length=60)


class CompletionSerializer(Document):
    """What is handed in with a step. `seen`: the revision at which the case was read; an old one may be stale (409).

    `requirements`: by the key of the need. One that is asked of each victim (`for: each_victim`) is handed in as
    `need@person`, with the id of the person; `need` alone says the same of every victim.

    `subs`: the keys of the SOPs to start, where the step may start several; of a service `<sub>--<SOP>`.
    """

    outcomes = Listed(child=Slug(max_length=60), required=False, default=list)
    outputs = Named(child=Text(max_length=2000), required=False, default=dict)
    requirements = Named(child=Code(["seen", "owed"], required=True), required=False, default=dict)
    facts = Facts(required=False, default=dict)
    subs = Listed(child=Slug(max_length=120), required=False, default=list)
    note = Text(max_length=20_000)
    seen = Whole()


class AnswersSerializer(Document):
    """Answers to a form, checked by the same validator as the screen's.

    `replaces`: the `id` of the filled form whose answers these replace; null where there are none yet. Without it
    nothing that stands is replaced, and where others stand by now nothing is kept (409). Whoever names another person's
    answers must have read them: their own window on the case's identity was open within the hour, else 422.
    """

    answers = Named()
    pass_id = Key(required=False, allow_null=True, default=None)
    replaces = Key(required=False, allow_null=True, default=None)
    reason = Text(max_length=300)


class FilledSerializer(serializers.Serializer[Any]):
    """That a form was filled; its answers stay sealed."""

    id = serializers.UUIDField()
    form = serializers.CharField()
    version = serializers.IntegerField()


class FaultSerializer(serializers.Serializer[Any]):
    """One thing that stands in the way: the field as a path, a sentence, and the codes it takes where it is coded."""

    field = serializers.CharField()
    message = serializers.CharField()
    allowed = serializers.ListField(child=serializers.CharField(), required=False)


class ProblemSerializer(serializers.Serializer[Any]):
    """A refusal (RFC 9457), in Indonesian or the language of Accept-Language."""

    type = serializers.CharField()
    status = serializers.IntegerField()
    title = serializers.CharField()
    errors = FaultSerializer(many=True, required=False)  # type: ignore[assignment]  # a field by that name
