"""Stories and everything they hang on: sections, fronts, topics, storylines, bylines, addresses."""
