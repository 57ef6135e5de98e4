"""Reading a case's page: whose turn it is, until when, what is asked for, and the forms that answer it."""

import re
from dataclasses import dataclass
from functools import cached_property

from bs4 import Tag

from infra.demo.check.browser import NotOnPage, Page
from infra.demo.check.fields import Form, read_form, words_of

TURN = re.compile(
    r"Langkah (?P<number>\S+) dari (?P<total>\d+), (?:giliran (?P<whose>.+?)|pelaksana belum .+?)(?: ·|$)"
)
AGAIN = re.compile(r"kali ke-(\d+)")
ENDED = frozenset({"Selesai", "Ditutup", "Dilimpahkan"})
"""Ended by its SOP, closed before that, taken over by another office."""
HELD_BY = re.compile(r"Dipegang (.+?)\.\s*$")


@dataclass(frozen=True)
class Paper:
    """A form of the SOP that a step asks for. `name`: the question it answers; `link`: where it is filled."""

    name: str
    label: str
    filled: bool
    link: str


class Panel:
    """The panel of one live pass of a step."""

    def __init__(self, tag: Tag, page: Page) -> None:
        self.tag, self.page = tag, page
        self.key = str(tag["id"])
        found = TURN.search(words_of(tag.select_one(".rk-eyebrow")))
        if found is None:
            raise NotOnPage(f"{page.path}: a panel says {words_of(tag.select_one('.rk-eyebrow'))!r}")
        self.number, self.total, self.whose = found["number"], int(found["total"]), found["whose"] or ""

    def __repr__(self) -> str:
        return f"langkah {self.number} ({self.name})"

    @property
    def name(self) -> str:
        """The step's heading."""
        return words_of(self.tag.find("h3"))

    @property
    def time(self) -> int:
        """The how-manieth pass of the step this is."""
        found = AGAIN.search(words_of(self.tag.select_one(".rk-eyebrow")))
        return int(found[1]) if found else 1

    @property
    def due_words(self) -> str:
        """What stands there about the deadline."""
        return words_of(self.tag.select_one(".rk-row--between > .rk-tag"))

    @property
    def waiting(self) -> str:
        """Why it can't be worked on yet; empty for an open one."""
        if self.due_words:
            return ""
        return words_of(self.tag.select_one(".rk-note--wait")) or "menunggu"

    @cached_property
    def holders(self) -> list[str]:
        """The names of those whose turn it is, where the page is read by somebody else."""
        for note in self.tag.select(".rk-note--wait"):
            found = HELD_BY.search(words_of(note))
            if found:
                return found[1].split(", ")
        return []

    @cached_property
    def papers(self) -> list[Paper]:
        """The forms of the SOP that the step asks for."""
        found = []
        for item in self.tag.select(".rk-papers > li"):
            link = item.select_one('a[href*="/formulir/"]')
            label = words_of(item.select_one(".rk-min0")).removesuffix("belum diisi").strip()
            name = str(item["id"]).removeprefix(f"kertas-{self.key.removeprefix('langkah-')}-")
            filled = "belum diisi" not in words_of(item)
            found.append(Paper(name, label, filled, str(link["href"]) if link else ""))
        return found

    def form(self, address: str) -> Form | None:
        """Return the panel's form that goes to such an address; None where this person is not offered it."""
        for tag in self.tag.select("form"):
            if re.search(address, str(tag.get("action", ""))):
                return read_form(tag, self.page.soup, self.page.path)
        return None

    @property
    def completing(self) -> Form | None:
        """The form that completes the step."""
        return self.form(r"/selesai/$")

    @property
    def signing(self) -> Form | None:
        """The form of the first signature this person may give."""
        return self.form(r"/paraf/$")


class CasePage:
    """A case's page as one person sees it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def number(self) -> str:
        """The register number."""
        return words_of(self.page.soup.select_one(".rk-code-h"))

    @property
    def state(self) -> str:
        """Berjalan, Dijeda, or one of ENDED."""
        return words_of(self.page.soup.select_one(".rk-id .rk-tag"))

    @cached_property
    def panels(self) -> list[Panel]:
        """The panels of all live passes in the order of the sheet."""
        return [Panel(tag, self.page) for tag in self.page.soup.select('.rk-lanes [id^="langkah-"]')]

    @property
    def open(self) -> list[Panel]:
        """Those that can be worked on now."""
        return [panel for panel in self.panels if not panel.waiting]

    def panel(self, number: str) -> Panel | None:
        """The panel of a step, where it is live."""
        return next((panel for panel in self.panels if panel.number == number), None)

    @property
    def limit_words(self) -> str:
        """The time limits over several steps, as they stand beside the steps."""
        heading = self.page.soup.find(id="h-clk")
        return words_of(heading.find_parent("section")) if isinstance(heading, Tag) else ""

    @property
    def refusal(self) -> str:
        """Why what was just sent was refused; empty where it wasn't, or where the fault stands in a form."""
        return words_of(self.page.soup.select_one("#ditolak"))

    @property
    def told(self) -> str:
        """What the page says was just done."""
        return " ".join(words_of(tag) for tag in self.page.soup.select(".rk-new"))
