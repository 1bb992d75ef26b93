"""Labels that mean different people by where they stand: `Ngày sinh` of the husband or of the wife.

A label of `config/doctypes.toml` may be written `Họ tên chồng|Chồng > Ngày sinh|Năm sinh`: one of the names after `>`,
in the part of the form that one of the names before it opens. Parts lie one under another, side by side as columns, or
as columns of a table whose labels stand at its left.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digitize.extract.form import FormWord, Row
from digitize.extract.labels import LabelHit
from digitize.extract.regions import Form

_INDENT = 1.5  # letter heights that a column's labels may stand left of its opening label


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelPath:
    names: tuple[str, ...]
    openings: tuple[str, ...] = ()
    """Labels that open the part of the form; empty where the label means the same everywhere."""

    @property
    def labels(self) -> tuple[str, ...]:
        return (*self.names, *self.openings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """The columns of a table that belong to one opening: between these x of the page."""

    left: float
    right: float

    def words_of(self, words: Iterable[FormWord]) -> tuple[FormWord, ...]:
        return tuple(
            word for word in words if self.left <= (word.box.left + word.box.right) / 2 < self.right
        )


def parse_path(text: str) -> LabelPath:
    """`A|B > X|Y` into openings A, B and names X, Y; `X|Y` alone has no openings."""
    opening, arrow, names = text.rpartition(">")
    return LabelPath(names=_names(names), openings=_names(opening) if arrow else ())


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split("|") if name.strip())


def opening_of(form: Form, hit: LabelHit, openings: Sequence[LabelHit]) -> LabelHit | None:
    """The opening whose part the label stands in; None above all of them and at the left of a table."""
    nearest = _nearest_row(form, hit, openings)
    own = [opening for opening in nearest if _left(form, opening) <= _reach(form, hit)]
    return max(own, key=lambda opening: _left(form, opening), default=None)


def strip_of(
    form: Form, hit: LabelHit, openings: Sequence[LabelHit], names: Iterable[str]
) -> Strip | None:
    """The strip of a table under the opening so named, for a label at the table's left; None where there is no table."""
    columns = sorted(_nearest_row(form, hit, openings), key=lambda opening: _left(form, opening))
    if len(columns) < 2 or _left(form, columns[0]) <= _reach(form, hit):
        return None
    centres = [_centre(form.rows[column.row_index], column) for column in columns]
    wanted = frozenset(names)
    for index, column in enumerate(columns):
        if column.label in wanted:
            left = (centres[index - 1] + centres[index]) / 2 if index else 0.0
            last = index + 1 == len(columns)
            return Strip(
                left=left,
                right=float("inf") if last else (centres[index] + centres[index + 1]) / 2,
            )
    return None


def _nearest_row(form: Form, hit: LabelHit, openings: Sequence[LabelHit]) -> list[LabelHit]:
    """The openings of the lowest row above the label, or of its own row."""
    page = form.rows[hit.row_index].page_index
    above = [
        opening
        for opening in openings
        if opening.row_index <= hit.row_index and form.rows[opening.row_index].page_index == page
    ]
    lowest = max((opening.row_index for opening in above), default=-1)
    return [opening for opening in above if opening.row_index == lowest]


def _left(form: Form, hit: LabelHit) -> int:
    return form.rows[hit.row_index].words[hit.start].box.left


def _reach(form: Form, hit: LabelHit) -> float:
    row = form.rows[hit.row_index]
    return row.words[hit.start].box.left + _INDENT * row.height


def _centre(row: Row, hit: LabelHit) -> float:
    return (row.words[hit.start].box.left + row.words[hit.end - 1].box.right) / 2
