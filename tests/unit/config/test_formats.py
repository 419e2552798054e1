"""How the newsroom writes dates, times and numbers, and in which language it speaks to whom."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils import formats, translation
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput
from wagtail.users.models import UserProfile

from tests.factories import newsroom
from vestnik.accounts.roles import Role
from vestnik.kit import dates

ZONE = ZoneInfo("Europe/Sofia")
MOMENT = datetime(2026, 11, 26, 9, 5, tzinfo=ZONE)
LANGUAGES = ("bg", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_newsroom_writes_dates_as_the_site_does(language):
    with translation.override(language):
        assert formats.date_format(MOMENT) == dates.long_date(MOMENT.date(), language)
        assert formats.date_format(MOMENT, "DATETIME_FORMAT") == dates.date_and_time(
            MOMENT, ZONE, language
        )
        assert formats.date_format(MOMENT, "YEAR_MONTH_FORMAT") == dates.month_and_year(
            MOMENT.date(), language
        )


@pytest.mark.parametrize(
    ("language", "short", "number"),
    [("bg", "26.11.2026 09:05", "1 234 567,5"), ("en", "26 Nov 2026 09:05", "1,234,567.5")],
)
def test_short_dates_have_24_hours_and_numbers_their_marks(language, short, number):
    with translation.override(language):
        assert formats.date_format(MOMENT, "SHORT_DATETIME_FORMAT") == short
        written = formats.number_format(1234567.5, force_grouping=True)
        assert written.replace("\N{NARROW NO-BREAK SPACE}", " ") == number
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("written", ["26.11.2026 09:05", "2026-11-26 09:05", "2026-11-26T09:05"])
def test_a_form_takes_its_own_dates_back_and_a_browsers(language, written):
    with translation.override(language):
        assert forms.DateTimeField().clean(written) == MOMENT
        day = written.replace("T", " ").split(" ")[0]
        assert forms.DateField().clean(day) == date(2026, 11, 26)
        assert 'value="26.11.2026 09:05"' in AdminDateTimeInput().render("at", MOMENT)
        assert 'value="26.11.2026"' in AdminDateInput().render("on", MOMENT.date())
        assert 'value="2026-11-26"' in forms.DateInput().render("on", MOMENT.date())


@pytest.mark.django_db
def test_who_chooses_a_language_is_spoken_to_in_it(site, client):
    user = newsroom.person(Role.AUTHOR)
    client.force_login(user)
    account = reverse("wagtailadmin_account")

    screen = client.get(account).content.decode()
    assert '<html lang="bg"' in screen.replace("'", '"')
    for code, _name in settings.WAGTAILADMIN_PERMITTED_LANGUAGES:
        name = translation.get_language_info(code)["name_local"]
        assert f'<option value="{code}">{name}</option>' in screen

    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
    screen = client.get(account).content.decode()
    assert '<html lang="en"' in screen
    assert "Account" in screen
    assert "Профил" not in screen
