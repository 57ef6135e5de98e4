"""A called SOP is woven into the one that starts it: keys, targets, lanes, forms, conditions, times."""

from typing import Any

from sop_library.conditions import All, Test
from sop_library.conditions import Any as AnyOf
from sop_library.definition import content_hash, parse
from sop_library.engine.demands import acting_lane
from sop_library.engine.events import Complete
from sop_library.loading import check_document
from sop_library.parts import BETWEEN_KEYS, Then
from sop_library.weaving import weave
from tests.sop_library.called import KONSULTASI, calls, consulting, woven
from tests.sop_library.sheets import Walked, outcome, sheet, sop, step


def keys(definition: Any) -> list[str]:
    return [one.key for one in definition.steps]


def test_its_steps_stand_after_the_one_that_starts_it_under_keys_of_their_own() -> None:
    made = woven()
    assert keys(made) == ["terima", "panggil", "panggil--k--terima", "panggil--k--catat", "tutup"]
    inner = made.step("panggil--k--terima")
    assert (inner.inside, inner.sop_name, made.step("terima").inside) == (("panggil", "k"), "Konsultasi", None)
    child = made.children["panggil", "k"]
    assert (child.sop, child.starts, child.prefix) == (KONSULTASI, "panggil--k--terima", "panggil--k--")


def test_what_follows_is_said_out_so_that_no_sheet_runs_on_into_the_other() -> None:
    made = woven()
    assert made.leads_to == {
        "terima": ("panggil",),
        "panggil": ("tutup",),
        "panggil--k--terima": ("panggil--k--catat",),
        "panggil--k--catat": (),
        "tutup": (),
    }
    assert made.leads_inside == {"panggil": ("panggil--k--terima",)}


def test_an_sop_that_starts_none_and_a_sub_that_is_not_known_stay_as_they_are() -> None:
    plain = sop(step("a"), step("b"))
    assert weave(plain) is plain
    unknown = weave(sop(calls(to="contoh/lain"), step("b")), called={})
    assert (keys(unknown), unknown.children) == (["panggil", "b"], {})
    assert weave(made := woven()) is made


def test_a_version_is_woven_with_the_sops_that_are_kept_with_it() -> None:
    child = dict(consulting().document)
    document = sheet(calls()) | {"called": {KONSULTASI: {"version": 2, "hash": content_hash(child), "document": child}}}
    definition = parse(document)
    assert keys(weave(definition)) == ["panggil", "panggil--k--terima", "panggil--k--catat"]
    assert keys(definition) == ["panggil"]
    assert weave(definition).document is document


def test_one_called_by_another_that_is_called_stands_inside_both() -> None:
    inner = sop(
        step("ukur"), sop="contoh/ukur", name="Ukur", doors={"p": {"label": "P", "starts": "ukur", "called": True}}
    )
    outer = consulting(step("terima"), calls("minta", to="contoh/ukur"))
    made = woven(called=[inner, outer])
    deep = "panggil--k--minta--k--ukur"
    assert keys(made)[2:5] == ["panggil--k--terima", "panggil--k--minta", deep]
    assert made.step(deep).inside == ("panggil--k--minta", "k")
    assert made.step(deep).sop_name == "Ukur"
    assert made.children["panggil--k--minta", "k"].starts == deep
    assert made.children["panggil--k--minta", "k"].prefix == "panggil--k--minta--k--"


def test_sops_that_start_each_other_are_woven_once() -> None:
    back = consulting(step("terima"), calls("balik", to="contoh/coba"))
    assert keys(woven(calls(), called=[back])) == ["panggil", "panggil--k--terima", "panggil--k--balik"]


