"""`V/v` (về việc), which leads into the subject of a công văn (NĐ 30/2020 PL I, ô 5b), as it is printed and as it is read.

The stroke between two slender letters is often read as one more letter: `VIv`, `VWw`. No Vietnamese syllable ends in v or
w, so such a word in that place is nothing else.
"""

ABOUT = r"v(?:\s?/\s?v?|\S{0,2}[vw](?!\S*\w))"
"""As a regular expression over folded text (`digitize/text.py`)."""
