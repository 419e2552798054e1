"""Every specimen by name: which template with which context, and what it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vestnik.design.specimens import gathered, matter
from vestnik.design.specimens.matter import NEWS, NOW, Block, Named, Rows, Signed, Story
from vestnik.kit import dates

LANGUAGE: Final = "bg"


@dataclass(frozen=True, slots=True)
class Specimen:
    """One page: its name in addresses, what it shows, its template and its context."""

    name: str
    title: str | Promise
    template: str
    context: Callable[[], dict[str, Any]]

    def render(self) -> str:
        """The page in the language of its content."""
        with translation.override(LANGUAGE):
            return render_to_string(self.template, site() | self.context())


def site() -> dict[str, Any]:
    """What every page shows."""
    return {
        "edition": Edition(),
        "sections": matter.SECTIONS,
        "standing": matter.STANDING,
        "language": LANGUAGE,
        "header_date": dates.header_date(NOW, LANGUAGE),
        "home": "/cms/design/front/",
        "site_url": settings.VESTNIK_URL,
        "zone": ZoneInfo("Europe/Sofia"),
        "canonical": f"{settings.VESTNIK_URL}/2025/12/most-1/",
        "more_news": more_news(),
        "archive_path": "/cms/design/years/",
        "corrections_path": "/cms/design/corrections/",
        "photo_root": "/cms/design/photo/",
    }


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition of the specimens."""

    name: str = "Вестник"
    tagline: str = "Новини от Белоречие и света"
    publisher: str = "Печатница „Първи ред“"
    demo: bool = True


def some_stories() -> list[Story]:
    """Cards of every sort: with and without picture, short and long, of several kinds."""
    return [
        NEWS.but(kicker="След ремонта"),
        NEWS.but(
            headline="Реколтата от череши ще е наполовина", section=matter.SECTIONS[2],
            deck="Априлската слана взе ранните сортове; късните още държат.", lead_photo=None,
        ),
        NEWS.but(
            headline="Кораб без екипаж влезе сам в пристанището", section=matter.SECTIONS[1],
            deck="", lead_photo=matter.HARBOUR, dated=NOW - timedelta(hours=3),
        ),
        NEWS.but(
            headline="Какво остава от града, когато часовникът спре", kind="analysis",
            section=matter.SECTIONS[4], lead_photo=matter.TOWER, dated=matter.EARLIER,
            deck="Кулата мълчи от седмица, а с нея и спорът чия е.",
        ),
        NEWS.but(headline="Тихо", deck="", section=matter.SECTIONS[5], lead_photo=None),
        NEWS.but(
            headline=matter.LONG_HEADLINE, section=matter.SECTIONS[0], lead_photo=matter.HARBOUR,
            date_precision="before", is_dated=False,
        ),
        NEWS.but(
            headline="Селото, което чака влака от 1974 г.", kind="reportage",
            section=matter.SECTIONS[3], lead_photo=matter.HILLS, date_precision="day",
        ),
        NEWS.but(
            headline="Училището в Горно Поле събра 11 първокласници", section=matter.SECTIONS[3],
            lead_photo=matter.NO_PICTURE, deck="Миналата година бяха двама.",
        ),
    ]  # fmt: skip


def opinions() -> list[Story]:
    """Two opinions: one with a portrait, one without."""
    return [
        NEWS.but(
            headline="Мостът не е подвиг, а закъснение", kind="opinion", lead_photo=None, deck="",
            story_bylines=Rows([Signed(byline=matter.WRITER)]), section=matter.SECTIONS[6],
        ),
        NEWS.but(
            headline="Защо водата помни повече от нас", kind="opinion", lead_photo=None, deck="",
            story_bylines=Rows([Signed(byline=matter.GUEST)]), section=matter.SECTIONS[6],
        ),
        NEWS.but(
            headline="Писмо до един кмет, който не отговаря на писма", kind="opinion", deck="",
            story_bylines=Rows([Signed(byline=matter.FOREIGN)]), section=matter.SECTIONS[6],
            lead_photo=None,
        ),
    ]  # fmt: skip


