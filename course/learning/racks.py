"""The rack: lessons and sections as faceplates, as tall as their minutes, with their lamps."""

from collections.abc import Mapping
from dataclasses import replace

from markupsafe import Markup

from course.content.lessons import Lesson
from course.content.library import LessonHtml, Library, Repair
from course.learning.pages import Led, MapPage, Plate, RackGroup, Resume
from course.learning.progress import NOTHING, LessonProgress, LessonTally

LED_TEXTS: dict[Led, str] = {"off": "Not started", "now": "Started", "read": "Read", "done": "Done"}
HOUR = 60  # minutes
SECONDS = 60  # a minute


def map_page(library: Library, tallies: Mapping[str, LessonTally], *, canonical: str) -> MapPage:
    """Return the course map with this learner's lamps; no tallies: as a newcomer sees it."""
    lessons = library.lessons
    new = not tallies
    current = None if new else _current(lessons, tallies)
    groups = [
        RackGroup(
            unit.title,
            unit.summary,
            tuple(
                lesson_plate(lesson, tallies.get(lesson.slug, NOTHING), current=lesson is current)
                for lesson in unit.lessons
            )
            + tuple(_repair_plate(repair) for repair in library.repairs if repair.unit == unit.slug),
        )
        for unit in library.units
    ]
    left = sum(tallies.get(one.slug, NOTHING).minutes_left(one) for one in lessons)
    done = sum(_finished(tallies.get(one.slug, NOTHING)) for one in lessons)
    return MapPage(
        groups=tuple(group for group in groups if group.plates),
        heading=_heading(current, tallies, new=new),
        lessons=len(lessons),
        lessons_done=done,
        minutes_left=left,
        minutes_left_text=duration(left),
        total_minutes_text=duration(sum(lesson.minutes for lesson in lessons)),
        first=lesson_plate(lessons[0], NOTHING) if lessons else None,
        resume=_resume(current, tallies.get(current.slug, NOTHING)) if current else None,
        new=new,
        canonical=canonical,
        paths=len(library.learner_paths),
    )


def lesson_plate(lesson: Lesson, tally: LessonTally, *, current: bool = False) -> Plate:
    """Return the faceplate of a lesson."""
    led = _led(tally)
    questions = len(lesson.quiz.questions)
    checked = tally.checked_of(lesson)
    return Plate(
        url=f"/lessons/{lesson.slug}",
        title=lesson.title,
        minutes=lesson.minutes,
        led=led,
        ports=questions,
        ports_on=checked,
        status="Questions being repaired"
        if lesson.quiz.being_repaired
        else _status(led, checked, questions, tally.news(lesson)),
        current=current,
        led_text=LED_TEXTS[led],
    )


def _repair_plate(repair: Repair) -> Plate:
    return Plate(f"/lessons/{repair.slug}", repair.title, 1, status="Being repaired", led_text="Being repaired")


def section_plates(lesson: Lesson, html: LessonHtml, progress: LessonProgress) -> tuple[Plate, ...]:
    """Return a faceplate a section, and one for the questions that only the quiz asks."""
    parts = [
        (f"#{section.id}", section_html.title, lesson.section_seconds(section.id), lesson.section_questions(section.id))
        for section, section_html in zip(lesson.sections, html.sections, strict=True)
    ]
    if lesson.loose_questions:
        quiz = f"/quizzes/{lesson.slug}"
        parts.append((quiz, Markup("The rest of the quiz"), lesson.loose_seconds, lesson.loose_questions))
    tally = progress.tally
    here = _next_to_answer(lesson, tally)
    minutes = shared_minutes([seconds for _url, _title, seconds, _asked in parts], lesson.minutes)
    return tuple(
        _part(Plate(url, title, time, ports=len(asked), current=url == here), [one.id for one in asked], tally)
        for (url, title, _seconds, asked), time in zip(parts, minutes, strict=True)
    )


def _next_to_answer(lesson: Lesson, tally: LessonTally) -> str:
    """Return the URL of the plate where the next question waits; "" before the first and after the last answer."""
    if not tally.started or tally.checked_of(lesson) == len(lesson.quiz.questions):
        return ""
    section = _first_open_section(lesson, tally.checked)
    return f"#{section}" if section else f"/quizzes/{lesson.slug}"


