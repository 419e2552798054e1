"""The newsroom's policy in a real browser: its screens live with it, and what is slipped in does not run.

That no screen breaks the policy is noted by the window itself, in every other test too.
"""

from __future__ import annotations

import pytest

from vestnik.accounts.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SCREENS = {
    Role.CHIEF_EDITOR: (
        "/cms/", "/cms/snippets/stories/story/", "/cms/snippets/stories/story/add/",
        "/cms/snippets/stories/topic/add/", "/cms/pages/", "/cms/images/", "/cms/images/add/",
        "/cms/images/multiple/add/", "/cms/settings/stories/edition/", "/cms/desk/receipts/",
        "/cms/desk/breaking/", "/cms/design/", "/cms/reports/locked/", "/cms/account/",
        "/cms/account/factor/", "/cms/account/factor/app/", "/cms/account/factor/passkeys/add/",
        "/cms/second-factor/",
    ),
    Role.ADMINISTRATOR: ("/cms/users/", "/cms/users/new/", "/cms/groups/", "/cms/desk/press/"),
}  # fmt: skip


@pytest.mark.parametrize("role", SCREENS, ids=str)
def test_the_screens_live_with_the_policy(role, window):
    one = window(role)
    for path in SCREENS[role]:
        assert one.go(path) == 200, path
        one.page.wait_for_load_state("networkidle")
    assert not one.wrong


def test_choosers_dates_and_rows_start_without_inline_script(window):
    chief = window(Role.CHIEF_EDITOR)
    page = chief.page
    chief.go("/cms/snippets/stories/story/add/")
    page.get_by_role("tab", name="Място и източници").click()
    page.get_by_role("button", name="Изберете страница").first.click()
    page.locator(".modal-content").wait_for()
    page.keyboard.press("Escape")
    assert page.locator("[data-start]").count() == 0
    chief.go("/cms/desk/breaking/")
    page.locator("[name=until]").click()
    page.locator(".xdsoft_datetimepicker").first.wait_for(state="visible")


def test_what_is_slipped_into_a_screen_does_not_run(window):
    """Were an escape forgotten somewhere, this is what still stands in the way."""
    chief = window(Role.CHIEF_EDITOR)
    chief.go("/cms/")
    ran = chief.page.evaluate(
        """() => new Promise((done) => {
            window.ran = [];
            const inline = document.createElement("script");
            inline.textContent = "window.ran.push('inline')";
            document.body.append(inline);
            const box = document.createElement("div");
            box.innerHTML = `<img src="/static/nothing.png" onerror="window.ran.push('handler')">`;
            box.firstChild.addEventListener("error", () => done(window.ran));
            document.body.append(box);
        })"""
    )
    assert ran == []
    assert len(chief.wrong) == 2, "The browser was not asked to forbid anything."
    chief.wrong.clear()
