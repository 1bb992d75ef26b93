"""A printed text and the wanted terms into the stretch of it that shows them, signs and all."""

from collections.abc import Sequence

from storage.folding import Term, terms

SNIPPET_CHARS = 160  # two lines of a terminal or a list
_SCANNED_CHARS = 200_000  # some fifty pages; beyond that the beginning of the text is shown instead


def snippet(text: str, wanted: Sequence[Term]) -> str:
    """About `SNIPPET_CHARS` around the first place with the words as typed, else with them folded, else the beginning."""
    start, end = _place(text[:_SCANNED_CHARS], wanted)
    left = max(0, start - (SNIPPET_CHARS - (end - start)) // 3)
    right = min(len(text), left + SNIPPET_CHARS)
    left, right = _whole_words(text, left, right)
    shown = " ".join(text[left:right].split())
    return f"{'… ' if left > 0 else ''}{shown}{' …' if right < len(text) else ''}"


def _place(text: str, wanted: Sequence[Term]) -> tuple[int, int]:
    """The run of neighbouring wanted terms that has the most of them; the first such run."""
    marked = {term.marked for term in wanted}
    folded = {term.folded for term in wanted}
    best, place = (0, 0), (0, 0)
    run: list[Term] = []
    for term in terms(text, among=folded):
        run = [near for near in run if term.end - near.start <= SNIPPET_CHARS // 2] + [term]
        found = (len({near.folded for near in run}), sum(near.marked in marked for near in run))
        if found > best:
            best, place = found, (run[0].start, term.end)
        if best >= (len(folded), len(marked)):
            break  # every word as typed: a later place shows nothing that this one does not
    return place


def _whole_words(text: str, left: int, right: int) -> tuple[int, int]:
    while left > 0 and not text[left - 1].isspace() and right - left < 2 * SNIPPET_CHARS:
        left -= 1
    while right < len(text) and not text[right].isspace() and right - left < 2 * SNIPPET_CHARS:
        right += 1
    return left, right
