# ruff: noqa: E501  (pages and tables of cases, a line each)
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from vestnik.importer.reading import FoundPhoto, FoundSource, FoundTeaser, Refused, read_page

SOFIA = ZoneInfo("Europe/Sofia")

DOUBLED = """
9 Март, 2024

Кметството в Русе пуска нови тролейбуси по всички линии

Кметството в Русе пуска нови тролейбуси по всички линии

Пътници чакат на спирката пред гарата в Русе, снимка: архив

Двайсет нови машини тръгват в понеделник, билетът остава без промяна

Двайсет нови тролейбуса тръгват по линиите в Русе от понеделник, съобщиха от общината.

Цената на билета няма да се променя до края на годината, каза говорител на общината, цитиран от БТА.

Старите машини ще бъдат продадени на търг. Парите от тях ще отидат за ремонт на спирките. /БГНЕС

Сподели:

Коментари (0)

Дъжд и вятър в цялата страна през почивните дни до 10 г.

Дъжд и вятър в цялата страна през почивните дни до 10 г.

Температурите ще паднат до пет градуса.

Изложба на детски рисунки гостува във Видин

Изложба на детски рисунки гостува във Видин

Тя ще остане отворена до края на месеца, входът е свободен.
"""


@pytest.fixture
def page():
    return read_page(DOUBLED.encode())


def words(page):
    return [block.html for block in page.body]


def test_headline_deck_and_body_are_told_apart(page):
    assert page.kind == "text"
    assert page.headline == "Кметството в Русе пуска нови тролейбуси по всички линии"
    assert page.deck == "Двайсет нови машини тръгват в понеделник, билетът остава без промяна"
    assert [block.kind for block in page.body] == ["paragraph"] * 3
    assert words(page)[0].startswith("Двайсет нови тролейбуса")
    assert words(page)[-1].endswith("за ремонт на спирките.")


def test_the_lead_photo_is_a_file_photo_without_picture(page):
    caption = "Пътници чакат на спирката пред гарата в Русе"
    assert page.lead_photo == FoundPhoto(caption, "архив", file_photo=True, url="", alt="")


def test_the_chain_of_sources(page):
    assert page.sources == (
        FoundSource("БГНЕС", "carried", "bgnes"),
        FoundSource("БТА", "cited", "bta"),
    )


def test_the_header_date_is_only_a_bound(page):
    assert page.published is None
    assert page.not_after == date(2024, 3, 9)


def test_teasers_with_headline_and_deck(page):
    assert page.teasers == (
        FoundTeaser("Дъжд и вятър в цялата страна през почивните дни до 10 г.", "Температурите ще паднат до пет градуса."),
        FoundTeaser("Изложба на детски рисунки гостува във Видин", "Тя ще остане отворена до края на месеца, входът е свободен."),
    )  # fmt: skip


def test_a_page_without_blank_lines_reads_the_same(page):
    tight = "\n".join(line for line in DOUBLED.splitlines() if line)
    assert read_page(tight.encode()) == page
    assert read_page(tight.replace("\n", "\r\n").encode()) == page


def test_a_page_without_deck_photo_and_teasers():
    lines = [
        block
        for block in DOUBLED.strip().split("\n\n")
        if "снимка" not in block and "машини тръгват" not in block
    ]
    page = read_page("\n\n".join(lines[: lines.index("Сподели:")]).encode())
    assert page.headline.startswith("Кметството")
    assert page.deck == ""
    assert page.lead_photo is None
    assert page.teasers == ()
    assert len(page.body) == 3


def test_share_buttons_above_the_text_do_not_end_it():
    moved = DOUBLED.replace(
        "Двайсет нови машини",
        "Сподели\n\nFacebook\n\nViber\n\nКоментари (4)\n\nДвайсет нови машини",
    )
    page = read_page(moved.encode())
    assert len(page.body) == 3
    assert page.deck.startswith("Двайсет нови машини")


