"""A kept copy of a page of the tree is compared with its latest draft, for who may edit the page."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text

from tests.unit.desk.screens import is_refused
from vestnik.accounts.roles import Role
from vestnik.stories.models import StandingPage

pytestmark = pytest.mark.django_db
CHIEF = Role.CHIEF_EDITOR
FEATURES = ["h2", "h3", "bold", "italic", "link", "story-link", "ul", "ol"]


@pytest.fixture
def page(site):
    made = StandingPage(title="За нас", slug="za-nas-proba", text="<p>Кои <b>сме</b>.</p>")
    return site.front.add_child(instance=made)


def form(text: str) -> dict[str, str]:
    no_comments = {f"{name}_FORMS": 0 for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}
    told = {"title": "За нас", "slug": "za-nas-proba", "show_in_menus": "on"}
    return nested_form_data(
        told | {"text": rich_text(text, features=FEATURES), "comments": no_comments}
    )


def test_only_what_the_server_has_not_differs(page, people):
    address, chief = reverse("desk_compare_page", args=[page.pk]), people(CHIEF)
    assert chief.post(address, form("<p>Кои <b>сме</b>.</p>")).json()["differs"] is False
    told = chief.post(address, form("<p>Кои сме.</p>")).json()
    assert (told["differs"], told["summary"]) == (True, "Различава се от записаното в: „Текст“.")

    # What one has saved oneself, and somebody has changed since, is no lost text.
    for text, role in (("<p>Кои сме.</p>", CHIEF), ("<p>Кои сме днес.</p>", Role.ADMINISTRATOR)):
        draft = page.get_latest_revision_as_object()
        draft.text = text
        draft.save_revision(user=people.user(role))
        page.refresh_from_db()
    assert chief.post(address, form("<p>Кои сме.</p>")).json()["differs"] is False


def test_what_is_no_copy_of_this_form_is_compared_with_nothing(site, people):
    address = reverse("desk_compare_page", args=[site.front.pk])
    other = form("<p>Без зоните.</p>") | {"slug": site.front.slug}
    assert people(CHIEF).post(address, other).status_code == 400


def test_who_may_not_edit_the_page_compares_nothing(page, people):
    address = reverse("desk_compare_page", args=[page.pk])
    for role in (Role.CONTRIBUTOR, Role.AUTHOR, Role.MODERATOR):
        answer = people(role).post(address, form("<p>Тайно.</p>"))
        assert is_refused(answer)
