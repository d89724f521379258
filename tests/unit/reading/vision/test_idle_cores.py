"""Cores without a picture of their own help with one that is being read."""

from itertools import chain, repeat
from threading import Barrier, get_ident

import pytest

from aktr.reading.vision.networks.idle_cores import IdleCores


def test_work_stays_on_its_own_core_while_the_others_have_files() -> None:
    cores = IdleCores()
    cores.ask(lambda: 0)

    assert set(cores.each(lambda _: get_ident(), range(5))) == {get_ident()}


def test_work_that_is_shared_goes_on_at_the_same_time() -> None:
    cores = IdleCores()
    cores.ask(lambda: 1)
    both_at_work = Barrier(2)

    def wait_for_each_other(item: int) -> int:
        both_at_work.wait(timeout=10)
        return item

    assert cores.each(wait_for_each_other, range(4)) == [0, 1, 2, 3]


def test_a_core_that_becomes_idle_helps_with_what_is_left() -> None:
    cores = IdleCores()
    waiting = chain([0, 0], repeat(1))
    cores.ask(lambda: next(waiting))
    here = get_ident()

    done = cores.each(lambda item: (item, get_ident() == here), range(6))

    assert done == [(0, True), (1, True), (2, False), (3, False), (4, False), (5, False)]


@pytest.mark.parametrize("count", [0, 1])
def test_what_cannot_be_shared_is_not(count: int) -> None:
    cores = IdleCores()
    cores.ask(lambda: 7)

    assert cores.each(lambda _: get_ident(), range(count)) == [get_ident()] * count


def test_an_error_of_a_helper_is_the_error_of_the_picture() -> None:
    cores = IdleCores()
    cores.ask(lambda: 1)

    with pytest.raises(ZeroDivisionError):
        cores.each(lambda item: 1 // item, range(3))
