"""The append-only change log and the choke point through which every public row is written."""
