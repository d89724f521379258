"""No more turns read at once than there are processes, whatever happens to those that wait."""

import asyncio

import pytest

from aktr.work.places import Places


def test_who_is_cancelled_while_waiting_makes_no_room_for_two() -> None:
    async def reading_at_once() -> int:
        places = Places(1)
        begun = 0

        async def read() -> None:
            nonlocal begun
            with places.queue_up() as place:
                await place.given()
                begun += 1
                await asyncio.Event().wait()

        first = asyncio.create_task(read())
        await asyncio.sleep(0)
        given_up = asyncio.create_task(read())
        await asyncio.sleep(0.01)
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
        others = [asyncio.create_task(read()) for _ in range(2)]
        await asyncio.sleep(0.01)
        count = begun
        for task in (first, *others):
            task.cancel()
        await asyncio.gather(first, *others, return_exceptions=True)
        return count

    assert asyncio.run(reading_at_once()) == 1
