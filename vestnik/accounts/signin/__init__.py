"""Signing in to the newsroom: passwords, passkeys, second factors, limits, sessions, invitations."""
