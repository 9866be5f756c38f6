"""Whether the time that work takes grows with its input alone, told by a ratio.

A hostile page must not take quadratic time. A single ratio fails when something else ran during one of its two
measurements. So the input is made eight times as long: linear work takes eight times as long, quadratic work 64 times,
and the limit lies between, a factor of 2.8 from both. What disturbs a measurement only adds to it; the least of several
comes down to the work itself. The short input is measured eight times before the first verdict, as its disturbance
would hide quadratic work. Linear work passes as soon as one round says so, quadratic work fails in all of them. The
same holds for the seconds that work may take at most: work that meets them once in twelve rounds is fast enough.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

TIMES = 8
LIMIT = 22.6  # the square root of 8 × 64
MEASURABLE = 0.02  # seconds; below, the clock says more than the work
ROUNDS = 12


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of work, without visits of the garbage collector to what the rest of the suite keeps."""
    gc.disable()
    try:
        began = time.process_time()
        work()
        return time.process_time() - began
    finally:
        gc.enable()


def assert_linear(
    work: Callable[[int], object], size: int, about: object = "", *, at_most: float = float("inf")
) -> None:
    """Fail if `work(size)` takes over 22.6 times as long as `work(size // 8)`, or over `at_most` seconds of CPU.

    By the least of up to twelve rounds.
    """
    short = long = float("inf")
    for _ in range(ROUNDS):
        long = min(long, seconds(lambda: work(size)))
        if long < MEASURABLE:
            return
        short = min(short, *(seconds(lambda: work(size // TIMES)) for _ in range(TIMES)))
        if long < at_most and long < LIMIT * short:
            return
    told = f"{TIMES} times the input took {long / short:.0f} times the time, {long:.3f} seconds of {at_most}"
    raise AssertionError(f"{told}. {about}")
