"""Gives what was there before its pages: addresses to subjects, lists to photos, languages to corrections."""

from django.db import migrations

ROOTS = {"Topic": "tema", "Storyline": "razvitie", "Byline": "avtor", "Agency": "agentsia"}
CHUNK = 500


def give_addresses(apps, schema_editor):
    Address = apps.get_model("stories", "Address")
    for name, root in ROOTS.items():
        rows = apps.get_model("stories", name).objects.order_by("pk")
        last = 0
        while chunk := list(rows.filter(pk__gt=last).values_list("pk", "slug", "archived")[:CHUNK]):
            last = chunk[-1][0]
            Address.objects.bulk_create(
                [
                    Address(
                        path=f"/{root}/{slug}/",
                        subject=f"{name.lower()}:{pk}",
                        state="gone" if archived and name == "Topic" else "live",
                    )
                    for pk, slug, archived in chunk
                ],
                ignore_conflicts=True,
            )


def list_photos(apps, schema_editor):
    Story, Listing = apps.get_model("stories", "Story"), apps.get_model("stories", "Listing")
    stories = Story.objects.filter(live=True).order_by("pk").select_related("locale")
    last = 0
    while chunk := list(stories.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        Listing.objects.bulk_create(
            [
                Listing(
                    list=f"photo:{photo}:{story.locale.language_code}/list",
                    story_id=story.pk,
                    dated=story.dated,
                )
                for story in chunk
                for photo in photos_of(story)
            ],
            ignore_conflicts=True,
        )


def photos_of(story):
    found = {story.lead_photo_id}
    for block in story.body.raw_data:
        if block["type"] == "photo":
            found.add(block["value"].get("photo"))
        elif block["type"] == "gallery":
            found |= {item.get("value", item).get("photo") for item in block["value"]}
    return sorted(pk for pk in found if pk)


def name_languages(apps, schema_editor):
    Correction = apps.get_model("stories", "Correction")
    for locale in apps.get_model("wagtailcore", "Locale").objects.all():
        Correction.objects.filter(story__locale_id=locale.pk).update(language=locale.language_code)
    # One without a story was left behind by an erasure that a kill cut short: nobody may see it.
    Correction.objects.filter(language="").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0005_pages_of_subjects"),
    ]

    operations = [
        migrations.RunPython(give_addresses, migrations.RunPython.noop),
        migrations.RunPython(list_photos, migrations.RunPython.noop),
        migrations.RunPython(name_languages, migrations.RunPython.noop),
    ]
