import pytest

from course.content.terminal.refusals import Refusal, read_refusal

COMMANDS = ("network create", "server create", "server list", "server show", "share list", "token issue")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "unknown command: server lsit",
            Refusal("the client has no command 'server lsit'", "did you mean server list?", "lsit"),
        ),
        (
            "unknown command: sevrer list --long",
            Refusal("the client has no command 'sevrer list'", "did you mean server list?", "sevrer"),
        ),
        (
            "unknown command: server",
            Refusal("the client has no command 'server'", "did you mean server show?", "server"),
        ),
        ("unknown command: zzz", Refusal("the client has no command 'zzz'", "look for it in `openstack help`", "zzz")),
        ("unknown command: stack list", None),
        (
            "unrecognized arguments: --long x",
            Refusal(
                "the client refuses this: unrecognized arguments: --long x",
                "look at `openstack help server show`",
                "--long",
            ),
        ),
        (
            "argument -f/--format: invalid choice: 'xml' (choose from 'csv', 'json')",
            Refusal(
                "the client refuses this: argument -f/--format: invalid choice: 'xml' (choose from 'csv', 'json')",
                "look at `openstack help server show`",
                "xml",
            ),
        ),
        (
            "the following arguments are\n    required: <server>",
            Refusal(
                "the client refuses this: the following arguments are required: <server>",
                "look at `openstack help server show`",
                "",
            ),
        ),
    ],
)
def test_a_refusal_is_told_with_what_to_do_and_the_word_it_is_about(said: str, expected: Refusal | None) -> None:
    assert read_refusal(said, ("--os-cloud", "demo", "server", "show", "web"), COMMANDS) == expected


def test_an_added_command_is_judged_where_its_client_is_installed() -> None:
    refusal = read_refusal("unknown command: stack lsit", (), (*COMMANDS, "stack list"))
    assert refusal
    assert refusal.fix == "did you mean stack list?"


def test_a_long_refusal_is_cut() -> None:
    refusal = read_refusal("x" * 500, (), COMMANDS)
    assert refusal
    assert len(refusal.what) < 200
