"""Every shipped form on screen: built, labelled, linked, round-tripped, read back."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontend.formbuild import answer_groups, as_data, build_form, initial_from
from frontend.formbuild.build import BuiltForm
from sop_library import codes, forms
from sop_library.forms import FormDefinition
from sop_library.forms.definition import Field
from tenants.registry.source import regencies

KEYS = sorted(forms.library())
YESTERDAY = date.today() - timedelta(days=1)  # noqa: DTZ011 - any day that is over will do
PLAIN: dict[str, Any] = {
    "text": "Sari", "note": "Baris satu.\nBaris dua.", "integer": 3, "date": YESTERDAY.isoformat(), "time": "09:30",
    "region": "33.73", "phone": "+6281212160212", "nik": "3373015708950003", "kk": "3373011708260001",
}  # fmt: skip


@pytest.fixture(params=KEYS)
def definition(request: pytest.FixtureRequest) -> FormDefinition:
    return forms.get(request.param)


def filled(definition: FormDefinition) -> dict[str, Any]:
    """A valid answer to every question."""
    answers: dict[str, Any] = {}
    for item in definition.fields:
        if item.kind == "choice":
            answers[item.name] = next(iter(item.choices))
        elif item.kind == "choices":
            answers[item.name] = [code for code in item.choices if code != codes.UNKNOWN][:2]
        else:
            answers[item.name] = (
                PLAIN[item.kind][: item.schema.get("maxLength")] if item.kind == "text" else PLAIN[item.kind]
            )
    return answers


def as_post(definition: FormDefinition, answers: dict[str, Any]) -> dict[str, Any]:
    """What a browser would post for these answers."""
    post: dict[str, Any] = {}
    for item in definition.fields:
        answer = answers.get(item.name)
        if answer is None:
            continue
        if item.kind == "date" and len(parts := str(answer).split("-")) == 3:
            post.update(zip((f"{item.name}-{part}" for part in ("year", "month", "day")), parts, strict=True))
        elif item.kind == "date":
            post[f"{item.name}-day"] = answer
        elif item.kind == "choices":
            post[item.name] = list(answer)
        else:
            post[item.name] = str(answer)
    return post


def page(form: BuiltForm) -> BeautifulSoup:
    return BeautifulSoup(str(form), "html.parser")


def test_every_input_has_a_label_and_every_id_is_there_once(definition: FormDefinition) -> None:
    html = page(build_form(definition)())
    labelled = {label["for"] for label in html.find_all("label")}
    inputs = list(html.find_all(["input", "select", "textarea"]))
    assert len(inputs) >= len(definition.fields)
    for tag in inputs:
        assert tag["id"] in labelled
        assert tag.get("maxlength") is None
        assert tag.get("required") is None
    ids = [tag["id"] for tag in html.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for tag in html.find_all(attrs={"aria-describedby": True}):
        assert set(str(tag["aria-describedby"]).split()) <= set(ids)
    for tag in html.find_all(attrs={"aria-labelledby": True}):
        assert tag["aria-labelledby"] in ids


def test_every_question_stands_once_with_its_words_and_hint(definition: FormDefinition) -> None:
    html = page(build_form(definition)())
    words = [" ".join(tag.get_text(" ").split()) for tag in html.select(".govuk-form-group > label, legend")]
    wanted = [f"{item.label} (wajib)" if item.required else item.label for item in definition.fields]
    assert words == wanted
    hints = [tag.get_text() for tag in html.select(".govuk-hint")]
    assert hints == [item.hint for item in definition.fields if item.hint]
    assert [tag.get_text() for tag in html.find_all("h2")] == [group.heading for group in definition.groups]


def test_groups_of_inputs_stand_in_a_fieldset_with_a_legend(definition: FormDefinition) -> None:
    html = page(build_form(definition)())
    for tag in html.select("input[type=radio], input[type=checkbox], .govuk-date-input__input"):
        fieldset = tag.find_parent("fieldset")
        assert isinstance(fieldset, Tag)
        assert isinstance(fieldset.find("legend", recursive=False), Tag)


def test_nothing_is_filled_in_by_the_browser_and_nothing_is_styled_or_scripted_inline(
    definition: FormDefinition,
) -> None:
    html = page(build_form(definition)())
    for tag in html.select("input[type=text], input[type=tel], textarea, select"):
        assert tag["autocomplete"] == "off"
    assert not html.find_all(style=True)
    assert not html.find_all(["script", "style"])


def test_full_answers_go_round_unchanged(definition: FormDefinition) -> None:
    answers = filled(definition)
    assert forms.validate(definition, answers) == []
    form = build_form(definition)(as_post(definition, answers))
    assert form.is_valid(), form.errors
    assert as_data(form) == answers
    assert json.loads(json.dumps(as_data(form))) == answers
    again = build_form(definition)(initial=initial_from(answers))
    shown = BeautifulSoup(str(again), "html.parser")
    reposted = build_form(definition)(posted_from(shown))
    assert reposted.is_valid(), reposted.errors
    assert as_data(reposted) == answers


def posted_from(html: BeautifulSoup) -> dict[str, Any]:
    """The form as the browser would send it back untouched."""
    post: dict[str, Any] = {}
    for tag in html.find_all("input"):
        if tag["type"] == "checkbox":
            if tag.has_attr("checked"):
                post.setdefault(tag["name"], []).append(tag["value"])
        elif tag["type"] != "radio" or tag.has_attr("checked"):
            post[tag["name"]] = tag.get("value", "")
    for tag in html.find_all("textarea"):
        post[tag["name"]] = tag.get_text().removeprefix("\n").replace("\n", "\r\n")
    for tag in html.find_all("select"):
        chosen = tag.find("option", selected=True)
        post[tag["name"]] = chosen["value"] if isinstance(chosen, Tag) else ""
    return post


def test_an_empty_form_asks_for_what_is_required_only(definition: FormDefinition) -> None:
    form = build_form(definition)({})
    assert set(form.errors) == {error.field for error in forms.validate(definition, {})}
    html = page(form)
    anchors = [str(tag["href"]) for tag in html.select(".govuk-error-summary__list a")]
    assert len(anchors) == len(form.faults())
    for anchor in anchors:
        target = html.find(id=anchor.removeprefix("#"))
        assert isinstance(target, Tag)
        assert target.name in {"input", "select", "textarea"}


def test_some_forms_require_something() -> None:
    """Else what is shown of errors here would be shown of none."""
    asked = [key for key in KEYS if build_form(forms.get(key))({}).errors]
    assert len(asked) > 5


def test_a_wrong_input_is_marked_and_tied_to_its_error(definition: FormDefinition) -> None:
    form = build_form(definition)({})
    html = page(form)
    for name in form.errors:
        error = html.find(id=f"id_{name}_error")
        assert isinstance(error, Tag)
        assert "Perbaiki:" in error.get_text()
        tied = html.find(
            attrs={"aria-describedby": lambda value, name=name: bool(value) and f"id_{name}_error" in value}
        )
        assert isinstance(tied, Tag)


def render_readonly(definition: FormDefinition, data: dict[str, Any], *, show_identity: bool = False) -> str:
    """A filled form as the screens show it."""
    groups = answer_groups(definition, data, show_identity=show_identity)
    return str(render_to_string("formbuild/readonly.html", {"groups": groups, "heading_level": 3}))


def test_a_filled_form_reads_in_words(definition: FormDefinition) -> None:
    answers = filled(definition)
    html = BeautifulSoup(render_readonly(definition, answers, show_identity=True), "html.parser")
    assert [tag.get_text() for tag in html.find_all("dt")] == [item.label for item in definition.fields]
    text = html.get_text(" ")
    assert "Belum diisi" not in text
    for item in definition.fields:
        if item.kind in {"choice", "choices"}:
            given_ = answers[item.name] if isinstance(answers[item.name], list) else [answers[item.name]]
            assert all(item.choices[code] in text for code in given_)


def test_identity_stays_closed_until_it_is_opened(definition: FormDefinition) -> None:
    answers = filled(definition)
    secret = {item.name: f"Rahasia{number}" for number, item in enumerate(definition.fields) if item.kind == "text"}
    closed = BeautifulSoup(render_readonly(definition, {**answers, **secret}), "html.parser").get_text(" ")
    groups = answer_groups(definition, {**answers, **secret})
    shut = [answer for group in groups for answer in group.answers if answer.closed]
    sealed = [item.name for item in definition.fields if item.sealed == "identity"]
    assert len(shut) == len(sealed)
    for name in sealed:
        if name in secret:
            assert secret[name] not in closed
        if definition.field(name).kind in {"nik", "kk"}:
            assert "0003" not in closed or definition.field(name).kind == "kk"
            assert "3373 0157 0895" not in closed


def test_unanswered_questions_say_so() -> None:
    book = forms.get("buku-tamu")
    html = render_readonly(book, {"purpose": "INFORMASI", "visit_date": "2026-11-20", "visit_time": "09:30"})
    assert html.count("<dt") == 3
    assert "Belum diisi: Nama tamu, Dari" in html
    assert "Belum diisi: Datang bersama, Bantuan yang diperlukan di kantor" in html
    assert "20 November 2026" in html
    assert "09.30" in html
    assert "Meminta informasi" in html


def test_typed_words_are_never_markup() -> None:
    book = forms.get("buku-tamu")
    html = render_readonly(book, {"guest_name": "<script>x</script>"}, show_identity=True)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_one_class_per_digest() -> None:
    book = forms.get("buku-tamu")
    assert build_form(book) is build_form(forms.from_document(book.document))
    assert build_form(book) is not build_form(forms.get("form-skm"))


def test_two_forms_stand_on_one_page_with_a_prefix() -> None:
    book = build_form(forms.get("buku-tamu"))
    post = {f"a-{name}": value for name, value in as_post(book.definition, filled(book.definition)).items()}
    assert book(post, prefix="a").is_valid()
    assert not book(post, prefix="b").is_valid()
    first, second = (BeautifulSoup(str(book(prefix=name)), "html.parser") for name in "ab")
    assert not {tag["id"] for tag in first.find_all(id=True)} & {tag["id"] for tag in second.find_all(id=True)}


STORABLE = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])


def answers_to(item: Field) -> st.SearchStrategy[Any]:
    """Good and bad answers a browser could send for a question."""
    text = st.text(STORABLE, max_size=40).map(str.strip).filter(bool)
    match item.kind:
        case "text" | "note":
            limit = item.schema["maxLength"]
            return st.one_of(text, st.just("a" * limit), st.just("a" * (limit + 1)), st.just("a\x00b"))
        case "integer":
            return st.one_of(st.integers(-5, 200), st.integers(10**9 - 2, 10**9 + 2))
        case "date":
            days = st.dates(date(1890, 1, 1), date(2110, 1, 1)).map(date.isoformat)
            return st.one_of(days, st.sampled_from(["2026-02-31", "2026-13-05", "2026-00-10"]))
        case "time":
            return st.sampled_from(["00:00", "09:30", "23:59", "24:00", "12:60", "x"])
        case "choice":
            return st.one_of(st.sampled_from(list(item.choices)), st.just("LAIN_SEKALI"))
        case "choices":
            return st.lists(st.sampled_from([*item.choices, "LAIN_SEKALI"]), min_size=1, max_size=4)
        case "region":
            return st.one_of(st.sampled_from(sorted(regencies())), st.sampled_from(["99.99", "3373", "x"]))
        case "phone":
            return st.sampled_from(["+6281212160212", "+628990000", "+62298326063", "+1", "x"])
    return st.sampled_from(["3373015708950003", "3373013208950001", "337301570895000", "x"])


@st.composite
def some_answers(draw: st.DrawFn) -> tuple[FormDefinition, dict[str, Any]]:
    """A form and answers to some of its questions, good and bad."""
    definition = forms.get(draw(st.sampled_from(KEYS)))
    names = draw(st.lists(st.sampled_from([item.name for item in definition.fields]), max_size=8, unique=True))
    return definition, {name: draw(answers_to(definition.field(name))) for name in names}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some_answers())
def test_screen_and_api_agree_on_every_answer(made: tuple[FormDefinition, dict[str, Any]]) -> None:
    definition, answers = made
    by_api = {error.field for error in forms.validate(definition, answers)}
    form = build_form(definition)(as_post(definition, answers))
    assert set(form.errors) == by_api
    if not by_api:
        assert as_data(form) == answers


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(KEYS), st.data())
def test_no_json_makes_the_validator_stumble(key: str, data: st.DataObject) -> None:
    definition = forms.get(key)
    names = st.one_of(st.sampled_from([item.name for item in definition.fields]), st.text(max_size=5))
    for answers in (data.draw(st.dictionaries(names, JSON, max_size=5)), data.draw(JSON)):
        for error in forms.validate(definition, answers):
            assert error.message
            assert error.code
