"""Taking turns: SQLite's writers within one process, in the order of asking."""

import sqlite3
import threading
import time
from collections import deque
from pathlib import Path

PATIENT = 8  # writers who wait as long as they are told; further ones wait CROWDED_SECONDS
CROWDED_SECONDS = 0.5


class FairLock:
    """A lock that is handed over in the order of asking, so that no writer starves."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Event] = deque()

    def acquire(self, seconds: float) -> bool:
        """Wait for a turn at most `seconds`, less in a crowd; tell whether it came.

        A crowd that waits long would take every thread from those who only read.
        """
        with self._guard:
            if not self._held:
                self._held = True
                return True
            turn = threading.Event()
            seconds = seconds if len(self._waiting) < PATIENT else min(seconds, CROWDED_SECONDS)
            self._waiting.append(turn)
        if turn.wait(seconds):
            return True
        with self._guard:
            if turn.is_set():  # it came between the end of the wait and this line
                return True
            self._waiting.remove(turn)
        return False

    def release(self) -> None:
        """Hand the turn to whoever has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._held = False


class TurnTakingConnection(sqlite3.Connection):
    """A SQLite connection whose write transactions take turns within the process.

    SQLite's own busy handler sleeps and retries, which starves writers for seconds under load.
    """

    turns: FairLock
    path: Path
    _inode = 0
    _has_turn = False

    def remember_file(self) -> None:
        """Note which file this is, for `require_file`."""
        self._inode = self.path.stat().st_ino

    def require_file(self) -> None:
        """Raise OperationalError when the file was removed or replaced: what is written to it would be lost."""
        try:
            inode = self.path.stat().st_ino
        except OSError as error:
            raise sqlite3.OperationalError(str(error)) from None
        if inode != self._inode:
            message = "the database file was replaced"
            raise sqlite3.OperationalError(message)

    def begin(self, *, writing: bool, patience: float) -> None:
        """Begin a transaction; one that writes takes the write lock, waiting `patience` seconds at most."""
        if not writing:
            self.execute("BEGIN")
            return
        self.require_file()
        deadline = time.monotonic() + patience
        if not self.turns.acquire(patience):
            message = "database is locked"
            raise sqlite3.OperationalError(message)
        self._has_turn = True
        try:
            self.execute(f"PRAGMA busy_timeout={max(0, int((deadline - time.monotonic()) * 1000))}")
            self.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._end_turn()
            raise

    def commit(self) -> None:
        """Commit, then end the turn."""
        super().commit()
        self._end_turn()

    def rollback(self) -> None:
        """Roll back, then end the turn whatever happened."""
        try:
            super().rollback()
        finally:
            self._end_turn()

    def close(self) -> None:
        """Close, and never keep a turn."""
        try:
            super().close()
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self.turns.release()
