"""Finding stories."""
