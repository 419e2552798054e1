"""The list of stories: filters, search, saved views, acts on many."""
