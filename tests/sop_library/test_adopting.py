"""Taking an SOP of the catalogue into an office: once, with its lanes and forms, and never half."""

from datetime import UTC, datetime
from importlib.resources import files

import pytest

from accounts.models import Lane
from sop_library.definition import Definition, content_hash, parse, to_document
from sop_library.loading import load
from sop_library.models import FormVersion, Sop, SopVersion
from sop_library.operations.adopting import NotRunHere, OtherSopOfThatName, adopt
from sop_library.queries import (
    WrongHash,
    current_version,
    current_versions,
    definition_of,
    form_version,
    published_versions,
)

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def catalogue(name: str) -> Definition:
    return load(files("sop_library").joinpath("catalogue", f"{name}.yaml").read_bytes(), name=name)


def changed(definition: Definition, **fields: object) -> Definition:
    return parse({**to_document(definition), **fields})


@pytest.fixture
def office(salatiga, in_office):
    with in_office(salatiga):
        yield salatiga


@pytest.fixture
def langsung() -> Definition:
    return catalogue("salatiga/pengaduan-langsung")


def test_an_adopted_sop_is_published_in_force_and_says_where_it_came_from(office, langsung):
    version = adopt(definition=langsung, at=NOW)
    assert (version.number, version.published_at, version.effective_from) == (1, NOW, NOW)
    assert (version.origin, version.sop.slug) == ("salatiga/pengaduan-langsung", "pengaduan-langsung")
    assert version.content_hash == content_hash(version.definition)
    assert current_version(version.sop, at=NOW) == version


def test_every_lane_somebody_holds_becomes_the_offices_and_no_other(office, langsung):
    adopt(definition=langsung, at=NOW)
    assert list(Lane.objects.values_list("key", flat=True)) == [
        "resepsionis", "analis", "pemberdayaan", "bidang-pugpp", "bidang-kpa", "tim",
    ]  # fmt: skip
    lane = Lane.objects.get(key="analis")
    assert (lane.label, lane.short) == ("Staf Analis Pengaduan Masyarakat", "Analis Pengaduan")


def test_every_form_the_sop_asks_for_is_there_in_its_shipped_version(office, langsung):
    adopt(definition=langsung, at=NOW)
    asked = {use.form for use in langsung.forms.values() if use.form}
    assert set(FormVersion.objects.values_list("key", flat=True)) == asked
    found = form_version(key="buku-tamu")
    assert found == form_version(key="buku-tamu", number=found.number)
    assert form_version(key="buku-tamu", number=found.number + 1) is None


def test_adopting_twice_changes_nothing(office, langsung):
    first = adopt(definition=langsung, at=NOW)
    counted = [model.objects.count() for model in (Sop, SopVersion, Lane, FormVersion)]
    assert adopt(definition=langsung, at=NOW.replace(year=2027)) == first
    assert [model.objects.count() for model in (Sop, SopVersion, Lane, FormVersion)] == counted


def test_sops_that_share_lanes_share_them_in_the_offices_words(office, langsung):
    adopt(definition=langsung, at=NOW)
    Lane.objects.filter(key="analis").update(label="Analis kami")
    adopt(definition=catalogue("salatiga/layanan-informasi"), at=NOW, order=1)
    assert Lane.objects.get(key="analis").label == "Analis kami"
    assert Lane.objects.filter(key="analis").count() == 1


def test_a_changed_sop_of_the_same_origin_is_the_next_version_and_the_first_stays(office, langsung):
    first = adopt(definition=langsung, at=NOW)
    second = adopt(definition=changed(langsung, note="Lain"), at=NOW)
    assert (second.sop, second.number) == (first.sop, 2)
    assert current_versions(at=NOW) == [second]
    assert [version.number for version in published_versions()] == [2, 1]
    assert definition_of(first).document["note"] != definition_of(second).document["note"]


def test_another_sop_of_the_same_name_is_refused_and_leaves_nothing(office, langsung):
    adopt(definition=langsung, at=NOW)
    with pytest.raises(OtherSopOfThatName):
        adopt(definition=changed(langsung, sop="nunukan/pengaduan-langsung"), at=NOW)
    assert SopVersion.objects.count() == 1


def test_an_sop_that_starts_one_that_is_not_here_is_refused_and_leaves_nothing(office, langsung):
    steps = [*to_document(langsung)["steps"]]
    calls = {"kind": "sub_sop", "sub": [{"key": "s", "label": "S", "service": "s"}]}
    steps[1] = {name: value for name, value in steps[1].items() if name != "outcomes"} | calls
    with pytest.raises(NotRunHere, match="memanggil “s”, padahal SOP itu tidak ada di sini"):
        adopt(definition=changed(langsung, steps=steps), at=NOW)
    assert not Sop.objects.exists()
    assert not FormVersion.objects.exists()


def test_an_sop_with_a_step_that_is_nobodys_turn_is_refused_and_leaves_nothing(office, langsung):
    steps = [*to_document(langsung)["steps"]]
    steps[1] = steps[1] | {"lanes": "unsaid"}
    with pytest.raises(NotRunHere, match="tidak menyebut pelaksana"):
        adopt(definition=changed(langsung, steps=steps), at=NOW)
    assert not Sop.objects.exists()


def test_a_definition_is_parsed_once_and_a_document_that_is_not_its_hash_is_refused(office, langsung):
    version = adopt(definition=langsung, at=NOW)
    assert definition_of(version) is definition_of(SopVersion.objects.defer("definition").get())
    forged = SopVersion(definition={**version.definition, "note": "dipalsukan"}, content_hash="0" * 64)
    with pytest.raises(WrongHash):
        definition_of(forged)


def test_lanes_come_back_in_the_order_of_the_sheet_from_storage(office, langsung):
    stored = SopVersion.objects.get(pk=adopt(definition=langsung, at=NOW).pk)
    assert list(parse(stored.definition).lanes) == list(langsung.lanes)


def test_one_offices_sops_are_not_anothers(banyuwangi, office, in_office, langsung):
    adopt(definition=langsung, at=NOW)
    with in_office(banyuwangi):
        assert not Sop.objects.exists()
        assert not Lane.objects.exists()
