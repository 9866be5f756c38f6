"""Ends the command in order when a signal asks it to: Ctrl-C, SIGTERM from a scheduler, SIGHUP from a closed terminal.

Only light imports: the signals must be caught before anything slow is imported.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from types import FrameType

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")  # Windows has no SIGHUP
_TOGETHER = 1.0  # seconds


class Stopped(KeyboardInterrupt):
    """A signal asks the command to end. It is raised wherever the program is, so that everything is cleaned up.

    Libraries treat it as Ctrl-C, which it is a kind of.
    """


class StopSignals:
    """Raises ``Stopped`` on the first signal while it is open; one that comes a second later ends the process at once.

    Before that, others belong to the first: a service manager sends SIGTERM and SIGHUP together.

    ``received`` is the first signal, None without one. It matters beside the exception: an import or a callback that a
    signal interrupts may raise something else instead. A signal that was ignored before stays ignored (``nohup``).
    """

    def __init__(self) -> None:
        self.received: signal.Signals | None = None
        self._before: dict[int, object] = {}
        self._patient_until = 0.0

    def __enter__(self) -> StopSignals:
        if threading.current_thread() is threading.main_thread():  # elsewhere Python allows no handlers
            for name in _SIGNALS:
                number = getattr(signal, name, None)
                if number is not None and signal.getsignal(number) not in (signal.SIG_IGN, None):
                    self._before[number] = signal.signal(number, self._stop)
        return self

    def __exit__(self, *_ignored: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what signal.signal returned

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        if self.received is not None:
            if time.monotonic() > self._patient_until:
                signal.signal(number, signal.SIG_DFL)
                os.kill(os.getpid(), number)
            return
        self.received = signal.Signals(number)
        self._patient_until = time.monotonic() + _TOGETHER
        raise Stopped
