"""Results drawn with rich, for a terminal."""
