import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.accounts.models import Role
from tests.authoring.conftest import Written
from tests.conftest import make_client
from tests.factories import FIRST, PLAIN
from tests.people import give_role, sign_up

UNIT = "lessons/10-first-contact"
EARNED = ("Addresses live on ports", "it owns no addresses", "The image holds the disk", "Ports carry the addresses")
FOR_HOSTS = ("Show the ports of a server", "Draw it on the wall", "M27 Nova hands out", "Who hands out addresses")


@pytest.fixture
def instructor(app: Flask) -> FlaskClient:
    """The browser of an instructor, without debug."""
    client = make_client(app)
    sign_up(client)
    give_role(app, Role.INSTRUCTOR)
    return client


@pytest.fixture
def course(app: Flask, folder: Path) -> Written:
    """The files of the course that is served, with notes for hosts."""
    assert app.extensions["library"].current().lessons
    written = Written(folder)
    written.change(
        f"{UNIT}/01-first.md", "Each keeps its own", "> [!HOST]\n> Show the ports of a server.\n\nEach keeps its own"
    )
    written.change("quizzes/first.md", "Hint: Which", "Talk: Draw it on the wall.\nHint: Which")
    return written


def words(client: FlaskClient, path: str) -> str:
    """Return the text of a page."""
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.text))


def shown(client: FlaskClient, path: str) -> str:
    """Return what a preview shows of the page, without the file beside it."""
    return client.get(path).text.partition('class="shown prose"')[2]


@pytest.mark.usefixtures("course")
def test_every_lesson_stands_in_the_table_with_its_numbers(instructor: FlaskClient) -> None:
    page = words(instructor, "/authoring")
    assert "not served as written" not in page
    assert (
        "Who answers when you ask for a server? lessons/10-first-contact/01-first.md Served 2 min 3 questions" in page
    )
    assert "For 2026.2, 22 November 2026," in page
    assert "A lesson without questions lessons/10-first-contact/03-plain.md Served 1 min No quiz" in page


def test_every_finding_stands_there_with_its_place_and_what_to_do(instructor: FlaskClient, course: Written) -> None:
    course.change("quizzes/first.md", "- (x) Neutron", "- ( ) Neutron")
    course.change(f"{UNIT}/02-second.md", "Read, then answer.", "Read <b>.")
    course.write("lessons/facts.toml", "[x]\n")
    page = words(instructor, "/authoring")
    assert "1 of 3 lessons is not served as written." in page
    assert "The last good version is served" in page
    broken = "quizzes/first.md:6:7 Error E307 question &#39;no-address&#39; has no correct choice; mark one with (x)."
    assert broken in page
    assert f"{UNIT}/02-second.md:15:6 Error E401 &lt;b&gt; would be HTML;" in page
    assert "Elsewhere lessons/facts.toml:1:1 Error E112 the fact &#39;x&#39; has no value; add value = ..." in page
    links = re.findall(r'href="(/authoring/[^"]*#line_\d+)"', instructor.get("/authoring").text)
    assert {"/authoring/quizzes/first#line_6", "/authoring/lessons/second#line_15"} <= set(links)
    for link in links:
        path, _, line = link.partition("#")
        assert f'id="{line}"' in instructor.get(path).text


@pytest.mark.usefixtures("course")
def test_a_newcomers_view_gives_nothing_away(instructor: FlaskClient) -> None:
    for path in ("/authoring/lessons/first", "/authoring/quizzes/first"):
        page = shown(instructor, path)
        assert "Your server gets no IP address" in page
        assert "Nova, because it created the server" in page
        assert [secret for secret in (*EARNED, *FOR_HOSTS, "Which service owns ports") if secret in page] == []


@pytest.mark.usefixtures("course")
def test_the_other_view_shows_all_that_was_written(instructor: FlaskClient) -> None:
    page = shown(instructor, "/authoring/lessons/first?with=answers")
    wanted = (*EARNED, *FOR_HOSTS, "Which service owns ports", "For the host")
    assert [text for text in wanted if text not in page] == []
    assert page.count('class="opt yes"') == 2
    quiz = shown(instructor, "/authoring/quizzes/first?with=answers")
    assert [text for text in (*EARNED, "the identity service", "Horizon is the dashboard") if text not in quiz] == []


@pytest.mark.usefixtures("course")
def test_every_kind_of_question_shows_its_answers(instructor: FlaskClient) -> None:
    page = shown(instructor, "/authoring/quizzes/second?with=answers")
    right = re.findall(r'<li class="opt yes"><i aria-hidden="true"></i><span>(?:<code>)?([^<]*)', page)
    said = [text.strip() for text in right]
    for answer in ("Nova", "Glance", "16", "Get a token", "Cinder", "openstack server list"):
        assert answer in said
    assert "block volumes" in page
    assert re.search(r"Reboot the host\s*<span class=\"said\">Not needed", page)
    assert "Debian" not in said


def test_a_form_in_a_preview_is_the_one_of_the_page(instructor: FlaskClient, course: Written) -> None:
    page = shown(instructor, "/authoring/lessons/first")
    key = re.findall(r'name="key" value="([0-9a-f]+)"', page)
    assert len(set(key)) == len(key) == 2
    sent = {"question": "no-address", "key": key[0], "origin": "lesson", "pick": "neutron"}
    assert instructor.post("/quizzes/first", data=sent).status_code == 303
    assert "Addresses live on ports" not in shown(instructor, "/authoring/lessons/first")
    assert course.reader.current().problems == ()


