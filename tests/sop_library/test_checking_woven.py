"""What keeps a called SOP from being kept or worked where it is started is a fault of the step that starts it."""

from sop_library.checking.findings import Finding
from sop_library.checking.woven import LONGEST_KEY, check_woven
from sop_library.weaving import weave
from tests.sop_library.called import calls, consulting
from tests.sop_library.sheets import sop, step

CRISIS = {"fact": "crisis", "is": True}


def found(called, *rows) -> list[Finding]:
    definition = sop(*(rows or (step("terima"), calls())))
    return list(check_woven(definition, weave(definition, called={called.sop: called})))


def test_what_can_be_worked_has_no_fault():
    assert found(consulting(step("terima", gate={"when": CRISIS, "words": "K"}))) == []


def test_a_step_that_only_another_door_opens_is_a_fault_where_it_is_started():
    gate = {"when": {"fact": "door", "is": "datang"}, "words": "Hanya yang datang sendiri."}
    (fault,) = found(consulting(step("terima"), step("catat", gate=gate)))
    assert (fault.code, fault.path, fault.step) == ("called_never_opens", ("steps", 1, "sub"), "panggil")
    assert "“Panggil” memanggil Konsultasi, tetapi langkah “Catat”" in fault.sentence


def test_so_is_what_its_door_requires_where_its_first_step_requires_the_opposite():
    doors = {"p": {"label": "P", "starts": "terima", "called": True,
                   "requires": {"when": {"not": CRISIS}, "words": "Bukan krisis."}}}  # fmt: skip
    child = consulting(step("terima", gate={"when": CRISIS, "words": "Krisis."}), doors=doors)
    assert [one.code for one in found(child)] == ["called_never_opens"]


def test_a_key_that_no_row_could_keep_is_a_fault_where_it_is_started():
    word = "x" * 60
    child = consulting(step(word), calls("y" * 60, to="contoh/ukur"))
    inner = consulting(step(word), sop="contoh/ukur", name="Ukur")
    definition = sop(calls(word))
    woven = weave(definition, called={one.sop: one for one in (child, inner)})
    assert max(len(one.key) for one in woven.steps) < LONGEST_KEY
    assert list(check_woven(definition, woven)) == []
    deeper = consulting(calls("z" * 60, to="contoh/ukur"), sop="contoh/tengah", name="Tengah")
    child = consulting(step(word), calls("y" * 60, to="contoh/tengah"))
    woven = weave(definition, called={one.sop: one for one in (child, deeper, inner)})
    (fault,) = check_woven(definition, woven)
    assert (fault.code, fault.path) == ("called_key_too_long", ("steps", 0, "sub"))
    assert fault.params["sop"] == "Ukur"
