"""Totals that another system or a report gives, as a request or a file of JSON brings them."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from digitize.errors import RequestInvalid
from digitize.indicators.definitions import Code
from digitize.indicators.given_totals import GivenCeiling, GivenRatio, GivenSum, GivenTotals

_LEAP = "20([02468][048]|[13579][26])"
_LONG, _THIRTY = "0[13578]|1[02]", "0[13-9]|1[0-2]"
PERIOD = (
    "^(20[0-9]{2}(-Q[1-4]|-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?"
    f"|20[0-9]{{2}}-(({_THIRTY})-(29|30)|({_LONG})-31)|{_LEAP}-02-29)$"
)
"""Names of `digitize/indicators/periods.py`, of days that there are; so its description promises no other."""
AGENCY = r"^[A-Z0-9.]{0,35}$"
_CONTROLS = r"\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069"
_WORDS = f"^[^{_CONTROLS}]*[^{_CONTROLS}\\s][^{_CONTROLS}]*$"


def _whole(value: object) -> object:
    """JSON knows no whole numbers: `3.0` is 3."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, Field(ge=0, le=2**53), BeforeValidator(_whole)]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=_WORDS)]
Percent = Annotated[str, Field(pattern=r"^[0-9]{1,3}([.,][0-9]{1,6})?$", max_length=10)]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class RatioSaid(_Said):
    name: Name
    numerator: Whole
    denominator: Whole
    printed: Percent | None = None
    """As printed, with as many decimals: `82,4`."""
    indicator: Annotated[Code, Field(strict=False)] | None = None
    """Which of ours it is; it is then compared with what is counted here."""


class SumSaid(_Said):
    name: Name
    total: Whole
    parts: Annotated[
        dict[Name, Whole],
        Field(max_length=500, json_schema_extra={"additionalProperties": False}),
    ]


class CeilingSaid(_Said):
    name: Name
    count: Whole
    of_name: Name
    of_count: Whole
    most_each: Annotated[int, Field(ge=1, le=1000), BeforeValidator(_whole)] = 1


class TotalsSaid(_Said):
    period: Annotated[str, Field(pattern=PERIOD, max_length=10)]
    agency: Annotated[str, Field(pattern=AGENCY, max_length=35)] = ""
    ratios: Annotated[list[RatioSaid], Field(max_length=200)] = []
    sums: Annotated[list[SumSaid], Field(max_length=200)] = []
    ceilings: Annotated[list[CeilingSaid], Field(max_length=200)] = []

    @property
    def compares(self) -> bool:
        return any(one.indicator is not None for one in self.ratios)

    def given(self) -> GivenTotals:
        return GivenTotals(
            ratios=tuple(map(_ratio, self.ratios)),
            sums=tuple(
                GivenSum(name=one.name, total=one.total, parts=one.parts) for one in self.sums
            ),
            ceilings=tuple(
                GivenCeiling(
                    name=one.name,
                    count=one.count,
                    of_name=one.of_name,
                    of_count=one.of_count,
                    most_each=one.most_each,
                )
                for one in self.ceilings
            ),
        )


def _ratio(said: RatioSaid) -> GivenRatio:
    printed = None if said.printed is None else Decimal(said.printed.replace(",", "."))
    return GivenRatio(
        name=said.name,
        numerator=said.numerator,
        denominator=said.denominator,
        printed=printed,
        indicator=said.indicator,
    )


def totals_in(text: str) -> TotalsSaid:
    """A file's totals. Raises `RequestInvalid` naming what is wrong with it."""
    try:
        return TotalsSaid.model_validate_json(text)
    except ValidationError as error:
        places = {".".join(map(str, fault["loc"])) or "JSON" for fault in error.errors()}
        raise RequestInvalid(", ".join(sorted(places))) from error
