"""Every page and state of the product: name, who looks, address, and what they do there. No checks live here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page, expect

from .desk import Desk

Steps = Callable[[Page], None]


@dataclass(frozen=True, slots=True)
class Screen:
    """One picture: its name, whose it is (a fixture's name, or empty for nobody), its address, and what is done."""

    name: str
    who: str
    path: str
    steps: Steps | None = None


def _clicks(*selectors: str) -> Steps:
    def steps(page: Page) -> None:
        for selector in selectors:
            page.locator(selector).first.click()

    return steps


def _keys(*names: str, shows: str) -> Steps:
    """Press keys in the workbench, then wait for what they bring."""

    def steps(page: Page) -> None:
        page.locator("fc-workbench[data-ready]").wait_for()
        page.locator("#doc").focus()
        for name in names:
            page.keyboard.press(name)
        page.locator(shows).first.wait_for()

    return steps


def _at_work(steps: Steps | None = None) -> Steps:
    def all_steps(page: Page) -> None:
        page.locator("fc-workbench[data-ready]").wait_for()
        if steps:
            steps(page)

    return all_steps


def _refused_source(page: Page) -> None:
    _keys("]", "]", "s", shows="#source-url")(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".evidence .error")).to_be_visible()


def _wrong_figure(page: Page) -> None:
    _keys("e", shows="#at-value:focus")(page)
    page.keyboard.type("a lot")
    page.keyboard.press("Tab")
    expect(page.locator("#at-value-error")).to_be_visible()


def _offline(page: Page) -> None:
    _keys("]", shows="#insp-span .lb")(page)
    page.context.set_offline(offline=True)
    page.keyboard.press("4")
    expect(page.locator("#saved")).to_contain_text("Offline")


def _conflict(page: Page) -> None:
    page.locator("fc-workbench[data-ready]").wait_for()
    page.evaluate("""async () => {
        const page = document.querySelector("fc-workbench");
        const mine = page.store.all.find(({ label }) => label === "figure");
        const { choose } = await page.later("conflict");
        const words = { end: mine.end - 7, quote: mine.quote.slice(0, -7) };
        choose(page, { ...mine, ...words, label: "claim", attributes: { value: 127000 } }, mine);
    }""")


def _filled(page: Page, path: str, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"[name={name}]").first.fill(value)
    page.locator(path).first.click()


def _dry_run(page: Page) -> None:
    page.locator("[name=text]").fill("Two words more.\n")
    page.locator("[name=title]").fill("Pasted")
    page.locator("main form button.pri").last.click()


def _wrong_password(page: Page) -> None:
    _filled(page, "button.pri", username="nobody", password="wrong")


def _bad_member(page: Page) -> None:
    page.locator("form.card [name=username]").fill("nobody-here")
    page.locator("form.card button").click()


def _last_editor(page: Page) -> None:
    page.get_by_role("button", name="End membership editor").click()
    expect(page.locator(".members .error")).to_be_visible()


def _found(page: Page) -> None:
    _keys("f", shows="#find-words:focus")(page)
    page.keyboard.type("Northern")
    expect(page.locator("#find-count")).to_have_text("1 of 2")


def _talk(page: Page) -> None:
    _keys("c", shows="#comment-new:focus")(page)
    expect(page.locator(".comment .words")).to_have_count(3)


def _answer(page: Page) -> None:
    page.locator("fc-workbench[data-ready]").wait_for()
    page.locator("[id^=answer-]").first.press("Enter")
    page.keyboard.type("@")
    page.locator(".people [role=option]").first.wait_for()


def _reading(page: Page) -> None:
    _keys("]", "g", shows=".guide-body:focus")(page)
    page.keyboard.press("f")
    page.keyboard.type("command")
    expect(page.locator("#find-count")).to_have_text("1 of 2")


def _address(page: Page) -> None:
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    _keys("]", "y", shows="#address-field:focus")(page)


def _half_written(page: Page) -> None:
    _keys("]", "]", "v", "2", shows="#why:focus")(page)
    page.keyboard.type("Two counts")
    page.locator("#comment-new").fill("Is it the same count")
    page.locator("#doc").focus()
    _keys("Control+Enter", shows="#submit[open]")(page)


