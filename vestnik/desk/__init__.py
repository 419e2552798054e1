"""The newsroom's screens and workflow: Wagtail's admin made into a news desk."""
