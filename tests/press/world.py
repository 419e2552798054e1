"""The small newsroom in which the machine begins, and all its public addresses."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from tests.factories import newsroom
from tests.roads.newsdesk import Desk
from vestnik.accounts.roles import Role
from vestnik.kit import clock
from vestnik.photos.models import Photo
from vestnik.stories.actions.correct import correct
from vestnik.stories.actions.publish import publish
from vestnik.stories.actions.withdraw import withdraw
from vestnik.stories.addresses import (
    archive_path,
    corrections_path,
    day_path,
    month_path,
    photo_path,
)
from vestnik.stories.models import (
    Address,
    Agency,
    Byline,
    Section,
    StandingPage,
    Story,
    Storyline,
    StorySource,
    Topic,
)

#: Ten minutes before midnight in Sofia, the evening before the clocks go forward.
BEGIN = datetime(2026, 3, 28, 21, 50, tzinfo=UTC)
#: Beyond so many addresses the machine makes no new ones, that a step may stay quick.
MOST = 64
ROLES = (
    None,
    Role.CHIEF_EDITOR,
    Role.EDITOR,
    Role.CONTRIBUTOR,
    Role.PHOTO_EDITOR,
    Role.EDITOR_ON_DUTY,
)


def lay() -> Desk:
    """Lay the newsroom into an empty or freshly laid database; its doors."""
    if "stories_story" not in connection.introspection.table_names():
        call_command("migrate", verbosity=0)
    with clock.fixed(BEGIN - timedelta(days=40)):
        desk = Desk(newsroom.found() or newsroom.lay())
        for role in ROLES:
            desk.user(role)
        _tell(desk.site, desk.user(Role.CHIEF_EDITOR))
    return desk


def _tell(site: SimpleNamespace, chief: Any) -> None:
    photos = [newsroom.photo(words) for words in ("Мостът", "Залата", "Портрет")]
    for photo in photos:
        photo.make_public_renditions()
    topics = [Topic.objects.create(name=name) for name in ("Води", "Пътища", "Училища")]
    storyline = Storyline.objects.create(name="Язовирът")
    Byline.objects.create(name="Анна Проба", role="кореспондент")
    Agency.objects.create(name="БТА", code="bta")
    about = site.front.add_child(
        instance=StandingPage(title="За нас", slug="za-nas", text="<p>Ние.</p>")
    )
    site.english.add_child(
        instance=Section(title="World", slug="world", locale=site.english.locale)
    )
    first = newsroom.live_story(
        site, "Първият", by=chief, lead_photo=photos[0], storyline=storyline, topics=topics[:1]
    )
    second = newsroom.live_story(
        site,
        "Вторият",
        by=chief,
        section=site.economy,
        topics=topics[:2],
        other_sections=[site.world],
        body=[
            ("paragraph", f'<p>Вж. <a linktype="story" id="{first.pk}">първия</a>.</p>'),
            ("related", [first]),
            ("photo", {"photo": photos[1], "caption": ""}),
        ],
    )
    StorySource.objects.create(story=second, agency=Agency.objects.get(code="bta"), role="cited")
    correct(second, by=chief, what="Беше три, а е две.")
    third = newsroom.live_story(site, "Третият", by=chief)
    third.headline = "Третият, поправен"
    publish(third, by=chief)
    taken = newsroom.live_story(site, "Сваленият", by=chief)
    withdraw(taken, by=chief, reason="Непроверено.")
    english = Story.objects.get(pk=first.pk).copy_for_translation(site.english.locale)
    english.headline = "The first"
    english.save()
    publish(english, by=chief)
    newsroom.story(site, "Чернова")
    about.text = (
        f'<p>Вж. <a linktype="story" id="{third.pk}">третия</a> и '
        f'<a linktype="page" id="{site.economy.pk}">раздела</a>.</p>'
    )
    about.save_revision().publish()
    Address.objects.create(path="/staro.php", target="/svyat/", state="moved")


def paths(now: datetime) -> list[str]:
    """Every public address: those ever given, days, months, photos, and what was never given."""
    given = list(Address.objects.order_by("pk").values_list("path", flat=True))
    live = Story.objects.live().order_by("-pk").values_list("pk", flat=True)[:1]
    today = timezone.localtime(now, timezone.get_default_timezone()).date()
    days = {today + timedelta(days=by) for by in (-1, 0, 1)}
    dates = Story.objects.exclude(dated=None).order_by("-pk").values_list("dated", flat=True)[:1]
    days |= {timezone.localtime(at, timezone.get_default_timezone()).date() for at in dates}
    others = [*_by_month(sorted(days)), *_of_photos(), *_in_english()]
    others += [corrections_path("bg"), corrections_path("en")]
    others += [*(day_path("bg", day) for day in sorted(days)), day_path("en", today)]
    others += ["/nyama/", "/en/nyama/", "/de/"]
    others += [f"/2026/01/greshno-{pk}" for pk in live]
    return list(dict.fromkeys([*given, *others]))


def _by_month(days: list[date]) -> list[str]:
    """The archive's root, years and months, and the months of what has any."""
    months = sorted({day.replace(day=1) for day in days})
    sections = [section.path_on_site for section in Section.objects.order_by("pk")[:2]]
    oldest = [model.objects.order_by("pk").first() for model in (Topic, Byline)]
    of = [*sections, *(row.path("bg") for row in oldest if row is not None)]
    return [
        archive_path("bg"),
        archive_path("en"),
        *{archive_path("bg", month, whole_year=True): None for month in months},
        *(archive_path("bg", month) for month in months),
        archive_path("en", months[-1]),
        *(month_path(home, month) for home in of for month in months),
    ]


def _of_photos() -> list[str]:
    pks = Photo.objects.order_by("pk").values_list("pk", flat=True)[:3]
    return [*(photo_path("bg", pk) for pk in pks), *(photo_path("en", pk) for pk in pks[:1])]


def _in_english() -> list[str]:
    """Subjects as the other language lists them."""
    first = [model.objects.order_by("pk").first() for model in (Topic, Byline, Storyline)]
    return [row.path("en") for row in first if row is not None]


def is_full() -> bool:
    """Whether no new address is to be made."""
    return Address.objects.count() >= MOST - 11
