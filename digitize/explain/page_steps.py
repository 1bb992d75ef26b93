"""What the stages tell of one page into its pictures, in order; a stage that changed nothing leaves a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from digitize.explain.callouts import Callout
from digitize.explain.drawing import Drawing, Tint, draw
from digitize.explain.palette import DOUBTFUL, PLACE, SURE, UNSURE, UNSURE_FROM, colour_of
from digitize.explain.steps import Step, Unchanged
from digitize.explain.wording import DONE, NOT_NEEDED, TITLES, number
from digitize.image.red_ink import RedMarks
from digitize.model import Barcode, Line, PageImage, Word
from digitize.ocr.scale import on_upright
from digitize.trace import Stage, Trace

_MOST_WORDS_NAMED = 30
"""More doubtful words than this are still tinted, but labels for all would fill no margin."""
LEGEND = (
    (SURE, "từ 0,90: chắc"),
    (UNSURE, "0,75 đến 0,90: chưa chắc"),
    (DOUBTFUL, "dưới 0,75: đáng ngờ"),
)
_CHANGES = frozenset({Stage.DROPPED, Stage.MEND, Stage.PEN})


@dataclass(slots=True)
class PageSteps(Trace):
    """Collects the steps of one page as they are told."""

    page_number: int
    steps: list[Step] = field(default_factory=list)
    upright: PageImage | None = None
    """The page as a person holds it, in the scan's own pixels; the last pictures are drawn on it."""
    _last: PageImage | None = None
    _words: tuple[PageImage, tuple[Line, ...]] | None = None

    def add(
        self, name: str, page: PageImage, title: str, sentence: str, drawing: Drawing | None = None
    ) -> None:
        """One picture more."""
        number_of_step = len(self.steps) + 1
        self.steps.append(
            draw(
                page,
                drawing or Drawing(),
                name=f"page-{self.page_number:04}-{number_of_step:02}-{name}",
                title=f"Trang {self.page_number}, bước {number_of_step}. {title}",
                sentence=sentence,
            )
        )

    def _unchanged(self, stage: Stage) -> None:
        step = len(self.steps) + 1
        title = f"Trang {self.page_number}, bước {step}. {TITLES[stage]}"
        self.steps.append(Unchanged(title=title, sentence=NOT_NEEDED[stage]))

    # -- what the stages tell

    def begun(self, page: PageImage, barcodes: Sequence[Barcode]) -> None:
        kind = "đen trắng 1 bit" if page.is_bilevel else "ảnh xám" if page.colour is None else "màu"
        sentence = (
            f"{page.width} × {page.height} điểm ảnh, {round(page.resolution.dpi)} dpi, {kind}."
        )
        callouts = [
            Callout(text=f"{code.symbology}: {code.text}", colour=PLACE, box=code.box)
            for code in barcodes
        ]
        self._last = page
        self.add("file", page, "Trang như trong tệp", sentence, Drawing(callouts=callouts))

    def shown(self, stage: Stage, page: PageImage) -> None:
        before, self._last = self._last, page
        if stage is Stage.UPRIGHT:
            self.upright = page
        if before is not None and _looks_alike(before, page):
            self._unchanged(stage)
        else:
            self.add(stage, page, TITLES[stage], _sentence(stage, before, page))

    def red_ink(self, page: PageImage, marks: RedMarks) -> None:
        found = [("con dấu tròn", box) for box in marks.seals]
        found += [("dấu chữ nhật", box) for box in marks.stamps]
        if found:
            callouts = [Callout(text=words, colour=DOUBTFUL, box=box) for words, box in found]
            sentence = "Mực đỏ tạo thành dấu; chữ dưới dấu sẽ được đọc sau khi bỏ mực đỏ."
            self.add("seals", page, "Dấu mực đỏ", sentence, Drawing(callouts=callouts))

    def words(self, stage: Stage, page: PageImage, lines: Sequence[Line]) -> None:
        before, self._words = self._words, (page, tuple(lines))
        if stage is Stage.ENGINE:
            self.add(stage, page, TITLES[stage], word_count(lines), by_confidence(lines))
        elif stage is Stage.ORDER:
            self.add(stage, page, TITLES[stage], _order_words(lines), _in_order(lines))
        elif stage in _CHANGES and before is not None:
            self._show_changes(stage, page, lines, before)

    def _show_changes(
        self,
        stage: Stage,
        page: PageImage,
        lines: Sequence[Line],
        before: tuple[PageImage, tuple[Line, ...]],
    ) -> None:
        shown, earlier = before
        if shown is not page:
            earlier = on_upright(earlier, read=shown, upright=page)
        old = [word for line in earlier for word in line.words]
        known = {(word.text, word.box) for word in old}
        new = [word for line in lines for word in line.words if (word.text, word.box) not in known]
        if not new:
            self._unchanged(stage)
            return
        callouts = [_change(word, old) for word in new[:_MOST_WORDS_NAMED]]
        tints = [Tint(box=word.box, colour=colour_of(word.confidence)) for word in new]
        sentence = f"{len(new)} từ mới, được sửa hoặc đọc lại."
        drawing = Drawing(tints=tints, callouts=callouts, legend=LEGEND)
        self.add(stage, page, TITLES[stage], sentence, drawing)