def test_readers_comments_are_neither_body_nor_teasers():
    page = read_page(
        DOUBLED.replace(
            "Коментари (0)",
            "Коментари (2)\n\nПетър\n\nКрайно време беше, браво на всички там.\n\nОще една скъпа играчка за тях",
        ).encode()
    )
    assert len(page.body) == 3
    assert len(page.teasers) == 2


OTHER_SITE = """Меню
Политика
Свят
Спорт

Начало > Свят > Балкани

Букурещ откри нов мост над река Дунав

{date}

Автор: Иван Примеров и Мария Стоева

Мостът е дълъг 1200 метра и струва триста милиона евро. Той беше открит в неделя.

Снимка: БТА

Строежът продължи пет години, съобщи Ройтерс, като се позовава на местните власти.

По-къс път

Пътят между двата града се скъсява с един час. Очаква се по моста да минават хиляди коли.

Прочетете още: Нов мост над Марица

Реклама

Таксата ще бъде въведена през пролетта. (БТА)

Тагове: мост, Дунав

Още новини

Нова автомагистрала до морето отваря след месец

© 2025 Примерен вестник. Всички права запазени.
"""


@pytest.mark.parametrize(
    ("written", "moment", "exact"),
    [
        ("7 декември 2025 г., 14:30", datetime(2025, 12, 7, 14, 30, tzinfo=SOFIA), True),
        ("Публикувана на 07.12.2025 14:30 ч.", datetime(2025, 12, 7, 14, 30, tzinfo=SOFIA), True),
        ("07.12.2025", datetime(2025, 12, 7, tzinfo=SOFIA), False),
        ("Неделя, 7 Декември 2025", datetime(2025, 12, 7, tzinfo=SOFIA), False),
        ("December 7, 2025 2:30 PM", datetime(2025, 12, 7, 14, 30, tzinfo=SOFIA), True),
    ],
)
def test_a_date_under_the_headline_is_the_publication(written, moment, exact):
    page = read_page(OTHER_SITE.format(date=written).encode())
    assert (page.published, page.published_exact) == (moment, exact)
    assert page.not_after is None


def test_another_site_with_other_furniture():
    page = read_page(OTHER_SITE.format(date="преди 2 часа").encode())
    assert page.headline == "Букурещ откри нов мост над река Дунав"
    assert page.published is None
    assert page.section_name == "Балкани"
    assert page.authors == ("Иван Примеров", "Мария Стоева")
    assert page.topics == ("мост", "Дунав")
    assert page.lead_photo == FoundPhoto("", "БТА")
    assert [block.kind for block in page.body] == [
        "paragraph",
        "paragraph",
        "subhead",
        "paragraph",
        "paragraph",
    ]
    assert not any("Прочетете" in text or "Реклама" in text for text in words(page))
    assert [(source.code, source.role) for source in page.sources] == [
        ("bta", "carried"),
        ("reuters", "cited"),
    ]
    assert page.teasers == (FoundTeaser("Нова автомагистрала до морето отваря след месец"),)


ENGLISH = """Parliament passes budget after all-night debate | The Daily Sample

Home
World

Parliament passes budget after all-night debate

By Jane Sample and John Pattern
Published December 7, 2025 at 2:30 PM
Updated December 8, 2025 9:05 AM

Share
Tweet

Lawmakers wait for the vote. Photo: Press Office

LONDON (Reuters) - Lawmakers approved the budget of the next year early on Sunday, officials said.

The vote was close. "It was the longest night of my career," one lawmaker told AFP.

Comments (0)

Related stories

Trains resume after storm

Harbour reopens to ships
"""


def test_an_english_page():
    page = read_page(ENGLISH.encode())
    assert page.language == "en"
    assert page.headline == "Parliament passes budget after all-night debate"
    assert page.authors == ("Jane Sample", "John Pattern")
    assert page.published == datetime(2025, 12, 7, 14, 30, tzinfo=SOFIA)
    assert page.updated == datetime(2025, 12, 8, 9, 5, tzinfo=SOFIA)
    assert page.dateline == "LONDON"
    assert [(s.code, s.role) for s in page.sources] == [("reuters", "carried"), ("afp", "cited")]
    assert words(page)[0].startswith("Lawmakers approved")
    assert [t.headline for t in page.teasers] == [
        "Trains resume after storm",
        "Harbour reopens to ships",
    ]
    assert page.lead_photo == FoundPhoto("Lawmakers wait for the vote.", "Press Office")


