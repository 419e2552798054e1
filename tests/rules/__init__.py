"""The rules under which Wagtail carries a newsroom, each with a test that fails without it (decision 0001)."""
