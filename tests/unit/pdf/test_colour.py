from io import BytesIO

import numpy as np
from PIL import Image, ImageCms

from digitize.pdf.colour import srgb_profile


def profile() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(BytesIO(srgb_profile()))


def test_profile_says_what_littlecms_knows_as_srgb():
    steps = np.arange(0, 256, 15, dtype=np.uint8)
    colours = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(1, -1, 3)
    picture, known = Image.fromarray(colours), ImageCms.createProfile("sRGB")
    for pair in ((profile(), known), (known, profile())):
        shown = np.asarray(ImageCms.profileToProfile(picture, *pair), int)
        assert np.abs(shown - colours).max() <= 1


def test_profile_is_version_4_and_its_curve_a_formula():
    assert profile().profile.version == 4.2
    assert b"para" in srgb_profile()
    assert b"curv" not in srgb_profile()
