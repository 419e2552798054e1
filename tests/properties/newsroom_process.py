"""A newsroom in a process of its own, for the tests that kill it.

Started as a module, it loads Django once, opens no database, and forks a child for each order that it
reads (one JSON object a line): a child works on its own connection and may be killed at any moment.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from types import SimpleNamespace

import django
from django.conf import settings
from django.db import connection

from vestnik.changes import nudge

SUBJECT = "story:"


def site() -> SimpleNamespace:
    from vestnik.stories.models import Section

    return SimpleNamespace(
        world=Section.objects.get(slug="svyat"),
        economy=Section.objects.get(slug="ikonomika"),
        locale=Section.objects.get(slug="svyat").locale,
    )


def chief():
    from vestnik.accounts.models import User
    from vestnik.accounts.roles import Role

    return User.objects.get(groups__name=Role.CHIEF_EDITOR.value)


def lay(drafts: int) -> list[int]:
    """The first data, one chief editor, and drafts with photo, topic, sources; their ids."""
    from tests.factories import newsroom
    from vestnik.stories.models import Topic

    ground = newsroom.found() or newsroom.lay()
    newsroom.chief()
    photo = newsroom.photo()
    topic = Topic.objects.create(name="Проба")
    return [
        newsroom.story(ground, lead_photo=photo, topics=[topic]).pk for _number in range(drafts)
    ]


def draft() -> int:
    """One draft more."""
    from tests.factories import newsroom

    return newsroom.story(site()).pk


def publish(pk: int) -> None:
    from vestnik.stories.actions import publish as actions
    from vestnik.stories.models import Story

    actions.publish(Story.objects.get(pk=pk).get_latest_revision_as_object(), by=chief())


def edit(pk: int) -> None:
    """Another headline, section and body, published."""
    from vestnik.stories.actions import publish as actions
    from vestnik.stories.models import Story

    ground = site()
    story = Story.objects.get(pk=pk).get_latest_revision_as_object()
    story.headline = f"{story.headline.split(' ~')[0]} ~{story.version + 1}"
    story.section = ground.economy if story.section_id == ground.world.pk else ground.world
    story.body = [("paragraph", f"<p>Версия {story.version + 1}.</p>")]
    actions.publish(story, by=chief())


def save_draft(pk: int) -> None:
    from vestnik.stories.models import Story

    story = Story.objects.get(pk=pk).get_latest_revision_as_object()
    story.deck = f"Чернова {random.random()}"
    story.save_revision(clean=False)


def withdraw(pk: int) -> None:
    from vestnik.stories.actions import withdraw as actions
    from vestnik.stories.models import Story

    actions.withdraw(Story.objects.get(pk=pk), by=chief(), reason="Проба.")


def bring_back(pk: int) -> None:
    from vestnik.stories.actions import withdraw as actions
    from vestnik.stories.models import Story

    actions.bring_back(Story.objects.get(pk=pk), by=chief())


def correct(pk: int) -> None:
    from vestnik.stories.actions.correct import correct as action
    from vestnik.stories.models import Story

    action(Story.objects.get(pk=pk), by=chief(), what="Поправка.")


def erase(pk: int) -> None:
    from vestnik.stories.actions.erase import erase as action
    from vestnik.stories.models import Story

    action(Story.objects.get(pk=pk), by=chief(), reason="Проба.")


def schedule(pk: int, seconds: float) -> str:
    """Publish a draft in so many seconds from now; the moment."""
    from vestnik.stories.actions import publish as actions
    from vestnik.stories.models import Story

    moment = datetime.now(UTC) + timedelta(seconds=seconds)
    story = Story.objects.get(pk=pk).get_latest_revision_as_object()
    actions.schedule(story, at=moment, by=chief())
    return moment.isoformat()


def cancel(pk: int) -> bool:
    """Take a schedule back; whether that came before the clock."""
    from vestnik.stories.actions.schedules import unschedule
    from vestnik.stories.errors import NotScheduled
    from vestnik.stories.models import Story

    try:
        unschedule(Story.objects.get(pk=pk), by=chief())
    except NotScheduled:
        return False
    return True


def kept(pk: int) -> dict[str, object]:
    """How often a story was published, by each of the traces that a publication leaves."""
    from wagtail.models import Revision

    from vestnik.changes.models import AuditEntry, Change
    from vestnik.stories.models import Story

    story = Story.objects.get(pk=pk)
    subject = story.log_subject()
    waiting = Revision.objects.for_instance(story).filter(approved_go_live_at__isnull=False)
    return {
        "live": story.live,
        "versions": story.versions.count(),
        "published": AuditEntry.objects.filter(subject=subject, act="story.publish").count(),
        "announced": Change.objects.filter(subject=subject, event="StoryWentLive").count(),
        "waiting": waiting.count(),
    }


def act_and_die_unheard(act: str, pk: int) -> None:
    """Do one act and die after its commit, before anybody is nudged."""
    nudge.nudge = lambda: os.kill(os.getpid(), signal.SIGKILL)
    ACTS[act](pk)


def paths() -> list[str]:
    """Every address ever given, and two that never were."""
    from vestnik.stories.models import Address

    given = Address.objects.values_list("path", flat=True)
    return [*given, "/", "/arhiv/2025/12/07/", "/nyama/", "/en/nyama/"]


def fresh(asked: list[str]) -> dict[str, tuple[int, str]]:
    """What each path answers when nothing was ever printed: status, and the body's fingerprint."""
    from vestnik.press.answers import fresh_answer

    found = {path: fresh_answer(path) for path in asked}
    return {path: (a.status, sha256(a.body).hexdigest()) for path, a in found.items()}


