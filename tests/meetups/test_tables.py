import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.meetups.attendance import Roster, RosterLine
from course.meetups.prereading import Readiness
from course.meetups.tables import roster_table, safe
from tests.conftest import make_client
from tests.hostile_strings import HOSTILE
from tests.meetups.hosted import hosted
from tests.meetups.people import NOW, join, learner
from tests.people import sign_up


def read(table: bytes) -> list[list[str]]:
    """Return the rows as a spreadsheet reads them."""
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("Ola", "Ola"),
        ("=1+1", "'=1+1"),
        ("+48 123", "'+48 123"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'=1+1"),
        ("\r=1+1", "'=1+1"),
        ("\n=1+1", "'=1+1"),
        (" =1+1", "'=1+1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ('=HYPERLINK("https://evil.example","x")', '\'=HYPERLINK("https://evil.example","x")'),
        ('O\'Brien, Ana; "x"', 'O\'Brien, Ana; "x"'),
        ("two\nlines\u202e", "two lines"),
        (7, 7),
    ],
)
def test_a_cell_is_text_and_never_a_formula(name: object, cell: object) -> None:
    assert safe(cell) == safe(name) == cell


def test_no_hostile_name_makes_a_formula_or_a_row_of_its_own() -> None:
    lines = tuple(RosterLine(name, Readiness.READY, 2, NOW) for name in HOSTILE)
    rows = read(roster_table(Roster(2, len(lines), 0, 0, lines)))
    assert len(rows) == 1 + len(lines)
    assert {len(row) for row in rows} == {6}
    assert [row[0] for row in rows if row[0][:1] in ("=", "+", "-", "@", "\t", "\r", "\n")] == []


def test_no_name_makes_a_formula_where_semicolons_part_cells() -> None:
    lines = (RosterLine("Ola;=1+1", Readiness.READY, 2, NOW), RosterLine('Ola";=1+1;"', Readiness.READY, 2, NOW))
    table = roster_table(Roster(2, len(lines), 0, 0, lines)).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(table, newline=""), delimiter=";"):
        assert [cell for cell in row if cell[:1] in ("=", "+", "-", "@")] == []


def test_the_roster_is_a_file_of_lines_for_those_who_allow_it_and_numbers_for_all_others(
    app: Flask, client: FlaskClient
) -> None:
    meetup = hosted(app, client)
    with app.extensions["database"].session(writing=True) as session:
        for name, known in (("Żaneta, =1+1", True), ("", True), ("Ola Secret", False), ("Jan Secret", False)):
            join(session, meetup, learner(session, name), host_may_know=known)
        session.commit()
    response = client.get(f"/meetups/{meetup.slug}/roster.csv")
    assert response.data.startswith(b'\xef\xbb\xbf"Name","People","State"')
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{meetup.slug}-roster.csv"'
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Secret" not in response.text
    assert read(response.data)[1:] == [
        ["Żaneta, =1+1", "1", "Not started", "0", "2", "2026-11-22 12:00"],
        ["(gave no name)", "1", "Not started", "0", "2", "2026-11-22 12:00"],
        ["(not named)", "2", "Not started", "", "2", ""],
    ]


def test_the_roster_is_for_the_hosts_alone(app: Flask, client: FlaskClient) -> None:
    meetup = hosted(app, client)
    path = f"/meetups/{meetup.slug}/roster.csv"
    visitor, other = make_client(app), make_client(app)
    sign_up(other, email="eva@example.org")
    assert visitor.get(path).headers["Location"].startswith("/sign-in")
    assert other.get(path).status_code == 404
    assert client.get("/meetups/nothing/roster.csv").status_code == 404
