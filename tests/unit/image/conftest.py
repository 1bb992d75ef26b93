"""The pages most image tests start from."""

from collections.abc import Callable

import pytest
from page_factories import TEXT, drawn_page

from digitize.model import PageImage


@pytest.fixture
def draw_page() -> Callable[..., PageImage]:
    return drawn_page


@pytest.fixture
def text_page() -> PageImage:
    return drawn_page(lines=TEXT * 4)