def act_by_chance(seed: int) -> None:
    """Publish, edit, save, withdraw, bring back, correct: for ever, until the kill comes."""
    from vestnik.stories.models import Story

    chance = random.Random(seed)
    pks = list(Story.objects.order_by("pk").values_list("pk", flat=True))
    while True:
        story = Story.objects.get(pk=chance.choice(pks))
        if not story.live:
            (publish if story.version == 0 else bring_back)(story.pk)
        else:
            chance.choice((edit, edit, edit, save_draft, withdraw, correct))(story.pk)


class KillAfter:
    """An execute wrapper that kills its own process after the n-th statement that is no SELECT.

    Between two such statements the database does not change, so that these are all the points there are
    before the COMMIT, which no wrapper sees.
    """

    def __init__(self, statement: int) -> None:
        self.statement = statement
        self.count = 0

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql[:6].upper() != "SELECT":
            self.count += 1
            if self.count == self.statement:
                os.kill(os.getpid(), signal.SIGKILL)
        return result


ACTS = {
    act.__name__: act for act in (publish, edit, save_draft, withdraw, bring_back, correct, erase)
}


def act_killed(act: str, pk: int, statement: int) -> int:
    """Do one act and die after its n-th statement; the number of statements if there is none."""
    chief()
    watch = KillAfter(statement)
    with connection.execute_wrapper(watch):
        ACTS[act](pk)
    return watch.count


def disagreements() -> list[str]:
    """Where the public rows, what is derived from them and the change log do not say the same."""
    from vestnik.stories.models import Story

    ids = set(Story.objects.values_list("pk", flat=True)) | logged_ids()
    return [f"story:{pk} {wrong}" for pk in sorted(ids) for wrong in disagreements_of(pk)]


def logged_ids() -> set[int]:
    from vestnik.changes.models import Change

    subjects = Change.objects.filter(subject__startswith=SUBJECT).values_list("subject", flat=True)
    return {int(subject.removeprefix(SUBJECT)) for subject in subjects}


