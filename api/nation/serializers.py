"""What the ministry's door answers, for the schema: the answers themselves are made in `views`."""

from typing import Any

from rest_framework import serializers

from reporting.indicators import KINDS, LEVELS, STAGE_CODES
from reporting.models import ALL


class LagSerializer(serializers.Serializer[Any]):
    """How far the offices' facts lagged behind their work when this was published."""

    seconds = serializers.IntegerField(
        allow_null=True, help_text="the longest wait of any office; null: none was heard of"
    )
    behind = serializers.DictField(child=serializers.IntegerField(), help_text="seconds, by office, of those that wait")
    unheard = serializers.ListField(child=serializers.CharField(), help_text="offices not heard of for half an hour")


class NumberSerializer(serializers.Serializer[Any]):
    """One published number."""

    month = serializers.CharField(help_text="of the report, in the office's own zone: 2026-05")
    area = serializers.CharField(help_text="ID, a province's Kemendagri code, or a regency's")
    area_name = serializers.CharField()
    level = serializers.ChoiceField(choices=[(one, one) for one in LEVELS])
    kind = serializers.ChoiceField(choices=[(one, one) for one in (ALL, *KINDS)])
    stage = serializers.ChoiceField(choices=[(one, one) for one in (ALL, *STAGE_CODES)])
    cases = serializers.IntegerField(allow_null=True, min_value=5, help_text="null where suppressed")
    suppressed = serializers.BooleanField()
    shown = serializers.CharField(
        help_text="the number as text; `<5`; `ditutup`: withheld so that no `<5` can be worked out"
    )


class CasesPageSerializer(serializers.Serializer[Any]):
    """A page of numbers. A number that is not listed is 0."""

    measure = serializers.ChoiceField(choices=[("cases", "cases")])
    as_of = serializers.DateTimeField(allow_null=True, help_text="when this was published; null: never yet")
    lag = LagSerializer()
    next = serializers.URLField(allow_null=True)
    results = NumberSerializer(many=True)
