from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from vestnik.importer.reading import captions, dates, furniture, language, people, sanitise, sources
from vestnik.importer.reading.figures import photo
from vestnik.importer.reading.lines import same


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("се казва в позиция, цитирана от АФП.", ["afp"]),
        ("Влакът е закъснял, предаде Ройтерс.", ["reuters"]),
        ("Мостът е затворен, съобщи ДПА.", ["dpa"]),
        ("По данни на ТАСС и АФП реката се връща.", ["tass", "afp"]),
        ("каза той пред БТА", ["bta"]),
        ("съобщи информационната агенция „Франс прес“", ["afp"]),
        ("Ройтерс съобщи, че мостът е затворен", ["reuters"]),
        ("предаде държавната агенция ТАСС, като се позовава на Интерфакс", ["tass", "interfax"]),
        ("The road is closed, as reported by AFP.", ["afp"]),
        ("the mayor told Reuters on Monday", ["reuters"]),
        ("The Associated Press reported the news", ["ap"]),
        ("„Асошиейтед прес“ и агенция „Фокус“ отбелязват, че мостът е затворен", ["ap", "focus"]),
        ("По данни, на които се позовава АНСА, реката спада.", ["ansa"]),
        ("Член АП от закона не важи, АФП е съкращение.", []),
        ("Сградата на Ройтерс е висока.", []),
    ],
)
def test_cited_agencies(sentence, codes):
    found = sources.as_sources([], sources.cited(sentence))
    assert [source.code for source in found] == codes
    assert all(source.role == "cited" for source in found)


@pytest.mark.parametrize(
    ("paragraph", "rest", "names"),
    [
        ("Войските се оттеглиха. /БГНЕС", "Войските се оттеглиха.", ("БГНЕС",)),
        ("заяви той. /БТА/", "заяви той.", ("БТА",)),
        ("заяви той. (АП/ДПА)", "заяви той.", ("АП", "ДПА")),
        ("Край на срещата. БТА", "Край на срещата.", ("БТА",)),
        ("Край на срещата. /НОВА/", "Край на срещата.", ("НОВА",)),
        ("Източник: БТА", "", ("БТА",)),
        ("(Quelle: APA/dpa)", "", ("APA", "dpa")),
    ],
)
def test_sign_offs(paragraph, rest, names):
    found = sources.sign_off(paragraph, last=True)
    assert (found.rest, found.names) == (rest, names)


@pytest.mark.parametrize(
    "paragraph", ["той е член на АП", "Отиде в САЩ.", "Стига толкова (засега)", "И/ИЛИ"]
)
def test_no_sign_off(paragraph):
    assert sources.sign_off(paragraph, last=True) is None


@pytest.mark.parametrize(
    ("paragraph", "place", "rest"),
    [
        ("СОФИЯ (БТА) – Правителството заседава", "СОФИЯ", "Правителството заседава"),
        ("София, 7 декември (БТА) – Правителството", "София", "Правителството"),
        ("MADRID — The minister", "MADRID", "The minister"),
        ("(Reuters) — The minister", "", "The minister"),
        ("БРЮКСЕЛ /БГНЕС/ Европейската комисия", "БРЮКСЕЛ", "Европейската комисия"),
    ],
)
def test_datelines(paragraph, place, rest):
    found = sources.dateline(paragraph)
    assert found is not None
    assert (found[0], found[1].rest) == (place, rest)


@pytest.mark.parametrize(
    "paragraph", ["Той каза – нещо друго", "НАТО – съюзът", "Водата - мътна", "2020 – година"]
)
def test_no_dateline(paragraph):
    assert sources.dateline(paragraph) is None


@pytest.mark.parametrize(
    ("text", "caption", "credit", "file_photo"),
    [
        ("Хора на площада, снимка: архив", "Хора на площада", "архив", True),
        ("Снимка: БТА", "", "БТА", False),
        ("Министърът (снимка: БГНЕС/архив)", "Министърът", "БГНЕС/архив", True),
        ("A crowd (AP Photo/Jane Sample)", "A crowd", "AP Photo/Jane Sample", False),
        ("FILE PHOTO: A crowd. Photo: Reuters", "A crowd.", "Reuters", True),
        ("Credit...Jane Sample", "Credit...Jane Sample", "", False),
        ("© Jane Sample", "", "Jane Sample", False),
        ("на снимката: кметът", "на снимката: кметът", "", False),
        ("Архивът на града отвори врати", "Архивът на града отвори врати", "", True),
    ],
)
def test_captions(text, caption, credit, file_photo):
    found = captions.photo(text)
    assert (found.caption, found.credit) == (caption, credit)
    if not text.startswith("Архивът"):
        assert found.file_photo is file_photo


