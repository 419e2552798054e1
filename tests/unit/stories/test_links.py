"""Links in running text: kept as references, shown as addresses to the editor, printed when live."""

from __future__ import annotations

import json

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import ReferenceIndex
from wagtail.rich_text import expand_db_html

from tests.factories import newsroom
from vestnik.stories.actions.withdraw import withdraw
from vestnik.stories.blocks import INLINE
from vestnik.stories.models import Address, Section, Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def converter():
    return ContentstateConverter(features=INLINE)


def in_the_editor(converter, html: str) -> list[dict]:
    """What the editor's links point to."""
    state = json.loads(converter.from_database_format(html))
    return [entity["data"] for entity in state["entityMap"].values()]


def there_and_back(converter, html: str) -> str:
    """The stored form after an editor opened and saved it without a change."""
    stored = converter.to_database_format(converter.from_database_format(html))
    return stored.split(">", 1)[1].rsplit("<", 1)[0]


def link(target: object, kind: str = "story") -> str:
    return f'<a linktype="{kind}" id="{target}">дума</a>'


def as_link(href: str) -> str:
    return f'<a href="{href}">дума</a>'


def same(one: str, other: str) -> bool:
    """Equal but for the order of attributes."""
    return sorted(one) == sorted(other)


def test_a_reference_survives_the_editor(site, converter):
    for story in (newsroom.live_story(site), newsroom.story(site)):
        back = there_and_back(converter, f"<p>Виж {link(story.pk)}.</p>")
        assert same(back, f"Виж {link(story.pk)}."), back


def test_the_editor_sees_the_address_or_for_a_draft_one_that_will_lead_to_it(
    site, converter, settings
):
    live, draft = newsroom.live_story(site), newsroom.story(site)

    (shown,) = in_the_editor(converter, f"<p>{link(live.pk)}</p>")
    assert shown["url"] == settings.VESTNIK_URL + live.address
    (shown,) = in_the_editor(converter, f"<p>{link(draft.pk)}</p>")
    assert shown["url"] == f"{settings.VESTNIK_URL}/arhiv/chernova-{draft.pk}/"


@pytest.mark.parametrize(
    "typed",
    [
        "{url}{address}",
        "{address}",
        "{url}{address}?utm_source=x",
        "{address}#komentari",
        "{url}/1999/01/other-{pk}/",
        "{url}/arhiv/{pk}/",
        "{url}/en/arhiv/{pk}/",
    ],
)
def test_an_address_of_ours_becomes_a_reference_when_saved(site, converter, settings, typed):
    story = newsroom.live_story(site)
    href = typed.format(url=settings.VESTNIK_URL, address=story.address, pk=story.pk)

    back = there_and_back(converter, f"<p>{as_link(href)}</p>")

    assert same(back, link(story.pk)), back


@pytest.mark.parametrize(
    "href",
    [
        "https://example.test/2025/12/duma-1/",
        "https://example.test/arhiv/1/",
        "http://localhost.example.test:8000/arhiv/1/",
        "mailto:redaktsiya@example.test",
        "#anchor",
        "/nyama/",
        "/arhiv/99999/",
        "/arhiv/999999999999999999/",
        "/svyat/",
    ],
)
def test_other_links_stay_as_they_are(site, converter, href):
    newsroom.live_story(site)

    assert there_and_back(converter, f"<p>{as_link(href)}</p>") == as_link(href)


def test_an_imported_address_of_a_story_becomes_a_reference(site, converter):
    story = newsroom.live_story(site)
    Address.objects.create(path="/old/page.html", subject=story.log_subject(), state="moved")

    assert same(there_and_back(converter, f"<p>{as_link('/old/page.html')}</p>"), link(story.pk))


def test_a_reference_is_printed_as_a_link_only_while_its_story_is_live(site):
    story = newsroom.story(site)
    text = f"<p>{link(story.pk)}</p>"
    assert expand_db_html(text) == "<p><a>дума</a></p>"

    story = newsroom.live_story(site)
    text = f"<p>{link(story.pk)}</p>"
    assert expand_db_html(text) == f'<p><a href="{story.address}">дума</a></p>'

    withdraw(story, by=newsroom.chief(), reason="Проба.")
    assert expand_db_html(text) == "<p><a>дума</a></p>"


@pytest.mark.parametrize("odd", ["", "x", "-1", "0", "1.5", "9" * 18, "9" * 30, "1 OR 1=1"])
def test_an_odd_reference_is_text(site, converter, odd):
    newsroom.live_story(site)
    text = f"<p>{link(odd)}</p>"

    assert expand_db_html(text) == "<p><a>дума</a></p>"
    converter.from_database_format(text)


def test_a_number_in_other_digits_is_no_reference(site):
    story = newsroom.live_story(site)
    arabic = str(story.pk).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    assert expand_db_html(f"<p>{link(arabic)}</p>") == "<p><a>дума</a></p>"


def test_many_links_are_looked_up_together(site, django_assert_num_queries):
    stories = [newsroom.live_story(site) for _number in range(5)]
    text = "".join(f"<p>{link(story.pk)}</p>" for story in stories)

    with django_assert_num_queries(1):
        html = expand_db_html(text)
    assert all(story.address in html for story in stories)


def test_a_link_to_a_page_is_printed_only_while_it_is_live(site):
    text = f"<p>{link(site.world.pk, 'page')}</p>"
    assert expand_db_html(text) == '<p><a href="/svyat/">дума</a></p>'

    Section.objects.get(pk=site.world.pk).unpublish()
    assert expand_db_html(text) == "<p><a>дума</a></p>"
    # The root of Wagtail's tree is no page of ours.
    assert expand_db_html(f"<p>{link(1, 'page')}</p>") == "<p><a>дума</a></p>"


def test_a_printed_story_has_no_link_to_a_draft(site, client):
    draft, live = newsroom.story(site), newsroom.live_story(site)
    pointing = newsroom.live_story(
        site,
        body=[
            ("paragraph", f"<p>Първо {link(draft.pk)}, второ {link(live.pk)}.</p>"),
            ("related", [draft, live]),
        ],
    )

    html = client.get(pointing.address).content.decode()

    assert "<a>" not in html
    assert "linktype" not in html
    assert html.count(f'href="{live.address}"') >= 2
    assert f"-{draft.pk}/" not in html
    assert "Първо дума" in html.replace("\xa0", " ")


def test_the_newsroom_knows_where_a_story_is_linked(site):
    target = newsroom.live_story(site)
    pointing = newsroom.live_story(site, body=[("paragraph", f"<p>{link(target.pk)}</p>")])

    used = ReferenceIndex.get_references_to(Story.objects.get(pk=target.pk))
    assert {int(reference.object_id) for reference in used} == {pointing.pk}
