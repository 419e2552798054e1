"""Owns the archives on which the benchmarks run: made once, kept in VESTNIK_BENCH_DATA, default var/bench.

An archive is remade when what it is made of has changed: migrations, the generator, the rule of lists. On
SQLite it is a folder; on PostgreSQL a database of a private server whose files lie in the same folder.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(os.environ.get("VESTNIK_BENCH_DATA") or ROOT / "var" / "bench")
#: What decides whether a kept archive is still right.
MADE_OF = (
    "vestnik/*/migrations/0*.py",
    "vestnik/importer/actions/*.py",
    "vestnik/importer/invented/**/*.py",
    "vestnik/press/keys.py",
    "vestnik/stories/lists.py",
    "tests/plans/archive.py",
)


def environment(data: Path, database: str = "") -> dict[str, str]:
    """The environment of a process that works on an archive; nothing of this machine's own settings."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ["VESTNIK_BENCH_DATA"] = str(FOLDER)
    theirs = ("VESTNIK_", "DATABASE_URL", "MEDIA_STORE_URL", "EMAIL_URL")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(theirs) or name.startswith("VESTNIK_BENCH_")
    }
    given = {"DATABASE_URL": database} if database else {}
    return {**kept, **given, "VESTNIK_DATA": str(data), "PYTHONPATH": str(ROOT)}


def stories(size: int, database: str = "sqlite") -> dict[str, str]:
    """The environment of an archive of so many stories, which is made when it is not there."""
    data = FOLDER / f"{database}-{size}"
    mark, made_of = data / "made-of", fingerprint()
    url = postgresql_url(f"bench{size}") if database == "postgresql" else ""
    if not mark.is_file() or mark.read_text() != made_of:
        print(f"  making an archive of {size} stories in {data}", file=sys.stderr, flush=True)
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True)
        if url:
            psql(f"DROP DATABASE IF EXISTS bench{size}")
            psql(f"CREATE DATABASE bench{size}")
        env = environment(data, url)
        vestnik(env, "setup", "--no-demo")
        vestnik(env, "generate", "--stories", str(size))
        subprocess.run([sys.executable, "-m", "benchmarks._traces"], cwd=ROOT, env=env, check=True)
        mark.write_text(made_of)
    return environment(data, url)


def fingerprint() -> str:
    """Of all files by which an archive is made."""
    digest = hashlib.sha256()
    for pattern in MADE_OF:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def vestnik(env: dict[str, str], *command: str) -> str:
    """Run one command to its end; what it printed. Raises CalledProcessError."""
    said = subprocess.run(
        [sys.executable, "-m", "vestnik", *command], cwd=ROOT, env=env, check=True,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return said.stdout


def databases() -> list[str]:
    """Those that can be had here: VESTNIK_BENCH_DATABASES names fewer."""
    wanted = os.environ.get("VESTNIK_BENCH_DATABASES", "sqlite postgresql").split()
    if "postgresql" in wanted and _binaries() is None:
        print(
            "  PostgreSQL's programs are not installed: only SQLite is measured.", file=sys.stderr
        )
        wanted.remove("postgresql")
    return wanted


# PostgreSQL, privately


def postgresql_url(name: str) -> str:
    return f"postgresql://vestnik@/{name}?host={_home() / 'socket'}"


@contextmanager
def postgresql() -> Iterator[None]:
    """A private server, as Debian sets it up, on a socket in our folder; stopped at the end."""
    home, programs = _home(), _binaries()
    assert programs is not None
    fresh = not (home / "db").is_dir()
    for folder in (home, home / "socket"):
        folder.mkdir(parents=True, exist_ok=True)
        _give(folder)
    if fresh:
        _as_owner(programs / "initdb", "-D", home / "db", "--username=vestnik", "--auth=trust",
                  "--encoding=UTF8", "--locale=C.UTF-8")  # fmt: skip
    options = f"-c listen_addresses='' -c unix_socket_directories={home / 'socket'}"
    control = (programs / "pg_ctl", "-D", home / "db", "-w")
    _as_owner(*control, "-l", home / "socket" / "log", "-o", options, "start")
    try:
        yield
    finally:
        _as_owner(*control, "-m", "fast", "stop")


def psql(sql: str) -> None:
    """One statement, in the server's own database."""
    programs = _binaries()
    assert programs is not None
    subprocess.run(
        [programs / "psql", "-q", "-h", _home() / "socket", "-U", "vestnik", "postgres", "-c", sql],
        check=True,
    )


def _home() -> Path:
    # A socket's path may have 107 letters, and the server's user must be able to go there.
    return Path(os.environ.get("VESTNIK_BENCH_POSTGRESQL") or "/tmp/vestnik-bench-postgresql")


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _owner() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return None
    return "postgres" if any(user.pw_name == "postgres" for user in pwd.getpwall()) else "nobody"


def _give(folder: Path) -> None:
    owner = _owner()
    if owner is not None:
        shutil.chown(folder, owner)


def _as_owner(*command: object) -> None:
    owner = _owner()
    prefix = ["runuser", "-u", owner, "--"] if owner else []
    subprocess.run([*prefix, *map(str, command)], check=True, cwd="/", stdout=subprocess.DEVNULL)
