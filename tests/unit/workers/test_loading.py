"""What a process loads for good is no work of the collector's."""

import gc

import pytest

from workers.loading import leave_the_rest, loading


def test_nothing_is_collected_while_modules_load() -> None:
    with loading():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_was_loaded_is_never_gone_through_again() -> None:
    with loading():
        loaded = [object]
    assert all(loaded is not seen for seen in gc.get_objects())


def test_the_collector_comes_back_when_loading_fails() -> None:
    with pytest.raises(ModuleNotFoundError), loading():
        raise ModuleNotFoundError
    assert gc.isenabled()


def test_a_process_that_ends_leaves_what_it_holds() -> None:
    held = [object]
    leave_the_rest()
    assert all(held is not seen for seen in gc.get_objects())
