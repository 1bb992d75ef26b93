"""The provinces of the civil-status registry as data: `provinces.csv` into `Province` values.

63 codes as Thông tư 07/2016 and 59/2021/TT-BCA list them, with the province each was merged into in 2025
(Nghị quyết 202/2025/QH15); a personal id keeps its code for life, so all 63 stay valid.
"""

import csv
from collections.abc import Iterable
from functools import cache
from importlib import resources

from digitize.extract.places import Province


@cache
def load_provinces() -> tuple[Province, ...]:
    """The shipped table, by rising code."""
    text = resources.files("config").joinpath("provinces.csv").read_text(encoding="utf-8")
    return parse_provinces(text.splitlines())


def parse_provinces(lines: Iterable[str]) -> tuple[Province, ...]:
    """CSV lines with a header into provinces; raises `KeyError` where a column is missing."""
    return tuple(
        Province(
            code=row["code"],
            name=row["name_vi"],
            agency_code=row["agency_code"],
            merged_into=row["merged_into"],
        )
        for row in csv.DictReader(lines)
    )
