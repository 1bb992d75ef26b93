"""A text and the words that were looked for into stretches that were found and those between, for a page to show each as it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from digitize.privacy.masking import masked
from storage.folding import Term, query_terms, terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    text: str
    is_found: bool = False


def stretches(text: str, words: str) -> tuple[Stretch, ...]:
    """In order, the whole text, numbers of persons masked. A word that is there with its signs is not marked without them."""
    shown = masked(text)  # as long as the text, so places stay
    parts: list[Stretch] = []
    end = 0
    for left, right in _runs(text, query_terms(words)):
        if left > end:
            parts.append(Stretch(text=shown[end:left]))
        parts.append(Stretch(text=shown[left:right], is_found=True))
        end = right
    if end < len(shown):
        parts.append(Stretch(text=shown[end:]))
    return tuple(parts)


def _runs(text: str, wanted: tuple[Term, ...]) -> Iterator[tuple[int, int]]:
    """Found words with nothing but blanks between them are one stretch."""
    run: tuple[int, int] | None = None
    for left, right in _places(text, wanted):
        if run is not None and text[run[1] : left].isspace():
            run = run[0], right
            continue
        if run is not None:
            yield run
        run = left, right
    if run is not None:
        yield run


def _places(text: str, wanted: tuple[Term, ...]) -> Iterator[tuple[int, int]]:
    """From where to where each found word goes, none inside another."""
    found = list(terms(text, among={term.folded for term in wanted}))
    with_signs = {term.marked for term in wanted} & {term.marked for term in found}
    settled = {term.folded for term in wanted if term.marked in with_signs}
    end = 0
    for term in found:
        is_found = term.marked in with_signs or term.folded not in settled
        if is_found and term.start >= end:
            yield term.start, term.end
            end = term.end
