"""The shortest way from a request to a printed page: plain HTTP read without a server (decision 0025)."""