@pytest.mark.parametrize(
    ("line", "day", "clock"),
    [
        ("7 Декември, 2025", date(2025, 12, 7), None),
        ("7 декември 2025 г., 14:30", date(2025, 12, 7), time(14, 30)),
        ("07.12.2025", date(2025, 12, 7), None),
        ("14:30, 7.12.2025 г.", date(2025, 12, 7), time(14, 30)),
        ("Sunday, December 7th, 2025 at 2:30 p.m.", date(2025, 12, 7), time(14, 30)),
        ("2025-12-07 09:05", date(2025, 12, 7), time(9, 5)),
        ("5.III.2024 г.", date(2024, 3, 5), None),
        ("На 5-и март 2024 година", date(2024, 3, 5), None),
        ("05.03.24 14:30", date(2024, 3, 5), time(14, 30)),
        ("05.03.99", date(1999, 3, 5), None),
        ("Резултатът 05.03.24 стои в дълго изречение за нещо друго", None, None),
        ("31.02.2025", None, None),
        ("версия 1.2.3", None, None),
    ],
)
def test_dates_in_lines(line, day, clock):
    found = dates.in_line(line)
    assert (found.day if found else None, found.clock if found else None) == (day, clock)


@pytest.mark.parametrize(
    ("written", "iso", "exact"),
    [
        ("2024-05-03T15:47:42.389Z", "2024-05-03T15:47:42.389000+00:00", True),
        ("2024-05-03T15:47:42.3891234+02:00", "2024-05-03T15:47:42.389123+02:00", True),
        ("2024-05-03 15:47:42 +0200", "2024-05-03T15:47:42+02:00", True),
        ("2024-05-03", "2024-05-03T00:00:00+03:00", False),
        ("Fri, 03 May 2024 15:47:42 +0000", "2024-05-03T15:47:42+00:00", True),
        ("1714751262", "2024-05-03T15:47:42+00:00", True),
    ],
)
def test_machine_dates(written, iso, exact):
    moment, known = dates.machine(written, ZoneInfo("Europe/Sofia"))
    assert (moment.isoformat(), known) == (iso, exact)


@pytest.mark.parametrize(
    "nonsense", ["", "soon", "9999-99-99", "0000-00-00T00:00:00Z", "²" * 10, "x" * 500]
)
def test_dates_that_are_none(nonsense):
    assert dates.machine(nonsense, ZoneInfo("UTC")) is None


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("By Jane Sample and John Pattern", ("Jane Sample", "John Pattern")),
        ("от Мария Примерова, Иван Образцов", ("Мария Примерова", "Иван Образцов")),
        ("Von Anna Muster und Max Muster", ("Anna Muster", "Max Muster")),
        ("Ursula von der Leyen", ("Ursula von der Leyen",)),
        ("https://example.com/jane", ()),
        ("Jane Sample, senior reporter", ("Jane Sample",)),
        ("JANE SAMPLE", ("Jane Sample",)),
        ("admin", ()),
        ("2 min read", ()),
        ("jane@example.com Jane Sample", ("Jane Sample",)),
    ],
)
def test_names_of_people(field, names):
    assert people.names(field) == names


@pytest.mark.parametrize(
    "line",
    [
        "Сподели:",
        "Коментари (0)",
        "Share",
        "Още новини",
        "Facebook",
        "Реклама",
        "© 2025 Вестник",
        "Read more: A story",
        "Виж още",
        "12:30",
    ],
)
def test_furniture(line):
    assert furniture.is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Още двама загинали при катастрофата",
        "Share prices fall in Asia",
        "Следващата седмица започва кампанията",
        "Последният влак",
        "Коментарите на министъра разгневиха синдикатите",
    ],
)
def test_not_furniture(line):
    assert not furniture.is_furniture(line)


def test_a_title_with_the_sites_name_is_the_same_headline():
    assert same("Кметът откри новия мост", "Кметът откри новия мост | Примерен вестник")
    assert not same("Кметът откри новия мост", "Кметът откри новия мост и старата гара")


def test_languages():
    assert language.guess("Правителството заседава, а градът чака решението му днес.", None) == "bg"
    assert (
        language.guess("Правительство объявило, что меры были приняты. Это ещё не всё.", "bg")
        == "ru"
    )
    assert (
        language.guess(
            "The government said on Monday that it will meet and the city is waiting.", "bg"
        )
        == "en"
    )
    assert not language.agrees("en", "Правителството заседава")


def test_sanitised_markup():
    dirty = '<span style="x">а</span> <a href="javascript:x">б</a> <b onclick="x">в</b><script>x</script><a href="https://e.com/"></a>&nbsp;<br>'
    assert sanitise.inline(dirty) == "а б <b>в</b>"


def test_icons_are_no_photos():
    from lxml import html

    for markup in (
        '<img src="/a.svg">',
        '<img src="/logo.png">',
        '<img src="/a.jpg" width="16">',
        '<img alt="x">',
    ):
        assert photo(html.fragment_fromstring(markup), "https://example.com/") is None
    tricky = (
        '<img srcset="https://example.com/w=1,h=2/a.jpg 1x, https://example.com/w=3,h=4/a.jpg 2x">'
    )
    assert photo(html.fragment_fromstring(tricky), "").url == "https://example.com/w=3,h=4/a.jpg"
