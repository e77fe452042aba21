"""Runs inside the `openstack` client's own interpreter: says of command lines why its parser refuses them.

Nothing of the course can be imported there, and no command is run: what argparse reads is thrown away.
Lists of words come in as JSON, and reasons go out: empty for a line that is accepted.
"""

import argparse
import contextlib
import io
import json
import logging
import sys
from importlib import import_module
from typing import Any


class Parser:
    """The client as it is right before it would speak to a cloud."""

    def __init__(self) -> None:
        self.shell: Any = import_module("openstackclient.shell").OpenStackShell()
        self.refusals: Any = import_module("osc_lib.exceptions").CommandError, argparse.ArgumentTypeError
        self.shell.options, _ = self.shell.parser.parse_known_args(["help"])
        self.shell.configure_logging()
        self.shell.initialize_app(["help"])
        # Options that only a cloud with Neutron has: every cloud of today.
        self.shell.client_manager.is_network_endpoint_enabled = lambda: True
        self.parsers: dict[str, Any] = {}

    @property
    def commands(self) -> list[str]:
        """Return all commands, without their options."""
        return sorted(self.shell.command_manager.commands)

    def refusal(self, words: list[str]) -> str:
        """Return what the client says against these words, nothing when it accepts them."""
        said = io.StringIO()
        try:
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                self._parse(words)
        except SystemExit as end:
            return said.getvalue().rpartition("error: ")[2].strip() if end.code else ""
        except self.refusals as error:
            return str(error)
        except Exception:  # noqa: BLE001 - a parser that needs a cloud cannot be asked
            return ""
        return ""

    def _parse(self, words: list[str]) -> None:
        self.shell.options, rest = self.shell.parser.parse_known_args(words)
        if not rest or self.shell.options.deferred_help:
            return  # it would open its own prompt, or explain a command
        try:
            command, name, arguments = self.shell.command_manager.find_command(rest)
        except ValueError:
            raise argparse.ArgumentTypeError("unknown command: " + " ".join(rest)) from None
        if name not in self.parsers:
            self.parsers[name] = command(self.shell, self.shell.options, cmd_name=name).get_parser(f"openstack {name}")
        self.parsers[name].parse_args(arguments)


def main() -> None:
    """Answer the one question that stands on standard input."""
    logging.disable()
    parser = Parser()
    refusals = [parser.refusal(words) for words in json.load(sys.stdin)]
    json.dump({"commands": parser.commands, "refusals": refusals}, sys.stdout)


if __name__ == "__main__":
    main()
