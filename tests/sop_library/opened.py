"""An SOP whose source names nobody for some of its steps, and how an office gets to work by one."""

from copy import deepcopy
from datetime import datetime
from typing import Any

from accounts.models import Lane
from sop_library.definition import Definition, parse
from sop_library.models import Sop, SopVersion
from sop_library.operations.adopting import adopt


def left_open(definition: Definition, *keys: str, **fields: Any) -> Definition:
    """The same SOP, whose source names no lane for these steps."""
    document = {**deepcopy(dict(definition.document)), **fields}
    for step in document["steps"]:
        if step["key"] in keys:
            step["lanes"] = "unsaid"
            step.pop("decides", None)
    return parse(document)


def adopt_bound(definition: Definition, lane: str, *keys: str, at: datetime) -> SopVersion:
    """The SOP in force with these steps left open and already given to a lane, as one that went through a draft is."""
    slug = definition.sop.rsplit("/", 1)[-1]
    sop, _made = Sop.objects.get_or_create(slug=slug, defaults={"name": definition.name, "service": definition.service})
    label = Lane.objects.get(key=lane).label
    sop.bound = {**sop.bound, **{key: [{"key": lane, "label": label}] for key in keys}}
    sop.save(update_fields=["bound"])
    return adopt(definition=left_open(definition, *keys), at=at)
