"""What every database's search is held to, so that the same words find the same records in the same order of worth."""

CANDIDATES = 2_000
"""Only so many of the newest hits are ranked: a word that all papers have would cost seconds."""
HEADING_WEIGHT = 4.0
"""A word in title or fields against one in the text."""
