"""An SOP as BPMN 2.0: others read it without a warning, nothing is drawn over anything, and it comes back equal."""

import json
from itertools import combinations, pairwise
from typing import Any

import pytest
from bpmn_io import BpmnModdle, check
from bpmn_io.lint import Linter
from bpmn_io.lint.resolver import NodeResolver
from hypothesis import HealthCheck, given, settings
from lxml import etree

from sop_library.bpmn import BpmnRefused, read_bpmn, to_bpmn
from sop_library.bpmn.drawing import draw
from sop_library.bpmn.model import Drawing
from sop_library.bpmn.placing import Box, Placed, place
from sop_library.bpmn.reading import LARGEST, SENTENCES, looks_like_bpmn
from sop_library.definition import Definition
from tests.sop_library.generated import definitions
from tests.sop_library.sheets import outcome, sop, step
from tests.sop_library.walks import SOPS, definition

SMALL = sop(step("a", name="Terima", outcomes=[outcome("x"), outcome("y", "end")]), step("b", text="<b>&\x01</b>"))
BOUNDED = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def warnings_in(found: Definition) -> list[Any]:
    """What bpmn.io's reader and its linter say of the file, but that an inclusive gateway is hard to understand."""
    text = to_bpmn(found).decode()
    report = check(text)
    root = BpmnModdle().from_xml(text).root_element
    rules = {"extends": "bpmnlint:recommended", "rules": {"no-inclusive-gateway": "off"}}
    lint = Linter(config=rules, resolver=NodeResolver()).lint(root)
    return [*report.errors, *report.warnings, *(row for rows in lint.values() for row in rows)]


@pytest.mark.parametrize("key", SOPS)
def test_bpmn_io_has_nothing_to_say_of_the_nine_and_each_comes_back_equal(key: str) -> None:
    found = definition(key)
    assert warnings_in(found) == []
    assert read_bpmn(to_bpmn(found)) == found.document


@BOUNDED
@given(found=definitions())
def test_whatever_sop_it_is_it_reads_without_a_warning_and_comes_back_equal(found: Definition) -> None:
    report = check(to_bpmn(found).decode())
    assert (report.errors, report.warnings) == ([], [])
    assert read_bpmn(to_bpmn(found)) == found.document


def crosses(route: tuple[tuple[int, int], tuple[int, int]], box: Box) -> bool:
    """True where a straight piece of an arrow runs through the inside of a box."""
    (x, y), (to_x, to_y) = route
    left, right, top, bottom = min(x, to_x), max(x, to_x), min(y, to_y), max(y, to_y)
    return right > box.x and left < box.x + box.width and bottom > box.y and top < box.y + box.height


def check_places(drawing: Drawing, placed: Placed) -> None:
    nodes = {node.id: placed.boxes[node.id] for node in drawing.nodes}
    for (one, box), (other, beside) in combinations(nodes.items(), 2):
        apart = box.x + box.width <= beside.x or beside.x + beside.width <= box.x
        assert apart or box.y + box.height <= beside.y or beside.y + beside.height <= box.y, (one, other)
    for node in drawing.nodes:
        lane, box = placed.lanes[node.lane], nodes[node.id]
        assert lane.x <= box.x <= box.x + box.width <= lane.x + lane.width, node.id
        assert lane.y <= box.y <= box.y + box.height <= lane.y + lane.height, node.id
    for flow in drawing.flows:
        for piece in pairwise(placed.routes[flow.id]):
            assert [name for name, box in nodes.items() if crosses(piece, box)] == [], flow
    routes = list(placed.routes.values())
    assert len({tuple(route) for route in routes}) == len(routes), "no arrow hides another"


@pytest.mark.parametrize("key", SOPS)
def test_no_symbol_covers_another_and_no_arrow_runs_through_one(key: str) -> None:
    drawing = draw(definition(key))
    check_places(drawing, place(drawing))


@BOUNDED
@given(found=definitions())
def test_so_it_is_for_whatever_sop(found: Definition) -> None:
    drawing = draw(found)
    check_places(drawing, place(drawing))
    ids = [*(node.id for node in drawing.nodes), *(flow.id for flow in drawing.flows), *dict(drawing.lanes)]
    assert len(set(ids)) == len(ids)


