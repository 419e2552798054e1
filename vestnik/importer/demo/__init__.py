"""The demo edition: the daily that a fresh installation shows, marked as a demonstration."""