def test_of_a_service_each_sop_is_a_sub_of_its_own() -> None:
    other = consulting(step("x"), sop="contoh/hukum", name="Bantuan hukum")
    sub = [{"key": "s", "label": "Layanan", "service": "konsultasi"}]
    made = woven(step("pilih", kind="sub_sop", sub=sub), called=[consulting(), other])
    assert [(one.key, one.label, one.sop) for one in made.step("pilih").subs] == [
        ("s--konsultasi", "Layanan: Konsultasi", KONSULTASI),
        ("s--hukum", "Layanan: Bantuan hukum", "contoh/hukum"),
    ]
    assert keys(made) == ["pilih", "pilih--s--konsultasi--terima", "pilih--s--konsultasi--catat", "pilih--s--hukum--x"]


def test_sops_of_one_service_that_share_their_last_word_keep_their_first() -> None:
    both = [consulting(step("x"), sop=f"{place}/konsultasi", name=place) for place in ("salatiga", "nunukan")]
    sub = [{"key": "s", "label": "Layanan", "service": "konsultasi"}]
    made = woven(step("pilih", kind="sub_sop", sub=sub), called=both)
    assert [one.key for one in made.step("pilih").subs] == ["s--salatiga-konsultasi", "s--nunukan-konsultasi"]


def test_the_door_named_is_where_it_begins_and_what_it_requires_is_asked_there() -> None:
    doors = {
        "datang": {"label": "Datang", "starts": "terima"},
        "panggilan": {"label": "Dipanggil", "starts": "aturan", "called": True,
                      "requires": {"when": {"jurisdiction": "met"}, "words": "Hanya warga Salatiga."}},
    }  # fmt: skip
    gate = {"when": {"fact": "crisis", "is": True}, "words": "Hanya bila krisis.", "override": "ketua"}
    own = {"fact": "victim.residence", "within": "regency"}
    child = consulting(
        step("terima"), step("aturan", kind="rule"), step("catat", gate=gate), doors=doors, jurisdiction=own
    )
    made = woven(called=child)
    assert made.children["panggil", "k"].starts == "panggil--k--aturan"
    asked = made.step("panggil--k--catat").gate
    assert asked is not None
    residence = Test("victim.residence", "within", "regency")
    assert asked.when == All((residence, Test("crisis", "is", True)))
    assert (asked.words, asked.override) == ("Hanya warga Salatiga. Hanya bila krisis.", "ketua")
    assert made.step("panggil--k--terima").gate is None


def test_conditions_go_by_its_own_jurisdiction_and_the_door_it_was_called_through() -> None:
    when = {"any": [{"fact": "door", "is": "panggilan"}, {"fact": "door", "in": ["datang"]}, {"jurisdiction": "met"}]}
    own = {"fact": "victim.residence", "within": "regency"}
    made = woven(called=consulting(step("terima", applies_when=when), jurisdiction=own))
    residence = Test("victim.residence", "within", "regency")
    assert made.step("panggil--k--terima").applies_when == AnyOf((All(()), AnyOf(()), residence))
    shared = woven(
        called=consulting(step("terima", applies_when={"jurisdiction": "met"}), jurisdiction=own), jurisdiction=own
    )
    assert shared.step("panggil--k--terima").applies_when != residence


def test_the_same_lane_is_the_same_people_and_one_made_of_others_is_its_own() -> None:
    lanes = {
        "petugas": {"label": "Petugas penerima"},
        "tim": {"label": "Tim konsultasi", "made_of": ["petugas", "dokter"], "quorum": 2},
        "dokter": {"label": "Dokter"},
        "ketua": {"label": "Ketua", "outside": True},
    }
    rows = [step("terima"), step("rapat", lanes={"any_of": ["tim"]}), step("lapor", lanes={"any_of": ["ketua"]})]
    parent_lanes = {
        "petugas": {"label": "Petugas"}, "ketua": {"label": "Ketua"}, "tim": {"label": "Tim", "made_of": ["petugas"]},
    }  # fmt: skip
    made = woven(called=consulting(*rows, lanes=lanes), lanes=parent_lanes)
    assert made.step("panggil--k--terima").lanes == ("petugas",)
    assert made.lanes["petugas"].label == "Petugas"
    assert made.step("panggil--k--rapat").lanes == ("panggil--k--tim",)
    assert made.acting_for["panggil--k--tim"] == {"panggil--k--tim", "petugas", "dokter"}
    assert made.lanes["panggil--k--tim"].quorum == 2
    assert made.lanes["panggil--k--ketua"].outside
    assert not made.lanes["ketua"].outside
    assert "dokter" in made.inside


