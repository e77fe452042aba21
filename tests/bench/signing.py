"""How a whole meetup signs in from one address, beside what its passwords cost alone."""

from concurrent.futures import ThreadPoolExecutor
from itertools import islice, repeat
from statistics import median
from time import perf_counter

from sqlalchemy import insert

from course.accounts.models import User
from course.accounts.passwords import hash_password, matches
from course.db import connect, utcnow
from tests.bench import messages
from tests.bench.ground import Ground
from tests.bench.load import Load, run_load
from tests.bench.processes import pinned
from tests.bench.table import Row

PEOPLE = 300
WITHIN = 10.0  # seconds
SLOWEST = {"sign-ins": 1.0, "lessons": 0.25, "answers": 0.5}  # seconds that one of a hundred may wait
ADDRESS = "learner-{}@example.org"
PASSWORD = "a few words in a row"
HASHES = 60
SEE_OTHER = 303


def signing(ground: Ground) -> list[Row]:
    """Let 300 people sign in, read and answer within ten seconds, then sign in at the same moment, on every core."""
    password_hash, tokens = _add_accounts(ground), ground.learners(PEOPLE)
    cores = (ground.cores.server, ground.cores.load)
    with ground.course(cores=cores) as course:
        _sign_in(course.port, 1, 0)  # the first one imports what hashes
        evenly = _meetup(course.port, ground, tokens)
        at_once = _sign_in(course.port, PEOPLE, 0)
    with pinned(*cores):
        one, two = _hashing(password_hash, 1), _hashing(password_hash, 2)
    alone = (f"the hash alone {_milliseconds(1 / one)}", "", "")
    return [
        *(_waits(what, load, beside) for what, load, beside in zip(SLOWEST, evenly, alone, strict=True)),
        Row(
            f"{PEOPLE} sign-ins at the same moment",
            f"{at_once.rate:.0f}/s, all in {at_once.seconds:.1f} s",
            f"the hash alone {two:.0f}/s, two at a time",
            f"{at_once.rate / two:.2f}",
            f"0 errors, <= {WITHIN:.0f} s",
            not at_once.errors and at_once.seconds <= WITHIN,
        ),
    ]


def _waits(what: str, load: Load, beside: str) -> Row:
    slow = load.percentile(0.99)
    return Row(
        f"{PEOPLE} {what} from one address in {WITHIN:.0f} s",
        f"p50 {_milliseconds(load.percentile(0.5))}, p99 {_milliseconds(slow)}, {load.errors} errors",
        beside,
        goal=f"p99 < {_milliseconds(SLOWEST[what])}, 0 errors",
        met=not load.errors and slow < SLOWEST[what],
    )


def _meetup(port: int, ground: Ground, tokens: list[str]) -> list[Load]:
    """Let people sign in, read and answer, each kind evenly over the ten seconds."""
    every = WITHIN / PEOPLE
    pages = [iter((messages.get(port, ground.path, token=token),)) for token in tokens]
    forms = [islice(messages.answers(port, ground.lesson, token=token), 1) for token in tokens]
    with ThreadPoolExecutor(3) as crowd:
        loads = [
            crowd.submit(_sign_in, port, PEOPLE, every),
            crowd.submit(run_load, port, pages, every=every),
            crowd.submit(run_load, port, forms, status=SEE_OTHER, every=every),
        ]
        return [load.result() for load in loads]


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _add_accounts(ground: Ground) -> str:
    """Add the accounts, all with one password; return its hash."""
    password_hash = hash_password(PASSWORD)
    database = connect(ground.settings.database)
    with database.session(writing=True) as session:
        people = [
            {"email": ADDRESS.format(number), "name": "", "password_hash": password_hash, "created_at": utcnow()}
            for number in range(PEOPLE)
        ]
        session.execute(insert(User), people)
        session.commit()
    database.close()
    return password_hash


def _sign_in(port: int, people: int, every: float) -> Load:
    """Let each sign in once, over a connection of their own, from this one address."""
    forms = [messages.sign_in(port, ADDRESS.format(number), PASSWORD) for number in range(people)]
    return run_load(port, [iter((form,)) for form in forms], status=SEE_OTHER, every=every)


def _hashing(password_hash: str, threads: int) -> float:
    """Return how many passwords a second are compared by so many threads and nothing else; the median of three."""
    rates = []
    with ThreadPoolExecutor(threads) as crowd:
        for _ in range(3):
            started = perf_counter()
            assert all(crowd.map(matches, repeat(password_hash, HASHES), repeat(PASSWORD)))
            rates.append(HASHES / (perf_counter() - started))
    return median(rates)
