"""Every address there is, read from Django's own resolver: what no probe names can't be forgotten."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters

OFFICE = "config.urls.office"
PUBLIC = "config.urls.public"
ALL_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
ANSWERED_BY_PROBES = ("GET", "POST", "PUT", "PATCH", "DELETE")  # HEAD is a GET without its body


@dataclass(frozen=True)
class Route:
    """One address: its name, its pattern, its parameters with their kinds, the methods its view says it serves."""

    name: str
    pattern: str
    parameters: tuple[tuple[str, str], ...]
    methods: frozenset[str]

    def __str__(self) -> str:
        return self.name or self.pattern

    @property
    def uuids(self) -> tuple[str, ...]:
        """The parameters that name a row."""
        return tuple(name for name, kind in self.parameters if kind == "uuid")


def routes_of(urlconf: Any = OFFICE) -> list[Route]:
    """Every route of a URL configuration, in the order in which they are tried."""
    return list(_walk(get_resolver(urlconf), prefix="", parameters=()))


def _walk(resolver: URLResolver, *, prefix: str, parameters: tuple[tuple[str, str], ...]) -> Iterator[Route]:
    kinds = {type(converter): kind for kind, converter in get_converters().items()}
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        named = (*parameters, *((name, kinds[type(one)]) for name, one in entry.pattern.converters.items()))
        if isinstance(entry, URLResolver):
            yield from _walk(entry, prefix=pattern, parameters=named)
        elif isinstance(entry, URLPattern):
            yield Route(entry.name or "", pattern, named, methods_of(entry.callback))


def methods_of(view: Callable[..., Any]) -> frozenset[str]:
    """The methods a view says it serves: by `require_http_methods` and its like, by `api_view`, or as a class.

    Empty where it says nothing: such a view would answer whatever it is asked.
    """
    of_class = getattr(view, "cls", None) or getattr(view, "view_class", None)
    if of_class is not None:
        there = {name.upper() for name in of_class.http_method_names if hasattr(of_class, name)}
        return frozenset(there | ({"HEAD"} if "GET" in there else set()))
    served: frozenset[str] | None = None
    wrapped: Any = view
    while wrapped is not None:
        inside = inspect.getclosurevars(wrapped).nonlocals if inspect.isfunction(wrapped) else {}
        if "request_method_list" in inside:
            said = frozenset(inside["request_method_list"])
            served = said if served is None else served & said
        wrapped = getattr(wrapped, "__wrapped__", None)
    return served or frozenset()
