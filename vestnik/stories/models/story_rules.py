"""What the database itself demands of every story, and the walks that it keeps ready through them."""

from django.db import models

from vestnik.stories.models.constraints import DatabaseOnlyCheck

CONSTRAINTS = (
    models.UniqueConstraint(
        fields=("translation_key", "locale"), name="stories_story_translation_once"
    ),
    models.UniqueConstraint(
        fields=("address",),
        condition=~models.Q(address=""),
        name="stories_story_address_once",
    ),
    DatabaseOnlyCheck(
        name="stories_story_embargo",
        condition=models.Q(live=False)
        | models.Q(embargo=None)
        | models.Q(embargo__lte=models.F("last_published_at")),
    ),
    DatabaseOnlyCheck(
        name="stories_story_live_is_complete",
        condition=models.Q(live=False)
        | (
            ~models.Q(address="")
            & models.Q(dated__isnull=False)
            & models.Q(updated__isnull=False)
            & models.Q(version__gt=0)
            & ~models.Q(hash="")
            & models.Q(last_published_at__isnull=False)
        ),
    ),
    DatabaseOnlyCheck(name="stories_story_says_something", condition=~models.Q(headline="")),
    DatabaseOnlyCheck(
        name="stories_story_kind",
        condition=models.Q(
            kind__in=(
                "news",
                "analysis",
                "opinion",
                "interview",
                "reportage",
                "liveblog",
                "brief",
            )
        ),
    ),
    DatabaseOnlyCheck(
        name="stories_story_comments",
        condition=models.Q(comments__in=("open", "closed", "off")),
    ),
    DatabaseOnlyCheck(
        name="stories_story_date_precision",
        condition=models.Q(date_precision__in=("exact", "day", "before", "unknown")),
    ),
)

INDEXES = (
    models.Index(fields=["headline"], name="stories_story_headline"),
    models.Index(fields=["section", "-id"], name="stories_story_section_newest"),
    models.Index(fields=["owner", "-id"], name="stories_story_owner_newest"),
    models.Index(fields=["kind", "-id"], name="stories_story_kind_newest"),
    models.Index(
        fields=["owner", "-latest_revision"],
        name="stories_story_in_work",
        condition=models.Q(has_unpublished_changes=True),
    ),
    models.Index(
        fields=["embargo"],
        name="stories_story_embargoed",
        condition=models.Q(live=False, embargo__isnull=False),
    ),
    models.Index(fields=["-id"], name="stories_story_live_newest", condition=models.Q(live=True)),
    models.Index(fields=["-id"], name="stories_story_draft_newest", condition=models.Q(live=False)),
    models.Index(
        fields=["expire_at"],
        name="stories_story_expiring",
        condition=models.Q(live=True, expire_at__isnull=False),
    ),
)
