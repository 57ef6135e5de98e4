import pytest

from sop_library.facts import FACTS, FactValueWrong, UnknownFact, checked_value, fact_kind, value_words


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("victim.child", True, True),
        ("risk", "high", "high"),
        ("incident.kinds", ["SEKSUAL", "FISIK"], ("FISIK", "SEKSUAL")),
        ("victim.count", 2, 2),
        ("victim.residence", "33.73", "33.73"),
        ("victim.residence", "33", "33"),
        ("victim.residence", "abroad", "abroad"),
        ("door", "datang", "datang"),
    ],
)
def test_a_fact_keeps_a_value_of_its_type(name: str, value: object, kept: object) -> None:
    assert checked_value(name, value) == kept


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("victim.child", "true"),
        ("victim.child", 1),
        ("risk", "tinggi sekali"),
        ("risk", True),
        ("incident.kinds", ["PUKUL"]),
        ("incident.kinds", ["FISIK", "FISIK"]),
        ("incident.kinds", "FISIK"),
        ("victim.count", -1),
        ("victim.count", True),
        ("victim.residence", "Salatiga"),
        ("victim.residence", "33.7"),
        ("victim.residence", "33.73.01"),
        ("victim.residence", "33."),
        ("victim.residence", 33),
        ("victim.residence", "\u0663\u0663.\u0667\u0663"),
        ("victim.residence", "33.73\n"),
        ("door", ""),
        ("door", "x" * 61),
    ],
)
def test_a_fact_refuses_a_value_of_another_type(name: str, value: object) -> None:
    with pytest.raises(FactValueWrong):
        checked_value(name, value)


def test_the_list_of_facts_is_closed() -> None:
    with pytest.raises(UnknownFact):
        fact_kind("victim.name")
    with pytest.raises(UnknownFact):
        checked_value("__class__", True)


def test_every_fact_reads_in_words_and_its_values_too() -> None:
    for kind in FACTS.values():
        assert kind.label
        assert kind.label[0].isupper()
        assert all(kind.values.values())


def test_values_read_in_words() -> None:
    assert value_words("victim.child", True) == "Ya"
    assert value_words("risk", "high") == "Risiko tinggi"
    assert value_words("incident.kinds", ("FISIK", "SEKSUAL")) == "Fisik, Seksual"
    assert value_words("door", "datang") == "datang"
