"""Everything a reader sees: tokens, components, templates and static files, in one tree."""
