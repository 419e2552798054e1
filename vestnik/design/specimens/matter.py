"""The invented matter of which specimens are made: photos, people, sections, stories, blocks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

NOW: Final = datetime(2025, 12, 7, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture of a specimen."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo; `shape` names one of our drawings, "" is a photo whose picture is missing."""

    shape: str = "hills"
    caption: str = ""
    credit: str = "Мила Станева"
    file_photo: bool = False
    description: str = ""
    is_public: bool = True
    withdrawn_at: None = None
    creator: str = ""
    taken_at: datetime | None = None
    copyright_notice: str = ""
    usage_terms: str = ""
    tone: int = 20

    may_be_shared: bool = True
    pk: int = 0

    def standing_in(self, may_stand: Any) -> Photo:
        """Itself: the rights of what is invented hold."""
        return self

    @property
    def on_pages(self) -> Photo:
        """Specimens have all rights."""
        return self

    def shown(self, use: str) -> list[tuple[str, Rendition]]:
        """The drawing as if it had been made in every width of a use (`photos/specs.py`)."""
        made = self.rendition(use)
        if made is None:
            return []
        widths = [
            Rendition(f"{made.url}?{width}", width, round(width * made.height / made.width))
            for width in WIDTHS[use]
        ]
        return [*(("avif", one) for one in widths), ("jpeg", made)]

    def rendition(self, name: str) -> Rendition | None:
        """The same drawing at every size."""
        if not self.shape:
            return None
        return Rendition(
            f"{settings.STATIC_URL}design/specimens/{self.shape}.svg", *_MEASURES[self.shape]
        )


WIDTHS: Final = {
    "wide": (480, 800, 1200, 1800),
    "card": (320, 640, 960),
    "square": (160, 320),
}
_MEASURES: Final = {
    "hills": (1200, 800),
    "harbour": (1200, 675),
    "tower": (800, 1100),
    "woman": (400, 400),
    "man": (400, 400),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A topic, byline, agency or section: a name and a place to go."""

    name: str
    path: str = ""
    role: str = ""
    portrait: Photo | None = None
    archived: bool = False
    pk: int = 0
    live: bool = True
    description: str = ""
    text: str = ""
    language: str = "bg"

    @property
    def title(self) -> str:
        """A page's name."""
        return self.name

    @property
    def path_on_site(self) -> str:
        """A page's address."""
        return self.path


@dataclass(frozen=True, slots=True)
class Signed:
    """A story's link to a byline, or to an agency with its role."""

    byline: Named | None = None
    agency: Named | None = None
    role: str = ""


class Rows(tuple[Any, ...]):
    """What a relation gives: rows that one asks for with `all`."""

    def all(self) -> Rows:
        """Themselves."""
        return self


class Block:
    """A block of a body, printed by its own template."""

    def __init__(self, name: str, value: Any, **more: Any) -> None:
        self.block_type = name
        self._value, self._more = value, more

    def render_as_block(self, context: dict[str, Any] | None = None) -> SafeString:
        """What `include_block` asks for."""
        given = {**(context or {}), "value": self._value, **self._more}
        return mark_safe(render_to_string(f"stories/blocks/{self.block_type}.html", given))


@dataclass(frozen=True, slots=True)
class Story:
    """A story, with the fields that templates ask for."""

    headline: str
    deck: str = ""
    kicker: str = ""
    kind: str = "news"
    section: Named | None = None
    lead_photo: Photo | None = None
    lead_caption: str = ""
    body: Iterable[Block] = ()
    dateline: str = ""
    dated: datetime = NOW
    updated: datetime = NOW
    date_precision: str = "exact"
    is_dated: bool = True
    address: str = "/cms/design/story/"
    pk: int | None = None
    story_bylines: Rows = field(default_factory=Rows)
    language: str = "bg"

    @property
    def list_headline(self) -> str:
        """The headline in lists."""
        return self.headline

    def get_kind_display(self) -> str:
        """The kind in words."""
        return _KINDS[self.kind]

    def but(self, **changes: Any) -> Story:
        """The same story, a little different."""
        return replace(self, **changes)


_KINDS: Final = {
    "news": "новина",
    "analysis": "анализ",
    "opinion": "мнение",
    "interview": "интервю",
    "reportage": "репортаж",
    "brief": "накратко",
}

SECTIONS: Final = [
    Named(name, "/cms/design/section/", pk=number)
    for number, name in enumerate(
        ("България", "Свят", "Икономика", "Общество", "Култура", "Наука", "Мнения"), start=1
    )
]
STANDING: Final = [
    Named("За изданието", "/cms/design/standing/", pk=21),
    Named("Връзка с редакцията", "/cms/design/standing/", pk=22),
]
WRITER: Final = Named(
    "Елена Маринова", "/cms/design/byline/", "водещ на рубриката", Photo("woman", credit="")
)
GUEST: Final = Named("Проф. Кирил Дончев", "", "хидролог", Photo("man", credit=""))
FOREIGN: Final = Named("أحمد منصور", "", "кореспондент в Кайро")
AGENCIES: Final = [
    Signed(agency=Named("БГНЕС", "/cms/design/agency/"), role="carried"),
    Signed(agency=Named("АФП", "/cms/design/agency/"), role="cited"),
]
TOPICS: Final = [
    Named("Белоречие", "/cms/design/topic/"),
    Named("Мостове и пътища", "/cms/design/topic/"),
    Named("Río Ebro"),
]

HILLS: Final = Photo(
    "hills", "Долината на Бела река, снимана от Орлово гнездо.", description="Хълмове по изгрев."
)
HARBOUR: Final = Photo(
    "harbour", "Корабът „Марица“ чака на рейд.", "Архив", file_photo=True,
    description="Червен кораб в пристанище.",
)  # fmt: skip
TOWER: Final = Photo(
    "tower", "Часовниковата кула преди ремонта.", "БТА, архив", description="Тухлена кула."
)
NO_PICTURE: Final = Photo("", "Снимката е загубена; останаха думите за нея.", "БГНЕС")


def paragraphs(*texts: str) -> list[Block]:
    """A body of paragraphs."""
    return [Block("paragraph", f"<p>{text}</p>") for text in texts]


TEXT: Final = (
    'Мостът над Бела река беше открит отново в неделя, след като три години стоя затворен. '
    'Първа по него мина колоната на пожарната, а след нея – "всички, които нямаха търпение", '
    'както каза кметът.',
    'Ремонтът струва 12,4 млн. лв. и закъсня с 14 месеца. Проверката откри 32 повредени опори; '
    'сменени са 27, останалите са укрепени. Движението на камиони над 20 тона остава забранено.',
    'Жителите на двата бряга вече не обикалят 18 километра през Горно Поле. "Най-сетне съм пак '
    'на десет минути от работа", каза учителката Надежда Колева, която живее в Света Марина.',
)  # fmt: skip
NEWS: Final = Story(
    "Мостът над Бела река е отворен след три години ремонт",
    "Камионите ще чакат до пролетта, докато бъдат укрепени последните пет опори.",
    section=SECTIONS[0],
    lead_photo=HILLS,
    body=paragraphs(*TEXT),
    dateline="Белоречие",
)
LONG_HEADLINE: Final = (
    "Общинският съвет реши след единадесетчасово заседание, в което на два пъти нямаше кворум и "
    "веднъж угасна токът, да отложи с още шест месеца решението кой да поддържа моста, пътя към "
    "него, осветлението и пейката, от която всички го гледат"
)
EARLIER: Final = NOW - timedelta(days=3, hours=4)
