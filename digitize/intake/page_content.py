"""A PDF page's content stream into what it paints: images with their places, and whether anything else is visible.

A scanner's page paints one image, perhaps in strips, perhaps under invisible OCR text or a portal's logo. Such a page is
taken apart; `has_ink` or `is_odd` says that it is more than that and must be rendered to be seen as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
from pikepdf import Dictionary, Matrix, Name, Stream

from digitize.intake.graphics_state import (
    FAINT_OPACITY,
    Colour,
    GraphicsState,
    Rect,
    bounds,
    covers,
)
from digitize.intake.page_geometry import page_box
from digitize.intake.pdf_values import ODD_VALUES, members
from digitize.limits import MAX_CONTENT_BYTES

MAX_OPERATIONS = (
    100_000  # a scan with OCR text has ~5,000; a map or drawing has more and is rendered
)
MAX_FORM_DEPTH = 8  # forms in forms: real ones go 3 deep, a loop for ever
SLACK_PT = 2.0  # scanners round page boxes and clips to whole points, on both sides
WHITE: Colour = (1.0, 1.0, 1.0)
_OPERATORS = "q Q cm Do gs Tr Tj TJ ' \" g rg k cs sc scn m l c v y re W W* n f F f* S s B B* b b* sh BDC BI ID EI"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnImage:
    """An image XObject as the page paints it."""

    stream: Stream
    matrix: Matrix
    opacity: float
    fill: Colour
    """Colour of a stencil."""

    @property
    def is_stencil(self) -> bool:
        return bool(self.stream.get("/ImageMask", False))

    @property
    def is_opaque(self) -> bool:
        masks = ("/SMask", "/Mask")
        return (
            self.opacity == 1.0 and not self.is_stencil and not any(m in self.stream for m in masks)
        )

    @property
    def bounds(self) -> Rect:
        return bounds(self.matrix)

    @property
    def area(self) -> float:
        """Square points."""
        a, b, c, d = self.matrix.shorthand[:4]
        return abs(float(a) * float(d) - float(b) * float(c))


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContent:
    images: tuple[DrawnImage, ...]
    """In painting order, without those that a later one hides."""
    has_text: bool
    """Text that is no watermark, also invisible: a text layer to look at."""
    has_ink: bool
    """Visible text or drawing that no image hides."""
    has_watermark: bool
    """Faint text or drawing across the page, which is not the paper's own."""
    is_odd: bool
    """Something here is not understood well enough to take the page apart."""


class _TooMuch(Exception):
    """More operations or deeper forms than a scanner's page has."""


def read_content(page: pikepdf.Page, *, hidden_layers: frozenset[tuple[int, int]]) -> PageContent:
    """What the page paints. `hidden_layers`: object numbers of optional content that is off by default."""
    walk = _Walk(box=page_box(page), hidden_layers=hidden_layers)
    try:
        walk.run(page.obj, page.resources, depth=0)
    except (_TooMuch, *ODD_VALUES):
        walk.is_odd = True  # whatever is wrong in the stream, poppler repairs more than we should
    return walk.content()