def test_a_lane_that_is_only_inside_in_the_called_sop_does_its_steps_there_and_no_more() -> None:
    rows = [step("terima"), step("putus", lanes={"any_of": ["kepala"]})]
    lanes = {"petugas": {"label": "Petugas"}, "kepala": {"label": "Kepala"}}
    around = {"petugas": {"label": "Petugas"}, "kepala": {"label": "Kepala dinas", "outside": True}}
    lapor = step("lapor", lanes={"any_of": ["kepala"]})
    made = woven(calls(), lapor, called=consulting(*rows, lanes=lanes), lanes=around)
    inner, outer = made.step("panggil--k--putus"), made.step("lapor")
    assert "petugas" not in made.lanes_of(inner)
    assert acting_lane(made, inner, frozenset({"kepala"})) == "kepala"
    assert made.lanes[outer.lanes[0]].label == "Kepala dinas"
    assert {"petugas", "kepala"} <= made.lanes_of(outer)
    assert {"petugas", "kepala"} <= made.at_work
    walked = Walked(made).do("panggil--k--terima", lanes={"petugas"})
    pass_id = walked.of("panggil--k--putus").id
    assert walked.refused(Complete(pass_id=pass_id, by="ani", lanes=frozenset({"petugas"}))).code == "wrong_lane"
    walked.do("panggil--k--putus", lanes={"kepala"}).do("lapor", lanes={"petugas"})
    assert walked.state.ended is not None


def test_such_a_lane_stays_the_offices_two_sops_down() -> None:
    lanes = {"petugas": {"label": "Petugas"}, "kepala": {"label": "Kepala"}}
    away = {"petugas": {"label": "Petugas"}, "kepala": {"label": "Kepala", "outside": True}}
    lowest = consulting(step("putus", lanes={"any_of": ["kepala"]}), sop="contoh/bawah", lanes=lanes)
    sub = [{"key": "b", "label": "Bawah", "sop": "contoh/bawah"}]
    between = consulting(step("turun", kind="sub_sop", sub=sub), lanes=away)
    for top in (lanes, away):
        made = woven(calls(), step("tutup"), called=[between, lowest], lanes=top)
        assert made.lanes_of(made.step("panggil--k--turun--b--putus")) >= {"kepala"}
        assert "petugas" not in made.lanes_of(made.step("panggil--k--turun--b--putus"))


def test_a_plain_lane_whose_parent_makes_it_of_others_is_still_held_by_whoever_holds_it() -> None:
    parent_lanes = {"petugas": {"label": "Petugas", "made_of": ["ketua"], "quorum": 2}, "ketua": {"label": "Ketua"}}
    made = woven(lanes=parent_lanes)
    assert made.step("panggil--k--terima").lanes == ("panggil--k--petugas",)
    assert "petugas" in made.lanes_of(made.step("panggil--k--terima"))
    assert made.lanes["panggil--k--petugas"].quorum == 1


