"""Labels that mean different people by where they stand: `Ngày sinh` of the husband or of the wife.

A label of `config/doctypes.toml` may be written `Họ tên chồng|Chồng > Ngày sinh|Năm sinh`: one of the names after `>`,
in the part of the form that one of the names before it opens. Parts lie one under another, side by side as columns, or
as columns of a table whose labels stand at its left.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digitize.extract.form import FormWord
from digitize.extract.labels import LabelHit
from digitize.extract.regions import Form, stretches

_INDENT = 1.5  # letter heights that a column's labels may stand left of its opening label


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelPath:
    names: tuple[str, ...]
    openings: tuple[str, ...] = ()
    """Labels that open the part of the form; empty where the label means the same everywhere."""

    @property
    def labels(self) -> tuple[str, ...]:
        return (*self.names, *self.openings)


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


def words_in_table(
    form: Form, hit: LabelHit, openings: Sequence[LabelHit], names: Iterable[str]
) -> tuple[FormWord, ...]:
    """The words of a table's row in the column so headed, for a label at its left; none where there is no table."""
    columns = sorted(_nearest_row(form, hit, openings), key=lambda opening: _left(form, opening))
    if len(columns) < 2 or _left(form, columns[0]) <= _reach(form, hit):
        return ()
    row, wanted = form.rows[hit.row_index], frozenset(names)
    parts = stretches(row.words[hit.end :], row.height)
    if len(parts) == len(columns):
        owners = list(columns)
    else:
        owners = [min(columns, key=lambda column: _distance(form, part, column)) for part in parts]
    return tuple(
        word
        for part, owner in zip(parts, owners, strict=True)
        if owner.label in wanted
        for word in part
    )


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


def _distance(form: Form, part: Sequence[FormWord], column: LabelHit) -> float:
    """How far a cell is from its heading, by left edges or by middles, whichever the table aligns."""
    heading = form.rows[column.row_index].words[column.start : column.end]
    left, right = heading[0].box.left, heading[-1].box.right
    return min(
        abs(part[0].box.left - left),
        abs((part[0].box.left + part[-1].box.right) - (left + right)) / 2,
    )