class _Walk:
    def __init__(self, *, box: Rect, hidden_layers: frozenset[tuple[int, int]]) -> None:
        self._box = box
        self._hidden_layers = hidden_layers
        self._images: list[DrawnImage] = []
        self._has_text = self._has_ink = self._has_watermark = False
        self._operations = 0
        self._path: list[tuple[float, float]] = []
        self._clips = False
        self._state = GraphicsState(matrix=Matrix())
        self.is_odd = False

    def content(self) -> PageContent:
        return PageContent(
            images=tuple(self._images),
            has_text=self._has_text,
            has_ink=self._has_ink,
            has_watermark=self._has_watermark,
            is_odd=self.is_odd,
        )

    def run(self, stream: pikepdf.Object, resources: pikepdf.Object, *, depth: int) -> None:
        if depth > MAX_FORM_DEPTH:
            raise _TooMuch
        if _unpacked_bytes(stream) > MAX_CONTENT_BYTES:
            raise _TooMuch
        stack: list[GraphicsState] = []
        for instruction in pikepdf.parse_content_stream(stream, _OPERATORS):
            self._operations += 1
            if self._operations > MAX_OPERATIONS:
                raise _TooMuch
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                self.is_odd = True
                continue
            operator, operands = str(instruction.operator), list(instruction.operands)
            self._step(operator, operands, resources, stack=stack, depth=depth)

    def _step(
        self,
        operator: str,
        operands: list[pikepdf.Object],
        resources: pikepdf.Object,
        *,
        stack: list[GraphicsState],
        depth: int,
    ) -> None:
        if operator == "q":
            stack.append(self._state)
        elif operator == "Q":
            self._state = stack.pop() if stack else self._state
        elif operator == "Do":
            self._paint_object(_named(resources, "/XObject", operands), resources, depth=depth)
        elif operator == "gs":
            self._state = self._state.with_parameters(_named(resources, "/ExtGState", operands))
        elif operator == "cs":
            space = _named(resources, "/ColorSpace", operands) or operands[0]
            self._state = self._state.in_space(space)
        elif operator == "BDC":
            self._enter_layer(operands, resources)
        else:
            _STEPS.get(operator, _Walk.not_understood)(self, operator, operands)

    # ---- objects

    def _paint_object(self, painted: Stream, resources: pikepdf.Object, *, depth: int) -> None:
        if "/OC" in painted and self._is_hidden(painted.OC):
            return
        if painted.Subtype == Name.Image:
            self._paint_image(painted)
        elif painted.Subtype == Name.Form:
            outer = self._state
            inner = outer.moved(Matrix(painted.get("/Matrix", Matrix().as_array())))
            watermark = outer.is_watermark or _is_declared_watermark(painted)
            self._state = replace(inner, is_watermark=watermark)
            self.run(painted, painted.get("/Resources", resources), depth=depth + 1)
            self._state = outer

    def _paint_image(self, stream: Stream) -> None:
        state = self._state
        image = DrawnImage(
            stream=stream, matrix=state.matrix, opacity=state.opacity, fill=state.fill or WHITE
        )
        clip = None if state.is_watermark else state.clip
        cut = clip is not None and not covers(clip, self._seen(image), slack=SLACK_PT)
        if state.is_odd or cut or (image.is_stencil and state.fill is None):
            self.is_odd = True
        if image.is_opaque and covers(image.bounds, self._box, slack=SLACK_PT) and not cut:
            self._images.clear()
            self._has_ink = self._has_watermark = False
        self._images.append(image)

    def _seen(self, image: DrawnImage) -> Rect:
        left, bottom, right, top = image.bounds
        box = self._box
        return max(left, box[0]), max(bottom, box[1]), min(right, box[2]), min(top, box[3])

    def _enter_layer(self, operands: list[pikepdf.Object], resources: pikepdf.Object) -> None:
        if operands[0] == Name.OC and isinstance(operands[-1], Name):
            layer = _named(resources, "/Properties", operands[-1:])
            self.is_odd |= layer is not None and self._is_hidden(layer)

    def _is_hidden(self, layer: pikepdf.Object) -> bool:
        if layer.get("/Type") == Name.OCMD:
            groups = layer.get("/OCGs", pikepdf.Array())
            members = [groups] if isinstance(groups, Dictionary) else list(groups)
            return bool(members) and all(member.objgen in self._hidden_layers for member in members)
        return layer.objgen in self._hidden_layers

    # ---- marks that are not images

    def _mark(self, colour: Colour | None) -> None:
        """Note visible ink; white on bare paper does not show, white over an image does."""
        if colour == WHITE and not self._images:
            return
        if self._is_faint():
            self._has_watermark = True
        else:
            self._has_ink = True

    def _is_faint(self) -> bool:
        return self._state.is_watermark or self._state.opacity <= FAINT_OPACITY

    def show_text(self, _operator: str, operands: list[pikepdf.Object]) -> None:
        shown = b"".join(_strings(operands))
        if not shown.strip(b"\0 "):
            return
        if self._state.text_mode not in (3, 7):  # invisible; clip only
            self._mark(self._state.fill)
        self._has_text |= not self._is_faint()

    def fill_or_stroke(self, operator: str, operands: list[pikepdf.Object]) -> None:
        self._mark(self._state.fill if operator in ("f", "F", "f*") else None)
        self.end_path(operator, operands)

    def not_understood(self, _operator: str, _operands: list[pikepdf.Object]) -> None:
        self.is_odd = True

    # ---- state

    def move(self, _operator: str, operands: list[pikepdf.Object]) -> None:
        self._state = self._state.moved(Matrix(*(float(value) for value in operands)))

    def set_text_mode(self, _operator: str, operands: list[pikepdf.Object]) -> None:
        self._state = replace(self._state, text_mode=int(operands[0]))

    def set_colour(self, operator: str, operands: list[pikepdf.Object]) -> None:
        channels = {"g": 1, "rg": 3, "k": 4}.get(operator, self._state.fill_channels)
        self._state = replace(self._state, fill_channels=channels).coloured(operands)

    def extend_path(self, operator: str, operands: list[pikepdf.Object]) -> None:
        values = [float(value) for value in operands]
        if operator == "re":
            x, y, width, height = values
            values = [x, y, x + width, y, x + width, y + height, x, y + height]
        points = zip(values[::2], values[1::2], strict=True)
        self._path.extend(self._state.matrix.transform(point) for point in points)

    def set_clip(self, _operator: str, _operands: list[pikepdf.Object]) -> None:
        self._clips = True

    def end_path(self, _operator: str, _operands: list[pikepdf.Object]) -> None:
        if self._clips and self._path:
            xs, ys = [float(x) for x, _ in self._path], [float(y) for _, y in self._path]
            self._state = self._state.clipped((min(xs), min(ys), max(xs), max(ys)))
        self._path, self._clips = [], False