def test_a_form_of_both_is_one_and_another_by_the_same_name_is_its_own() -> None:
    forms = {"buku": {"label": "Buku Tamu", "form": None}, "asesmen": {"label": "Asesmen", "form": "asesmen-b"}}
    row = step("terima", needs=[{"form": "asesmen"}], outputs=[{"key": "o", "label": "Buku", "form": "buku"}])
    parent = {"buku": {"label": "Buku Tamu", "form": None}, "asesmen": {"label": "Asesmen", "form": "asesmen-a"}}
    made = woven(called=consulting(row, forms=forms), forms=parent)
    inner = made.step("panggil--k--terima")
    assert (inner.needs[0].key, inner.needs[0].subject) == ("asesmen", "panggil--k--asesmen")
    assert inner.outputs[0].form == "buku"
    assert made.forms["panggil--k--asesmen"].form == "asesmen-b"
    assert made.forms["asesmen"].form == "asesmen-a"


def test_times_limits_and_interrupts_name_its_own_steps() -> None:
    rows = [step("terima"), step("catat", time={"kind": "max", "amount": "P1D", "counts_from": "terima"})]
    limits = [{"key": "b", "label": "Batas", "amount": "P3D", "until": ["catat"], "counts_from": "terima"}]
    urgent = [{"key": "i", "label": "Gawat", "when": {"fact": "crisis", "is": True}, "starts": "catat"}]
    made = woven(called=consulting(*rows, limits=limits, interrupts=urgent))
    assert made.step("panggil--k--catat").time.counts_from == "panggil--k--terima"
    (limit,) = made.limits
    assert (limit.key, limit.label, limit.inside) == ("panggil--k--b", "Konsultasi: Batas", ("panggil", "k"))
    assert (limit.until, limit.reading.counts_from) == (("panggil--k--catat",), "panggil--k--terima")
    (interrupt,) = made.interrupts
    assert (interrupt.key, interrupt.starts, interrupt.inside) == (
        "panggil--k--i", "panggil--k--catat", ("panggil", "k"),
    )  # fmt: skip
    assert made.leads_inside == {"panggil": ("panggil--k--terima", "panggil--k--catat")}


def test_what_would_attach_the_case_only_ends_the_called_sop() -> None:
    row = step("terima", kind="decision", outcomes=[outcome("lama", "attach"), outcome("baru", {"end": "sudah"})])
    made = woven(called=consulting(row))
    assert [one.then for one in made.step("panggil--k--terima").outcomes] == [Then("end"), Then("end", reason="sudah")]


def test_no_key_of_a_sheet_holds_what_stands_between_the_parts_of_a_woven_one() -> None:
    assert not check_document(sheet(step("a-b")))
    assert {one.code for one in check_document(sheet(step(f"a{BETWEEN_KEYS}b")))} == {"not_a_key"}


def test_nobody_who_acts_for_a_lane_of_the_parent_acts_in_the_called_sop_for_the_one_of_that_key() -> None:
    around = {"petugas": {"label": "Petugas"}, "ketua": {"label": "Ketua"},
              "tim": {"label": "Tim", "made_of": ["petugas", "ketua"]}}  # fmt: skip
    called = consulting(step("putus", lanes={"any_of": ["tim"]}), lanes={"tim": {"label": "Tim"}})
    made = woven(calls(), step("tutup", lanes={"any_of": ["tim"]}), called=called, lanes=around)
    assert made.lanes_of(made.step("panggil--k--putus")) == {"tim", "panggil--k--tim"}
    assert made.lanes_of(made.step("tutup")) == {"tim", "petugas", "ketua"}


def test_an_outside_part_of_a_lane_stays_outside_where_a_called_sop_has_it_inside() -> None:
    around = {"petugas": {"label": "Petugas"}, "kepala": {"label": "Kepala dinas", "outside": True},
              "tim": {"label": "Tim", "made_of": ["petugas", "kepala"]}}  # fmt: skip
    called = consulting(step("putus", lanes={"any_of": ["kepala"]}), lanes={"kepala": {"label": "Kepala"}})
    made = woven(calls(), step("tutup", lanes={"any_of": ["tim"]}), called=called, lanes=around)
    assert "kepala" in made.lanes_of(made.step("panggil--k--putus"))
    assert made.lanes_of(made.step("tutup")) == {"tim", "petugas"}
