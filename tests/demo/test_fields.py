"""What the check's browser reads of a form is what a person sees, and what it sends is what a browser would."""

import pytest
from bs4 import BeautifulSoup

from infra.demo.check.fields import Form, read_form

PAGE = """
<form id="f" method="post" action="/laporan/baru/">
  <input type="hidden" name="csrfmiddlewaretoken" value="abc">
  <input type="hidden" name="scope" value="identity"><input type="hidden" name="scope" value="contact">
  <div class="govuk-form-group govuk-form-group--error">
    <label class="govuk-label" for="nik">NIK korban</label>
    <p class="govuk-error-message"><span>Perbaiki:</span> Tulis 16 angka</p>
    <input type="text" name="nik" id="nik" value="123">
  </div>
  <fieldset><legend>Saluran <span>(wajib)</span></legend>
    <div><input type="radio" name="channel" value="datang" id="c0" checked><label for="c0">Datang langsung</label></div>
    <div><input type="radio" name="channel" value="surat" id="c1">
      <label for="c1">Surat <span class="rk-tag rk-tag--ok">disarankan</span></label></div>
  </fieldset>
  <fieldset><legend>Tanggal lahir</legend>
    <label for="d-day">Tanggal</label><input name="born-day" id="d-day" value="7">
  </fieldset>
  <fieldset><legend>Bentuk</legend>
    <input type="checkbox" name="kinds" value="FISIK" id="k0" checked><label for="k0">Fisik</label>
    <input type="checkbox" name="kinds" value="PSIKIS" id="k1" checked><label for="k1">Psikis</label>
  </fieldset>
  <label for="s">Wilayah</label><select name="region" id="s"><option value="">Pilih</option>
    <option value="33.73" selected>Kota Salatiga</option></select>
  <label for="n">Cerita</label><textarea name="story" id="n">
baris satu</textarea>
  <input type="text" name="off" disabled value="x">
  <input type="submit" name="go" value="x">
  <button type="submit" name="next" value="1">Kirim</button>
  <button type="button">Bukan</button>
</form>
<input name="seen" value="4" form="f"><button form="f" formaction="/lain/">Lain</button>
"""


@pytest.fixture
def form() -> Form:
    soup = BeautifulSoup(PAGE, "html.parser")
    return read_form(soup.select_one("form"), soup, "/laporan/baru/")


def test_labels_and_what_must_be_answered(form: Form) -> None:
    assert form.questions["nik"].label == "NIK korban"
    assert form.questions["channel"].label == "Saluran"
    assert form.questions["channel"].required
    assert not form.questions["nik"].required
    assert form.questions["born-day"].label == "Tanggal lahir Tanggal"


def test_choices_with_their_words_and_the_suggested_one(form: Form) -> None:
    assert list(form.questions["channel"].options) == ["datang", "surat"]
    assert form.questions["channel"].options["datang"] == "Datang langsung"
    assert form.questions["channel"].suggested == ["surat"]
    assert form.questions["region"].options["33.73"] == "Kota Salatiga"


def test_the_fault_beside_a_question(form: Form) -> None:
    assert form.errors() == {"nik": "Perbaiki: Tulis 16 angka"}


def test_what_stands_there_is_sent(form: Form) -> None:
    assert form.sent({}) == [
        ("csrfmiddlewaretoken", "abc"),
        ("scope", "identity"),
        ("scope", "contact"),
        ("nik", "123"),
        ("channel", "datang"),
        ("born-day", "7"),
        ("kinds", "FISIK"),
        ("kinds", "PSIKIS"),
        ("region", "33.73"),
        ("story", "baris satu"),
        ("seen", "4"),
    ]


def test_answers_and_the_button_pressed_are_sent(form: Form) -> None:
    sent = form.sent({"kinds": ["PSIKIS"], "channel": "surat"}, "Kirim")
    assert ("next", "1") in sent
    assert [value for name, value in sent if name == "kinds"] == ["PSIKIS"]
    assert ("channel", "surat") in sent


def test_a_button_may_lead_elsewhere(form: Form) -> None:
    assert form.target() == "/laporan/baru/"
    assert form.target("Lain") == "/lain/"


@pytest.mark.parametrize("values", [{"channel": "pos"}, {"region": "99.99"}, {"nobody-asked": "x"}, {"off": "y"}])
def test_what_a_page_does_not_offer_cannot_be_answered(form: Form, values: dict[str, str]) -> None:
    with pytest.raises(KeyError):
        form.sent(values)
