"""The locks and the scripts of bin: what they promise without being run for long."""

import os
import re
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
