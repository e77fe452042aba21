import os
import sys
import threading
import time
import timeit
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from course.content.errors import BeingRepairedError, UnknownSlugError
from course.content.library import LibraryReader, Place
from tests.content.folders import LESSON, UNIT, Course

FIRST = "lessons/10-start/01-first.md"
SECOND = "lessons/10-start/02-second.md"


def told(reader: LibraryReader) -> list[str]:
    return [str(problem) for problem in reader.current().problems]


def test_a_library_holds_units_lessons_quizzes_and_words(reader: LibraryReader) -> None:
    library = reader.current()
    (unit,) = library.units
    assert (unit.slug, unit.title, unit.summary) == ("10-start", "Start", "How it begins.")
    assert [lesson.slug for lesson in library.lessons] == ["first", "second"]
    assert library.lesson("first").title == "Lesson first"
    assert [question.id for question in library.quiz("first").questions] == ["who", "is-it"]
    assert library.quiz("second").questions == ()
    assert library.lesson("first").quiz is library.quiz("first")
    assert set(library.glossary) == {"nova", "image"}
    assert library.facts["latest"].value == "2026.2"
    assert library.problems == ()


def test_what_is_for_hosts_is_on_their_page_alone(course: Course, reader: LibraryReader) -> None:
    course.replace(FIRST, "Intro.", "Intro.\n\n> [!HOST]\n> Show it.")
    course.replace("quizzes/first.md", "Hint: Think", "Talk: Say `why`, [Nova](glossary:nova).\nHint: Think")
    library = reader.current()
    learners, hosts = library.html("first"), library.html("first", host_notes=True)
    assert "Show it" not in learners.intro
    assert '<div class="callout host" role="note">\n<p class="callout-title">For the host</p>' in hosts.intro
    assert "Show it." in hosts.intro
    assert learners.questions["who"].talk == ""
    assert hosts.questions["who"].talk.startswith('Say <code class="whole">why</code>, <button')
    assert learners.sections == hosts.sections
    assert library.html("first", host_notes=True) is hosts
    assert library.html("first") is learners


def test_lessons_know_their_neighbours_and_their_place(course: Course, reader: LibraryReader) -> None:
    course.write("lessons/20-next/unit.md", UNIT.replace("Start", "Next"))
    course.write("lessons/20-next/01-third.md", LESSON.format(name="third"))
    library = reader.current()
    assert library.before("first") is None
    assert library.after("third") is None
    assert library.after("second") is library.lesson("third")
    assert library.before("third") is library.lesson("second")
    assert library.place_of("third") == Place(1, 3, 3)
    assert library.unit_of("third").title == "Next"


def test_numbers_order_lessons_and_folders_order_units(course: Course, reader: LibraryReader) -> None:
    course.write("lessons/05-before/10-b.md", LESSON.format(name="b"))
    course.write("lessons/05-before/09-z.md", LESSON.format(name="z"))
    assert [lesson.slug for lesson in reader.current().lessons] == ["z", "b", "first", "second"]


def test_an_unknown_slug_is_told_with_the_nearest(reader: LibraryReader) -> None:
    library = reader.current()
    for call in (library.lesson, library.quiz, library.html, library.unit_of, library.before, library.place_of):
        with pytest.raises(UnknownSlugError) as error:
            call("frist")
        assert error.value.slug == "frist"
        assert error.value.nearest[0] == "first"
    with pytest.raises(UnknownSlugError) as error:
        library.lesson("lesson-second")
    assert error.value.nearest[0] == "second"
    with pytest.raises(UnknownSlugError) as error:
        library.lesson("x" * 100_000)
    assert error.value.nearest == ()


def test_html_has_every_text_of_the_lesson(reader: LibraryReader) -> None:
    html = reader.current().html("first")
    assert html.title == "Lesson first"
    assert html.goal == "use <em>first</em>"
    assert html.description == "After this lesson you can use first"
    assert html.intro.strip() == "<p>Intro.</p>"
    assert [section.id for section in html.sections] == ["ask", "more"]
    assert 'popovertarget="w-nova"' in html.sections[0].html
    assert "Source" not in html.sections[0].html
    assert 'popovertarget="w-nova"' in html.keypoints[0]
    assert html.tomorrow == ("Try it.",)
    who = html.questions["who"]
    assert who.stem == "Who?"
    assert who.hint == 'Think of <code class="whole">servers</code>.'
    assert sorted(who.choices.values()) == ["Glance", "Nova"]
    assert 'popovertarget="w-image"' in "".join(who.feedback.values())
    assert html.questions["is-it"].why == "<em>So</em>."


