"""What the database does for each question of each page and screen, at any size of the archive."""
