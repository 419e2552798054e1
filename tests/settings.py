"""Django's settings under test: a data folder of its own, a net that raises, quick passwords."""

import os
import tempfile

os.environ["VESTNIK_DATA"] = tempfile.mkdtemp(prefix="vestnik-test-")
os.environ.pop("VESTNIK_URL", None)
if url := os.environ.get("DATABASE_URL"):
    # Each process of the tests has a PostgreSQL of its own (bin/test).
    os.environ["DATABASE_URL"] = url.replace(
        "{worker}", os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    )

from vestnik.config.settings import *  # noqa: F403

VESTNIK_NET_RAISES = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
