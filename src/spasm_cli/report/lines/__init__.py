"""Results and pages of the knowledge as lines of text, for screen readers, pipes and files."""
