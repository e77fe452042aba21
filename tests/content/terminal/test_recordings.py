import os
import time
from pathlib import Path

import pytest

from course.content.terminal.console import read_exchanges
from course.content.terminal.recordings import Recordings, read_recordings

TABLE = """\
$ openstack server list
+------+--------+---------+
| Name | Status | Image   |
+------+--------+---------+
| web  | ACTIVE | debian  |
| db   | ERROR  | debian  |
| old  | ACTIVE | ubuntu  |
+------+--------+---------+

$ openstack image delete cirros
Failed to delete image cirros: 403: Client Error for url: http://127.0.0.1/v2/images, Forbidden.
Failed to delete 1 of 1 images.

$ openstack security group create --description SSH and ping ssh-in
done
"""
RECORDINGS = Recordings(read_exchanges(TABLE.split("\n")))


def strange(text: str) -> int | None:
    (exchange,) = read_exchanges(text.split("\n"))
    return RECORDINGS.strange_line(exchange)


WHOLE = TABLE.split("\n\n", maxsplit=1)[0]
LIST = "$ openstack server list\n"
DELETE = "$ openstack image delete cirros\n"


@pytest.mark.parametrize(
    "shown",
    [
        WHOLE,
        LIST,
        WHOLE.replace("------", "-----").replace("| web  |", "|web|"),
        f"{LIST}| Name | Status | Image |\n...".replace("| Name", "+--+\n| Name"),
        f"{LIST}...\n| db | ERROR | debian |\n...",
        f"{LIST}+--+\n| Name | ... |\n+--+\n| web | ... |\n...\n| old | ... |\n+--+",
        f"{LIST}+--+\n| ... | Image |\n+--+\n...",
        f"{LIST}+------+---...\n| Name | ...\n...",
        f"{LIST}...\n| w... | ACTIVE | de...an |\n...",
        f"{DELETE}Failed to delete ...: 403: ... Forbidden.\nFailed to delete 1 of 1 images.",
        f"{DELETE}Failed ...\n...",
        '$ openstack security group create \\\n    --description "SSH and ping" ssh-in\ndone',
        "...\n| db | ERROR | debian |\n...",
    ],
)
def test_what_is_recorded_is_found_also_when_rows_and_columns_are_cut(shown: str) -> None:
    assert strange(shown) is None


@pytest.mark.parametrize(
    ("shown", "index"),
    [
        (WHOLE.replace("ERROR ", "ACTIVE"), 4),
        (WHOLE.replace("| old  | ACTIVE | ubuntu  |\n", ""), 5),
        (WHOLE.rpartition("\n")[0], 5),
        (f"{LIST}...\n| db | ERROR | debian |\n| web | ACTIVE | debian |\n...", 2),
        (f"{LIST}+--+\n| Name | Image |\n...", 1),
        (f"{LIST}...\n| w... | ACTIVE | ub...an |\n...", 1),
        (f"{DELETE}Failed ... Allowed.\n...", 0),
        ("$ openstack server show web\n| db | ERROR | debian |", 0),
        ("never seen", 0),
    ],
)
def test_the_first_line_that_no_recording_holds_is_told(shown: str, index: int) -> None:
    assert strange(shown) == index


def test_an_output_is_found_under_the_command_that_gave_it() -> None:
    assert RECORDINGS.commands_of(["...", "| db | ERROR | debian |", "..."]) == ["openstack server list"]
    assert not RECORDINGS.knows(["openstack server show web"])
    assert RECORDINGS.knows(["openstack image \\", "  delete cirros"])


def test_a_row_of_cuts_is_compared_in_no_time() -> None:
    row = " ... |" * 500
    assert strange(f"{LIST}...\n| web |{row} x |\n...") == 1


def test_all_recordings_of_the_course_hold_what_they_hold() -> None:
    recordings = read_recordings(Path(__file__).parents[2] / "recordings")
    assert recordings
    assert len(recordings.exchanges) > 50
    assert [each for each in recordings.exchanges if recordings.strange_line(each) is not None] == []


def test_a_folder_without_recordings_has_none(tmp_path: Path) -> None:
    assert read_recordings(tmp_path) is None
    assert read_recordings(tmp_path / "gone") is None


def test_a_recording_that_cannot_be_read_is_told_and_the_others_count(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TABLE)
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "link.txt").symlink_to("/etc/passwd")
    (tmp_path / "binary.txt").write_bytes(b"$ date\n\xff\0")
    (tmp_path / "huge.txt").write_bytes(b"$ date\n" * 50_000)
    os.mkfifo(tmp_path / "pipe.txt")
    recordings = read_recordings(tmp_path)
    assert recordings
    assert len(recordings.exchanges) == len(RECORDINGS.exchanges)
    assert [(Path(each.path).name, each.code) for each in recordings.problems] == [
        ("binary.txt", "E103"),
        ("folder.txt", "E101"),
        ("huge.txt", "E102"),
        ("link.txt", "E101"),
        ("pipe.txt", "E101"),
    ]


def test_an_output_of_nothing_but_cuts_is_compared_in_no_time() -> None:
    recordings = Recordings(read_exchanges(["$ date", *map(str, range(20_000))]))
    (shown,) = read_exchanges([*["..."] * 60_000, "never"])
    start = time.process_time()
    assert recordings.strange_line(shown) == 60_000
    assert time.process_time() - start < 1
