"""The locks and the scripts of bin: what they promise without being run for long."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LOCKS = ["requirements.lock", "requirements-dev.lock"]
SCRIPTS = ["run", "vestnik", "test", "check", "bench", "journey"]


@pytest.mark.parametrize("name", LOCKS)
def test_locks_pin_by_hash_and_name_no_place(name):
    text = (ROOT / name).read_text()
    assert not re.search(r"://|file:|--index|--extra|--find-links|^-", text, re.M)
    pins = re.split(r"\n(?=\S)", text.strip())
    assert all(re.match(r"[a-z0-9.-]+==\S+( ;.*)? \\\n", pin) for pin in pins)
    assert all(pin.count("--hash=sha256:") >= 1 for pin in pins)


def test_the_lock_of_lighthouse_names_no_place():
    text = (ROOT / "benchmarks/lighthouse/package-lock.json").read_text()
    assert "://" not in text
    assert text.count('"integrity": "sha512-') > 100


def test_the_development_lock_holds_the_runtime_lock():
    runtime, development = ((ROOT / name).read_text() for name in LOCKS)
    pinned = re.findall(r"^[a-z].*==\S+", runtime, re.M)
    assert set(pinned) <= set(re.findall(r"^[a-z].*==\S+", development, re.M))


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_say_in_one_line_what_they_do(name):
    path = ROOT / "bin" / name
    first, second, third = path.read_text().splitlines()[:3]
    assert first == "#!/bin/sh"
    assert re.fullmatch(r"# [A-Z].*\.", second)
    assert not third.startswith("#")
    assert os.access(path, os.X_OK)
    subprocess.run(["sh", "-n", path], check=True)


def test_the_env_file_is_read_as_text_and_gives_way_to_the_environment(tmp_path):
    """Nothing in it is run; quotes fall away; what is set already stays."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "lib").write_bytes((ROOT / "bin" / "lib").read_bytes())
    script = tmp_path / "bin" / "show"
    script.write_text('. "$(dirname -- "$0")/lib"\nread_env\nenv\n')
    (tmp_path / ".env").write_text(
        "# a comment\nDATABASE_URL=postgresql://u@h/n?a=1&b=$(touch run);c\n"
        "VESTNIK_BIND='[::1]:80'\n VESTNIK_DEBUG=yes\nVESTNIK_URL=http://file\nBAD-NAME=x\n"
        "VESTNIK_TIME_ZONE=Europe/Skopje"
    )
    environ = {"PATH": os.environ["PATH"], "VESTNIK_URL": "http://environment"}
    shown = subprocess.run(
        ["sh", script], env=environ, cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert "DATABASE_URL=postgresql://u@h/n?a=1&b=$(touch run);c" in shown
    assert "VESTNIK_BIND=[::1]:80" in shown
    assert "VESTNIK_URL=http://environment" in shown
    assert "VESTNIK_TIME_ZONE=Europe/Skopje" in shown
    assert not any(line.startswith(("VESTNIK_DEBUG", "BAD-NAME")) for line in shown)
    assert not (tmp_path / "run").exists()


@pytest.fixture
def bare(tmp_path):
    """Runs a script of a clone on a machine with nothing: only what every Debian has is on PATH."""
    clone, programs = tmp_path / "clone", tmp_path / "programs"
    for folder in ["bin", ".ci"]:
        shutil.copytree(ROOT / folder, clone / folder)
    programs.mkdir()
    for name in ["sh", "dirname", "basename", "cat", "sha256sum", "ls", "sort", "tail", "grep"]:
        (programs / name).symlink_to(shutil.which(name))
    calls = tmp_path / "calls"

    def put(name, text):
        (programs / name).write_text(f"#!/bin/sh\n{text}\n")
        (programs / name).chmod(0o755)

    def run(script, *, root, installs=""):
        put("id", f"echo {0 if root else 1000}")
        put("apt-get", f'echo "$*" >>"{calls}"\n{installs}')
        ended = subprocess.run(
            [clone / script], env={"PATH": str(programs)}, capture_output=True, text=True
        )
        done = calls.read_text().splitlines() if calls.exists() else []
        return ended, done, sorted(path.name for path in clone.iterdir())

    return run


MISSING = {
    ".ci/run": "python3 python3-venv gettext",
    "bin/check": "python3 python3-venv gettext",
    "bin/test": "python3 python3-venv",
    "bin/journey": "python3 python3-venv",
    "bin/run": "python3 python3-venv",
}


@pytest.mark.parametrize("script", MISSING)
def test_all_that_is_missing_is_said_at_once_and_nothing_is_begun(bare, script):
    """The rest may be on the machine of this test, found by its path; so the end stays open."""
    ended, installed, left = bare(script, root=False)
    said = f"Please install these Debian packages first: {MISSING[script]}"
    assert re.fullmatch(
        re.escape(said)
        + r"( postgresql)?( chromium)?( libatomic1)?( fonts-liberation)?( libfaketime)?( nghttp2-client)?\n",
        ended.stderr,
    )
    assert (ended.returncode, ended.stdout, installed) == (1, "", [])
    assert left == [".ci", "bin"]


def test_root_installs_all_that_is_missing_in_one_go(bare):
    """Here the packages turn out to be empty, which is said too."""
    ended, calls, left = bare(".ci/run", root=True)
    assert calls[0] == "update -qq"
    assert MISSING[".ci/run"] in calls[1]
    assert calls[1].startswith("install -y ")
    assert len(calls) == 2
    last = "The Debian package python3 is installed, and what is needed of it is still missing."
    assert ended.stderr.splitlines()[-1] == last
    assert ended.returncode == 1
    assert left == [".ci", "bin"]


def test_packages_that_cannot_be_installed_end_the_script_with_their_names(bare):
    ended, calls, left = bare("bin/check", root=True, installs='[ "$1" = update ]')
    said = f"These Debian packages could not be installed: {MISSING['bin/check']}"
    assert ended.stderr.splitlines()[-1] == said
    assert (ended.returncode, len(calls)) == (1, 2)
    assert left == [".ci", "bin"]


def test_the_continuous_run_needs_what_its_parts_need():
    """Otherwise the second or third part would stop for a package after minutes."""
    needed = {
        name: set(re.search(r"need_venv dev(.*?)(?=[;#\n]|$)", text, re.M)[1].split())
        for name in ["check", "journey"]
        for text in [(ROOT / "bin" / name).read_text()]
    }
    test = re.search(r"need_venv dev ([a-z0-9 -]+)", (ROOT / "bin/test").read_text())[1]
    needed["test"] = set(test.split())
    whole = re.search(r"need_venv dev ([a-z0-9 -]+)", (ROOT / ".ci/run").read_text())[1].split()
    assert all(needed.values())
    assert set.union(*needed.values()) == set(whole)
