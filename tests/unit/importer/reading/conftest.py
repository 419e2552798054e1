"""Where the saved pages lie that the reader is tried on; none of them belongs to the project."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
SAMPLES = Path(os.environ.get("VESTNIK_SAMPLES", ROOT.parent / "shared" / "samples"))


@pytest.fixture
def samples() -> Path:
    if not SAMPLES.is_dir():
        pytest.skip(f"The sample pages are not at {SAMPLES}; VESTNIK_SAMPLES names their folder.")
    return SAMPLES


@pytest.fixture
def seed() -> bytes:
    pages = sorted((SAMPLES.parent / "seed").glob("*.txt"))
    if not pages:
        pytest.skip("The saved page beside the samples, in seed/, is missing.")
    return pages[0].read_bytes()
