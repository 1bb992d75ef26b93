"""Charts: well-formed SVG without script or style, that says in words what it shows."""

import xml.etree.ElementTree as ET
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from digitize.indicators.charts import Chart, Point, bars, line

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = [
    Point(label="01/26", value=Decimal("40.00"), note="4/10"),
    Point(label="02/26", value=None),
    Point(label="03/26", value=Decimal("80.00"), note="8/10"),
    Point(label="04/26", value=Decimal("90.00"), note="9/10"),
]


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def test_a_line_has_a_dot_a_month_and_a_gap_where_nothing_is_known() -> None:
    root = drawn(line(Chart(title="Tỷ lệ", points=MONTHS, target=Decimal(80))))
    dots = root.findall(f".//{SVG}circle")
    assert [dot.findtext(f"{SVG}title") for dot in dots] == [
        "01/26: 40,00 % (4/10)",
        "03/26: 80,00 % (8/10)",
        "04/26: 90,00 % (9/10)",
    ]
    heights = [float(dot.attrib["cy"]) for dot in dots]
    assert heights == sorted(heights, reverse=True)
    assert len(root.findall(f".//{SVG}polyline")) == 1


def test_a_chart_says_what_it_shows() -> None:
    root = drawn(bars(Chart(title="Tỷ lệ", points=MONTHS, target=Decimal(80))))
    described = root.findtext(f"{SVG}desc")
    assert described == (
        "01/26: 40,00 %; 02/26: chưa có; 03/26: 80,00 %; 04/26: 90,00 %; mục tiêu 80 %"
    )
    ids = {element.get("id") for element in root.iter()}
    assert set(root.attrib["aria-labelledby"].split()) <= ids


def test_its_words_are_said_in_the_readers_language() -> None:
    words = {"chưa có": "none yet", "mục tiêu": "target", "giây": "seconds"}
    chart = Chart(
        title="Time", points=MONTHS, unit="giây", target=Decimal(80), say=lambda word: words[word]
    )
    for svg in (line(chart), bars(chart)):
        said = " ".join(drawn(svg).itertext())
        assert "40,00 seconds" in said
        assert "02/26: none yet" in said
        assert "target 80" in said
        assert not any(word in said for word in words)


def test_a_bar_is_as_long_as_its_share() -> None:
    root = drawn(bars(Chart(title="Tỷ lệ", points=MONTHS)))
    widths = [float(bar.attrib["width"]) for bar in root.findall(f".//{SVG}rect")[1:]]
    assert widths[1] == 0
    assert widths[2] == 2 * widths[0]


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_name_breaks_the_drawing(title: str, label: str) -> None:
    chart = Chart(title=title, points=[Point(label=label, value=Decimal(5))])
    for svg in (line(chart), bars(chart)):
        names = {element.tag.removeprefix(SVG) for element in drawn(svg).iter()}
        assert not names & {"script", "style", "foreignObject", "a", "image"}
