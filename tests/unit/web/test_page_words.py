"""Every sentence of the pages in both languages."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

from digitize.counter_advice import SENTENCES as COUNTER_SENTENCES
from digitize.errors import checked, desk, incoming
from digitize.page_faults import SENTENCES
from digitize.reasons import ReasonCode, sentence_of
from digitize.sentence import Sentence
from web.pages.names import NAMES
from web.pages.places import PLACES
from web.pages.words import catalogue, sentence
from web.privacy.held_words import COLUMN_TITLES, TITLES

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
    yield from (("held", title) for title in (*TITLES.values(), *COLUMN_TITLES.values()))


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


def told_to_counters() -> Iterator[str]:
    """Sentences with values that the domain makes, and what errors of files and of the desk say."""
    found = extract_from_dir(
        WEB.parent / "digitize", method_map=[("**.py", "python")], keywords={"Sentence": None}
    )
    yield from (message if isinstance(message, str) else message[0] for _, _, message, *_ in found)
    yield from SENTENCES.values()
    yield from COUNTER_SENTENCES
    yield from (sentence_of(code) for code in ReasonCode)
    for module in (incoming, desk, checked):
        kinds = [kind for kind in vars(module).values() if isinstance(kind, type)]
        own = [kind for kind in kinds if kind.__module__ == module.__name__]
        yield from (kind("").message for kind in own if not kind.retry)


def test_what_counters_are_told_has_its_english() -> None:
    english = catalogue("en")
    assert sorted({text for text in told_to_counters() if text not in english}) == []


def test_values_of_a_sentence_are_said_in_both_languages() -> None:
    where = Sentence("Trang {pages}", pages="3")
    asked = Sentence("{where} {reason}, quét lại.", where=where, reason="bị mờ")
    assert sentence("vi", asked) == "Trang 3 bị mờ, quét lại."
    assert sentence("en", asked) == "Page 3 is blurred: scan again."


def test_a_value_with_braces_stays_as_it_is() -> None:
    asked = Sentence("Tệp {name}: {what}", name="{x}.pdf", what="…")
    assert sentence("en", asked) == "{x}.pdf: …"