_Step = Callable[[_Walk, str, list[pikepdf.Object]], None]
_STEPS: dict[str, _Step] = {
    "cm": _Walk.move,
    "Tr": _Walk.set_text_mode,
    **dict.fromkeys(("Tj", "TJ", "'", '"'), _Walk.show_text),
    **dict.fromkeys(("g", "rg", "k", "sc", "scn"), _Walk.set_colour),
    **dict.fromkeys(("m", "l", "c", "v", "y", "re"), _Walk.extend_path),
    **dict.fromkeys(("W", "W*"), _Walk.set_clip),
    **dict.fromkeys(("f", "F", "f*", "S", "s", "B", "B*", "b", "b*"), _Walk.fill_or_stroke),
    "n": _Walk.end_path,
}


def _unpacked_bytes(painter: pikepdf.Object) -> int:
    """Size of what a form or page paints, counted as far as it matters: an array may name one part ever again."""
    if isinstance(painter, Stream):
        return len(painter.read_bytes())
    total = 0
    for part in (painter.get("/Contents"), *members(painter, "/Contents")):
        total += len(part.read_bytes()) if isinstance(part, Stream) else 0
        if total > MAX_CONTENT_BYTES:
            break
    return total


def _strings(operands: list[pikepdf.Object]) -> list[bytes]:
    """Every string shown by a text operator, also those inside the array of `TJ`."""
    found: list[bytes] = []
    for operand in operands:
        if isinstance(operand, pikepdf.Array):
            found.extend(_strings(list(operand)))
        elif isinstance(operand, pikepdf.String):
            found.append(bytes(operand))
    return found


def _named(resources: pikepdf.Object, family: str, operands: list[pikepdf.Object]) -> Any:
    """The resource that an operand names; None where the page lacks it."""
    name = operands[0]
    return resources.get(family, Dictionary()).get(name) if isinstance(name, Name) else None


def _is_declared_watermark(form: Stream) -> bool:
    """Whether the form says so itself, in the private data that Acrobat leaves for its own later removal."""
    declared = form.get("/PieceInfo", Dictionary()).get("/ADBE_CompoundType")
    kind = declared.get("/Private", None) if isinstance(declared, Dictionary) else declared
    return kind in (Name.Watermark, Name.Background)
