"""Opening what is sealed: names, and the words that are opened with them."""

from infra.demo.check.browser import Page
from infra.demo.check.report import want
from infra.demo.check.working import Work

SHOW = r"/identitas/$"


def show_identity(work: Work, username: str) -> Page:
    """Open the identities of a case with a reason, as somebody."""
    browser = work.stage.at(work.slug, username)
    form = browser.get(work.address).form(action=SHOW)
    reason = next(name for name in form.questions if name.endswith("reason"))
    refused = browser.submit(form, button=form.buttons[0][0])
    want(refused.status == 422, f"opening an identity without a reason answers {refused.status}")
    want(work.about.name not in refused.words, "without a reason the name is shown")
    page = browser.submit(form, {reason: "contact"}, button=form.buttons[0][0])
    want(page.status == 200, f"opening an identity answers {page.status}")
    return page
