"""A verdict and the page text into fields: administrative papers by their places, every other family by its labels.

What comes of either is held to what else its pages say. Only the keys of the type's spec are looked for, each is found at
most once, and one that is not printed is absent.
"""

from collections.abc import Sequence

from digitize.doctype import DocumentTypes
from digitize.extract.administrative import FAMILY as ADMINISTRATIVE
from digitize.extract.administrative import extract_administrative
from digitize.extract.forms import extract_form
from digitize.extract.places import Province
from digitize.extract.values import LOW_CONFIDENCE
from digitize.extract.witnesses import held_to_pages
from digitize.model import Field, PageReading, Verdict

_LEAST_OPTIONAL = 0.7
_LEAST_RECIPIENTS = 0.93
"""A list of many words in small print: on 150 drawn papers 16 of 26 were right below, 124 of 128 above."""


def extract(
    readings: Sequence[PageReading],
    verdict: Verdict,
    *,
    types: DocumentTypes,
    provinces: Sequence[Province],
) -> tuple[Field, ...]:
    """The fields of one document in the order of its type; none where the type is not known (`khac`)."""
    doctype = types.get(verdict.type_code)
    if doctype is None or not doctype.fields:
        return ()
    of_family = extract_administrative if doctype.family == ADMINISTRATIVE else extract_form
    found = of_family(readings, doctype, provinces=provinces)
    fields = held_to_pages(found, readings, doctype, provinces=provinces)
    required = {spec.key for spec in doctype.required}
    return tuple(field for field in fields if field.key in required or _is_worth_having(field))


def _is_worth_having(field: Field) -> bool:
    """Nobody is asked about an optional field that was merely read badly: then none is better than a wrong one.

    One that breaks a rule or contradicts another stays, since it tells of an error that may lie in the other.
    """
    least = _LEAST_RECIPIENTS if field.key == "recipients" else _LEAST_OPTIONAL
    is_bad = LOW_CONFIDENCE in field.doubts or field.confidence < least
    return bool(set(field.doubts) - {LOW_CONFIDENCE}) or not is_bad
