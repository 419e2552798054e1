"""Owns the sections and agencies of the invented newspaper."""

from typing import NamedTuple


class InventedSection(NamedTuple):
    """A section: its slug follows the Transliteration Act (whole names on its list included)."""

    name: str
    slug: str
    weight: int
    """Its share of all stories, in percent."""


class InventedAgency(NamedTuple):
    """A news agency; the organisations are real, what they are said to have carried is invented."""

    code: str
    name: str


SECTIONS = (
    InventedSection("България", "bulgaria", 24),
    InventedSection("Свят", "svyat", 20),
    InventedSection("Икономика", "ikonomika", 13),
    InventedSection("Общество", "obshtestvo", 14),
    InventedSection("Култура", "kultura", 9),
    InventedSection("Спорт", "sport", 11),
    InventedSection("Наука", "nauka", 5),
    InventedSection("Мнения", "mnenia", 4),
)
WORLD, VIEWS = 1, 7
"""Indexes of the two sections with habits of their own."""

AGENCIES = (
    InventedAgency("bta", "БТА"),
    InventedAgency("bgnes", "БГНЕС"),
    InventedAgency("reuters", "Ройтерс"),
    InventedAgency("afp", "АФП"),
    InventedAgency("ap", "АП"),
    InventedAgency("dpa", "ДПА"),
    InventedAgency("ansa", "АНСА"),
    InventedAgency("efe", "ЕФЕ"),
    InventedAgency("apa", "АПА"),
    InventedAgency("pap", "ПАП"),
    InventedAgency("ana-mpa", "АНА-МПА"),
    InventedAgency("agerpres", "Аджерпрес"),
)
HOME_AGENCIES = 2
"""How many of the first agencies are Bulgarian: they carry, the others are cited."""