def more_news() -> str:
    """The part below a story."""
    before, after = render_to_string("components/more_news.html").split("<!--cards-->")
    cards = [
        render_to_string(
            "components/card.html",
            {"story": story, "zone": ZoneInfo("Europe/Sofia"), "card_sizes": "7rem"},
        )
        for story in some_stories()[:6]
    ]
    return mark_safe("".join((before, *cards, after)))


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone of a front."""

    kind: str
    stories: list[Story]
    id: str = ""
    title: str = ""
    link: str = ""
    section: Named | None = None
    photo: matter.Photo | None = None
    caption: str = ""

    @property
    def template(self) -> str:
        """Which template prints it."""
        return f"components/zones/{self.kind}.html"

    @property
    def level(self) -> int:
        """The level of its stories' headings."""
        return 3 if self.title else 2


def front() -> dict[str, Any]:
    """A front with every kind of zone, under a breaking strip."""
    stories = some_stories()
    bulgaria, world = matter.SECTIONS[:2]
    zones = [
        Zone("lead", stories[:4]),
        Zone("grid", [*stories[2:4], *stories[6:8]]),
        Zone("opinion", opinions(), title="Мнения"),
        Zone("section", stories[:4], title=bulgaria.name, link=bulgaria.path, section=bulgaria),
        Zone("briefs", [*stories, *stories][:9], title="Накратко"),
        Zone(
            "section", [stories[6], *stories[1:4]], title=world.name, link=world.path, section=world
        ),
        Zone("photo", [], title="Снимка на деня", photo=matter.HARBOUR),
        Zone("list", stories, title="Още новини"),
    ]
    return {
        "page": Named("Вестник", pk=99),
        "zones": [replace(zone, id=f"zone-{number}") for number, zone in enumerate(zones)],
        "breaking": breaking(),
    }


def breaking() -> SafeString:
    """The breaking strip."""
    return mark_safe(
        render_to_string(
            "components/breaking.html",
            {
                "text": "Мостът над Бела река е затворен заради пукнатина",
                "path": "/cms/design/story/",
            },
        )
    )


def section() -> dict[str, Any]:
    """A section with its stories."""
    return {
        "page": Named("Свят", pk=2, description="Какво става отвъд реката, границата и морето."),
        "stories": some_stories(),
    }


def day() -> dict[str, Any]:
    """A day's archive."""
    return {
        "day_in_words": dates.long_date(NOW, LANGUAGE),
        "stories": some_stories(),
        "before": "/cms/design/day/",
        "after": "/cms/design/day/",
        "month_path": "/cms/design/month/",
        "month_in_words": dates.month_and_year(NOW, LANGUAGE),
    }


def story(of: Story = NEWS, **more: Any) -> Callable[[], dict[str, Any]]:
    """A story's page."""
    return lambda: {"story": of, "bylines": [], "sources": [], "topics": []} | more


def gallery(count: int) -> Block:
    """A gallery of so many photos."""
    shapes = (matter.HILLS, matter.TOWER, matter.HARBOUR)
    return Block(
        "gallery",
        [
            {"photo": shapes[number % 3], "caption": f"Кадър {number + 1}: от същото място."}
            for number in range(count)
        ],
    )


def every_block() -> list[Block]:
    """A body with each block there is."""
    wide = [["Опора", *(f"{year} г." for year in range(2016, 2026)), "Състояние накрая"]]
    wide += [
        [f"№ {row}", *(f"{row * year % 97},{row}" for year in range(10)), "укрепена"]
        for row in range(1, 7)
    ]
    first, *rest = matter.paragraphs(*matter.TEXT)
    return [
        first,
        Block("subhead", "Какво е сменено"),
        *rest,
        Block("photo", {"photo": matter.TOWER, "caption": ""}),
        Block(
            "quote",
            {
                "text": "Не съм чакала мост. Чаках някой да каже кога.",
                "attribution": "Надежда Колева, учителка",
            },
        ),
        Block(
            "list",
            "<ul><li>леки коли – без ограничение;</li><li>автобуси – до 40 км/ч;</li>"
            "<li>камиони над 20 т – <b>забранени</b>.</li></ul>",
        ),
        _table(wide),
        gallery(8),
        Block("factbox", {"title": "Мостът накратко", "text": "<p>Построен през 1936 г., дълъг "
              "274 м, седем отвора. Затворен на 4 юни 2022 г. след пукнатина в третата опора.</p>"}),
        Block("embed", {"url": "https://example.org/video", "title": "Запис от откриването"}),
        Block("photo", {"photo": matter.NO_PICTURE, "caption": ""}),
        *matter.paragraphs(
            'Пише го и на арабски: <i>جسر</i>, и на латиница – <a href="https://example.org/">'
            "puente</a>: мост е навсякъде."
        ),
        Block("related", [], stories=some_stories()[2:5]),
    ]  # fmt: skip


