"""schema.org data of stories, authors, lists and photos, as search engines read them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone

from vestnik.photos.models import Photo
from vestnik.stories.addresses import photo_path
from vestnik.stories.models import Edition, Story

_TYPES = {
    Story.Kind.ANALYSIS: "AnalysisNewsArticle",
    Story.Kind.OPINION: "OpinionNewsArticle",
    Story.Kind.REPORTAGE: "ReportageNewsArticle",
}


def news_article(story: Story, edition: Edition) -> dict[str, Any]:
    """The story as schema.org/NewsArticle. A date that is not known exactly is not claimed."""
    bylines = [part.byline for part in story.story_bylines.all() if part.byline]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(Story.Kind(story.kind), "NewsArticle"),
        "headline": story.headline,
        "url": story.full_url,
        "mainEntityOfPage": story.full_url,
        "inLanguage": story.language,
        "isAccessibleForFree": True,
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": edition.publisher or edition.name,
            "url": settings.VESTNIK_URL,
        },
    }
    if story.deck:
        data["description"] = story.deck
    if story.is_dated and story.dated and story.updated:
        whole_day = story.date_precision == Story.DatePrecision.DAY
        published = timezone.localtime(story.dated)
        data["datePublished"] = published.date().isoformat() if whole_day else published.isoformat()
        data["dateModified"] = timezone.localtime(story.updated).isoformat()
    if bylines:
        data["author"] = [_person(byline, story.language) for byline in bylines]
    else:
        data["author"] = [{"@type": "Organization", "name": edition.publisher or edition.name}]
    if story.section and story.section.live:
        data["articleSection"] = story.section.title
    if story.dateline:
        data["dateline"] = story.dateline
    if topics := [topic.name for topic in story.topics.all() if not topic.archived]:
        data["keywords"] = topics
    chosen = story.lead_photo
    photo = chosen.on_pages if chosen else None
    lead = photo.rendition("wide-1200-jpeg") if photo else None
    if photo is not None and lead is not None:
        data["image"] = [
            {
                "@type": "ImageObject",
                "url": f"{settings.VESTNIK_URL}{lead.url}",
                "width": lead.width,
                "height": lead.height,
                "caption": (photo == chosen and story.lead_caption) or photo.caption,
                "creditText": photo.credit,
                "mainEntityOfPage": settings.VESTNIK_URL + photo_path(story.language, photo.pk),
            }
        ]
    if corrections := list(story.corrections.all()):
        data["correction"] = [
            {"@type": "CorrectionComment", "text": c.what, "datePublished": c.at.isoformat()}
            for c in corrections
        ]
    return data


def breadcrumbs(story: Story, home: str, edition: Edition) -> dict[str, Any]:
    """The way from the front to the story's section as schema.org/BreadcrumbList."""
    steps = [(edition.name, home)]
    if story.section and story.section.live:
        steps.append((story.section.title, story.section.path_on_site))
    steps.append((story.list_headline, story.address))
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": settings.VESTNIK_URL + path,
            }
            for position, (name, path) in enumerate(steps, start=1)
        ],
    }


def profile_page(byline: Any, url: str, language: str) -> dict[str, Any]:
    """An author's page as schema.org/ProfilePage."""
    person = _person(byline, language)
    if byline.bio:
        person["description"] = byline.bio
    portrait = byline.portrait.on_pages if byline.portrait else None
    picture = portrait.rendition("square-320-jpeg") if portrait else None
    if picture is not None:
        person["image"] = f"{settings.VESTNIK_URL}{picture.url}"
    return {
        "@context": "https://schema.org",
        "@type": "ProfilePage",
        "url": url,
        "inLanguage": language,
        "mainEntity": person,
    }


def collection_page(name: str, url: str, language: str) -> dict[str, Any]:
    """A list of stories as schema.org/CollectionPage.

    Without its stories: the press can leave a withdrawn one out of a list, but not out of this.
    """
    return {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": name,
        "url": url,
        "inLanguage": language,
    }


def photo_page(photo: Photo, url: str) -> dict[str, Any]:
    """A photo as schema.org/ImageObject. What is not known of it is not claimed."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ImageObject",
        "mainEntityOfPage": url,
    }
    # On its own page nothing stands in its place.
    picture = photo.rendition("wide-1200-jpeg") if photo.on_pages == photo else None
    if picture is not None:
        data |= {
            "contentUrl": f"{settings.VESTNIK_URL}{picture.url}",
            "width": picture.width,
            "height": picture.height,
        }
    told = {
        "caption": photo.caption,
        "creditText": photo.credit,
        "copyrightNotice": photo.copyright_notice,
    }
    data |= {name: words for name, words in told.items() if words}
    if photo.creator:
        data["creator"] = {"@type": "Person", "name": photo.creator}
    if photo.taken_at is not None:
        data["dateCreated"] = timezone.localtime(photo.taken_at).isoformat()
    return data


def _person(byline: Any, language: str) -> dict[str, Any]:
    person = {
        "@type": "Person",
        "name": byline.name,
        "url": settings.VESTNIK_URL + byline.path(language),
    }
    if byline.role:
        person["jobTitle"] = byline.role
    return person