def _beside(page: Page) -> None:
    page.locator("html[data-ready]").wait_for()
    page.keyboard.press("]")


def _rejected(page: Page) -> None:
    _keys("n", "x", shows=".why")(page)
    page.locator(".why button").first.focus()  # it stays while somebody is in it


def _returned(page: Page) -> None:
    page.evaluate("""() => {
        const { store, data } = document.querySelector("fc-workbench");
        const mine = store.all.find(({ state, author }) => state === "draft" && author === data.me.username);
        store.put([{ id: mine.id, decided_by: "reviewer", reason: "wrong_boundary", note: "Without the tents." }]);
    }""")
    page.locator("#insp-about [data-returned] button").click()
    page.locator("#insp-returned").wait_for()


def _doors(desk: Desk) -> Iterator[Screen]:
    # Not here: /api/v1/docs/, drawn by Swagger UI, which nests buttons and is pale; docs/api.md says the same in text.
    yield Screen("login", "", "/accounts/login/")
    yield Screen("login-wrong", "", "/accounts/login/", _wrong_password)
    yield Screen("404", "annotator", "/projects/none/")
    yield Screen("403", "viewer", f"/projects/{desk.project.slug}/import/")
    yield Screen("home", "annotator", "/")
    yield Screen("home-empty", "stranger", "/")
    yield Screen("home-menu", "annotator", "/", _clicks(".bar > details.menu > summary"))
    yield Screen("me", "annotator", "/accounts/me/")
    yield Screen("password", "annotator", "/accounts/password/")
    yield Screen("project-new", "editor", "/projects/new/")


def _workbench(desk: Desk) -> Iterator[Screen]:
    at = f"/documents/{desk.document.pk}/"
    states: tuple[tuple[str, Steps | None], ...] = (
        ("", None),
        ("-active", _keys("]", "]", shows=".evidence")),
        ("-suggestion", _keys("n", shows=".decide")),
        ("-selection", _keys("Control+ArrowDown", *["Shift+ArrowRight"] * 3, shows="#doc")),
        ("-source", _keys("]", "]", "s", shows="#source-url:focus")),
        ("-source-refused", _refused_source),
        ("-offline", _offline),
        ("-returned", _returned),
    )
    for name, steps in states:
        yield Screen(f"workbench{name}", "annotator", at, _at_work(steps))
    figure = f"{at}?span={desk.figure.pk}"
    yield Screen("workbench-figure-wrong", "annotator", figure, _wrong_figure)
    yield Screen("workbench-comments", "annotator", figure, _talk)
    yield Screen("workbench-answer", "annotator", figure, _answer)
    denial = f"{at}?span={desk.denial.pk}"
    yield Screen("workbench-linked", "annotator", denial, _keys(shows=".links .go"))
    yield Screen("workbench-link-scope", "annotator", denial, _keys("l", "Enter", shows="#linker .choices :focus"))
    yield Screen("workbench-link-note", "annotator", denial, _keys("l", "Enter", "2", shows="#linker-note:focus"))
    yield Screen("workbench-dismissed", "annotator", f"{at}?span={desk.dismissed.pk}", _keys(shows=".linked"))
    yield Screen("workbench-nothing", "editor", at, _keys("0", shows="#nothing:not([hidden])"))
    yield Screen("workbench-reader", "viewer", at, _at_work())
    yield Screen("workbench-list", "annotator", f"{at}?list", _at_work())
    yield Screen("workbench-engine", "annotator", f"/documents/{desk.read.pk}/", _keys("n", shows=".decide"))


