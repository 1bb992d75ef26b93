"""What a file is called reaches a terminal as letters to look at, and a program as JSON that says exactly the same."""

import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.commands.output import print_json, print_lines, print_table, say, shown

NASTY = (
    "\x1b]0;owned\x07.pdf",
    "\x1b[2Jgone.pdf",
    "\u202efdp.exe",
    "[/red][bold]x[link=http://a]y.pdf",
    "a\x9bA.pdf",
    "\udcff\udcfe.pdf",
    "tên\0dài.pdf",
)
OBEYED = set(map(chr, [*range(9), *range(11, 32), *range(127, 160)])) | set("\u202e\u2066")


@pytest.mark.parametrize("name", NASTY)
def test_no_name_reaches_the_terminal_raw(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    say(name)
    print_lines(name)
    print_table(("Tệp",), [(name,)])
    seen = capsys.readouterr()
    (seen.out + seen.err).encode()  # no half characters
    assert not OBEYED & set(seen.out + seen.err)


@pytest.mark.parametrize("name", NASTY)
def test_json_says_the_name_exactly(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"source": name})
    line = capsys.readouterr().out
    line.encode()
    assert not OBEYED & set(line.rstrip("\n"))
    assert json.loads(line) == {"source": name}


@given(st.text())
def test_whatever_the_text_nothing_in_it_is_obeyed(text: str) -> None:
    assert not OBEYED & set(shown(text))
    shown(text).encode()


@given(st.text(alphabet=string.ascii_letters + "đệ 0123456789.-_()[]\n\t"))
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert shown(text) == text
