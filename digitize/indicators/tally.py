"""Facts, one after the other, → figures of the whole and of its parts; what is kept grows with parts, never with dossiers.

Parts must sum to their whole, numerators and denominators: `figures_of` refuses to tell what does not.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from digitize.errors import TotalsDoNotAdd
from digitize.indicators.counting import Count
from digitize.indicators.definitions import INDICATORS, Code, Unit
from digitize.indicators.facts import DossierFacts, PaperFacts, ProcedureFacts
from digitize.indicators.figures import Figure
from digitize.indicators.rounding import vietnamese

Fact = DossierFacts | PaperFacts
Counts = tuple[tuple[Code, Count], ...]
"""By indicator, in the order of the report."""
_ROWS_KEPT = 2_000
_ALIKE_KEPT = 20_000
_COUNTED: dict[tuple[object, ...], Counts] = {}
"""By `DossierFacts.alike`: a province's months have a few thousand kinds of dossiers, and counting one costs 13 questions."""


class Slice(StrEnum):
    """By what figures are parted."""

    AGENCY = "agency"
    COMMUNE = "commune"
    PROCEDURE = "procedure"
    COUNTER = "counter"
    OFFICER = "officer"
    MONTH = "month"
    DAY = "day"


def part_of(fact: Fact, by: Slice) -> str:
    """The part that a fact belongs to; empty where it is not known."""
    return _PARTS[by](fact)


@dataclass(slots=True)
class Tally:
    """What was counted so far. Dossiers are much alike, so it keeps how often each row of counts came and adds up at the end."""

    rows: Counter[Counts] = field(default_factory=Counter)
    sums: dict[Code, Count] = field(default_factory=dict)
    """Of rows that are no longer kept."""
    seconds: Counter[int] = field(default_factory=Counter)
    procedures: dict[str, ProcedureFacts] = field(default_factory=dict)
    dossiers: int = 0
    papers: int = 0

    def add(self, fact: Fact) -> None:
        self.take(fact, counts_of(fact))

    def take(self, fact: Fact, counts: Counts) -> None:
        """As `add`, where it was counted already."""
        self.rows[counts] += 1
        if len(self.rows) > _ROWS_KEPT:
            self.sums = self._summed()
            self.rows.clear()
        if isinstance(fact, PaperFacts):
            self.papers += 1
            if fact.seconds_to_filing is not None:
                self.seconds[fact.seconds_to_filing] += 1
            return
        self.dossiers += 1
        if fact.procedure:
            known = self.procedures.get(fact.procedure) or ProcedureFacts(code=fact.procedure)
            self.procedures[fact.procedure] = known.with_dossier(fact)

    def _summed(self) -> dict[Code, Count]:
        sums = dict(self.sums)
        for counts, times in self.rows.items():
            for code, (numerator, denominator) in counts:
                before = sums.get(code, (0, 0))
                sums[code] = (before[0] + times * numerator, before[1] + times * denominator)
        return sums

    def figure(self, code: Code) -> Figure:
        return self._figure(code, self._summed())

    def _figure(self, code: Code, sums: Mapping[Code, Count]) -> Figure:
        indicator = INDICATORS[code]
        numerator, denominator = sums.get(code, (0, 0))
        if indicator.of_procedure is not None:
            found = [indicator.of_procedure(one) for one in self.procedures.values()]
            numerator, denominator = sum(one[0] for one in found), sum(one[1] for one in found)
        return Figure(
            indicator=code,
            numerator=numerator,
            denominator=denominator,
            median=median(self.seconds) if indicator.unit is Unit.SECOND else None,
        )

    def figures(self) -> dict[Code, Figure]:
        sums = self._summed()
        return {code: self._figure(code, sums) for code in INDICATORS}


@dataclass(slots=True)
class PartedTally:
    """The whole and, where it is parted, its parts by name."""

    by: Slice | None = None
    whole: Tally = field(default_factory=Tally)
    parts: dict[str, Tally] = field(default_factory=dict)

    def add(self, fact: Fact) -> None:
        counts = counts_of(fact)
        self.whole.take(fact, counts)
        if self.by is not None:
            self.parts.setdefault(part_of(fact, self.by), Tally()).take(fact, counts)


def tally_of(facts: Iterable[Fact]) -> Tally:
    found = Tally()
    for fact in facts:
        found.add(fact)
    return found


def parted(facts: Iterable[Fact], by: Slice | None) -> PartedTally:
    """Raises `TotalsDoNotAdd`."""
    found = PartedTally(by=by)
    for fact in facts:
        found.add(fact)
    if by is not None:
        figures = (part.figures() for part in found.parts.values())
        require_sum(found.whole.figures(), figures)
    return found


def counts_of(fact: Fact) -> Counts:
    """What a fact adds, for every indicator that counts its like."""
    if isinstance(fact, PaperFacts):
        return tuple((code, of_paper(fact)) for code, of_paper in _OF_PAPER)
    alike = fact.alike
    counts = _COUNTED.get(alike)
    if counts is None:
        counts = tuple((code, of_dossier(fact)) for code, of_dossier in _OF_DOSSIER)
        if len(_COUNTED) >= _ALIKE_KEPT:
            _COUNTED.clear()
        _COUNTED[alike] = counts
    return counts


def require_sum(whole: Mapping[Code, Figure], parts: Iterable[Mapping[Code, Figure]]) -> None:
    """Raises `TotalsDoNotAdd` naming the first indicator whose parts give another sum, and both sums."""
    sums: Counter[tuple[Code, str]] = Counter()
    for part in parts:
        for code, figure in part.items():
            sums[code, "tử số"] += figure.numerator
            sums[code, "mẫu số"] += figure.denominator
    for code, figure in whole.items():
        if not INDICATORS[code].is_sum:
            continue
        for place, said in (("tử số", figure.numerator), ("mẫu số", figure.denominator)):
            if sums[code, place] != said:
                raise TotalsDoNotAdd(
                    f"{INDICATORS[code].title}: {place} các phần cộng lại là "
                    f"{vietnamese(sums[code, place])}, cả kỳ là {vietnamese(said)}."
                )


def median(counted: Mapping[int, int]) -> int | None:
    """Of values with how often each came; of two middle ones the mean, half up."""
    total = sum(counted.values())
    if not total:
        return None
    lower, upper = _at(counted, (total - 1) // 2), _at(counted, total // 2)
    return (lower + upper + 1) // 2


def _at(counted: Mapping[int, int], index: int) -> int:
    """The value at an index from 0 of all in order."""
    seen = 0
    for value in sorted(counted):
        seen += counted[value]
        if seen > index:
            return value
    raise IndexError(index)


_OF_DOSSIER = [(c, one.of_dossier) for c, one in INDICATORS.items() if one.of_dossier is not None]
_OF_PAPER = [(c, one.of_paper) for c, one in INDICATORS.items() if one.of_paper is not None]
_PARTS: dict[Slice, Callable[[Fact], str]] = {
    Slice.AGENCY: lambda fact: fact.agency,
    Slice.COMMUNE: lambda fact: fact.commune,
    Slice.PROCEDURE: lambda fact: fact.procedure,
    Slice.COUNTER: lambda fact: fact.counter,
    Slice.OFFICER: lambda fact: fact.officer,
    Slice.MONTH: lambda fact: f"{fact.day:%Y-%m}",
    Slice.DAY: lambda fact: f"{fact.day:%Y-%m-%d}",
}