def _table(data: list[list[str]]) -> Block:
    from wagtail.contrib.table_block.blocks import TableBlock

    class Table(Block):
        def render_as_block(self, context: dict[str, Any] | None = None) -> Any:
            value = {
                "data": data, "cell": [], "mergeCells": [], "first_row_is_table_header": True,
                "first_col_is_header": True, "table_caption": "Разход по опори, хил. лв.",
            }  # fmt: skip
            return TableBlock(template="stories/blocks/table.html").render(value, site())

    return Table("table", data)


def interview() -> list[Block]:
    """Questions in bold, answers plain."""
    return matter.paragraphs(
        "<b>Кога разбрахте, че мостът няма да издържи?</b>",
        "Когато чух, че някой е смятал на ум. Мостът не се пази на ум.",
        "<b>А сега безопасен ли е?</b>",
        *matter.TEXT[1:],
    )


@dataclass(frozen=True, slots=True)
class Age:
    """The notice above an old story."""

    text: str
    strong: bool


OPINION: Final = NEWS.but(
    headline="Мостът не е подвиг, а закъснение", kind="opinion", section=matter.SECTIONS[6],
    deck="Празнуваме, че пак можем да минем оттам, откъдето минавахме.", lead_photo=None,
)  # fmt: skip

SPECIMENS: Final = (
    Specimen("components", _("Components"), "specimens/components.html", lambda: {
        "stories": some_stories(), "opinions": opinions(), "lead": NEWS,
        "lead_plain": NEWS.but(lead_photo=None), "correction": [gathered.FIXED],
        "bylines": [matter.WRITER, matter.GUEST, matter.FOREIGN], "story": NEWS,
        "ages": [Age("Този материал е отпреди повече от един месец.", False),
                 Age("Този материал е отпреди повече от 2 години.", True)],
        "topics": matter.TOPICS, "sources": matter.AGENCIES, "body": every_block(),
    }),
    Specimen("front", _("Front"), "stories/front.html", front),
    Specimen("section", _("Section"), "stories/section.html", section),
    Specimen("topic", _("Topic"), "stories/topic.html",
             gathered.about(gathered.TOPIC, some_stories())),
    Specimen("byline", _("Author"), "stories/byline.html",
             gathered.about(gathered.AUTHOR, [*some_stories(), *opinions()])),
    Specimen("byline-bare", _("Author without portrait"), "stories/byline.html",
             gathered.about(gathered.UNSEEN, opinions()[:1])),
    Specimen("agency", _("Agency"), "stories/agency.html",
             gathered.about(gathered.AGENCY, some_stories()[:3])),
    Specimen("storyline", _("Storyline"), "stories/storyline.html", gathered.storyline),
    Specimen("photo", _("Photo"), "stories/photo.html",
             gathered.photo(gathered.HARBOUR, some_stories()[2:4])),
    Specimen("photo-tall", _("Tall photo of which little is known"), "stories/photo.html",
             gathered.photo(matter.TOWER, some_stories()[:1])),
    Specimen("corrections", pgettext_lazy("page", "Corrections"), "stories/corrections.html",
             gathered.corrections),
    Specimen("years", _("Archive"), "stories/years.html", gathered.years),
    Specimen("year", _("Archive of a year"), "stories/year.html", gathered.year),
    Specimen("month", _("Archive of a month"), "stories/month.html",
             gathered.month(some_stories())),
    Specimen("month-of", _("Older stories of a month"), "stories/month_of.html",
             gathered.month_of(some_stories())),
    Specimen("day", _("Day archive"), "stories/day.html", day),
    Specimen("story", _("Story with every block"), "stories/story.html", story(
        NEWS.but(body=every_block(), kicker="След ремонта", updated=NOW + timedelta(hours=5)),
        bylines=[matter.WRITER], sources=matter.AGENCIES, topics=matter.TOPICS,
        corrections=[gathered.FIXED], translations=[Story("Bridge", language="en")],
    )),
    Specimen("analysis", _("Analysis"), "stories/story.html", story(
        NEWS.but(kind="analysis", lead_photo=matter.HARBOUR), bylines=[matter.WRITER],
    )),
    Specimen("opinion", _("Opinion"), "stories/story.html", story(
        OPINION.but(body=matter.paragraphs(*matter.TEXT)), bylines=[matter.WRITER],
    )),
    Specimen("interview", _("Interview"), "stories/story.html", story(
        NEWS.but(kind="interview", headline="Мостът не се пази на ум", body=interview(),
                 lead_photo=matter.TOWER), bylines=[matter.WRITER, matter.GUEST],
    )),
    Specimen("reportage", _("Reportage"), "stories/story.html", story(
        NEWS.but(kind="reportage", headline="Селото, което чака влака от 1974 г."),
        bylines=[matter.WRITER],
    )),
    Specimen("brief", _("Brief"), "stories/story.html", story(
        NEWS.but(kind="brief", headline="Тролей № 2 пак спира на гарата", deck="", lead_photo=None,
                 body=matter.paragraphs("Тролей № 2 от днес отново спира на Централна гара.")),
    )),
    Specimen("bare", _("Story with hardly anything"), "stories/story.html", story(
        NEWS.but(headline="Тихо", deck="", section=None, lead_photo=None, dateline="",
                 body=matter.paragraphs("Нищо не се случи.")),
    )),
    Specimen("long", _("Forty words of headline, names of three scripts"), "stories/story.html",
        story(
            NEWS.but(headline=matter.LONG_HEADLINE, kicker="Río Ebro – القاهرة – Αθήνα",
                     lead_photo=matter.TOWER, deck=f"{matter.TEXT[0]} {matter.TEXT[1]}"),
            bylines=[matter.FOREIGN, matter.GUEST, matter.WRITER],
            topics=[Named("القاهرة"), Named("Αθήνα"), *matter.TOPICS],
        )),
    Specimen("old", _("Old story"), "stories/story.html", story(
        NEWS.but(dated=NOW - timedelta(days=800), updated=NOW - timedelta(days=800),
                 lead_photo=matter.HARBOUR),
        age=Age("Този материал е отпреди повече от 2 години.", True), sources=matter.AGENCIES,
    )),
    Specimen("fifty", _("Fifty photos"), "stories/story.html", story(
        NEWS.but(body=[*matter.paragraphs(matter.TEXT[0]), gallery(50)]),
    )),
    Specimen("preview", _("Preview of a draft"), "stories/story.html", story(
        NEWS.but(dated=None, updated=None), preview=True, more_news="", canonical="",
    )),
    Specimen("standing", _("Standing page"), "stories/standing.html", lambda: {
        "page": Named("За изданието", pk=21, text="<p>Вестник излиза всеки ден.</p><h2>Кои сме</h2>"
                      f"<p>{matter.TEXT[2]}</p><ul><li>редакция</li><li>печатница</li></ul>"),
    }),
    Specimen("not-found", "404", "stories/not_found.html", lambda: {"canonical": ""}),
    Specimen("gone", "410", "stories/gone.html", lambda: {
        "canonical": "", "since": NOW, "reason": "Данните не се потвърдиха.",
    }),
    Specimen("failed", "500", "stories/failed.html", dict),
    Specimen("unavailable", "503", "unavailable.html", dict),
    Specimen("closed", _("Closed by hand"), "closed.html", dict),
)  # fmt: skip
BY_NAME: Final = {one.name: one for one in SPECIMENS}
