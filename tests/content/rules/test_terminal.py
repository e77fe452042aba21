from pathlib import Path

import pytest

from course.content.rules.checking import check
from course.content.rules.examples import Example, question, section, write
from course.content.rules.sound import RECORDING, TODAY
from course.content.rules.world import world_around
from course.content.terminal.client import Client
from tests.content.rules.marking import marked

LONG = [
    f"```console sketch\n$ openstack server show {'x' * 22}\n```",
    f"```console sketch\n$ openstack server show {'x' * 22}‸x\n```",
    f"```console sketch\n$ openstack server show \\\n    -c status {'x' * 32}‸x\n```",
    f"```console sketch\n$ date\n{'x ' * 80}\n```",
    f"```bash\nopenstack server show \\\n    {'x' * 80} \\\n    --long\n```",
    f"```sh\n# {'x ' * 80}\n```",
    f"```sh\ncurl -O {'x' * 38}‸ -q\n```",
    f"```yaml\nname: {'x ' * 80}\n```",
    f"> [!TIP]\n> ```sh\n> curl -O {'x' * 38}‸ -q\n> ```",
]


@pytest.mark.parametrize("text", LONG)
def test_a_line_of_a_command_over_46_letters_is_told_where_it_leaves_the_screen(text: str, tmp_path: Path) -> None:
    assert marked(tmp_path, "W621", section(text)) == text


HEAD = "+--+\n| Name | Status |\n+--+\n"
IMAGES = "$ openstack image list -c Name -c Status\n"
SHOWN = [
    f"```console\n{IMAGES}{HEAD}| cirros | active |\n| debian | queued |\n+--+\n```",
    f"```console\n$ openstack image list \\\n    -c Status -c Name\n{HEAD}...\n```",
    f"```console\n{IMAGES}{HEAD}‸| cirros | queued |\n...\n```",
    f"```console\n{IMAGES}{HEAD}| cirros | active |\n‸+--+\n```",
    f"```console\n{IMAGES}\n\n{HEAD}\n...\n```",
    f"```console\n{IMAGES}```",
    f"```console\n$ openstack image list -f json\n‸{HEAD}...\n```",
    "```console\n$ date\n‸Sunday\n```",
    "```console sketch\n$ date\nSunday\n```",
    "```text\n$ date\nSunday\n```",
    f"1. One.\n\n    ```console\n    {IMAGES}    +--+\n    ‸| No |\n    ```",
    "```console\n| debian | queued |\n```".replace("| debian", "...\n| debian").replace("queued |", "queued |\n..."),
]


@pytest.mark.parametrize("text", SHOWN)
def test_an_output_that_was_never_recorded_is_told(text: str, tmp_path: Path) -> None:
    assert marked(tmp_path, "W622", section(text)) == text


def told(root: Path, example: Example) -> list[str]:
    lessons, quizzes = write(root, example)
    found = check(lessons, quizzes, world=world_around(lessons, today=TODAY))
    return [f"{error.code} {error.what}; {error.fix}" for error in found]


def test_the_command_that_gave_the_output_is_named(tmp_path: Path) -> None:
    text = f"```console\n$ openstack image list\n{HEAD}...\n```"
    what = "this is what `openstack image list -c Name -c Status` answered"
    fix = "record it in tests/recordings, or write ```console sketch"
    assert told(tmp_path, section(text)) == [f"W622 {what}; {fix}"]


def test_without_recordings_nobody_can_say_what_was_recorded(tmp_path: Path) -> None:
    write(tmp_path / "gone", Example(RECORDING, None))
    lessons, quizzes = write(tmp_path, section("```console\n$ date\nSunday\n```"))
    (tmp_path / RECORDING).unlink()
    assert check(lessons, quizzes, world=world_around(lessons, today=TODAY)) == []


REFUSED = [
    "```console sketch\n$ openstack server ‸lsit\n```",
    "```console sketch\n$ openstack server create \\\n    --image x ‸--flavour y --flavor z \\\n    web\n```",
    "```console sketch\n$ ‸openstack network create\n```",
    "```console sketch\n$ date\n$ openstack volume create --size ‸big data\n```",
    "```console sketch\n$ openstack token issue | grep id; openstack ‸tokn issue\n```",
    "```sh\nexport OS_CLOUD=demo\nopenstack server list ‸--colour red\n```",
    "```bash\nid=$(openstack server show -f value -c id ‸--colour web)\n```",
    "```bash\nopenstack volume create --size $SIZE data1\nopenstack server delete $(openstack server list)\n```",
    "```bash\nopenstack server create $OPTIONS\nopenstack server ‸lsit $NAME\n```",
    "```console sketch\n$ openstack server lsit\nopenstack: 'server lsit' is not an openstack command. See help.\n```",
    "```console sketch\n$ openstack stack create -t web.yaml web\n$ openstack loadbalancer list\n```",
    "```console sketch\n$ openstack server show <server>\n$ openstack ... list\n$ man openstack\n```",
    "```text\nopenstack server lsit\n```",
    "Try `openstack server lsit`.",
]


def test_a_command_that_the_client_refuses_is_told_at_the_word_that_it_refuses(
    tmp_path: Path, openstack_client: Client
) -> None:
    text = "\n\n".join(REFUSED)
    again = marked(tmp_path, "E423", section(text), openstack_client).split("\n\n")
    assert again == REFUSED


def test_a_command_that_is_asked_for_is_one_that_works(tmp_path: Path, openstack_client: Client) -> None:
    body = "```console sketch\n$ openstack server lsit\n```"
    text = f"## List them {{#list}}\n\n{body}\n\nCommand: $ openstack server ‸lsit\nWhy: So.\n"
    assert marked(tmp_path, "E423", question(text), openstack_client) == text


def test_a_recording_that_cannot_be_read_is_told_with_its_path(tmp_path: Path) -> None:
    folders = write(tmp_path)
    (tmp_path / "tests" / "recordings" / "second.txt").write_bytes(b"\xff")
    found = check(*folders, world=world_around(folders[0], today=TODAY))
    assert [(each.path, each.code) for each in found] == [("tests/recordings/second.txt", "E103")]
    assert check(*folders, [folders[0]], world_around(folders[0], today=TODAY)) == []