def test_the_words_of_a_lesson_come_in_the_order_of_their_first_use(course: Course, reader: LibraryReader) -> None:
    course.replace(FIRST, "You ask [Nova](glossary:nova).", "You ask.")
    html = reader.current().html("first")
    # The feedback of a question after the first section names the image; Nova is named only in a keypoint.
    assert [word.id for word in html.words] == ["image", "nova"]
    assert 'href="/glossary#w-image"' in html.words[1].html


def test_a_long_goal_makes_a_short_description(course: Course, reader: LibraryReader) -> None:
    course.replace(FIRST, "use *first*", "word " * 60)
    description = reader.current().html("first").description
    assert len(description) <= 160
    assert description.endswith("word…")


def test_the_glossary_goes_from_a_to_z(reader: LibraryReader) -> None:
    library = reader.current()
    assert [word.id for word, _ in library.glossary_html()] == ["image", "nova"]
    assert library.glossary_html()[0][1].strip() == "<p>A disk.</p>"


def test_html_is_made_once_and_again_when_something_in_it_changes(course: Course, reader: LibraryReader) -> None:
    html = reader.current().html("first")
    assert reader.current().html("first") is html
    course.replace(SECOND, "Intro.", "Another intro.")
    assert reader.current().html("first") is html
    changes = [
        (FIRST, "Intro.", "Other."),
        ("quizzes/first.md", "Glance", "Swift"),
        ("lessons/glossary.md", "A disk", "A ready disk"),
        ("lessons/facts.toml", "2026.2", "2027.1"),
    ]
    for path, old, new in changes:
        course.replace(path, old, new)
        changed = reader.current().html("first")
        assert changed is not html, path
        html = changed
    course.write("lessons/10-start/images/a.svg", "<svg/>")
    assert reader.current().html("first") is not html


def test_an_old_library_stays_what_it_was(course: Course, reader: LibraryReader) -> None:
    before = reader.current()
    course.replace(FIRST, "Intro.", "Other.")
    assert "Other" in reader.current().html("first").intro
    assert "Intro" in before.html("first").intro


def test_starting_imports_neither_markdown_nor_pygments(course: Course) -> None:
    code = (
        "import sys; from pathlib import Path; from course.content.library import LibraryReader;"
        f"LibraryReader(Path({str(course.lessons)!r}), Path({str(course.quizzes)!r})).current();"
        "sys.exit(any(name in sys.modules for name in ('markdown', 'pygments', 'nh3', 'defusedxml')))"
    )
    assert os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", code]) == 0


def test_a_change_is_seen_and_nothing_new_is_the_same_library(course: Course, reader: LibraryReader) -> None:
    before = reader.current()
    assert reader.current() is before
    course.replace(FIRST, "Lesson first", "Lesson one")
    after = reader.current()
    assert after.lesson("first").title == "Lesson one"
    assert after.digest != before.digest
    assert after.lesson("second") is before.lesson("second")


def test_a_touched_file_is_no_change(course: Course, reader: LibraryReader) -> None:
    before = reader.current()
    os.utime(course.path(FIRST), (1, 1))
    assert reader.current() is before


def test_a_second_edit_with_the_same_stamp_is_seen(course: Course, reader: LibraryReader) -> None:
    file = course.path(FIRST)
    text = file.read_text(encoding="utf-8")
    for word in ("Aaaaa.", "Bbbbb.", "Ccccc."):
        stamp = file.stat().st_mtime_ns
        file.write_text(text.replace("Intro.", word), encoding="utf-8")
        os.utime(file, ns=(stamp, time.time_ns()))
        assert reader.current().lesson("first").intro == word


def test_a_broken_edit_keeps_the_last_good_lesson(course: Course, reader: LibraryReader) -> None:
    reader.current()
    course.replace(FIRST, "## Ask {#ask}", "## Ask")
    fix = "write an id at its end, as in {#ask}"
    assert told(reader) == [f"{FIRST}:12:7: E201 the heading has no id; {fix}"]
    assert reader.current().lesson("first").sections[0].id == "ask"
    assert "Intro" in reader.current().html("first").intro
    course.replace(FIRST, "## Ask", "## Ask {#asked}")
    assert told(reader) == []
    assert reader.current().lesson("first").sections[0].id == "asked"


