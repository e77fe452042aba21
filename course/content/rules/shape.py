"""How a lesson is made: its length, its sections, what it leaves behind, and when its facts were checked."""

# ruff: noqa: D401 - the docstring of a rule says why it is one

from collections.abc import Iterator

from course.content.lessons import Lesson
from course.content.releases import MAINTAINED_UNTIL
from course.content.rules.examples import Example, in_lesson, section
from course.content.rules.manuscript import Manuscript
from course.content.rules.rule import Finding, rule
from course.content.rules.sound import FIRST, KEYPOINTS, LAST_SECTION, PARAGRAPH, PROMISE, READING, SOUND

LONGEST, SHORTEST = 9, 5
"""Minutes that a lesson may take."""

MOST_NEW_WORDS = 5
KEYPOINTS_OF_A_LESSON = 3
FACTS_KEEP = 366
"""Days for which facts count as checked."""

_MORE = "\n## Cinder keeps disks {#disks}\n\nYou ask it for one.\n\nSource: cinder@2026.2 doc/source/index.rst\n"
_FIVE = " ".join(f"[{name}](glossary:{name.casefold()})" for name in ("Nova", "server", "network", "port", "volume"))


@rule(
    "W601",
    bad=in_lesson(
        LAST_SECTION.replace("## Gl", "‸## Gl").replace("The first", PARAGRAPH * 15 + "\nThe first"), LAST_SECTION
    ),
    good=in_lesson(LAST_SECTION.replace("The first", PARAGRAPH + "\nThe first"), LAST_SECTION),
)
def too_long(manuscript: Manuscript) -> Iterator[Finding]:
    """A lesson fits between two meetings: nine minutes at most, for reading and answering."""
    lesson = _lesson(manuscript)
    if lesson is None or lesson.minutes <= LONGEST:
        return
    left = LONGEST * 60 - (lesson.seconds - sum(lesson.section_seconds(each.id) for each in lesson.sections))
    for each in lesson.sections:
        left -= lesson.section_seconds(each.id)
        if left < 0 or each is lesson.sections[-1]:
            what = f"the lesson takes {lesson.minutes} minutes; {LONGEST} of them end in this section"
            yield Finding(each.line, 1, what, "make two lessons of it, or leave something out")
            return


@rule(
    "W602",
    bad=Example(FIRST, SOUND[FIRST].replace(READING, "").replace("title", "‸title", 1)),
    good=in_lesson(PARAGRAPH, PARAGRAPH),
)
def too_short(manuscript: Manuscript) -> Iterator[Finding]:
    """What is over in less than five minutes seldom explains anything: it is a part of another lesson."""
    lesson = _lesson(manuscript)
    if lesson and not lesson.quiz.being_repaired and lesson.minutes < SHORTEST:
        what = f"the lesson takes {lesson.minutes} minute{'' if lesson.minutes == 1 else 's'}"
        yield Finding(*_key(manuscript, "title"), what, "say more, ask more, or make it a section of another lesson")


@rule("W603", bad=in_lesson(f"{LAST_SECTION}‸{_MORE}".replace("‸\n", "\n‸"), LAST_SECTION), good=section("Ask Nova."))
def section_without_question(manuscript: Manuscript) -> Iterator[Finding]:
    """Who is asked after every section notices what is not clear yet, and keeps the rest for longer."""
    lesson = _lesson(manuscript)
    if lesson is None or lesson.quiz.being_repaired or "quizzes" in manuscript.around.broken:
        return
    known = {each.id for each in lesson.sections}
    if any(question.section not in known for question in lesson.quiz.questions if question.section):
        return  # that is told where it stands
    for each in lesson.sections:
        if not lesson.quiz.questions:
            fix = f"write some into quizzes/{lesson.slug}.md"
            yield Finding(each.line, 1, "the lesson has no question", fix)
            return
        if not lesson.section_questions(each.id):
            fix = f"write `Section: {each.id}` into a question of {lesson.quiz.path}"
            yield Finding(each.line, 1, f"no question is asked after the section {each.id!r}", fix)


