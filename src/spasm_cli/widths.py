"""Every width, in columns, that decides how something looks."""

LEAST = 20
"""A terminal can be narrower than any word, or say that it has no columns at all."""
BORDERS = 30
"""Below this, borders and pictures would leave no room for words."""
SHEET = 78
"""What is written to a file."""
READABLE = 100
"""Beyond this, lines of running text and lists are hard to read, however wide the terminal."""
SIDE_BY_SIDE = 100
"""From here on two parts stand beside each other."""
WIDEST = 132
"""A result never takes more, even in two columns."""
NARROW = 60
"""Below it a question alone fills a window of the usual height."""
