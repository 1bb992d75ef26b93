"""Type code → the family that draws it; the door through which others ask for a paper."""

from random import Random

from bench.render.papers import (
    administrative,
    applicant,
    business,
    civil,
    counter,
    credentials,
    identity,
    land,
)
from bench.render.rendered import Rendered

_FAMILIES = (administrative, counter, civil, identity, land, business, credentials, applicant)
DRAWN = {code: family.draw for family in _FAMILIES for code in family.KINDS}


def render(code: str, seed: int) -> Rendered:
    """The paper of this type that this seed gives; KeyError for a type that no family draws."""
    return DRAWN[code](code, Random(f"{code}:{seed}"))
