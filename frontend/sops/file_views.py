"""A published version as a file for other programs: YAML to edit and bring in elsewhere, BPMN 2.0 to draw and run."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from sop_library.bpmn import to_bpmn
from sop_library.definition import Definition
from sop_library.queries import published_versions, sheet_definition_of
from sop_library.writing import to_yaml


@require_safe
def as_yaml(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The version as YAML: the same document, the same content hash, wherever it is read back."""
    return _file(slug, number, "yaml", "application/yaml; charset=utf-8", _yaml)


@require_safe
def as_bpmn(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The version as BPMN 2.0 with its drawing, and with the whole document inside."""
    return _file(slug, number, "bpmn", "application/bpmn+xml; charset=utf-8", to_bpmn)


def _yaml(definition: Definition) -> bytes:
    return to_yaml(definition.document).encode()


def _file(slug: str, number: int, kind: str, media: str, write: Callable[[Definition], bytes]) -> HttpResponse:
    version = get_object_or_404(published_versions(), sop__slug=slug, number=number)
    answer = HttpResponse(write(sheet_definition_of(version)), content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="{slug}-versi-{number}.{kind}"'
    return answer
