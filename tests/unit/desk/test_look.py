"""The look of the site in the newsroom: who may see it, and that every specimen is printed."""

import pytest
from django.urls import reverse

from tests.unit.desk.screens import is_refused
from vestnik.accounts.roles import Role
from vestnik.design.specimens.pages import SPECIMENS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("one", SPECIMENS, ids=lambda one: one.name)
def test_every_specimen_is_a_whole_page(one, people):
    answer = people(Role.CHIEF_EDITOR).get(reverse("desk_specimen", args=[one.name]))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.lstrip().startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")
    assert page.count("<h1") == 1
    assert "None" not in page


@pytest.mark.parametrize(
    ("role", "may"), [(Role.CHIEF_EDITOR, True), (Role.ADMINISTRATOR, True), (Role.EDITOR, False)]
)
def test_the_look_is_for_those_who_keep_the_edition(role, may, people):
    person = people(role)
    for address in (
        reverse("desk_look"),
        reverse("desk_specimen", args=["story"]),
        reverse("desk_scheme", args=["dark"]),
    ):
        assert is_refused(person.get(address)) is not may
    menu = person.get(reverse("wagtailadmin_home")).content.decode()
    assert (reverse("desk_look") in menu) is may


def test_an_unknown_specimen_is_not_there(people):
    assert people(None).get(reverse("desk_specimen", args=["nothing"])).status_code == 404


def test_the_look_names_all_specimens_in_bulgarian(people):
    page = people(Role.CHIEF_EDITOR).get(reverse("desk_look"), {"show": "long"}).content.decode()
    assert "Вид на сайта" in page
    assert all(f"?show={one.name}" in page for one in SPECIMENS)
    assert page.count(reverse("desk_specimen", args=["long"])) == 4


def test_a_scheme_is_shown_whatever_the_browser_prefers(people):
    person = people(Role.CHIEF_EDITOR)
    page = person.get(reverse("desk_specimen", args=["story"]), {"scheme": "dark"}).content.decode()
    assert f'href="{reverse("desk_scheme", args=["dark"])}"' in page
    dark = person.get(reverse("desk_scheme", args=["dark"])).content.decode()
    light = person.get(reverse("desk_scheme", args=["light"])).content.decode()
    for sheet in (dark, light):
        assert "prefers-color-scheme" not in sheet
        assert "@font-face" not in sheet
    assert "@media all" in dark
    assert "@media not all" in light
    assert person.get("/cms/design/blue.css").status_code == 404
