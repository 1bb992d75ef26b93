"""Papers of two types that only their words tell apart, for the model that learns types."""

import numpy as np
from decree_pages import reading
from line_factories import printed

from digitize.model import PageReading

WORDS = {
    "hop_dong_thue": "hợp đồng thuê nhà bên cho thuê bên thuê giá thuê đặt cọc",
    "giay_vay": "giấy vay tiền bên vay bên cho vay lãi suất số tiền vay hạn trả",
}


def paper(type_code: str, seed: int) -> tuple[PageReading, ...]:
    """A page with some of the words of its type in any order, and words of no type."""
    chance = np.random.default_rng(seed)
    words = chance.permutation(WORDS[type_code].split())[:8].tolist()
    noise = [str(chance.choice(["an", "binh", "cuong", "dung"])) for _ in range(4)]
    rows = [" ".join(words[:4]), " ".join(words[4:]), " ".join(noise)]
    return (reading([printed(text, left=300, top=400 + 60 * at) for at, text in enumerate(rows)]),)
