"""A step whose source names nobody is given to a lane of the office: beside the version, by an admin, with a trace."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Lane, LaneMembership, Staff
from sop_library.bindings import with_bound
from sop_library.definition import content_hash
from sop_library.engine.demands import acting_lane
from sop_library.models import Draft, LaneBinding, Sop, SopEvent, SopVersion
from sop_library.operations import binding, drafts
from sop_library.operations.adopting import NotRunHere, adopt
from sop_library.queries import definition_of, sheet_definition_of
from sop_library.refusals import NotAllowed, NotYet, Refused, Stale
from sop_library.sheet import build
from sop_library.sheet.layout import lay_out
from tests.sop_library.called import calls, consulting, woven
from tests.sop_library.opened import adopt_bound, left_open
from tests.sop_library.sheets import sop, step
from tests.sop_library.test_adopting import catalogue
from tests.sop_library.test_publishing import NOW, approve, head, office, sari, submit

__all__ = ["head", "office", "sari"]

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def ani(office) -> Staff:
    return Staff.objects.create_user("ani", name="Ani", is_office_admin=True)


@pytest.fixture
def first(head, sari) -> SopVersion:
    """What the office works by; `petugas` is a lane of the office that no sheet of it knows."""
    version = adopt(definition=catalogue("salatiga/pengaduan-langsung"), at=NOW - timedelta(days=30))
    Lane.objects.create(key="piket", label="Petugas Piket", order=90)
    Lane.objects.create(key="pelapor", label="Penerima Pelapor", order=92)
    Lane.objects.create(key="kosong", label="Belum Ada", order=91)
    held = Lane.objects.exclude(key="kosong")
    LaneMembership.objects.bulk_create(LaneMembership(lane=lane, staff=sari) for lane in held)
    return version


@pytest.fixture
def open_one(first) -> SopVersion:
    """The next version leaves `cerita` open; the office has given it to reception."""
    return adopt_bound(definition_of(first), "resepsionis", "cerita", at=NOW)


@pytest.fixture
def draft(first, sari) -> Draft:
    document = dict(left_open(definition_of(first), "cerita").document)
    return drafts.begin(document=document, slug="aduan-lain", name="Aduan lain", service=first.sop.service,
                        by=sari, at=NOW)  # fmt: skip


def bind(sop: Sop, by: Staff, **given: str) -> list[LaneBinding]:
    return binding.bind(sop=sop, given=given, by=by, at=LATER)


def test_what_is_bound_runs_and_the_version_stays_what_it_was(open_one, ani):
    before = open_one.content_hash
    assert definition_of(open_one).step("cerita").lanes == ("resepsionis",)
    (made,) = bind(open_one.sop, ani, cerita="piket")
    assert (made.step, made.labels, made.by, made.at) == ("cerita", "Petugas Piket", ani, LATER)
    version = SopVersion.objects.select_related("sop").get(pk=open_one.pk)
    for definition in (definition_of(version), sheet_definition_of(version)):
        assert definition.step("cerita").lanes == ("piket",)
        assert definition.lanes["piket"].label == "Petugas Piket"
        assert "piket" in definition.at_work
        assert definition.document["steps"][definition.position["cerita"]]["lanes"] == "unsaid"
    assert content_hash(version.definition) == version.content_hash == before
    name = definition_of(open_one).step("cerita").name
    assert SopEvent.objects.get(kind="bound").why == f"Langkah “{name}”: Petugas Piket."


def test_a_later_word_ends_the_one_before_and_both_are_kept(open_one, ani):
    bind(open_one.sop, ani, cerita="piket")
    assert bind(open_one.sop, ani, cerita="piket") == []
    bind(open_one.sop, ani, cerita="analis")
    assert [(one.labels, one.ended_at) for one in LaneBinding.objects.order_by("ended_at")] == [
        ("Petugas Piket", LATER), ("Staf Analis Pengaduan Masyarakat", None),
    ]  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        LaneBinding.objects.create(sop=open_one.sop, step="cerita", lanes=[], by=ani, at=LATER)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"cerita": "kosong"}, "lane_unheld"),
        ({"cerita": "tidak-ada"}, "lane_unknown"),
        ({"cerita": "pelapor"}, "lane_other"),
        ({"buku-tamu": "piket"}, "step_unknown"),
        ({"tidak-ada": "piket"}, "step_unknown"),
    ],
)
def test_a_step_that_has_a_lane_and_a_lane_without_people_are_refused_and_nothing_is_kept(open_one, ani, given, code):
    before = Sop.objects.get(pk=open_one.sop_id).bound
    with pytest.raises(Refused) as refused:
        bind(open_one.sop, ani, **given)
    assert (refused.value.code, refused.value.field) == (code, next(iter(given)))
    assert (Sop.objects.get(pk=open_one.sop_id).bound, LaneBinding.objects.count()) == (before, 0)


def test_what_stands_keeps_nobody_from_binding_another_step_though_its_last_holder_left(first, ani):
    version = adopt_bound(definition_of(first), "kosong", "cerita", "identitas", at=NOW)
    assert [one.step for one in bind(version.sop, ani, cerita="kosong", identitas="piket")] == ["identitas"]
    stands = Sop.objects.get(pk=version.sop_id).bound
    assert {key: lanes[0]["key"] for key, lanes in stands.items()} == {"cerita": "kosong", "identitas": "piket"}


def test_only_an_admin_binds(open_one, draft, sari):
    with pytest.raises(NotAllowed):
        bind(open_one.sop, sari, cerita="piket")
    with pytest.raises(NotAllowed):
        binding.bind_draft(draft=draft, given={"cerita": "piket"}, by=sari, at=NOW)


def test_a_draft_carries_its_own_and_is_published_with_it(draft, sari, head, ani):
    with pytest.raises(NotYet) as lacks:
        submit(draft, sari)
    assert [one.code for one in lacks.value.findings] == ["lane_not_bound"]
    (made,) = binding.bind_draft(draft=draft, given={"cerita": "piket"}, by=ani, at=NOW)
    waiting = submit(Draft.objects.get(pk=draft.pk), sari)
    version = approve(waiting, head)
    made.refresh_from_db()
    assert (made.sop, made.draft, made.ended_at) == (version.sop, draft, None)
    assert definition_of(version).step("cerita").lanes == ("piket",)
    assert "piket" not in version.definition["lanes"]
    with pytest.raises(Stale):
        binding.bind_draft(draft=draft, given={"cerita": "analis"}, by=ani, at=LATER)


def test_what_the_sop_has_bound_holds_for_its_next_versions_and_goes_before_a_drafts(open_one, sari, head, ani):
    document = dict(left_open(definition_of(open_one), "cerita", "buku-tamu").document)
    draft = drafts.begin(document=document, slug=open_one.sop.slug, name=open_one.sop.name, sop=open_one.sop,
                         service=open_one.sop.service, base=open_one, by=sari, at=NOW)  # fmt: skip
    with pytest.raises(Refused, match="step_unknown"):
        binding.bind_draft(draft=draft, given={"cerita": "piket"}, by=ani, at=NOW)
    binding.bind_draft(draft=draft, given={"buku-tamu": "piket"}, by=ani, at=NOW)
    version = approve(submit(Draft.objects.get(pk=draft.pk), sari), head)
    runs = definition_of(version)
    assert (runs.step("cerita").lanes, runs.step("buku-tamu").lanes) == (("resepsionis",), ("piket",))


def test_adopted_again_an_sop_keeps_what_is_bound_and_a_new_one_is_nobodys(open_one, first):
    again = adopt(definition=left_open(definition_of(first), "cerita", note="baru"), at=LATER)
    assert again.number == 3
    assert definition_of(again).step("cerita").lanes == ("resepsionis",)
    other = left_open(catalogue("salatiga/layanan-informasi"), "terima")
    with pytest.raises(NotRunHere, match="tidak menyebut pelaksana"):
        adopt(definition=left_open(other, other.steps[0].key), at=LATER)


def test_the_sheet_says_whose_word_it_is(open_one, ani):
    bind(open_one.sop, ani, cerita="piket")
    version = SopVersion.objects.select_related("sop").get(pk=open_one.pk)
    sheet = build(sheet_definition_of(version))
    row = next(row for row in sheet.rows if row.step.key == "cerita")
    assert [(note.kind, note.text) for note in row.notes if note.kind == "office"] == [
        ("office", "Pelaksana ditetapkan kantor: Petugas Piket.")
    ]
    for notes in (True, False):
        said = {" ".join(cell.lines) for page in lay_out(sheet, notes=notes).pages if page.table
                for line in page.table.rows for cell in line.cells}  # fmt: skip
        assert any("ditetapkan kantor: Petugas Piket" in words for words in said)
    unbound = build(left_open(definition_of(open_one), "cerita"))
    assert not any(note.kind == "office" for row in unbound.rows for note in row.notes)


def test_an_sop_without_a_step_left_open_asks_the_database_nothing(first, django_assert_num_queries):
    version = SopVersion.objects.defer("definition").get(pk=first.pk)
    definition_of(version)
    with django_assert_num_queries(0):
        definition_of(version)


def test_only_what_a_sheet_leaves_open_is_given_to_somebody():
    definition = sop(step("a", lanes="unsaid"), step("b"), step("c", lanes="unsaid", kind="rule"))
    given = [{"key": "jaga", "label": "Jaga"}]
    bound = with_bound(definition, {"a": given, "b": given, "c": given, "gone": given})
    assert [one.lanes for one in bound.steps] == [("jaga",), ("petugas",), ()]
    assert with_bound(definition, {"b": given}) is definition


def test_two_sops_of_one_sheet_are_bound_apart(open_one, ani):
    sheet = left_open(definition_of(open_one), "cerita", sop="salatiga/kembaran")
    twin = adopt_bound(sheet, "analis", "cerita", at=NOW)
    bind(open_one.sop, ani, cerita="piket")
    found = {one.sop.slug: definition_of(one).step("cerita").lanes
             for one in SopVersion.objects.select_related("sop").filter(pk__in=[twin.pk, open_one.pk])}  # fmt: skip
    assert found == {"kembaran": ("analis",), "pengaduan-langsung": ("piket",)}


@pytest.mark.parametrize("means", [{"outside": True}, {"made_of": ["petugas", "psikolog"]}])
def test_a_lane_of_the_office_is_nobody_else_that_the_sheet_around_calls_by_its_key(means):
    lanes = {"petugas": {"label": "Petugas"}, "psikolog": {"label": "Psikolog"}, "piket": {"label": "Tim", **means}}
    lapor = step("lapor", lanes={"any_of": ["petugas", "piket"]})
    runs = woven(step("a"), lapor, calls("b"), called=consulting(step("catat", lanes="unsaid")), lanes=lanes)
    before = {one.key: runs.lanes_of(one) for one in runs.steps if one.key != "b--k--catat"}
    bound = with_bound(runs, {"b--k--catat": [{"key": "piket", "label": "Petugas Piket"}]})
    catat = bound.step("b--k--catat")
    assert bound.lanes_of(catat) == {"piket", *catat.lanes}
    assert [bound.lanes[key].label for key in catat.lanes] == ["Petugas Piket"]
    assert acting_lane(bound, catat, frozenset({"piket", "petugas"})) == "piket"
    assert bound.at_work - runs.at_work == {"piket", *catat.lanes} - runs.at_work
    assert {key: bound.lanes_of(bound.step(key)) for key in before} == before


def test_a_lane_of_the_office_has_a_column_of_its_own_beside_one_that_the_sheet_calls_by_its_key():
    lanes = {"petugas": {"label": "Petugas"}, "piket": {"label": "Dinas piket", "outside": True}}
    columns = [{"label": "Petugas", "lanes": ["petugas"]}, {"label": "Dinas piket", "lanes": ["piket"]}]
    definition = sop(step("a"), step("b", lanes="unsaid"), step("c", kind="end"), lanes=lanes, columns=columns)
    sheet = build(with_bound(definition, {"b": [{"key": "piket", "label": "Petugas piket"}]}))
    assert [one.label for one in sheet.pages[0].columns] == ["Petugas", "Dinas piket", "Petugas piket"]
    row = next(row for row in sheet.rows if row.step.key == "b")
    assert [bool(cell.symbols) for cell in row.cells] == [False, False, True]


def test_a_called_sop_is_done_by_whom_its_own_page_names(first, ani, sari):
    called = consulting(step("terima"), step("catat"))
    adopt_bound(called, "piket", "catat", at=NOW)
    parent = adopt(definition=sop(step("a"), calls("b"), step("c", kind="end"), sop="contoh/induk"), at=NOW)
    runs = definition_of(parent)
    assert runs.step("b--k--catat").lanes == ("piket",)
    assert list(binding.left_open(parent.sop)) == []
    child = Sop.objects.get(slug="konsultasi")
    bind(child, ani, catat="analis")
    (other,) = binding.starting(child)
    assert (other.pk, binding.take_called(other)) == (parent.sop_id, {"b--k--catat"})
    now = SopVersion.objects.select_related("sop").get(pk=parent.pk)
    assert definition_of(now).step("b--k--catat").lanes == ("analis",)


def test_a_lane_that_no_column_of_the_source_stands_for_has_one_of_its_own():
    columns = [{"label": "Petugas", "lanes": ["petugas"]}]
    definition = sop(step("a"), step("b", lanes="unsaid"), step("c", kind="end"), columns=columns)
    given = [{"key": "piket", "label": "Petugas piket"}]
    sheet = build(with_bound(definition, {"b": given}))
    assert [(one.label, one.printed) for one in sheet.pages[0].columns] == [("Petugas", True), ("Petugas piket", False)]
    row = next(row for row in sheet.rows if row.step.key == "b")
    assert [bool(cell.symbols) for cell in row.cells] == [False, True]
    assert [one.label for one in build(definition).pages[0].columns] == ["Petugas"]
