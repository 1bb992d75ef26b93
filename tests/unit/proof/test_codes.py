"""Codes: drawn by chance, told from a mistyped one, read from addresses and from what people type."""

import secrets
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.proof.codes import (
    ALPHABET,
    CODE_CHARS,
    ProofCode,
    ProofMark,
    code_in_address,
    grouped,
    new_code,
    parse_code,
)

codes = st.integers(0, 2**63).map(lambda seed: new_code(Random(seed).randrange))
places = st.integers(0, CODE_CHARS - 1)


def test_a_code_has_at_least_sixty_bits() -> None:
    assert len(ALPHABET) ** (CODE_CHARS - 1) >= 2**60
    assert not set(ALPHABET) & set("01OILZSBU5")


def test_codes_do_not_come_twice() -> None:
    assert len({new_code(secrets.randbelow) for _ in range(10_000)}) == 10_000


@given(codes)
def test_what_is_printed_is_read_back(code: ProofCode) -> None:
    assert parse_code(grouped(code)) == code
    assert parse_code(f"  {grouped(code).lower().replace('-', ' ')} ") == code


@given(codes, places, st.sampled_from(ALPHABET))
def test_every_single_wrong_sign_is_noticed(code: ProofCode, place: int, sign: str) -> None:
    typed = code[:place] + sign + code[place + 1 :]
    assert (parse_code(typed) == code) == (typed == code)
    assert typed == code or parse_code(typed) is None


@given(codes, places, places)
def test_every_two_signs_that_changed_places_are_noticed(
    code: ProofCode, first: int, second: int
) -> None:
    signs = list(code)
    signs[first], signs[second] = signs[second], signs[first]
    typed = "".join(signs)
    assert typed == code or parse_code(typed) is None


@given(st.text(max_size=40))
def test_no_text_breaks_the_parser(text: str) -> None:
    found = parse_code(text)
    assert found is None or len(found) == CODE_CHARS
    code_in_address(text)


@given(codes, st.sampled_from(["", "https://sohoa.tinh.gov.vn", "http://may-chu:8780"]))
def test_an_address_gives_its_code(code: ProofCode, public_url: str) -> None:
    mark = ProofMark(code=code, public_url=public_url)
    assert mark.address.endswith(f"/v/{grouped(code)}")
    assert code_in_address(mark.address) == code


@pytest.mark.parametrize(
    "text", ["", "/v/", "https://a/v/AAAA-AAAA-AAAA-AAAA", "DGT1|x", "javascript:/v/x"]
)
def test_other_codes_on_a_page_are_none_of_ours(text: str) -> None:
    assert code_in_address(text) is None