def test_markup_in_a_text_page_is_text():
    page = read_page(
        DOUBLED.replace("на търг.", "на търг <script>x</script> & <b>веднага</b>.").encode(),
        name="a.txt",
    )
    assert "&lt;script&gt;x&lt;/script&gt; &amp; &lt;b&gt;" in words(page)[-1]


def test_lists_become_lists():
    listed = DOUBLED.replace("Старите машини", "- линия едно\n\n- линия две\n\nСтарите машини")
    page = read_page(listed.encode())
    assert "<ul><li>линия едно</li><li>линия две</li></ul>" in words(page)


def test_hard_wrapped_lines_are_one_paragraph():
    wrapped = DOUBLED.replace(
        "Старите машини ще бъдат продадени на търг. Парите от тях ще отидат за ремонт на спирките. /БГНЕС",
        "Старите машини ще бъдат продадени на търг, а парите от\nтях ще отидат за ремонт на спирките в целия град, като\nпърва ще бъде обновена спирката. /БГНЕС",
    )
    page = read_page(wrapped.encode())
    assert len(page.body) == 3
    assert "парите от тях ще отидат" in words(page)[-1]


@pytest.mark.parametrize(
    "text", ["Начало\nМеню\nВход", "абв " * 500, "7 декември 2025", "/ " * 5000]
)
def test_a_page_without_story_is_refused(text):
    with pytest.raises(Refused) as refusal:
        read_page(text.encode())
    assert refusal.value.code == "no_text"


def test_the_seed(seed):
    page = read_page(seed)
    assert page.headline == "Армения и Азербайджан се споразумяха да градят взаимно доверие"
    assert (
        page.deck
        == "Баку ще освободи 32-ма арменски пленници, Ереван - двама азербайджански военни"
    )
    assert page.lead_photo == FoundPhoto(
        "Арменското население напусна Нагорни Карабах след операцията на азербайджанските военни",
        "архив",
        file_photo=True,
    )
    assert len(page.body) == 8
    assert all(block.kind == "paragraph" for block in page.body)
    assert page.body[0].html.startswith("Армения и Азербайджан се споразумяха да предприемат")
    assert page.body[-1].html.endswith("при нахлуването на азербайджанската армия.")
    assert page.sources == (
        FoundSource("БГНЕС", "carried", "bgnes"),
        FoundSource("АФП", "cited", "afp"),
    )
    assert (page.published, page.updated, page.not_after) == (None, None, date(2025, 12, 7))
    assert [teaser.headline.split()[0] for teaser in page.teasers] == ["17", "САЩ", "Силно"]
    assert all(teaser.deck.endswith(".") for teaser in page.teasers)
    assert page.language == "bg"


FULL_SENTENCES = """
Земетресение разлюля Централна Гърция, няма пострадали

{deck}

Земетресение с магнитуд 4,7 беше регистрирано тази сутрин в Централна Гърция. Няма данни за пострадали или за разрушения, съобщават от пожарната.

Трусът е усетен и в Атина. Според сеизмолозите епицентърът е бил на 90 километра северозападно от столицата, а огнището на дълбочина 10 километра.

Гръцките власти призоваха хората да запазят спокойствие. Училищата в района остават затворени до края на деня.
"""


def test_a_sentence_that_the_body_says_again_is_a_deck():
    page = read_page(
        FULL_SENTENCES.format(deck="Епицентърът е бил на 90 километра от Атина.").encode()
    )
    assert page.deck == "Епицентърът е бил на 90 километра от Атина."
    assert len(page.body) == 3


def test_a_first_paragraph_that_reports_is_no_deck():
    first = "Силен трус събуди жителите на няколко села край Ламия. Хората излязоха по улиците и останаха там с часове."
    page = read_page(FULL_SENTENCES.format(deck=first).encode())
    assert page.deck == ""
    assert page.body[0].html == first
