"""A purpose that says too little opens nothing."""

import pytest

from digitize.errors import PurposeUnclear
from digitize.privacy.purposes import PurposeChoice, PurposeSaid, require_clear


@pytest.mark.parametrize(
    "said",
    [
        PurposeSaid(choice=PurposeChoice.DOSSIER, dossier_code="000.00.16.H07-260220-0005"),
        PurposeSaid(choice=PurposeChoice.CHECK, words="người dân báo sai ngày sinh"),
    ],
    ids=["dossier with its code", "reason in words"],
)
def test_a_clear_purpose_is_taken(said: PurposeSaid) -> None:
    require_clear(said)


@pytest.mark.parametrize(
    "said",
    [
        PurposeSaid(choice=PurposeChoice.DOSSIER, words="giải quyết hồ sơ của bà Hòa"),
        PurposeSaid(choice=PurposeChoice.DOSSIER, dossier_code="hồ sơ của bà Hòa"),
        PurposeSaid(choice=PurposeChoice.OWNER, words="xem       "),
        PurposeSaid(choice=PurposeChoice.CHECK, words="x" * 501),
    ],
    ids=["no code", "words for a code", "a word", "an essay"],
)
def test_an_unclear_purpose_is_refused(said: PurposeSaid) -> None:
    with pytest.raises(PurposeUnclear):
        require_clear(said)
