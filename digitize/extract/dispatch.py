"""A verdict and the page text into fields: administrative papers by their places, every other family by its labels.

Only the keys of the type's spec are looked for, each is found at most once, and one that is not printed is absent.
"""

from collections.abc import Sequence

from digitize.doctype import DocumentTypes
from digitize.extract.administrative import FAMILY as ADMINISTRATIVE
from digitize.extract.administrative import extract_administrative
from digitize.extract.forms import extract_form
from digitize.extract.places import Province
from digitize.model import Field, PageReading, Verdict


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
    if doctype.family == ADMINISTRATIVE:
        return extract_administrative(readings, doctype, provinces=provinces)
    return extract_form(readings, doctype, provinces=provinces)
