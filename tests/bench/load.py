"""The load generator: keep-alive connections over raw sockets.

Light enough to keep a server's core busy from one other core: about 20 microseconds an answer.
"""

import selectors
import socket
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter

HOST = "127.0.0.1"
PATIENCE = 30.0  # seconds without any answer, after which the rest counts as errors
BUFFER = 256 * 1024
MOST_ERRORS = 1000  # a server that only fails is not asked for ever


@dataclass(slots=True)
class Load:
    """What came back: how many answers, how many errors, how long it took, and how long each answer took."""

    answers: int = 0
    errors: int = 0
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Return the wait, in seconds, that `share` of the answers did not exceed."""
        waits = sorted(self.waits)
        return waits[min(int(share * len(waits)), len(waits) - 1)] if waits else 0.0


class BrokenAnswerError(Exception):
    """The server closed the connection, or sent something that is no answer."""


class Caller:
    """One connection: sends the requests of its stream one after another, each when the last is answered."""

    __slots__ = ("_head", "_missing", "_port", "_stream", "body_bytes", "sent_at", "socket")

    def __init__(self, port: int, stream: Iterator[bytes]) -> None:
        self._port = port
        self._stream = stream
        self._head = b""
        self._missing = -1  # bytes of the body still to come; -1 while the head is not complete
        self.body_bytes = 0  # of the last answer
        self.sent_at = 0.0
        self.socket = self._connect()

    def _connect(self) -> socket.socket:
        connection = socket.create_connection((HOST, self._port), PATIENCE)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.settimeout(None)  # a timeout costs a system call on every read; select() waits for us
        return connection

    def reconnect(self) -> None:
        """Start afresh after a broken answer."""
        self.socket.close()
        self._head, self._missing = b"", -1
        self.socket = self._connect()

    def send_next(self) -> bool:
        """Send the next request; tell whether there was one."""
        request = next(self._stream, None)
        if request is None:
            return False
        self.sent_at = perf_counter()
        self.socket.sendall(request)
        return True

    def receive(self, buffer: bytearray, status: bytes) -> bool | None:
        """Read what has come: None while the answer is not complete, then whether its status is right."""
        count = self.socket.recv_into(buffer)
        if not count:
            raise BrokenAnswerError
        if self._missing < 0:
            self._head += bytes(memoryview(buffer)[:count])
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return None
            self.body_bytes = body_length(self._head[:end])
            self._missing = self.body_bytes - (len(self._head) - end - 4)
        else:
            self._missing -= count
        if self._missing:
            if self._missing < 0:
                raise BrokenAnswerError  # more than was announced
            return None
        right = self._head.startswith(status, 9)
        self._head, self._missing = b"", -1
        return right


def body_length(head: bytes) -> int:
    """Return the length of the body that a head announces."""
    if head[9:12] in (b"204", b"304"):
        return 0
    _before, name, rest = head.lower().partition(b"\r\ncontent-length:")
    if not name:
        raise BrokenAnswerError
    return int(rest.split(b"\r\n", 1)[0])


def run_load(
    port: int, streams: Sequence[Iterator[bytes]], *, seconds: float = float("inf"), status: int = 200, every: float = 0
) -> Load:
    """Send every stream over a connection of its own until it ends or the time is up; count what comes back.

    All begin at once, or one `every` so many seconds, as people come. Requests under way when the time is up are
    waited for. An answer with another status is an error.
    """
    load = Load()
    buffer, wanted = bytearray(BUFFER), str(status).encode()
    callers = [Caller(port, stream) for stream in streams]
    coming = deque(callers)
    with selectors.DefaultSelector() as waiting:
        started = perf_counter()
        while (coming or waiting.get_map()) and load.errors < MOST_ERRORS:
            while coming and perf_counter() >= started + every * (len(callers) - len(coming)):
                _next_request(waiting, coming.popleft())
            ready = waiting.select(every / 2 if coming or not waiting.get_map() else PATIENCE)
            if not ready and not coming:
                load.errors += len(waiting.get_map())
                break
            for key, _events in ready:
                _take(waiting, key.data, load, buffer, wanted, started + seconds)
        load.seconds = perf_counter() - started
    for caller in callers:
        caller.socket.close()
    return load


def _take(
    waiting: selectors.BaseSelector,
    caller: Caller,
    load: Load,
    buffer: bytearray,
    wanted: bytes,
    deadline: float,
) -> None:
    """Take what has come for one caller and let it send its next request."""
    try:
        right = caller.receive(buffer, wanted)
    except (OSError, ValueError, BrokenAnswerError):
        load.errors += 1
        waiting.unregister(caller.socket)
        caller.reconnect()
        if perf_counter() < deadline:
            _next_request(waiting, caller)
        return
    if right is None:
        return
    now = perf_counter()
    load.waits.append(now - caller.sent_at)
    if right:
        load.answers += 1
    else:
        load.errors += 1
    if now >= deadline or not caller.send_next():
        waiting.unregister(caller.socket)


def _next_request(waiting: selectors.BaseSelector, caller: Caller) -> None:
    if caller.send_next():
        waiting.register(caller.socket, selectors.EVENT_READ, caller)