def by_confidence(lines: Sequence[Line]) -> Drawing:
    """Words tinted by how sure they are; doubtful ones named, the most doubtful first where there are many."""
    words = [word for line in lines for word in line.words]
    doubtful = sorted(
        (word for word in words if word.confidence < UNSURE_FROM), key=lambda word: word.confidence
    )
    return Drawing(
        tints=[Tint(box=word.box, colour=colour_of(word.confidence)) for word in words],
        callouts=[_named(word) for word in doubtful[:_MOST_WORDS_NAMED]],
        legend=LEGEND,
    )


def word_count(lines: Sequence[Line]) -> str:
    words = [word for line in lines for word in line.words]
    doubtful = sum(word.confidence < UNSURE_FROM for word in words)
    return f"{len(lines)} dòng, {len(words)} từ; {doubtful} từ đáng ngờ (độ tin cậy dưới 0,75)."


def _named(word: Word) -> Callout:
    text = f"“{word.text}” {number(word.confidence)}"
    return Callout(text=text, colour=colour_of(word.confidence), box=word.box)


def _change(word: Word, old: Sequence[Word]) -> Callout:
    """What stood in its place before, where something did."""
    replaced = [each.text for each in old if each.box == word.box] or [
        each.text for each in old if _overlap(each, word)
    ]
    if replaced == [word.text]:
        text = f"“{word.text}” đọc lại {number(word.confidence)}"
        return Callout(text=text, colour=colour_of(word.confidence), box=word.box)
    was = f"“{' '.join(replaced)}” → " if replaced else "mới: "
    text = f"{was}“{word.text}” {number(word.confidence)}"
    return Callout(text=text, colour=colour_of(word.confidence), box=word.box)


def _overlap(one: Word, other: Word) -> bool:
    """By at least half of the smaller one's width, on one row."""
    across = min(one.box.right, other.box.right) - max(one.box.left, other.box.left)
    down = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    return across > min(one.box.width, other.box.width) / 2 and down > 0


def _in_order(lines: Sequence[Line]) -> Drawing:
    """Each block with its number, and a line through the middles of its lines."""
    blocks: dict[int, list[Line]] = {}
    for line in lines:
        blocks.setdefault(line.block, []).append(line)
    callouts = [
        Callout(
            text=f"{place}. {_opening(block)}",
            colour=PLACE,
            box=Line(words=tuple(word for line in block for word in line.words)).box,
        )
        for place, block in enumerate(blocks.values(), start=1)
    ]
    return Drawing(callouts=callouts, path=[line.box for line in lines])


def _opening(block: Sequence[Line], *, most: int = 5) -> str:
    words = block[0].text.split()
    return " ".join(words[:most]) + ("…" if len(words) > most else "")


def _order_words(lines: Sequence[Line]) -> str:
    blocks = len({line.block for line in lines})
    return f"{blocks} khối chữ; đường xanh đi qua các dòng theo thứ tự đọc."


def _looks_alike(before: PageImage, after: PageImage) -> bool:
    return before is after or (before.gray is after.gray and before.colour is after.colour)


def _sentence(stage: Stage, before: PageImage | None, page: PageImage) -> str:
    if stage is Stage.SCALE and before is not None:
        was, now = round(before.resolution.dpi), round(page.resolution.dpi)
        return f"Từ {was} dpi về {now} dpi, cỡ chữ mà bộ nhận dạng đọc tốt nhất."
    if stage is Stage.LEVEL:
        return f"Dòng chữ nghiêng {number(page.skew_degrees)}°; trang được xoay lại bằng đó."
    return DONE[stage]
