import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from course.content.terminal.client import Client, NoClientError, find_client


def words(line: str) -> tuple[str, ...]:
    return tuple(line.split())


ACCEPTED = [
    "server list",
    "--os-cloud demo server list -c Name -f json",
    "server list --os-cloud demo",
    "server create --image cirros --flavor m1.tiny --network demo-net --wait web",
    "security group rule create --protocol tcp --dst-port 22 --remote-ip 203.0.113.7/32 ssh-in",
    "keypair create --public-key a-file-that-is-not-there.pub laptop",
    "server create --help",
    "--version",
    "help server",
    "",
]
REFUSED = {
    "--os-cloud demo server lsit": "unknown command: server lsit",
    "server list --colour": "unrecognized arguments: --colour",
    "volume create --size big data1": "argument --size: invalid int value: 'big'",
    "network create": "the following arguments are required: <name>",
    "server list -c": "argument -c/--column: expected one argument",
    "server create --flavor m1.tiny --image cirros --nic x web": "argument --nic: Invalid argument x; argument must be "
    "of form 'net-id=net-uuid,port-id=port-uuid,v4-fixed-ip=ip-addr,v6-fixed-ip=ip-addr,tag=tag'",
}


def test_the_client_accepts_what_it_would_run_and_refuses_the_rest_in_its_own_words(openstack_client: Client) -> None:
    openstack_client.learn(map(words, (*ACCEPTED, *REFUSED)))
    assert [openstack_client.refusal(words(line)) for line in ACCEPTED] == [""] * len(ACCEPTED)
    assert {line: openstack_client.refusal(words(line)) for line in REFUSED} == REFUSED


def test_a_thousand_lines_are_asked_at_once(openstack_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    run = subprocess.run

    def counted(*arguments: Any, **options: Any) -> Any:
        started.append(arguments)
        return run(*arguments, **options)

    monkeypatch.setattr(subprocess, "run", counted)
    client = Client(openstack_client.interpreter)
    lines = [words(f"server show web-{number}") for number in range(1000)]
    client.learn(lines)
    client.learn(lines)
    assert {client.refusal(line) for line in lines} == {""}
    assert len(started) == 1
    assert "server list" in client.commands


def test_settings_of_whoever_asks_change_no_answer(openstack_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OS_CLOUD", "gone")
    monkeypatch.setenv("OS_COMPUTE_API_VERSION", "9999")
    assert Client(openstack_client.interpreter).refusal(("server", "list")) == ""


@pytest.mark.parametrize(
    "start",
    [
        "#!{python}\n",
        "#!{python} -sE\n",
        "#!/bin/sh\n'''exec' \"{python}\" \"$0\" \"$@\"\n' '''\n",
    ],
)
def test_the_interpreter_is_the_one_that_the_command_names(start: str, tmp_path: Path) -> None:
    script = tmp_path / "openstack"
    script.write_text(start.format(python=sys.executable), encoding="utf-8")
    script.chmod(0o755)
    assert find_client(str(script)).interpreter == Path(sys.executable)


def test_a_client_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoClientError, match=r"^the openstack client is not installed$"):
        find_client()
    with pytest.raises(NoClientError, match=r"^there is no /gone/openstack$"):
        find_client("/gone/openstack")


def test_a_command_that_is_no_python_script_is_told(tmp_path: Path) -> None:
    program = tmp_path / "openstack"
    program.write_bytes(b"\x7fELF\0\0\0")
    program.chmod(0o755)
    with pytest.raises(NoClientError, match=r"is no Python script$"):
        find_client(str(program))


def test_an_interpreter_without_the_client_is_told() -> None:
    with pytest.raises(NoClientError, match=r"has no openstack client that can be asked$"):
        Client(Path(sys.executable)).refusal(("server", "list"))
