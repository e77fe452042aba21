"""The state of every lesson: is it served as it was written, what is wrong with it, and how old are its facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from course.authoring.findings import Findings
from course.content.errors import ContentError
from course.content.lessons import Lesson
from course.content.library import Library, Repair
from course.content.units import Unit, unnamed

Standing: TypeAlias = Literal["served", "held", "silent", "repair"]

STANDINGS: dict[Standing, str] = {
    "served": "Served",
    "held": "The last good version is served",
    "silent": "Served without its questions",
    "repair": "Being repaired: nobody can open it",
}
A_MONTH, A_YEAR = 30, 365  # days, as somebody says them
TWO_MONTHS, TWO_YEARS = 2 * A_MONTH, 2 * A_YEAR


@dataclass(frozen=True, slots=True)
class LessonState:
    """One lesson as its author wants to know it; `findings` are those of its own file, then those of its quiz."""

    slug: str
    title: str
    path: str
    standing: Standing
    findings: tuple[ContentError, ...] = ()
    minutes: int = 0
    questions: int = 0
    has_quiz: bool = False
    release: str = ""
    checked: date | None = None
    age: str = ""

    @property
    def words(self) -> str:
        """The standing in words."""
        return STANDINGS[self.standing]


@dataclass(frozen=True, slots=True)
class UnitState:
    """A unit with its lessons; `findings` are those of its other files: unit.md, pictures, names."""

    title: str
    path: str
    lessons: tuple[LessonState, ...]
    findings: tuple[ContentError, ...]


@dataclass(frozen=True, slots=True)
class CourseState:
    """All that `/authoring` shows; `findings` are those that belong to no unit."""

    units: tuple[UnitState, ...]
    findings: tuple[ContentError, ...]
    everything: tuple[ContentError, ...]
    pages: Mapping[str, str]  # the preview of each lesson and quiz, by its path

    @property
    def lessons(self) -> tuple[LessonState, ...]:
        """All lessons, in the order of the course."""
        return tuple(lesson for unit in self.units for lesson in unit.lessons)

    @property
    def broken(self) -> tuple[LessonState, ...]:
        """The lessons that are not served as they were written."""
        return tuple(lesson for lesson in self.lessons if lesson.standing != "served")


def course_state(library: Library, findings: Findings, today: date) -> CourseState:
    """Return the state of every lesson in its unit, and what is wrong elsewhere."""
    units = tuple(_unit_state(library, findings, unit, today) for unit in _units(library))
    told = {finding for unit in units for finding in unit.findings}
    told |= {finding for unit in units for lesson in unit.lessons for finding in lesson.findings}
    everything = tuple(finding for path in sorted(findings) for finding in findings[path])
    others = tuple(finding for finding in everything if finding not in told)
    return CourseState(units, others, everything, _pages(library, units))


def _pages(library: Library, units: Iterable[UnitState]) -> dict[str, str]:
    lessons = {lesson.path: f"/authoring/lessons/{lesson.slug}" for unit in units for lesson in unit.lessons}
    return lessons | {quiz.path: f"/authoring/quizzes/{slug}" for slug, quiz in library.quizzes.items()}


def lesson_state(library: Library, findings: Findings, slug: str, today: date) -> LessonState:
    """Return the state of one lesson, broken or not, or raise UnknownSlugError."""
    for repair in library.repairs:
        if repair.slug == slug:
            return _repair_state(library, findings, repair)
    return _served_state(library, findings, library.lesson(slug), today)


def age_in_words(day: date, today: date) -> str:
    """Return how long ago a day was: "today", "12 days ago", "5 months ago", "2 years ago"."""
    days = (today - day).days
    if days < 1:
        return "today" if days == 0 else "in the future"
    if days < TWO_MONTHS:
        return "yesterday" if days == 1 else f"{days} days ago"
    return f"{days // A_MONTH} months ago" if days < TWO_YEARS else f"{days // A_YEAR} years ago"


def _units(library: Library) -> tuple[Unit, ...]:
    """Return all units, those without a lesson that can be served too."""
    served = {unit.slug: unit for unit in library.units}
    folders = {path.split("/")[1] for path in library.sources if path.endswith("/unit.md")}
    folders |= {repair.unit for repair in library.repairs}
    return tuple(served.get(name) or unnamed(name) for name in sorted(folders | set(served)))


def _unit_state(library: Library, findings: Findings, unit: Unit, today: date) -> UnitState:
    served = [_served_state(library, findings, lesson, today) for lesson in unit.lessons]
    broken = [_repair_state(library, findings, repair) for repair in library.repairs if repair.unit == unit.slug]
    lessons = tuple(sorted([*served, *broken], key=lambda lesson: lesson.path))
    theirs = {lesson.path for lesson in lessons}
    folder = f"lessons/{unit.slug}"
    others = tuple(
        finding
        for path in sorted(findings)
        if (path == folder or path.startswith(f"{folder}/")) and path not in theirs
        for finding in findings[path]
    )
    return UnitState(unit.title, f"{folder}/", lessons, others)


def _served_state(library: Library, findings: Findings, lesson: Lesson, today: date) -> LessonState:
    broken = {problem.path for problem in library.problems}
    standing: Standing = "held" if broken & {lesson.path, lesson.quiz.path} else "served"
    return LessonState(
        slug=lesson.slug,
        title=lesson.title,
        path=lesson.path,
        standing="silent" if lesson.quiz.being_repaired else standing,
        findings=(*findings.get(lesson.path, ()), *findings.get(lesson.quiz.path, ())),
        minutes=lesson.minutes,
        questions=len(lesson.quiz.questions),
        has_quiz=lesson.slug in library.quizzes,
        release=lesson.release,
        checked=lesson.checked,
        age=age_in_words(lesson.checked, today) if lesson.checked else "",
    )


def _repair_state(library: Library, findings: Findings, repair: Repair) -> LessonState:
    quiz = library.quizzes.get(repair.slug)
    return LessonState(
        slug=repair.slug,
        title=repair.title,
        path=repair.path,
        standing="repair",
        findings=(*findings.get(repair.path, ()), *findings.get(f"quizzes/{repair.slug}.md", ())),
        questions=len(quiz.questions) if quiz else 0,
        has_quiz=quiz is not None,
    )