def disagreements_of(pk: int) -> list[str]:
    from vestnik.changes.models import AuditEntry, Change
    from vestnik.press import keys
    from vestnik.stories.models import Address, Correction, Listing, Story, StoryVersion

    subject = f"{SUBJECT}{pk}"
    story = Story.objects.filter(pk=pk).first()
    rows = list(Change.objects.filter(subject=subject).order_by("id"))
    events = [row.event for row in rows]
    acts = list(AuditEntry.objects.filter(subject=subject).values_list("act", flat=True))
    versions = list(StoryVersion.objects.filter(story_id=pk).order_by("number"))
    addresses = list(Address.objects.filter(subject=subject))
    lists = set(Listing.objects.filter(story_id=pk).values_list("list", flat=True))
    wrong: list[str] = []

    def must(agreed: object, sentence: str) -> None:
        if not agreed:
            wrong.append(f"{sentence} (events {events}, acts {acts})")

    if story is None:
        must(events[-1:] == ["StoryErased"], "is gone, and the log does not say so")
        must(acts[-1:] == ["story.erase"], "is gone, and the audit trail does not say so")
        must(not versions and not lists, "is gone, its versions or places in lists are not")
        must({a.state for a in addresses} <= {"gone"}, "is gone, its address answers")
        return wrong
    coming = [e for e in events if e in ("StoryWentLive", "StoryWithdrawn", "StoryErased")]
    must(story.live == (coming[-1:] == ["StoryWentLive"]), "live or not, the log says otherwise")
    published = sum(act in ("story.publish", "story.bring_back") for act in acts)
    must(published == story.version == len(versions), "publications, versions, audit differ")
    logged = sum(event in ("StoryWentLive", "StoryChanged") for event in events)
    must(logged == story.version, "publications and rows of the log differ")
    must(acts.count("story.withdraw") == events.count("StoryWithdrawn"), "withdrawals differ")
    must(
        acts.count("story.correct")
        == events.count("CorrectionPublished")
        == Correction.objects.filter(story_id=pk).count(),
        "corrections differ",
    )
    must([v.number for v in versions] == [*range(1, story.version + 1)], "a version is missing")
    known = {key for row in Change.objects.all() for key in row.keys}
    if story.version == 0:
        must(not rows and not lists and not addresses, "was never published and left traces")
        return wrong
    must([a.path for a in addresses] == [story.address], "has other addresses than its own")
    must([a.state for a in addresses] == ["live" if story.live else "gone"], "address")
    must(keys.address(story.address) in known, "its address was not announced")
    must(lists == (story.membership().lists() if story.live else set()), "lies in wrong lists")
    if story.live:
        must(versions[-1].hash == story.hash, "the version shows another text than the row")
        must(versions[-1].content["headline"] == story.headline, "headline of another version")
        must(story.public_keys() <= set(rows[-1].keys), "its last row lacks keys of its lists")
        if len(rows) == 1:
            must(set(rows[0].keys) == story.public_keys(), "its row has other keys than its own")
        must(story.live_revision_id is not None, "is live without a live revision")
        for part in story.shown_photo_ids():
            must(keys.row("photo", part) in known, "its photo was not announced")
    return wrong


def answer(order: dict) -> object:
    """Carry out one order in this process."""
    match order:
        case {"do": "lay", "drafts": drafts}:
            return lay(drafts)
        case {"do": "check"}:
            return disagreements()
        case {"do": "work", "seed": seed}:
            return act_by_chance(seed)
        case {"do": "cancel", "story": pk}:
            return cancel(pk)
        case {"do": "kept", "story": pk}:
            return kept(pk)
        case {"do": "draft"}:
            return draft()
        case {"do": "schedule", "story": pk, "seconds": seconds}:
            return schedule(pk, seconds)
        case {"do": "die unheard", "act": act, "story": pk}:
            return act_and_die_unheard(act, pk)
        case {"do": "paths"}:
            return paths()
        case {"do": "fresh", "paths": asked}:
            return fresh(asked)
        case {"do": "act", "act": act, "story": pk, "statement": statement}:
            return act_killed(act, pk, statement)
    raise ValueError(order)


def fork(order: dict) -> tuple[int, int]:
    """A child that carries out an order; its process id and the pipe in which it answers."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        try:
            told = {"answer": answer(order)}
        except BaseException as error:
            told = {"error": f"{type(error).__name__}: {error}"}
        os.write(writing, json.dumps(told).encode())
        os._exit(0)
    os.close(writing)
    return pid, reading


def told_by(pid: int, pipe: int) -> dict:
    with os.fdopen(pipe, "rb") as reading:
        said = reading.read()
    _pid, status = os.waitpid(pid, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status)
    return {**(json.loads(said) if said else {}), "signal": killed or None}


def load_all() -> None:
    """Import what Wagtail imports at its first use, so that no child has to; nothing is asked of the
    database, whose connection must not be inherited."""
    from wagtail.hooks import search_for_hooks
    from wagtail.log_actions import registry

    import tests.factories.newsroom  # noqa: F401
    import vestnik.stories.actions.correct
    import vestnik.stories.actions.erase
    import vestnik.stories.actions.withdraw  # noqa: F401

    search_for_hooks()
    registry.scan_for_actions()
    assert connection.connection is None


def main() -> None:
    django.setup()
    settings.VESTNIK_NET_RAISES = True
    load_all()
    working: dict[int, int] = {}
    print(json.dumps({"ready": datetime.now(UTC).isoformat()}), flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "reap":
            said = told_by(order["pid"], working.pop(order["pid"]))
        else:
            pid, pipe = fork(order)
            if order["do"] == "work":
                working[pid] = pipe
                said = {"pid": pid}
            else:
                said = told_by(pid, pipe)
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
