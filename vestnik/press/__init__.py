"""The press: every public page is printed once, and no reader ever gets a stale one."""
