"""A raster file's bytes (JPEG, PNG, one-frame TIFF) into a page picture by img2pdf, which does not recode what PDF can hold.

The page is opened from memory and taken apart like any scanner's page, so that archive and PDF scans go one way.
"""

import io
from contextlib import ExitStack

import img2pdf
import pikepdf

from digitize.errors import DamagedFile
from digitize.intake.archive_image import archival
from digitize.intake.page_content import read_content
from digitize.intake.page_geometry import rotation, stored_size_pt
from digitize.intake.picture import PagePicture, PlacedImage


def wrapped_picture(
    data: bytes, *, width_pt: float, height_pt: float, lifetime: ExitStack
) -> PagePicture:
    """One image filling a page of that size (as stored, before EXIF turns it).

    The picture's streams live until `lifetime` closes. Raises `DamagedFile` where img2pdf refuses the bytes.
    """
    layout = img2pdf.get_layout_fun(pagesize=(width_pt, height_pt), fit=img2pdf.FitMode.fill)
    try:
        page_pdf = img2pdf.convert(
            data, layout_fun=layout, nodate=True, rotation=img2pdf.Rotation.ifvalid
        )
    except (img2pdf.ImageOpenError, img2pdf.AlphaChannelError, ValueError, OSError) as cause:
        raise DamagedFile(f"cannot be wrapped: {cause}") from cause
    pdf = lifetime.enter_context(pikepdf.open(io.BytesIO(page_pdf)))
    page = pdf.pages[0]
    content = read_content(page, hidden_layers=frozenset())
    width, height = stored_size_pt(page)
    return PagePicture(
        width_pt=width,
        height_pt=height,
        rotate_degrees=rotation(page),
        images=tuple(
            PlacedImage(
                stream=archival(image.stream, owner=pdf),
                matrix=image.matrix.shorthand,
            )
            for image in content.images
        ),
    )