def _over_the_text(desk: Desk) -> Iterator[Screen]:
    at = f"/documents/{desk.document.pk}/"
    states: tuple[tuple[str, Steps], ...] = (
        ("tools", _clicks("#tools > summary")),
        ("keys", _keys("?", shows="#keys .groups dt")),
        ("options", _keys(",", shows="#options[open]")),
        ("palette", _keys("Shift+ArrowRight", "Enter", shows="#palette [role=option]")),
        ("spans", _keys("t", shows="#spans tbody tr")),
        ("conflict", _conflict),
        ("bulk", _keys("b", shows="#bulk .picked li")),
        ("clear", _clicks("#tools > summary", "[data-command='clear.ask']", "#clear h2")),
        ("submit", _half_written),
        ("link", _keys("]", "]", "l", shows="#linker-search:focus")),
        ("same-claim", _keys("]", "]", "]", "m", shows="#same-claim[open]")),
        ("guidelines", _keys("g", shows=".guide-body h2, .guide-body h3")),
        ("find", _found),
        ("reading", _reading),
        ("address", _address),
        ("beside", _keys("d", shows="#beside[open] .others a")),
    )
    for name, steps in states:
        yield Screen(f"workbench-{name}", "annotator", at, _at_work(steps))
    yield Screen("workbench-review", "reviewer", at, _keys("n", shows=".decide"))
    yield Screen("workbench-reason", "reviewer", at, _keys("n", "x", shows="#reason[open]"))
    yield Screen("workbench-review-finish", "reviewer", at, _keys("Control+Enter", shows="#submit[open]"))
    yield Screen("workbench-why", "annotator", at, _rejected)
    nothing = f"/documents/{desk.read.pk}/"
    yield Screen("workbench-submit-nothing", "annotator", nothing, _keys("Control+Enter", shows="#submit[open]"))


def _lookers(desk: Desk) -> Iterator[Screen]:
    at = f"/documents/{desk.document.pk}/"
    yield Screen("history", "annotator", f"{at}history/")
    yield Screen("beside", "annotator", f"{at}beside/{desk.read.pk}/", _beside)
    yield Screen("beside-choose", "annotator", f"{at}beside/")
    yield Screen("guidelines", "annotator", f"/projects/{desk.project.slug}/guidelines/")
    yield Screen("mentions-none", "editor", "/accounts/mentions/")
    yield Screen("mentions", "annotator", "/accounts/mentions/")


def _lists(desk: Desk) -> Iterator[Screen]:
    at = f"/projects/{desk.project.slug}/"
    yield Screen("documents", "annotator", at)
    yield Screen("documents-none", "annotator", f"{at}?q=zzzz")
    yield Screen("import", "editor", f"{at}import/")
    yield Screen("import-results", "editor", f"{at}import/", _dry_run)
    yield Screen("export", "annotator", f"{at}export/")
    for tab in ("annotate", "review", "verdicts"):
        yield Screen(f"queue-{tab}", "reviewer", f"{at}queue/?tab={tab}")
    yield Screen("queue-empty", "annotator", f"{at}queue/?tab=review")
    yield Screen("queue-take-over", "editor", f"{at}queue/?tab=review", _clicks(".over summary"))
    yield Screen("claims", "annotator", f"{at}claims/")
    claim = f"/claims/{desk.claim.pk}/"
    yield Screen("claim", "annotator", claim)
    yield Screen("claim-forms", "reviewer", claim, _clicks("details.fold-form > summary", "#verdict details > summary"))


def _settings(desk: Desk) -> Iterator[Screen]:
    at = f"/projects/{desk.project.slug}/settings/"
    for name in ("", "labels/", "labels/claim/", "labels/new/", "ratings/", "ratings/true/", "guidelines/", "tokens/"):
        yield Screen(f"settings-{name.strip('/').replace('/', '-') or 'general'}", "editor", f"{at}{name}")
    yield Screen("settings-members", "editor", f"{at}members/")
    yield Screen("settings-members-wrong", "editor", f"{at}members/", _bad_member)
    yield Screen("settings-members-last", "editor", f"{at}members/", _last_editor)
    yield Screen("settings-reader", "viewer", at)


# In the order somebody would meet them.
CHAPTERS: Final[dict[str, Callable[[Desk], Iterator[Screen]]]] = {
    "doors": _doors,
    "workbench": _workbench,
    "over the text": _over_the_text,
    "around it": _lookers,
    "lists": _lists,
    "settings": _settings,
}
