"""Papers of people who do not exist, as many as are asked for, and what somebody types to find them.

A paper is a page of 100 to 400 words in four paragraphs out of 30,000, since forms and decisions repeat theirs; words are drawn as
often as Vietnamese uses them. It has the national heading that all have, figures of its own, and a person with a name that others
have too: what is hard for an inverted index is a word that every paper has beside one that few have.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

import numpy as np
from wordfreq import top_n_list, word_frequency

from digitize.rows import Owner, OwnerKind
from storage.folding import fold

AGENCIES = tuple(f"H46.{number}" for number in range(1, 41))
_BEGUN = datetime(2021, 1, 4, 1, tzinfo=UTC)
_FIRST_ISSUED, _ISSUED_DAYS = date(2012, 1, 2), 5_000
_NATIONAL_HEADING = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
_TITLES = {
    "Giấy khai sinh": "giay_khai_sinh",
    "Giấy chứng nhận kết hôn": "giay_chung_nhan_ket_hon",
    "Quyết định cấp giấy chứng nhận quyền sử dụng đất": "quyet_dinh",
    "Quyết định về việc hòa giải": "quyet_dinh",
    "Giấy phép xây dựng nhà ở riêng lẻ": "giay_phep_xay_dung",
    "Giấy chứng nhận đăng ký hộ kinh doanh": "giay_dang_ky_ho_kinh_doanh",
    "Công văn trả lời kiến nghị": "cong_van",
    "Trích lục khai tử": "trich_luc_khai_tu",
}
_FAMILIES = "Nguyễn Nguyễn Nguyễn Trần Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()  # noqa: SIM905 - reads better than quoted words
_MIDDLES = "Văn Văn Thị Thị Hữu Đức Minh Ngọc Thanh Quang Xuân Thu Hồng Đình".split()  # noqa: SIM905 - reads better than quoted words
_GIVEN = "An Anh Bình Châu Cường Dũng Đạt Giang Hà Hải Hạnh Hòa Hùng Huệ Khánh Lan Linh Long Mai Nam Nga Oanh Phúc Quân Sơn Tâm Thảo Trang Tuấn Yến".split()  # noqa: SIM905 - reads better than quoted words
_SYMBOLS = ("QĐ-UBND", "GCN-UBND", "TB-VP", "GPXD")
_PARAGRAPHS, _PARAGRAPHS_OF_A_PAPER = 30_000, 4
_WORDS_OF_A_PARAGRAPH = (25, 100)
_RECORDS_OF_AN_OWNER = 3
_DRAWN_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRecord:
    number: int
    title: str
    type_code: str
    reference: str
    agency: str
    owner: Owner
    body: str
    issued: date
    filed_at: datetime

    @property
    def fields(self) -> dict[str, str]:
        return {
            "reference": self.reference,
            "issued_date": self.issued.isoformat(),
            "full_name": self.owner.name,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPaper:
    """What somebody may know of a paper who looks for it."""

    title: str
    reference: str
    owner: Owner
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    kind: str
    words: str


def drawn_records(seed: int) -> Iterator[DrawnRecord]:
    """Without end, numbered from 1; the same for the same seed."""
    chance = np.random.default_rng(seed)
    paragraphs = _drawn_paragraphs(chance)
    number = 0
    while True:
        chosen = chance.integers(_PARAGRAPHS, size=(_DRAWN_AT_ONCE, _PARAGRAPHS_OF_A_PAPER))
        figures = chance.integers(1, 9_999, size=(_DRAWN_AT_ONCE, 3))
        for indexes, numbers in zip(chosen.tolist(), figures.tolist(), strict=True):
            number += 1
            yield _record(number, "\n".join([paragraphs[index] for index in indexes]), numbers)


def owner_of(number: int) -> Owner:
    """The owner of a record: several records in a row are one person's."""
    return _person(number // _RECORDS_OF_AN_OWNER)


def question(chance: random.Random, asked: DrawnPaper) -> Question:
    """What people type who look for this paper, or for anything: names and numbers mostly, now and then what no index likes."""
    kinds = {
        "name": 6,
        "name without signs": 4,
        "reference": 4,
        "reference and name": 2,
        "id": 4,
        "title": 2,
        "title and name": 3,
        "frequent words": 3,
        "rare word": 2,
        "two words": 3,
        "three to five words": 4,
        "three to five words without signs": 2,
        "words of one paper": 4,
        "nothing has it": 2,
    }
    kind = chance.choices(tuple(kinds), weights=tuple(kinds.values()))[0]
    return Question(kind=kind, words=_typed(kind, chance, asked))


def _typed(kind: str, chance: random.Random, asked: DrawnPaper) -> str:
    words, name = _vocabulary(), asked.owner.name
    several = " ".join(chance.sample(words[:600], chance.randint(3, 5)))
    return {
        "name": name,
        "name without signs": fold(name),
        "reference": asked.reference,
        "reference and name": f"{asked.reference} {name}",
        "id": asked.owner.number,
        "title": asked.title,
        "title and name": fold(f"{asked.title} {name}"),
        "frequent words": chance.choice(
            ("quyết định", "ủy ban nhân dân", "cộng hòa xã hội", "đất", "hoa", "số", "Việt Nam")
        ),
        "rare word": chance.choice(words[2_000:]),
        "two words": " ".join(chance.sample(words[:1_500], 2)),
        "three to five words": several,
        "three to five words without signs": fold(several),
        "words of one paper": " ".join(chance.sample(asked.body.split(), chance.randint(2, 5))),
        "nothing has it": f"{chance.choice(words)}{chance.choice(words)}x {name}",
    }[kind]


def _drawn_paragraphs(chance: np.random.Generator) -> Sequence[str]:
    words = _vocabulary()
    weights = np.cumsum([word_frequency(word, "vi") for word in words])
    lengths = chance.integers(*_WORDS_OF_A_PARAGRAPH, size=_PARAGRAPHS)
    drawn = np.searchsorted(weights, chance.random(int(lengths.sum())) * weights[-1]).tolist()
    ends = [0, *np.cumsum(lengths).tolist()]
    return [" ".join([words[index] for index in drawn[begin:end]]) for begin, end in pairwise(ends)]


@lru_cache
def _vocabulary() -> Sequence[str]:
    return [word for word in top_n_list("vi", 6_000) if word.isalpha()]


def _record(number: int, said: str, figures: Sequence[int]) -> DrawnRecord:
    owner = owner_of(number)
    title = tuple(_TITLES)[number * 7 % len(_TITLES)]
    reference = f"{1 + number % 9_000}/{_SYMBOLS[number % len(_SYMBOLS)]}"
    issued = _FIRST_ISSUED + timedelta(days=number * 7_919 % _ISSUED_DAYS)
    parcel, sheet, amount = figures
    return DrawnRecord(
        number=number,
        title=f"{title} {owner.name}",
        type_code=_TITLES[title],
        reference=reference,
        agency=AGENCIES[number * 31 % len(AGENCIES)],
        owner=owner,
        body=(
            f"{_NATIONAL_HEADING}Số: {reference}\n{title}\nÔng (bà): {owner.name}, số định danh {owner.number}\n"
            f"Ngày {issued:%d/%m/%Y}, thửa {parcel}, tờ {sheet}, {amount}.000 đồng\n{said}"
        ),
        issued=issued,
        filed_at=_BEGUN + timedelta(seconds=60 * number),
    )


@lru_cache(maxsize=64)
def _person(person: int) -> Owner:
    chance = random.Random(f"person {person}")
    name = " ".join(chance.choice(part) for part in (_FAMILIES, _MIDDLES, _GIVEN))
    return Owner(kind=OwnerKind.CITIZEN, number=f"044{200_000_000 + person:09d}", name=name)