def test_of_a_broken_file_the_lines_around_the_error_and_the_last_good_page_are_shown(
    instructor: FlaskClient, course: Written
) -> None:
    course.change("quizzes/first.md", "- (x) Neutron", "- ( ) Neutron")
    page = instructor.get("/authoring/quizzes/first").text
    assert re.findall(r'id="line_(\d+)"', page) == [str(number) for number in range(3, 10)]
    assert '<li id="line_6" value="6" class=" found"><code>- ( ) <mark>N</mark>ova, because it created' in page
    assert "This version of the file cannot be served" in page
    assert "Your server gets no IP address" in shown(instructor, "/authoring/quizzes/first")
    assert "Addresses live on ports" in shown(instructor, "/authoring/quizzes/first?with=answers")


def test_a_lesson_that_was_never_good_has_a_preview(instructor: FlaskClient, course: Written) -> None:
    course.write(f"{UNIT}/04-new.md", FIRST.replace("goal:", "gaol:"))
    page = words(instructor, "/authoring/lessons/new")
    assert "Error E106 gaol: is no key here; did you mean goal?" in page
    assert "Learners see that this lesson is being repaired." in page
    assert "course new quiz new" in page
    assert "Being repaired: nobody can open it" in words(instructor, "/authoring")


def test_a_file_that_is_no_text_is_shown_as_far_as_it_goes(instructor: FlaskClient, course: Written) -> None:
    (course.root / UNIT / "03-plain.md").write_bytes(PLAIN.encode().replace(b"one service", b"one s\xe9rvice"))
    page = words(instructor, "/authoring/lessons/plain")
    assert "Error E103 byte 0xe9 is not UTF-8; save the file as UTF-8 in your editor." in page
    assert "You ask one s � rvice" in page


def test_what_has_no_quiz_or_no_lesson_says_what_to_do(instructor: FlaskClient, course: Written) -> None:
    assert "This lesson has no quiz. Begin it with course new quiz plain" in words(
        instructor, "/authoring/quizzes/plain"
    )
    course.write("quizzes/orphan.md", "## Is it? {#is}\n\nAnswer: true\nWhy: So.\n")
    page = words(instructor, "/authoring/quizzes/orphan")
    assert "No lesson has this slug" in page
    assert "Error E510" in page
    for path in ("/authoring/quizzes/frist", "/authoring/lessons/frist", "/authoring/lessons/orphan"):
        assert instructor.get(path).status_code == 404


def test_what_stands_in_a_file_is_text_in_every_place(instructor: FlaskClient, course: Written) -> None:
    course.change(f"{UNIT}/02-second.md", "title: Eight", "title: <img src=x> {{ 7 * 7 }} Eight")
    course.change(f"{UNIT}/02-second.md", "Read, then", "<script>alert(1)</script> Read, then")
    course.write(
        "quizzes/second.md", "## <script>alert(2)</script> {#a}\n\nTopic: <marquee>\nAnswer: true\nWhy: <marquee>So.\n"
    )
    for path in ("", "/lessons/second", "/lessons/second?with=answers", "/quizzes/second?with=answers"):
        page = instructor.get(f"/authoring{path}").text
        assert re.findall(r"<script(?! type=\"module\" src=\"/)|<img|<marquee", page) == []
        assert "49" not in page


def test_the_number_of_statements_does_not_grow_with_the_lessons(
    app: Flask, instructor: FlaskClient, course: Written
) -> None:
    sent: list[str] = []
    instructor.get("/authoring")
    connection = app.extensions["database"].reading._free[-1]
    connection.set_trace_callback(sent.append)
    instructor.get("/authoring")
    few = len(sent)
    for number in range(20, 60):
        course.write(f"{UNIT}/{number}-more-{number}.md", PLAIN)
    instructor.get("/authoring")
    connection.set_trace_callback(None)
    assert (few, len(sent)) == (1, 2)


@pytest.mark.usefixtures("course")
def test_only_instructors_are_led_there(app: Flask, instructor: FlaskClient) -> None:
    paths = ("/", "/lessons/first", "/about", "/nowhere")
    learner = make_client(app)
    sign_up(learner, "jan@example.org")
    for path in paths:
        assert "/authoring" in instructor.get(path).text
        assert "/authoring" not in learner.get(path).text
        assert "/authoring" not in make_client(app).get(path).text
    assert 'href="/authoring/lessons/first"' in instructor.get("/lessons/first").text


@pytest.mark.usefixtures("course")
def test_no_answer_leaves_for_anybody_else(app: Flask) -> None:
    learner = make_client(app)
    sign_up(learner, "jan@example.org")
    for client, status in ((make_client(app), 303), (learner, 403)):
        for path in ("/authoring", "/authoring/lessons/first?with=answers", "/authoring/quizzes/first?with=answers"):
            response = client.get(path)
            assert response.status_code == status
            assert [secret for secret in (*EARNED, *FOR_HOSTS) if secret in response.text] == []
