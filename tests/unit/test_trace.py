"""What the stages tell: every step in its order, and nothing of the reading depends on who listens."""

from line_factories import printed
from page_factories import TEXT, drawn_page

from digitize.model import SourcePage
from digitize.ocr.scripted import ScriptedEngine
from digitize.reading import read_page
from digitize.trace import Stage, Trace

PAGE = SourcePage(image=drawn_page(lines=TEXT, colour=True))
SCRIPT = (printed(TEXT[0], left=200, top=200),)


class Heard(Trace):
    def __init__(self):
        self.stages = []

    def shown(self, stage, page):
        self.stages.append(stage)

    def words(self, stage, page, lines):
        self.stages.append(stage)


def test_every_stage_of_a_first_look_is_told_in_order():
    heard = Heard()
    read_page(PAGE, engine=ScriptedEngine(SCRIPT), trace=heard)
    once = list(dict.fromkeys(heard.stages))
    assert [stage for stage in Stage if stage in once] == [
        stage for stage in Stage if stage is not Stage.EVEN_PAPER or stage in once
    ]
    first_look = [stage for stage in once if stage is not Stage.EVEN_PAPER]
    assert first_look == [stage for stage in Stage if stage is not Stage.EVEN_PAPER]


def test_who_listens_changes_nothing():
    heard = read_page(PAGE, engine=ScriptedEngine(SCRIPT), trace=Heard())
    assert heard == read_page(PAGE, engine=ScriptedEngine(SCRIPT))
