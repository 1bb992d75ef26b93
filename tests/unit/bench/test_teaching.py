"""What the network is taught with: rows of signs it knows, pictures that show what they say, and a learner that is the network."""

import multiprocessing
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from random import Random

import jax.numpy as jnp
import numpy as np
import optax
import pytest
from network_factories import SIGNS, small_network, strips_of

from bench.teaching.batches import Batch, Source, batch_of, batches
from bench.teaching.faces import Faces
from bench.teaching.learner import Learner, backwards_of, scores
from bench.teaching.rows import Lesson, lessons
from bench.teaching.sayings import POINT, Sayings, running_text, said_of
from digitize.ocr.network.model_file import parts_of, signs_of
from digitize.ocr.network.network import Network
from digitize.ocr.network.taught import weights_of
from digitize.ocr.resident import DEBIAN_TESSDATA

PARAGRAPHS = ["Giấy tờ đã có trong kho dữ liệu thì không ai phải nộp lại lần nữa."]
KNOWN = signs_of(parts_of(DEBIAN_TESSDATA / "vie.traineddata"))
SAYINGS = Sayings(PARAGRAPHS, frozenset(KNOWN) - {""})
PAGE = """<html><head><title>Trang trợ giúp về hồ sơ</title></head><body><h1>Mở&nbsp;một hồ sơ mới</h1>
<p>Bấm vào <b>Tệp tin</b> để mở hồ sơ đã lưu.</p><p>Not a word of it is in the language.</p><p>Hồ sơ</p>
<script>var a = "<p>một hai ba bốn năm sáu</p>";</script></body></html>"""


@pytest.fixture(scope="module")
def faces():
    return Faces()


def test_running_text_is_the_paragraphs_in_vietnamese(tmp_path):
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    assert running_text(tmp_path) == [
        "Mở một hồ sơ mới",
        "Bấm vào Tệp tin để mở hồ sơ đã lưu.",
    ]


def test_without_help_pages_there_is_nothing_to_say(tmp_path):
    with pytest.raises(FileNotFoundError):
        running_text(tmp_path)


def test_rows_say_what_the_network_has_signs_for():
    rng = Random(1)
    rows = [SAYINGS.row(rng) for _ in range(500)]
    assert all(row and row == row.strip() and len(row) <= 88 for row in rows)
    assert not {sign for row in rows for sign in said_of(row)} - set(KNOWN)
    assert POINT in "".join(rows)
    assert POINT not in "".join(map(said_of, rows))
    said = " ".join(rows)
    assert all(sign in said for sign in "0123456789/-%()ăâđêôơưĐ")


def test_words_that_differ_in_their_marks_are_said_alike_often():
    """Were one of them rare, the network would learn to guess the other."""
    rng = Random(1)
    said = Counter(word.lower() for _ in range(32_000) for word in SAYINGS.row(rng).split())
    assert 0.4 < said["tỉnh"] / said["tình"] < 2.5
    assert said["sờ"] > 0 < said["bải"]


def test_a_tone_is_written_at_both_its_places():
    rng = Random(1)
    ends = Counter(word[-2:] for _ in range(8_000) for word in SAYINGS.row(rng).split())
    for newer, older in (("ủy", "uỷ"), ("òa", "oà"), ("óe", "oé")):
        assert ends[newer] > 0 < ends[older]


def test_without_a_times_like_font_nothing_is_taught(tmp_path):
    with pytest.raises(FileNotFoundError):
        Faces(tmp_path)


def test_the_same_lot_teaches_the_same(faces):
    one, other = (list(lessons(Random(7), SAYINGS, faces)) for _ in range(2))
    assert [lesson.text for lesson in one] == [lesson.text for lesson in other]
    assert all(np.array_equal(a.pixels, b.pixels) for a, b in zip(one, other, strict=True))


def test_pictures_show_what_they_say(faces, tesseract):
    """Debian's network reads most signs of most rows, worn as they are."""
    rng = Random(3)
    taught = [lesson for _ in range(12) for lesson in lessons(rng, SAYINGS, faces)]
    read = [_read(tesseract, lesson) for lesson in taught]
    told = [
        len(set(row.split()) & set(lesson.text.split()))
        for row, lesson in zip(read, taught, strict=True)
    ]
    assert sum(told) > 0.6 * sum(len(set(lesson.text.split())) for lesson in taught)


def _read(engine, lesson: Lesson) -> str:
    picture = np.kron((lesson.pixels + 1) * 127.5, np.ones((2, 2))).astype(np.uint8)
    page = np.pad(picture, 40, constant_values=255)
    return " ".join(word.text for word in engine.read_line(page, dpi=300))


def test_a_batch_has_every_lesson_with_its_length_and_signs():
    codes = {"a": 5, "b": 6}
    taught = [
        Lesson(np.full((36, 30), 0.5, np.float32), "ab"),
        Lesson(np.ones((36, 60), np.float32), "b"),
    ]
    batch = batch_of(taught, 120, codes)
    assert batch.strips.shape == (2, 36, 120)
    assert (batch.strips[0, :, :30] == 0.5).all()
    assert not batch.strips[0, :, 30:].any()
    assert batch.lengths.tolist() == [10, 20]
    assert (batch.says[0, :2].tolist(), batch.ends.tolist()) == ([5, 6], [2, 1])


def test_batches_are_the_same_however_many_draw_them(tmp_path):
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    source = Source(help_pages=tmp_path, fonts=Path("/usr/share/fonts"), signs=KNOWN)
    one, other = (list(islice(batches(source, seed="s", processes=number), 1)) for number in (1, 2))
    assert np.array_equal(one[0].strips, other[0].strips)
    assert np.array_equal(one[0].says, other[0].says)


def _side_by_side(strips, width=120):
    filled = np.zeros((len(strips), 36, width), np.float32)
    for place, strip in enumerate(strips):
        filled[place, :, : strip.shape[1]] = strip
    return filled, np.array([strip.shape[1] // 3 for strip in strips], np.int32)


def _apart(check: Callable[[], None]) -> None:
    """In a process of its own: one in which JAX computes must not fork, and other tests of this process do."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as apart:
        apart.submit(check).result()


def test_what_learns_is_the_network_that_reads():
    _apart(check_it_is_the_network_that_reads)


def check_it_is_the_network_that_reads():
    network, strips = small_network(), strips_of(120, 40, 61)
    weights = [jnp.array(weight) for weight in weights_of(network)]
    seen = np.exp(scores(weights, *_side_by_side(strips), backwards=backwards_of(network)))
    shares = seen / seen.sum(axis=2, keepdims=True)
    for place, likely in Network(network).probabilities(strips):
        assert np.allclose(shares[place, : len(likely)], likely, atol=1e-4)


def test_going_over_rows_again_makes_them_less_wrong():
    _apart(check_it_learns)


def check_it_learns():
    learner = Learner(small_network(), optax.adam(0.02), nothing=SIGNS - 1)
    says, ends = np.array([[1, 2, 3], [4, 2, 0]], np.int32), np.array([3, 2], np.int32)
    batch = Batch(*_side_by_side(strips_of(60, 90)), says, ends)
    wrongs = [learner.taught(batch) for _ in range(200)]
    assert wrongs[-1] < 0.25 * wrongs[0]