def test_each_part_of_the_language_has_its_symbol() -> None:
    found = sop(
        step("a", outcomes=[outcome("x", ["b", "c"]), outcome("y", {"end": "ditolak"})], kind="decision"),
        step("b", optional=True),
        step("c", kind="rule", lanes="unsaid", text="Ketentuan umum", then="d"),
        step("d", gate={"when": {"fact": "crisis", "is": True}, "words": "krisis"}),
        step("e", kind="sub_sop", sub=[{"key": "s", "label": "S", "sop": "contoh/lain", "wait": False}]),
        step("f", choose="some", outcomes=[outcome("x", "g"), outcome("y", "h")], lanes="unsaid"),
        step("g", outcomes=[outcome("x"), outcome("y", "a")]),
        step("h", then="attach"),
        doors={"a": {"label": "A", "starts": "a"}, "b": {"label": "B", "starts": "d"}},
        interrupts=[{"key": "i", "label": "Gawat", "when": {"fact": "risk", "is": "high"}, "starts": "d"}],
    )
    drawing = draw(found)
    tags = {node.id: node.tag for node in drawing.nodes}
    assert tags["pintu"] == tags["pilih_a"] == tags["lewat_b"] == tags["masuk_a"] == "exclusiveGateway"
    assert tags["pilih_f"] == tags["gabung_d"] == tags["gabung_h"] == "inclusiveGateway"
    assert tags["bagi_hasil_a_x"] == tags["mulai-sop_e"] == "parallelGateway"
    assert tags["panggil_e_s"] == "callActivity"
    assert "langkah_c" not in tags
    assert {note.words for note in drawing.notes} == {"Ketentuan umum", "Syarat mulai: krisis"}
    ends = {node.name for node in drawing.nodes if node.tag == "endEvent"}
    assert {"ditolak", "S selesai", "Dilampirkan ke kasus yang sudah ada"} <= ends
    assert [(one.condition, one.step) for one in drawing.urgent] == [("risk == 'high'", "D")]
    conditions = {flow.condition for flow in drawing.flows}
    assert {"'x' in hasil_a", "pintu == 'b'", "lewati_b"} <= conditions
    assert warnings_in(found) == []


def changed(old: str, new: str) -> bytes:
    text = to_bpmn(SMALL).decode()
    assert old in text
    return text.replace(old, new).encode()


def refused(data: bytes) -> str:
    with pytest.raises(BpmnRefused) as told:
        read_bpmn(data)
    assert str(told.value) == SENTENCES[told.value.code]
    return told.value.code


def test_what_moved_on_the_drawing_is_no_change_and_what_it_says_is() -> None:
    assert read_bpmn(changed('x="', 'x="1')) == SMALL.document
    renamed = to_bpmn(SMALL).replace(b"<bpmn:", b"<b:").replace(b"</bpmn:", b"</b:")
    assert read_bpmn(renamed.replace(b"xmlns:bpmn=", b"xmlns:b=")) == SMALL.document
    anew = etree.tostring(etree.fromstring(to_bpmn(SMALL)), pretty_print=True, encoding="UTF-16")
    assert read_bpmn(anew) == SMALL.document, "written by another program"
    assert refused(changed('name="Terima"', 'name="Tolak"')) == "drawing_changed"
    assert refused(changed("'x' in hasil_a", "True")) == "drawing_changed"
    assert refused(changed('targetRef="langkah_b"', 'targetRef="langkah_a"')) == "drawing_changed"


def test_a_document_changed_inside_is_refused() -> None:
    text = to_bpmn(SMALL).decode()
    inside = json.dumps("Terima")
    assert text.count(f'"name":{inside}') == 1
    assert refused(text.replace(f'"name":{inside}', '"name":"Tolak"').encode()) == "document_changed"
    assert refused(text.replace('"format":', '"format"').encode()) == "document_changed"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_xml"),
        (b"<a", "not_xml"),
        (b"\xff\xfe\x00", "not_xml"),
        (b'<?xml version="1.0" encoding="aneh"?><a/>', "not_xml"),
        (b"<a/>", "not_ours"),
        (b"<!DOCTYPE a><a/>", "doctype"),
        (b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>', "doctype"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "doctype"),
        (b"<a>" * 200 + b"</a>" * 200, "too_deep"),
        (b"<a>" + b"<b/>" * 200_001 + b"</a>", "too_many_parts"),
        (b" " * (LARGEST + 1), "too_large"),
    ],
)
def test_hostile_and_foreign_files_are_refused_with_a_sentence(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_a_file_is_known_for_bpmn_by_how_it_begins() -> None:
    assert looks_like_bpmn(b"\xef\xbb\xbf\n <a/>")
    assert not looks_like_bpmn(b"format: rangkul-sop/1")