def test_undoing_a_broken_edit_takes_the_error_away(course: Course, reader: LibraryReader) -> None:
    before = reader.current().lesson("first")
    course.replace(FIRST, "## Ask {#ask}", "## Ask")
    assert told(reader)
    course.replace(FIRST, "## Ask", "## Ask {#ask}")
    assert told(reader) == []
    assert reader.current().lesson("first") == before


def test_a_lesson_that_was_never_good_is_being_repaired(course: Course, reader: LibraryReader) -> None:
    course.write(FIRST, '---\ntitle: "The first"\n---\n')
    library = reader.current()
    with pytest.raises(BeingRepairedError) as error:
        library.lesson("first")
    assert (error.value.slug, error.value.title) == ("first", "The first")
    assert [repair.slug for repair in library.repairs] == ["first"]
    assert [lesson.slug for lesson in library.lessons] == ["second"]
    course.path(FIRST).write_bytes(b"\xff")
    with pytest.raises(BeingRepairedError):
        reader.current().html("first")


def test_a_quiz_that_was_never_good_is_being_repaired(course: Course, reader: LibraryReader) -> None:
    course.write("quizzes/first.md", "nonsense")
    library = reader.current()
    assert library.lesson("first").quiz.being_repaired
    with pytest.raises(BeingRepairedError):
        library.quiz("first")
    assert library.html("first").questions == {}


def test_a_broken_quiz_glossary_unit_and_facts_keep_their_last_good_version(
    course: Course, reader: LibraryReader
) -> None:
    reader.current()
    paths = ["lessons/10-start/unit.md", "lessons/facts.toml", "lessons/glossary.md", "quizzes/first.md"]
    for path in paths:
        course.write(path, "## broken\n---")
    library = reader.current()
    assert sorted({problem.path for problem in library.problems}) == ["lessons/10-start/unit.md", *paths[1:]]
    assert len(library.quiz("first").questions) == 2
    assert len(library.glossary) == 2
    assert library.units[0].title == "Start"
    assert library.facts


def unreadable(course: Course, how: str) -> None:
    file = course.path(FIRST)
    file.unlink()
    match how:
        case "link":
            course.write("secret.md", LESSON.format(name="secret"))
            file.symlink_to(course.root / "secret.md")
        case "pipe":
            os.mkfifo(file)
        case "folder":
            file.mkdir()
        case "binary":
            file.write_bytes(bytes(range(256)) * 4)
        case "huge":
            with file.open("wb") as stream:
                stream.truncate(1 << 34)
        case "empty":
            file.touch()
        case _:
            raise AssertionError(how)


@pytest.mark.parametrize(
    ("how", "code"),
    [("link", "E101"), ("pipe", "E101"), ("folder", "E101"), ("binary", "E103"), ("huge", "E102"), ("empty", "E107")],
)
def test_a_strange_file_keeps_the_last_good_lesson(how: str, code: str, course: Course, reader: LibraryReader) -> None:
    before = reader.current().lesson("first")
    unreadable(course, how)
    started = time.monotonic()
    library = reader.current()
    assert time.monotonic() - started < 1
    assert library.lesson("first") == before
    assert library.problems[0].path == FIRST
    assert library.problems[0].code == code
    fresh = LibraryReader(course.lessons, course.quizzes).current()
    with pytest.raises(BeingRepairedError):
        fresh.lesson("first")
    assert fresh.lesson("second").title == "Lesson second"


def test_a_deleted_file_is_gone_and_a_new_one_is_there(course: Course, reader: LibraryReader) -> None:
    reader.current()
    course.path(FIRST).unlink()
    course.write("lessons/10-start/03-third.md", LESSON.format(name="third"))
    library = reader.current()
    assert [lesson.slug for lesson in library.lessons] == ["second", "third"]
    with pytest.raises(UnknownSlugError):
        library.lesson("first")


def test_a_lesson_keeps_its_slug_and_its_quiz_when_it_moves(course: Course, reader: LibraryReader) -> None:
    reader.current()
    course.write("lessons/20-next/unit.md", UNIT)
    course.path(FIRST).rename(course.path("lessons/20-next/07-first.md"))
    library = reader.current()
    assert library.unit_of("first").slug == "20-next"
    assert len(library.quiz("first").questions) == 2


