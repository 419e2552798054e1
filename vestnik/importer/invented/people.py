"""Owns the invented people: bylines of the newspaper and the names of those it interviews."""

from typing import NamedTuple

from vestnik.importer.invented.words import words

_WOMEN = words(
    "Албена Боряна Веселина Гергана Даниела Елица Жана Зорница Ивелина Калина Лилия Милена Невена "
    "Огняна Петя Росица Стефка Теменуга Силвия Христина Цветана Яна Надя Рени"
)
_MEN = words(
    "Атанас Борис Васил Георги Димо Евгени Живко Захари Илия Калоян Любен Мартин Недялко Огнян "
    "Пламен Радослав Светлин Тодор Филип Христо Цветан Явор Антон Крум"
)
_FAMILIES = words(
    "Арнаудов Бакърджиев Велчев Гайдаров Дочев Енчев Желязков Златарев Иванчев Казанджиев Ламбрев "
    "Мандраджиев Найденчев Овчаров Пеловски Ралчев Самарджиев Терзийски Узунски Филчев Хаджиилиев "
    "Цонковски Чакъров Шейтанов Юруков Ябълков Бобчевски Ветренски Грънчаров Дюлгерски"
)


class InventedByline(NamedTuple):
    """Somebody who signs stories."""

    name: str
    role: str


def full_name(first: int, family: int) -> str:
    """An invented name; odd ``first`` are men, even ones women; both numbers wrap around."""
    surname = _FAMILIES[family % len(_FAMILIES)]
    if first % 2:
        return f"{_MEN[first // 2 % len(_MEN)]} {surname}"
    feminine = surname[:-1] + "а" if surname.endswith("ски") else surname + "а"
    return f"{_WOMEN[first // 2 % len(_WOMEN)]} {feminine}"


NAMES = tuple(
    full_name(first, first * 7 + family * 11) for family in range(10) for first in range(48)
)
"""All names there are, none twice; the first 120 sign, the rest are interviewed."""

BYLINES = tuple(
    InventedByline(name, "фоторепортер" if index % 12 == 11 else "репортер")
    for index, name in enumerate(NAMES[:120])
)
INTERVIEWED = NAMES[120:]
"""Women at even indexes, men at odd ones."""
