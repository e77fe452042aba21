"""The single files put together: units with their lessons, lessons with their quizzes, and all that is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from course.content.errors import ContentError
from course.content.facts import Fact
from course.content.folders import Listing
from course.content.glossary import Word
from course.content.keeping import KeptFile
from course.content.lessons import Lesson, name_of
from course.content.paths import Selection
from course.content.quizzes import Quiz, slug_of
from course.content.source import Source, digest_of
from course.content.units import Unit, unnamed


class Repair(NamedTuple):
    """A lesson whose file has been broken since this process started."""

    slug: str
    title: str
    unit: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Everything that instructors wrote, as it was at one moment; nothing in it changes."""

    units: tuple[Unit, ...] = ()
    glossary: Mapping[str, Word] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    selections: tuple[Selection, ...] = ()  # learner paths and packs, whether their lessons exist or not
    problems: tuple[ContentError, ...] = ()
    digest: str = ""
    repairs: tuple[Repair, ...] = ()
    quizzes: Mapping[str, Quiz] = field(default_factory=dict)  # by slug, with or without a lesson
    sources: Mapping[str, Source] = field(default_factory=dict)  # by path, of what is served


def gather(kept: Mapping[str, KeptFile], listing: Listing) -> Contents:
    """Return what the files say together; a broken one takes part with its last good version."""
    problems = [*listing.problems, *(error for each in kept.values() for error in each.errors)]
    quizzes = {slug_of(path): _quiz(each) for path, each in kept.items() if each.found.kind == "quiz"}
    lessons, repairs = _lessons(kept, quizzes, problems)
    units = {name: unnamed(name) for name in listing.units}
    units |= {each.value.slug: each.value for each in kept.values() if isinstance(each.value, Unit)}
    sources = {path: each.source for path, each in kept.items() if each.source is not None}
    glossary, facts, paths = (kept.get(f"lessons/{name}") for name in ("glossary.md", "facts.toml", "paths.toml"))
    named = [f"{path} {source.digest}" for path, source in sources.items()]
    return Contents(
        units=tuple(replace(units[name], lessons=tuple(lessons[name])) for name in listing.units if lessons.get(name)),
        glossary=glossary.value if glossary and isinstance(glossary.value, dict) else {},
        facts=facts.value if facts and isinstance(facts.value, dict) else {},
        selections=paths.value if paths and isinstance(paths.value, tuple) else (),
        problems=tuple(sorted(problems, key=lambda problem: problem.place)),
        digest=digest_of(*named, *(repair.slug for repair in repairs)),
        repairs=tuple(repairs),
        quizzes=quizzes,
        sources=sources,
    )


def _quiz(kept: KeptFile) -> Quiz:
    path = kept.found.path
    return kept.value if isinstance(kept.value, Quiz) else Quiz(slug_of(path), path, being_repaired=True)


def _lessons(
    kept: Mapping[str, KeptFile], quizzes: Mapping[str, Quiz], problems: list[ContentError]
) -> tuple[dict[str, list[Lesson]], list[Repair]]:
    """Return the lessons of each unit and those to repair; of two files with one slug the first is served."""
    lessons: dict[str, list[Lesson]] = {}
    repairs: list[Repair] = []
    paths: dict[str, str] = {}
    for path, each in sorted(kept.items()):
        if each.found.kind != "lesson":
            continue
        unit, _, slug = name_of(path)
        if paths.setdefault(slug, path) != path:
            what = f"{paths[slug]} has the slug {slug!r} already"
            problems.append(ContentError(path, 1, 1, "E114", what, "rename one of the two files"))
        elif isinstance(each.value, Lesson):
            lesson = each.value if slug not in quizzes else replace(each.value, quiz=quizzes[slug])
            lessons.setdefault(unit, []).append(lesson)
        else:
            repairs.append(Repair(slug, each.title or slug.replace("-", " ").capitalize(), unit, path))
    return lessons, repairs
