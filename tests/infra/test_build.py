import gettext
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from infra.build import assets, catalogues
from infra.build.catalogues import entries_of
from infra.build.message_faults import faults
from infra.build.message_sources import collect

GDS = "@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2)}"


def test_the_style_sheet_loses_what_is_gov_uks_alone() -> None:
    source = f"{GDS}{GDS}.a{{color:red}}.b{{background:url(/assets/images/govuk-crest.svg)}}\n/*# sourceMappingURL=x */"
    assert assets.free_style_sheet(source) == ".a{color:red}.b{background:none}\n"


def test_a_style_sheet_with_other_font_rules_is_not_published_unseen() -> None:
    with pytest.raises(assets.AssetsError, match="ditemukan 1 aturan"):
        assets.free_style_sheet(GDS + ".a{color:red}")


def test_the_built_style_sheet_asks_for_nothing_that_is_not_served(tmp_path: Path) -> None:
    assets.build(tmp_path)
    style_sheet = (tmp_path / "vendor" / "govuk-frontend.min.css").read_text()
    assert len(style_sheet) > 50_000
    assert "GDS Transport;" not in style_sheet
    assert "url(/" not in style_sheet
    assert (tmp_path / "vendor" / assets.FONT).read_bytes()[:4] == b"wOF2"


def test_the_sprite_holds_every_listed_icon_and_our_own(tmp_path: Path) -> None:
    assets.build(tmp_path)
    sprite = (tmp_path / "icons.svg").read_text()
    listed = assets.ICON_LIST.read_text().split()
    assert all(f'<symbol id="{name}" viewBox="0 0 24 24"><' in sprite for name in listed)
    assert all(f'<symbol id="flow-{name}"' in sprite for name in ("terminator", "process", "decision", "offpage"))
    assert listed == sorted(set(listed))


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    listed = set(assets.ICON_LIST.read_text().split())
    templates = (Path(assets.__file__).parents[2] / "frontend" / "templates").rglob("*.html")
    asked = {(name, one.name) for one in templates for name in re.findall(r'{% icon "([^"]+)"', one.read_text())}
    assert len(asked) > 100
    assert {(name, where) for name, where in asked if name not in listed} == set()


def test_icons_that_do_not_exist_are_all_named() -> None:
    with pytest.raises(assets.AssetsError, match="no-such, nor-this"):
        assets.sprite(["check", "no-such", "nor-this"], "")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with a message of every kind."""
    for folder in ("platform", "tenants", "sop_library", "api", "frontend/templates"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "platform" / "words.py").write_text(
        "from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy\n"
        "ONE = gettext_lazy('kasus')\n"
        "TWO = pgettext_lazy('bulan', 'Mei')\n"
        "def three(n): return ngettext('%(count)d kasus', '%(count)d kasus', n) % {'count': n}\n"
        "def four(): return _('Halo {name}').format(name='Sri')\n"
    )
    (tmp_path / "frontend" / "templates" / "page.html").write_text(
        "{% load i18n %}\n<div>\n    <h1>{% translate 'Hari ini' %}</h1>\n"
        "  {% blocktranslate with who=user.name trimmed %}\n     Selamat pagi,\n     {{ who }}\n"
        "  {% endblocktranslate %}\n<p title=\"{{ _('Tutup') }}\">don't \"{{ x|default:_('kosong') }}</p>\n"
        "{% blocktranslate count n=list|length %}satu baris{% plural %}{{ n }} baris{% endblocktranslate %}</div>\n"
    )
    return tmp_path


def test_messages_are_found_in_python_and_in_templates(project: Path) -> None:
    assert set(entries_of(collect(project))) == {
        (None, "kasus"),
        ("bulan", "Mei"),
        (None, ("%(count)d kasus", "%(count)d kasus")),
        (None, "Halo {name}"),
        (None, "Hari ini"),
        (None, "Selamat pagi, %(who)s"),
        (None, "Tutup"),
        (None, "kosong"),
        (None, ("satu baris", "%(n)s baris")),
    }


def test_updating_keeps_translations_drops_gone_messages_and_repeats_itself_exactly(project: Path) -> None:
    locale = project / "locale"
    catalogues.update("en", collect(project), locale)
    path = catalogues.path_of("en", locale)
    path.write_text(path.read_text().replace('msgid "kasus"\nmsgstr ""', 'msgid "kasus"\nmsgstr "case"'))
    (project / "frontend" / "templates" / "page.html").write_text("")
    catalogues.update("en", collect(project), locale)
    once = path.read_text()
    catalogues.update("en", collect(project), locale)
    assert path.read_text() == once
    assert "Hari ini" not in once
    assert catalogues.check("en", collect(project), locale) == [
        "locale/en/LC_MESSAGES/django.po: belum diterjemahkan: '%(count)d kasus'",
        "locale/en/LC_MESSAGES/django.po: belum diterjemahkan: 'Halo {name}'",
        "locale/en/LC_MESSAGES/django.po: belum diterjemahkan: 'Mei' [bulan]",
    ]
    catalogues.compile_all(locale)
    with path.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("kasus") == "case"


def test_two_that_compile_at_once_take_nothing_from_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid ""\nmsgstr ""\n\nmsgid "kasus"\nmsgstr "case"\n')
    with ThreadPoolExecutor(max_workers=4) as pool:
        for done in [pool.submit(catalogues.compile_all, tmp_path) for _time in range(60)]:
            done.result()
    assert sorted(path.name for path in folder.iterdir()) == ["django.mo", "django.po"]


def catalogue(*messages: tuple[str | tuple[str, str], str | tuple[str, str]], fuzzy: bool = False) -> Catalog:
    made = Catalog(locale="en")
    for source, translation in messages:
        made.add(source, translation, flags=["fuzzy"] if fuzzy else [])
    return made


@pytest.mark.parametrize(
    ("translated", "fault"),
    [
        (catalogue(("kasus %(number)s", "case %(number)s")), None),
        (catalogue(), "belum ada: 'kasus %(number)s'"),
        (catalogue(("kasus %(number)s", "")), "belum diterjemahkan: 'kasus %(number)s'"),
        (catalogue(("kasus %(number)s", "case %(number)s"), fuzzy=True), "masih ragu (fuzzy): 'kasus %(number)s'"),
        (
            catalogue(("kasus %(number)s", "case %(id)s")),
            "nilai sisipan berbeda (%(id)s, %(number)s): 'kasus %(number)s'",
        ),
    ],
)
def test_each_fault_of_a_translation_is_said(translated: Catalog, fault: str | None) -> None:
    source = entries_of(catalogue(("kasus %(number)s", "")))
    assert list(faults(source, translated)) == ([fault] if fault else [])


def test_a_message_nobody_uses_any_more_is_a_fault() -> None:
    assert list(faults({}, catalogue(("lama", "old")))) == ["tidak dipakai lagi: 'lama'"]


def test_a_singular_may_leave_its_number_out_a_plural_may_not() -> None:
    source = entries_of(catalogue((("%(n)s baris", "%(n)s baris"), "")))
    assert list(faults(source, catalogue((("%(n)s baris", "%(n)s baris"), ("one row", "%(n)s rows"))))) == []
    assert list(faults(source, catalogue((("%(n)s baris", "%(n)s baris"), ("one row", "rows"))))) == [
        "nilai sisipan berbeda (%(n)s): '%(n)s baris'"
    ]
