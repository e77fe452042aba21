import pytest

from course.content.terminal.shell_lines import Invocation, invocations


def calls(*lines: str) -> list[str]:
    return [" ".join(each.words) for each in invocations(lines)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("openstack server list", ["server list"]),
        ("openstack server list | grep web", ["server list"]),
        ("openstack server list -f json>out.json 2> errors", ["server list -f json"]),
        ("openstack server list 2>&1 | tee log", ["server list"]),
        ("openstack server list # openstack is asked", ["server list"]),
        ("OS_CLOUD=demo openstack server list", ["server list"]),
        ("openstack token issue && sudo openstack server list; date", ["token issue", "server list"]),
        ("if openstack token issue; then echo yes; fi", ["token issue"]),
        ('openstack server show -c "a | b" web', ["server show -c a | b web"]),
        ("echo openstack server list", []),
        ("pip install openstack", []),
        ("# openstack server list", []),
        ("ssh debian@203.0.113.7 openstack", []),
        ("", []),
    ],
)
def test_only_what_the_client_would_be_given_is_returned(line: str, expected: list[str]) -> None:
    assert calls(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("openstack server delete $SERVER", [(("server", "delete", "1"), False)]),
        ("openstack server delete ${SERVERS[0]}", [(("server", "delete", "1"), False)]),
        ("openstack server delete <server>", [(("server", "delete", "1"), False)]),
        (
            "openstack server delete $(openstack server list -f value -c ID)",
            [(("server", "list", "-f", "value", "-c", "ID"), True), (("server", "delete", "1"), False)],
        ),
        (
            "for each in `openstack server list`; do openstack server stop $each; done",
            [(("server", "list"), True), (("server", "stop", "1"), False)],
        ),
    ],
)
def test_what_only_the_shell_knows_has_a_stand_in(line: str, expected: list[tuple[tuple[str, ...], bool]]) -> None:
    assert [(each.words, each.exact) for each in invocations([line])] == expected


def test_a_command_may_run_over_several_lines() -> None:
    lines = [
        "date",
        "openstack server create \\",
        "  --image debian \\",
        "  web",
        'openstack project set --name "a',
        'b" c',
    ]
    assert list(invocations(lines)) == [
        Invocation(("server", "create", "--image", "debian", "web"), 1, 3, exact=True),
        Invocation(("project", "set", "--name", "a\nb", "c"), 4, 5, exact=True),
    ]


def test_a_text_that_a_command_is_fed_is_no_command() -> None:
    assert calls("cat > notes <<EOF", "openstack is here", "EOF", "openstack token issue") == ["token issue"]


def test_a_command_of_which_something_is_left_out_is_not_judged() -> None:
    assert calls("openstack server create ... web", "openstack server list") == ["server list"]


def test_a_quotation_mark_that_is_never_closed_ends_the_reading() -> None:
    assert calls("openstack token issue", "echo don't", *["openstack server list"] * 1000) == ["token issue"]
