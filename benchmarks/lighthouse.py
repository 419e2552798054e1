"""Promise: Lighthouse gives the front and a story 100 for all that readers need, and at least 98 for speed.

100 are for accessibility, best practices and SEO. All under its own mobile profile: a slow phone on a slow
line, simulated. What is measured with is listed in benchmarks/lighthouse (`npm ci` puts it there); the
browser is Debian's. The speed is the median of some runs.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import _archives
from benchmarks._report import Report

HERE = _archives.ROOT / "benchmarks" / "lighthouse"
LIGHTHOUSE = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
CHROMIUM = "/usr/bin/chromium"
#: What is to be had at least, of 100.
ATTENTION, SPEED = 100, 98
#: Runs of which the speed is the median.
RUNS = 3
#: Seconds in which a site must have come up.
START = 120


def main() -> None:
    install()
    report = Report("What Lighthouse says, of 100")
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        env = _archives.environment(Path(folder)) | {"VESTNIK_BIND": f"127.0.0.1:{port}"}
        _archives.vestnik(env, "setup")
        site = f"http://localhost:{port}"
        web = subprocess.Popen(
            [sys.executable, "-m", "vestnik", "web"], cwd=_archives.ROOT, env=env, process_group=0
        )
        try:
            front = fetch(site, "/")
            for name, path in (("front", "/"), ("story", story_with_photo(site, front))):
                tell(report, name, [measure(f"{site}{path}", folder) for _run in range(RUNS)])
        finally:
            web.terminate()
            web.wait(30)
    report.close()


def install() -> None:
    """Have what is measured with; ends the program with a sentence that says what is missing."""
    missing = [
        package
        for package, command in (("nodejs", "node"), ("npm", "npm"), ("chromium", CHROMIUM))
        if not shutil.which(command)
    ]
    if missing:
        sys.exit(f"Please install these Debian packages first: {' '.join(missing)}")
    wanted, mark = (HERE / "package-lock.json").read_text(), HERE / "node_modules" / "installed"
    if not mark.is_file() or mark.read_text() != wanted:
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=HERE, check=True, stdout=sys.stderr)
        mark.write_text(wanted)


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return int(server.getsockname()[1])


def fetch(site: str, path: str) -> str:
    """A page, once the site is there. It is printed then, as it is for readers."""
    end = time.monotonic() + START
    while True:
        try:
            with urllib.request.urlopen(site + path, timeout=START) as answer:
                return str(answer.read().decode())
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def story_with_photo(site: str, front: str) -> str:
    """The first story of a front that begins with a photo."""
    for path in dict.fromkeys(re.findall(r'href="(/\d{4}/\d{2}/[^"]+)"', front)):
        if "lead-photo" in fetch(site, path):
            return str(path)
    raise LookupError("No story on the front has a photo.")


def measure(address: str, folder: str) -> dict[str, Any]:
    """What Lighthouse found at an address."""
    flags = "--headless=new --disable-gpu" + (" --no-sandbox" if os.geteuid() == 0 else "")
    said = subprocess.run(
        [
            "node", str(LIGHTHOUSE), address, "--quiet", "--output=json",
            "--only-categories=accessibility,best-practices,seo,performance",
            f"--chrome-flags={flags}",
        ],
        cwd=folder, env=os.environ | {"CHROME_PATH": CHROMIUM}, check=True, stdout=subprocess.PIPE,
    ).stdout  # fmt: skip
    found: dict[str, Any] = json.loads(said)
    return found


def tell(report: Report, name: str, runs: list[dict[str, Any]]) -> None:
    """The scores of one page, and what costs it points."""
    for category in ("accessibility", "best-practices", "seo", "performance"):
        scores = [round(100 * run["categories"][category]["score"]) for run in runs]
        speed = category == "performance"
        score = median(scores) if speed else min(scores)
        report.figure(
            f"{name}, {category}", score, "of 100", at_least=SPEED if speed else ATTENTION
        )
    last = runs[-1]
    for audit, unit in (
        ("first-contentful-paint", "ms"), ("largest-contentful-paint", "ms"),
        ("total-blocking-time", "ms"), ("cumulative-layout-shift", ""),
        ("total-byte-weight", "bytes"),
    ):  # fmt: skip
        values = [run["audits"][audit]["numericValue"] for run in runs]
        report.figure(f"{name}, {audit}", median(values), unit)
    for category in last["categories"].values():
        for reference in category["auditRefs"]:
            audit = last["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                said = audit.get("displayValue", "")
                print(f"    {category['id']}: {audit['id']} {audit['score']:.2f} {said}".rstrip())


if __name__ == "__main__":
    main()
