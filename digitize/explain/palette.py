"""The colours of explanations, one meaning each; told apart by people who do not see red from green too, and named in words."""

Colour = tuple[int, int, int]

SURE: Colour = (0, 114, 60)
UNSURE: Colour = (176, 112, 0)
DOUBTFUL: Colour = (200, 30, 60)
PLACE: Colour = (20, 90, 180)
INK: Colour = (30, 30, 35)
FAINT: Colour = (110, 115, 125)
SHEET: Colour = (246, 247, 249)
PAPER: Colour = (255, 255, 255)

SURE_FROM = 0.9
UNSURE_FROM = 0.75


def colour_of(confidence: float) -> Colour:
    """Of what was read with this confidence."""
    if confidence >= SURE_FROM:
        return SURE
    return UNSURE if confidence >= UNSURE_FROM else DOUBTFUL


def tint_of(colour: Colour, *, strength: float = 0.3) -> Colour:
    """The colour as a transparent marker leaves it on white paper."""
    red, green, blue = (round(255 - strength * (255 - part)) for part in colour)
    return red, green, blue
