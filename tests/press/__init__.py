"""The proof: whatever the newsroom does, every public address answers what a fresh render gives."""
