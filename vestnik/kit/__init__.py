"""Small helpers without models: clock, slugs, dates, typography, HTML and hashes."""
