"""Finds what a process may remember from one request to the next: caches, containers of modules, objects with them."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("platform", "tenants", "sop_library", "api", "frontend")
CONTAINERS = frozenset(
    {
        "dict", "list", "set", "OrderedDict", "defaultdict", "deque", "Counter", "ChainMap", "WeakKeyDictionary",
        "WeakValueDictionary", "local", "ContextVar", "Queue", "LRUCache", "TTLCache",
    }
)  # fmt: skip
CACHING = frozenset({"cache", "lru_cache", "cache_page", "cache_control"})
CHANGES = frozenset(
    {"append", "add", "update", "setdefault", "extend", "insert", "pop", "popitem", "clear", "remove", "discard"}
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources() -> Iterator[Path]:
    """Every file of the product's own code; migrations keep nothing, settings stand from the start."""
    left_out = {"migrations", "settings"}
    for name in SOURCES:
        yield from (file for file in sorted((ROOT / name).rglob("*.py")) if not left_out & set(file.parts))


def remembered(files: Iterable[Path]) -> set[str]:
    """`path:name` of everything that may outlive a request."""
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in files}
    keeping = {name for tree in trees.values() for name in _classes_that_keep(tree)}
    return {
        f"{file.relative_to(ROOT) if file.is_relative_to(ROOT) else file.name}:{name}"
        for file, tree in trees.items()
        for name in _of_module(tree, keeping)
    }


def _last_name(node: ast.expr) -> str:
    """`functools.lru_cache(maxsize=1)` → `lru_cache`; "" for what has no name."""
    if isinstance(node, ast.Call):
        return _last_name(node.func)
    if isinstance(node, ast.Subscript):
        return _last_name(node.value)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_container(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Dict):
        return not value.keys
    if isinstance(value, ast.List | ast.Set):
        return not value.elts
    return isinstance(value, ast.Call) and _last_name(value) in CONTAINERS and not _fixed(value)


def _fixed(call: ast.Call) -> bool:
    """A container made from something else, `set(other)`: what it holds was known at import."""
    return _last_name(call) in {"dict", "list", "set", "Counter"} and bool(call.args or call.keywords)


def _classes_that_keep(tree: ast.Module) -> Iterator[str]:
    """Classes whose objects start with an empty container: a cache, a registry."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for inner in ast.walk(node):
                if isinstance(inner, Function) and inner.name == "__init__" and any(_filled_later(inner)):
                    yield node.name


def _filled_later(init: Function) -> Iterator[bool]:
    for node in ast.walk(init):
        if isinstance(node, ast.Assign | ast.AnnAssign) and _is_container(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield any(isinstance(target, ast.Attribute) for target in targets)


def _of_module(tree: ast.Module, keeping: set[str]) -> Iterator[str]:
    named = dict(_assigned(tree.body))
    yield from (name for name, value in named.items() if _is_container(value) or _last_name_of(value) in keeping)
    yield from (name for name in named if _changed_later(tree, name))
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield from (f"{node.name}" for one in node.decorator_list if _last_name(one) in CACHING)
        if isinstance(node, ast.Global):
            yield from node.names
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.core.cache"):
            yield "django.core.cache"
        if isinstance(node, ast.ClassDef):
            yield from (f"{node.name}.{name}" for name, value in _assigned(node.body) if _is_container(value))


def _last_name_of(value: ast.expr | None) -> str:
    return _last_name(value) if isinstance(value, ast.Call) else ""


def _assigned(body: list[ast.stmt]) -> Iterator[tuple[str, ast.expr | None]]:
    for node in body:
        if isinstance(node, ast.Assign):
            yield from ((one.id, node.value) for one in node.targets if isinstance(one, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, node.value


def _changed_later(tree: ast.Module, name: str) -> bool:
    """Whether a function of the module writes into a container that stands at its top."""
    for function in (node for node in ast.walk(tree) if isinstance(node, Function)):
        if any(
            isinstance(node, ast.Name) and _is(node, name) and isinstance(node.ctx, ast.Store)
            for node in ast.walk(function)
        ):
            continue  # a name of its own
        for node in ast.walk(function):
            if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del) and _is(node.value, name):
                return True
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in CHANGES and _is(called.value, name):
                return True
    return False


def _is(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
