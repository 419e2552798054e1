"""The follow-up diary: what a story promised comes back to the desk on its day."""
