"""The demo edition: ten stories that a fresh installation shows, marked as a demonstration."""
