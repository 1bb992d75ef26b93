"""Every sentence of the pages in both languages."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

from web.pages.names import NAMES
from web.pages.places import PLACES
from web.pages.words import catalogue, sentence

WEB = Path(__file__).resolve().parents[3] / "web"


def said() -> Iterator[tuple[str, str]]:
    """Where each sentence stands, and the sentence."""
    found = extract_from_dir(
        WEB / "templates", method_map=[("**.html", "jinja2")], options_map={}, keywords={"_": None}
    )
    for name, line, message, *_ in found:
        yield f"{name}:{line}", message if isinstance(message, str) else message[0]
    for kind, names in NAMES.items():
        yield from ((kind, name) for name in names.values())
    yield from (("places", place.title) for place in PLACES)


def test_every_sentence_has_its_english() -> None:
    english = catalogue("en")
    missing = sorted({f"{place}: {text}" for place, text in said() if text not in english})
    assert missing == []


def test_no_sentence_is_translated_twice() -> None:
    entries = (WEB / "pages" / "en.po").read_text(encoding="utf-8").split("\nmsgid ")[1:]
    ids = [entry.split("\nmsgstr", 1)[0] for entry in entries]
    assert sorted(ids) == sorted(set(ids))


def test_what_has_no_english_is_said_in_vietnamese() -> None:
    assert sentence("en", "Lô quét") == "Batches"
    assert sentence("en", "một câu chưa ai dịch") == "một câu chưa ai dịch"