@rule(
    "W604",
    bad=in_lesson(f"‸{LAST_SECTION.partition('Source')[0]}", LAST_SECTION),
    good=in_lesson(LAST_SECTION, LAST_SECTION),
)
def section_without_source(manuscript: Manuscript) -> Iterator[Finding]:
    """Who doubts a fact, or checks it a year later, has to know where it comes from."""
    lesson = _lesson(manuscript)
    for each in lesson.sections if lesson else ():
        if not each.sources:
            fix = "end it with `Source:` and where its facts come from"
            yield Finding(each.line, 1, f"the section {each.id!r} names no source", fix)


@rule("W605", bad=section(f"{_FIVE} ‸[quota](glossary:quota)."), good=section(f"{_FIVE.partition(' [port]')[0]}."))
def too_many_words(manuscript: Manuscript) -> Iterator[Finding]:
    """Nobody learns more than five new words at a time."""
    lesson = _lesson(manuscript)
    new: list[str] = []
    for link in manuscript.links if lesson else ():
        word = link.address.removeprefix("glossary:")
        if word == link.address or word in new or manuscript.around.first_uses.get(word, "") != manuscript.source.path:
            continue
        new.append(word)
        if len(new) == MOST_NEW_WORDS + 1:
            fix = "explain the others in a lesson before this one, or do without one"
            yield Finding(link.line, link.column, f"this is more than {MOST_NEW_WORDS} new words for one lesson", fix)


@rule(
    "W606",
    bad=in_lesson("‸keypoints:\n  - Nova starts servers.\n", KEYPOINTS),
    good=in_lesson(KEYPOINTS, KEYPOINTS),
)
def not_three_keypoints(manuscript: Manuscript) -> Iterator[Finding]:
    """Three sentences to take along are what somebody can retell the next morning."""
    lesson = _lesson(manuscript)
    if lesson and len(lesson.keypoints) != KEYPOINTS_OF_A_LESSON:
        said = len(lesson.keypoints) or "no"
        what = f"there {'is' if said == 1 else 'are'} {said} keypoint{'' if said == 1 else 's'}"
        yield Finding(*_key(manuscript, "keypoints"), what, f"write {KEYPOINTS_OF_A_LESSON} sentences to take along")


@rule("W607", bad=in_lesson("‸---\n", PROMISE), good=in_lesson(PROMISE, PROMISE))
def nothing_for_tomorrow(manuscript: Manuscript) -> Iterator[Finding]:
    """What is tried out at work on the next day is not forgotten."""
    lesson = _lesson(manuscript)
    if lesson and not lesson.tomorrow:
        fix = "write `tomorrow:` and under it one or two things that take ten minutes"
        yield Finding(*_key(manuscript, "tomorrow"), "there is nothing to try tomorrow", fix)


@rule(
    "W608",
    bad=in_lesson("‸checked: 2025-10-20", "checked: 2026-11-22"),
    good=in_lesson("checked: 2026-10-20", "checked: 2026-11-22"),
)
def checked_long_ago(manuscript: Manuscript) -> Iterator[Finding]:
    """OpenStack has two releases a year: what was checked more than twelve months ago may not be true any more."""
    lesson, today = _lesson(manuscript), manuscript.around.world.today
    if lesson and lesson.checked and today and (today - lesson.checked).days > FACTS_KEEP:
        what = f"the facts were checked on {lesson.checked}, more than twelve months ago"
        fix = f"check them against the newest release, then write checked: {today}"
        yield Finding(*_key(manuscript, "checked"), what, fix)


@rule(
    "W609",
    bad=in_lesson("‸release: 2025.1", "release: 2026.2"),
    good=in_lesson("release: 2026.1", "release: 2026.2"),
)
def old_release(manuscript: Manuscript) -> Iterator[Finding]:
    """Nobody should learn what is true only of a release that nobody repairs any more."""
    lesson, today = _lesson(manuscript), manuscript.around.world.today
    end = MAINTAINED_UNTIL.get(lesson.release) if lesson else None
    if lesson and today and end and end < today:
        what = f"OpenStack {lesson.release} has not been maintained since {end}"
        fix = "check the facts against a newer release, then write its number"
        yield Finding(*_key(manuscript, "release"), what, fix)


def _lesson(manuscript: Manuscript) -> Lesson | None:
    return manuscript.lesson if manuscript.kind == "lesson" else None


def _key(manuscript: Manuscript, name: str) -> tuple[int, int]:
    """Return line and column of a key of the front matter, or of the end of it, where the key could stand."""
    entry = manuscript.keys.get(name)
    return (entry.key.line, entry.key.column) if entry else (manuscript.top, 1)