def shared_minutes(seconds: list[int], minutes: int) -> list[int]:
    """Share the minutes of a lesson among its parts by largest remainders, at least one each."""
    shares = [max(1, part // SECONDS) for part in seconds]
    by_remainder = sorted(range(len(seconds)), key=lambda index: seconds[index] - shares[index] * SECONDS, reverse=True)
    for index in by_remainder[: max(0, minutes - sum(shares))]:
        shares[index] += 1
    return shares


def duration(minutes: int) -> str:
    """Return minutes in words a traveller reads: "45 min", "1 h 15 min"."""
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def checked_words(checked: int, questions: int) -> str:
    """Return how many questions are checked: "1 of 4 checked"."""
    return f"{checked} of {questions} checked"


def news_words(news: int) -> str:
    """Return what came after a lesson was done: "2 new questions since you finished"."""
    return f"{news} new question{'' if news == 1 else 's'} since you finished" if news else ""


def _part(plate: Plate, asked: list[str], tally: LessonTally) -> Plate:
    """Return the plate of a section with its lamp."""
    on = sum(question_id in tally.checked for question_id in asked)
    if asked and on == len(asked):
        return replace(plate, led="done", ports_on=on, status="Checked", led_text="Checked")
    if any(question_id in tally.begun for question_id in asked):
        status = checked_words(on, len(asked)) if len(asked) > 1 else "Started"
        return replace(plate, led="now", ports_on=on, status=status, led_text="Started")
    return plate


def _finished(tally: LessonTally) -> bool:
    return tally.done or tally.read


def _led(tally: LessonTally) -> Led:
    if tally.done:
        return "done"
    if tally.started:
        return "now"
    return "read" if tally.read else "off"


def _status(led: Led, checked: int, questions: int, news: int) -> str:
    if led == "done":
        return f"Done, {news_words(news)}" if news else "Done"
    if led == "now":
        return checked_words(checked, questions)
    if led == "read":
        return "Read"
    return f"{questions} question{'' if questions == 1 else 's'}" if questions else ""


def _heading(current: Lesson | None, tallies: Mapping[str, LessonTally], *, new: bool) -> str:
    if new:
        return "OpenStack from zero"
    if current is None:
        return "You have done every lesson"
    begun = tallies.get(current.slug, NOTHING).started
    return "Pick up where you left off" if begun else "Ready for the next lesson"


def _current(lessons: tuple[Lesson, ...], tallies: Mapping[str, LessonTally]) -> Lesson | None:
    """Return the lesson a learner is plugged into: begun last, else the first that is not finished."""
    begun = [
        (tally.last_at, index)
        for index, lesson in enumerate(lessons)
        if (tally := tallies.get(lesson.slug)) and tally.started and not tally.done and tally.last_at
    ]
    if begun:
        return lessons[max(begun)[1]]
    return next((one for one in lessons if not _finished(tallies.get(one.slug, NOTHING))), None)


def _resume(lesson: Lesson, tally: LessonTally) -> Resume:
    left = duration(tally.minutes_left(lesson))
    quiz = f"/quizzes/{lesson.slug}"
    if not tally.started:
        sentence = f"This one is next. It takes about {left}."
        return Resume(lesson.title, f"/lessons/{lesson.slug}", quiz, sentence, f"Start the lesson ({left})")
    section = _first_open_section(lesson, tally.checked)
    rest = f"/lessons/{lesson.slug}#{section}" if section else quiz
    checked = f"{tally.checked_of(lesson)} of {len(lesson.quiz.questions)} questions"
    return Resume(lesson.title, rest, quiz, f"You have checked {checked}. About {left} to go.", "Continue the lesson")


def _first_open_section(lesson: Lesson, checked: frozenset[str]) -> str | None:
    for section in lesson.sections:
        asked = lesson.section_questions(section.id)
        if asked and any(question.id not in checked for question in asked):
            return section.id
    return None
