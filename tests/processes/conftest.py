"""A small site on a database of its own, with nodes as real processes."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.processes.nodes import Pressed, Process, Web, environment
from tests.properties.newsroom_client import Newsroom, copy_of_the_database, drop_copy

DRAFTS = 6


@dataclass
class Site:
    """The newsroom shares its node with a press process, its application, and an application that
    answers readers itself; `far` is another node.
    """

    newsroom: Newsroom
    near: Pressed
    beside: Web
    far: Pressed
    worker: Process
    #: Drafts with a photo, which a test takes for itself.
    pictured: list[int] = field(default_factory=list)

    def draft(self) -> int:
        """The id of a new draft, which no other test knows."""
        return self.newsroom.answer("draft")

    def act(self, act: str, story: int) -> None:
        """Do one act to its end."""
        said = self.newsroom.ask("act", act=act, story=story, statement=10**9)
        assert "answer" in said, said

    def wrong(self, *webs: Web) -> list[str]:
        """The addresses at which a node does not answer what a fresh render gives."""
        paths = self.newsroom.answer("paths")
        answers = [(web.port, web.all(paths)) for web in webs]
        fresh = self.newsroom.answer("fresh", paths=paths)
        return [
            f"{path} at {port}: {told[path]}, not {fresh[path]}"
            for port, told in answers
            for path in paths
            if told[path] != fresh[path]
        ]


@pytest.fixture(scope="module")
def node_site(django_db_setup, django_db_blocker, tmp_path_factory):
    """The site, laid once for a module; its tests leave it whole."""
    folder = tmp_path_factory.mktemp("nodes")
    for name in ("near", "far"):
        (folder / name).mkdir()
    with django_db_blocker.unblock():
        url = copy_of_the_database(folder, "nodes")
    newsroom = Newsroom(environment(folder / "near", url), folder / "errors")
    made = Site(
        newsroom,
        Pressed(folder / "near", url),
        Web("web", folder / "near", url),
        Pressed(folder / "far", url),
        Process("worker", folder / "near", url),
    )
    made.pictured = newsroom.answer("lay", drafts=DRAFTS)
    for web in (made.near, made.beside, made.far):
        web.start()
    try:
        yield made
    finally:
        for process in (made.near, made.beside, made.far, made.worker):
            process.kill()
        newsroom.stop()
        with django_db_blocker.unblock():
            drop_copy("nodes")
