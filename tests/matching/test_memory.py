"""The collector is held back in a step, and works again after the last one."""

import gc

import pytest

from matching.memory import cycles_left_for_later


def test_nested_blocks_hold_it_until_the_last_ends() -> None:
    with cycles_left_for_later():
        with cycles_left_for_later():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_failure_lets_it_work_again() -> None:
    with pytest.raises(RuntimeError), cycles_left_for_later():
        raise RuntimeError
    assert gc.isenabled()