def test_of_two_files_with_one_slug_the_first_is_served(course: Course, reader: LibraryReader) -> None:
    course.write("lessons/20-next/unit.md", UNIT)
    course.write("lessons/20-next/01-first.md", LESSON.format(name="again"))
    library = reader.current()
    assert library.lesson("first").title == "Lesson first"
    expected = f"E114 {FIRST} has the slug 'first' already; rename one of the two files"
    assert told(reader) == [f"lessons/20-next/01-first.md:1:1: {expected}"]


def test_missing_folders_are_an_empty_library_with_a_problem(tmp_path: Path) -> None:
    reader = LibraryReader(tmp_path / "lessons", tmp_path / "quizzes", every_request=True)
    library = reader.current()
    assert library.lessons == ()
    assert [problem.code for problem in library.problems] == ["E115", "E115"]
    Course(tmp_path)
    assert len(reader.current().lessons) == 2
    assert told(reader) == []


def test_one_bad_file_of_many_costs_one_lesson(course: Course, reader: LibraryReader) -> None:
    for number in range(200):
        course.write(f"lessons/20-many/{number:03}-n{number}.md", LESSON.format(name=str(number)))
    course.path("lessons/20-many/100-n100.md").write_bytes(b"\0")
    library = reader.current()
    assert len(library.lessons) == 201
    assert [repair.slug for repair in library.repairs] == ["n100"]


def test_errors_across_files_hold_nothing_back(course: Course, reader: LibraryReader) -> None:
    course.replace("quizzes/first.md", "Section: ask", "Section: gone")
    course.replace(FIRST, "[Nova](glossary:nova)", "[Nova](glossary:gone)")
    library = reader.current()
    assert library.problems == ()
    assert len(library.lesson("first").loose_questions) == 2
    assert "<span>Nova</span>" in library.html("first").sections[0].html


def test_files_are_looked_at_once_a_second(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    reader = LibraryReader(course.lessons, course.quizzes)
    before = reader.current()
    course.replace(FIRST, "Lesson first", "Lesson one")
    now = 100.9
    assert reader.current() is before
    now = 101.1
    assert reader.current().lesson("first").title == "Lesson one"


def test_a_call_that_has_nothing_to_do_costs_nothing(course: Course) -> None:
    reader = LibraryReader(course.lessons, course.quizzes)
    reader.current()
    reader._due = time.monotonic() + 3600
    best = min(timeit.repeat(reader.current, number=1000, repeat=50, timer=time.process_time)) / 1000
    assert best < 2e-6


def test_one_thread_looks_while_the_others_serve(course: Course, reader: LibraryReader) -> None:
    before = reader.current()
    course.replace(FIRST, "Lesson first", "Lesson one")
    assert reader._looking.acquire(blocking=False)  # another thread is looking, and takes its time
    try:
        assert reader.current() is before
    finally:
        reader._looking.release()
    assert reader.current().lesson("first").title == "Lesson one"


def test_the_first_callers_wait_for_one_reading(course: Course) -> None:
    reader = LibraryReader(course.lessons, course.quizzes)
    start = threading.Barrier(8)

    def call() -> object:
        start.wait()
        return reader.current()

    with ThreadPoolExecutor(8) as pool:
        libraries = [future.result() for future in [pool.submit(call) for _ in range(8)]]
    assert len({id(library) for library in libraries}) == 1


def test_threads_that_edit_and_read_see_only_whole_lessons(course: Course, reader: LibraryReader) -> None:
    stop = threading.Event()
    seen: list[str] = []

    def read() -> None:
        while not stop.is_set():
            library = reader.current()
            html = library.html("first")
            assert library.lesson("first").intro in html.intro
            seen.append(library.lesson("first").intro)

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        for number in range(30):
            course.write(FIRST, LESSON.format(name="first").replace("Intro.", f"Number {number}."))
            time.sleep(0.005)
        stop.set()
        for future in readers:
            future.result()
    assert reader.current().lesson("first").intro == "Number 29."
    assert len(set(seen)) > 2


def test_what_is_gone_is_not_kept_rendered(course: Course, reader: LibraryReader) -> None:
    reader.current().html("first")
    course.path(FIRST).unlink()
    reader.current()
    assert reader._rendered.lessons._kept == {}
