"""Pages drawn in memory: printed Vietnamese text, seals, stamps, borders, dust."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from digitize.model import PageImage, Resolution

FONT = Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf")
FONT_BOLD = FONT.with_name("LiberationSerif-Bold.ttf")
DPI = 200
RED = (200, 30, 50)
TEXT = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Xét đề nghị của Giám đốc Sở Kế hoạch và Đầu tư tại Tờ trình số 12,",
    "Ủy ban nhân dân tỉnh quyết định phê duyệt chủ trương đầu tư dự án",
    "nâng cấp đường liên xã, gồm các hạng mục nền đường và hệ thống thoát",
    "nước; giao các đơn vị phối hợp thực hiện bảo đảm đúng quy định hiện",
    "hành. Chánh Văn phòng, thủ trưởng các sở, ban, ngành chịu trách nhiệm",
)


def drawn_page(
    *,
    lines: tuple[str, ...] = (),
    paint: Callable[[ImageDraw.ImageDraw], None] | None = None,
    colour: bool = False,
    dpi: int = DPI,
) -> PageImage:
    """An A4 page with 13-point print from the top left, and whatever `paint` adds."""
    picture = Image.new("RGB", (round(8.27 * dpi), round(11.69 * dpi)), (250, 250, 250))
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(FONT), round(13 / 72 * dpi))
    for number, line in enumerate(lines):
        pen.text((dpi, dpi + number * 0.28 * dpi), line, font=font, fill=(20, 20, 20))
    if paint:
        paint(pen)
    return page_of(np.asarray(picture), colour=colour, dpi=dpi)


def page_of(pixels: np.ndarray, *, colour: bool = False, dpi: int = DPI) -> PageImage:
    gray = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    return PageImage(
        page_index=0,
        gray=gray,
        colour=pixels if colour else None,
        resolution=Resolution(dpi_x=dpi, dpi_y=dpi),
    )


def seal(pen: ImageDraw.ImageDraw, *, left: int, top: int, ink: tuple[int, int, int] = RED) -> None:
    """A round seal of 36 mm: two rims and a star's worth of ink."""
    size = round(36 / 25.4 * DPI)
    pen.ellipse((left, top, left + size, top + size), outline=ink, width=6)
    pen.ellipse((left + 50, top + 50, left + size - 50, top + size - 50), outline=ink, width=4)
    pen.regular_polygon((left + size // 2, top + size // 2, 40), 5, fill=ink)
