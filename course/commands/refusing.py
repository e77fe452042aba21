"""How a command says no: one line on the error output, and exit code 1."""

from typing import Any

import click

from course.config import SettingError


class Refusal(click.ClickException):
    """What a command cannot do, and what to do about it."""

    def show(self, file: Any = None) -> None:
        """Print the line."""
        click.echo(f"course: {self.format_message()}", file=file, err=file is None)


class RefusingGroup(click.Group):
    """A group whose commands turn a setting that cannot work into one line, not a trace."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except SettingError as error:
            raise Refusal(str(error)) from None
