"""Sentences of the pages in the reader's language: written in Vietnamese, English by the catalogue `en.po`.

    pybabel extract -F web/pages/babel.cfg -k sentence -o web/pages/new.pot web

What a catalogue lacks is shown in Vietnamese, which every reader here knows.
"""

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from fastapi import Request, Response

from digitize.sentence import Sentence

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
FIRST = "vi"
COOKIE = "digitize-language"
_YEAR_SECONDS = 365 * 24 * 3600


def language_of(request: Request) -> str:
    """As chosen on some page before, or Vietnamese."""
    chosen = request.cookies.get(COOKIE, FIRST)
    return chosen if chosen in LANGUAGES else FIRST


def choose(response: Response, language: str) -> None:
    if language in LANGUAGES:
        response.set_cookie(COOKIE, language, max_age=_YEAR_SECONDS, samesite="lax", httponly=True)


def sentence(language: str, vietnamese: str) -> str:
    """The same in this language, with the values that are in it; values that are sentences or words of pages are said in it too."""
    if language == FIRST:
        return vietnamese
    if not isinstance(vietnamese, Sentence):
        return catalogue(language).get(vietnamese, vietnamese)
    template = catalogue(language).get(vietnamese.template)
    if template is None:
        return vietnamese
    said = {
        name: sentence(language, value) if isinstance(value, str) else value
        for name, value in vietnamese.values.items()
    }
    return template.format(**said)


@cache
def catalogue(language: str) -> dict[str, str]:
    """What is translated, by the Vietnamese."""
    with (Path(__file__).parent / f"{language}.po").open("rb") as file:
        return {
            str(message.id): str(message.string)
            for message in read_po(file, locale=language)
            if message.id and message.string
        }
