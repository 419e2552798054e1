"""schema.org data of a story: `NewsArticle` and its kin, as search engines read them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone

from vestnik.stories.models import Edition, Story

_TYPES = {
    Story.Kind.ANALYSIS: "AnalysisNewsArticle",
    Story.Kind.OPINION: "OpinionNewsArticle",
    Story.Kind.REPORTAGE: "ReportageNewsArticle",
}


def news_article(story: Story) -> dict[str, Any]:
    """The story as schema.org/NewsArticle. A date that is not known exactly is not claimed."""
    edition = Edition.objects.first() or Edition()
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
        data["author"] = [{"@type": "Person", "name": byline.name} for byline in bylines]
    else:
        data["author"] = [{"@type": "Organization", "name": edition.publisher or edition.name}]
    if story.section and story.section.live:
        data["articleSection"] = story.section.title
    if story.dateline:
        data["dateline"] = story.dateline
    if topics := [topic.name for topic in story.topics.all() if not topic.archived]:
        data["keywords"] = topics
    photo = story.lead_photo
    lead = photo.rendition("lead-1280") if photo and photo.is_public else None
    if photo is not None and lead is not None:
        data["image"] = [
            {
                "@type": "ImageObject",
                "url": f"{settings.VESTNIK_URL}{lead.url}",
                "width": lead.width,
                "height": lead.height,
                "caption": story.lead_caption or photo.caption,
                "creditText": photo.credit,
            }
        ]
    if corrections := list(story.corrections.all()):
        data["correction"] = [
            {"@type": "CorrectionComment", "text": c.what, "datePublished": c.at.isoformat()}
            for c in corrections
        ]
    return data
