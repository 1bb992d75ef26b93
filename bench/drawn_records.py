"""Papers of people who do not exist, as many as are asked for, and what somebody types to find them.

Words are drawn as often as Vietnamese uses them, each paper begins with the same national heading, and people have the names
that people have, common ones often: what is hard for an inverted index is a word that every paper has beside one that few have.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from wordfreq import top_n_list, word_frequency

from digitize.rows import Owner, OwnerKind
from storage.folding import fold

_BEGUN = datetime(2021, 1, 4, 1, tzinfo=UTC)
_NATIONAL_HEADING = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
_TITLES = (
    "Giấy khai sinh",
    "Giấy chứng nhận kết hôn",
    "Quyết định cấp giấy chứng nhận quyền sử dụng đất",
    "Quyết định về việc hòa giải",
    "Giấy phép xây dựng nhà ở riêng lẻ",
    "Giấy chứng nhận đăng ký hộ kinh doanh",
    "Công văn trả lời kiến nghị",
    "Trích lục khai tử",
)
_FAMILIES = "Nguyễn Nguyễn Nguyễn Trần Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()  # noqa: SIM905 - reads better than quoted words
_MIDDLES = "Văn Văn Thị Thị Hữu Đức Minh Ngọc Thanh Quang Xuân Thu Hồng Đình".split()  # noqa: SIM905 - reads better than quoted words
_GIVEN = "An Anh Bình Châu Cường Dũng Đạt Giang Hà Hải Hạnh Hòa Hùng Huệ Khánh Lan Linh Long Mai Nam Nga Oanh Phúc Quân Sơn Tâm Thảo Trang Tuấn Yến".split()  # noqa: SIM905 - reads better than quoted words
_WORDS_OF_A_PAPER = (60, 260)
_RECORDS_OF_AN_OWNER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRecord:
    number: int
    title: str
    reference: str
    owner: Owner
    body: str
    filed_at: datetime


def drawn_records(seed: int) -> Iterator[DrawnRecord]:
    """Without end, numbered from 1; the same for the same seed."""
    words = [word for word in top_n_list("vi", 6_000) if word.isalpha()]
    weights = list(accumulate(word_frequency(word, "vi") for word in words))
    number = 0
    while True:
        number += 1
        chance = random.Random(f"{seed} {number}")
        owner, title, reference = (
            owner_of(number),
            _TITLES[number % len(_TITLES)],
            _reference(number),
        )
        said = chance.choices(words, cum_weights=weights, k=chance.randint(*_WORDS_OF_A_PAPER))
        yield DrawnRecord(
            number=number,
            title=f"{title} {owner.name}",
            reference=reference,
            owner=owner,
            body=f"{_NATIONAL_HEADING}Số: {reference}\n{title}\nÔng (bà): {owner.name}, số định danh {owner.number}\n{' '.join(said)}",
            filed_at=_BEGUN + timedelta(seconds=60 * number),
        )


def owner_of(number: int) -> Owner:
    """The owner of a record: several records in a row are one person's."""
    person = number // _RECORDS_OF_AN_OWNER
    chance = random.Random(f"person {person}")
    name = " ".join(chance.choice(part) for part in (_FAMILIES, _MIDDLES, _GIVEN))
    return Owner(kind=OwnerKind.CITIZEN, number=f"044{200_000_000 + person:09d}", name=name)


def _reference(number: int) -> str:
    return f"{1 + number % 9_000}/{('QĐ-UBND', 'GCN-UBND', 'TB-VP', 'GPXD')[number % 4]}"


def question(chance: random.Random, records: int) -> tuple[str, str]:
    """What people type: mostly names and numbers, now and then a word that a third of all papers have."""
    number = chance.randint(1, records)
    owner, title = owner_of(number), _TITLES[number % len(_TITLES)]
    asked = {
        "name": owner.name,
        "name without signs": fold(owner.name),
        "reference": _reference(number),
        "reference and name": f"{_reference(number)} {owner.name}",
        "id": owner.number,
        "title": title,
        "title and name": f"{fold(title)} {fold(owner.name)}",
        "word": chance.choice(("quyết định", "đất", "hoa", "trẻ", "số", "Việt Nam")),
    }
    kind = chance.choices(tuple(asked), weights=(6, 4, 4, 2, 4, 2, 4, 1))[0]
    return kind, asked[kind]
