"""How long `course check` takes for a thousand lessons, made from those of the checkout."""

import os
import re
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from course.config import CHECKOUT
from course.content.lessons import FILE_NAME
from tests.bench.ground import Ground
from tests.bench.processes import server_environment
from tests.bench.table import Row

LESSONS = 1000
GOAL = 10.0  # seconds

_NAMES = re.compile(r"^(?:needs|See): .*$|lesson:[a-z0-9-]+", re.MULTILINE)


def checking(ground: Ground) -> list[Row]:
    """Run the command as an author does, from the start of its process to its end."""
    with TemporaryDirectory(prefix="course-bench-") as folder:
        lessons = make_many(Path(folder), LESSONS)
        runs = [_run(Path(folder)) for _ in range(1 if ground.quick else 3)]
    seconds, said = median(seconds for seconds, _ in runs), runs[0][1]
    what = f"`course check` of {lessons:,} lessons"
    return [Row(what, f"{seconds:.1f} s", said, goal=f"< {GOAL:.0f} s", met=seconds < GOAL)]


def make_many(folder: Path, at_least: int) -> int:
    """Write copies of the course, each linked to itself, with one glossary; return how many lessons there are."""
    for name in ("lessons", "quizzes", "tests/recordings"):
        copytree(CHECKOUT / name, folder / name)
    files = [file.relative_to(folder) for file in folder.rglob("*") if file.is_file()]
    slugs = [found["slug"] for file in files if (found := FILE_NAME.fullmatch(file.name))]
    copies = -(-at_least // len(slugs))
    for copy in range(1, copies):
        for file, target in _copied(files, f"-{copy}"):
            (folder / target).parent.mkdir(parents=True, exist_ok=True)
            text = (folder / file).read_text(encoding="utf-8")
            (folder / target).write_text(_renamed(text, slugs, f"-{copy}"), encoding="utf-8")
    return copies * len(slugs)


def _copied(files: list[Path], suffix: str) -> Iterator[tuple[Path, Path]]:
    """Return what belongs to a unit or is a quiz, and what its copy is called."""
    for file in files:
        top, *folders, name = file.parts
        if top == "quizzes" or FILE_NAME.fullmatch(name):
            name = f"{file.stem}{suffix}{file.suffix}"
        if top == "quizzes":
            yield file, Path(top, name)
        elif top == "lessons" and folders:
            yield file, Path(top, f"{folders[0]}{suffix}", *folders[1:], name)


def _renamed(text: str, slugs: list[str], suffix: str) -> str:
    slug = re.compile(rf"(?<![a-z0-9-])(?:{'|'.join(slugs)})(?![a-z0-9-])")
    return _NAMES.sub(lambda names: slug.sub(rf"\g<0>{suffix}", names[0]), text)


def _run(folder: Path) -> tuple[float, str]:
    """Return the seconds that a check takes, and the last line that it says."""
    settings = {f"COURSE_{name.upper()}_FOLDER": str(folder / name) for name in ("lessons", "quizzes")}
    settings["COURSE_OPENSTACK_CLIENT"] = os.environ.get("COURSE_TEST_OPENSTACK_CLIENT", "")
    command = [f"{sysconfig.get_path('scripts')}/course", "check"]
    begun = perf_counter()
    done = subprocess.run(
        command, env=server_environment(**settings), capture_output=True, text=True, check=False, timeout=600
    )
    return perf_counter() - begun, done.stdout.splitlines()[-1]
