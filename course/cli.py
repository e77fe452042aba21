"""The command line: `course serve`, `run`, `check`, `demo`; its groups stand in `course.commands`. Thin, no rules."""

import os

import click

from course.commands.checking import check
from course.commands.copies import backup, restore
from course.commands.database import db
from course.commands.new import new
from course.commands.opening import opened_database
from course.commands.people import user
from course.commands.refusing import Refusal, RefusingGroup
from course.commands.upkeep import doctor, prune
from course.config import LOOPBACK, Settings, in_url, load_settings
from course.serving import passed_listener, prepare_instance, require_free_port, run_granian, sqlite_file


@click.group(cls=RefusingGroup)
@click.version_option(package_name="openstack-from-zero", prog_name="course")
def group() -> None:
    """OpenStack from zero: short lessons, a question after every section."""


for one in (check, new, db, user, backup, restore, prune, doctor):
    group.add_command(one)


def main() -> None:
    """Run the command line."""
    group()


@group.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port.")
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes; more than one needs PostgreSQL.",
)
def serve(host: str, port: int, workers: int) -> None:
    """Serve the course, ready for production; makes what is missing on first start.

    A listening socket that systemd gives is used instead of --host and --port.
    """
    settings = load_settings()
    file = sqlite_file(settings.database)
    if workers > 1 and file is not None:
        raise Refusal(
            "SQLite is served by one process with threads: leave --workers at 1, "
            "or set COURSE_DATABASE_URL to PostgreSQL."
        )
    listener = passed_listener()
    if listener is None:
        require_free_port(host, port)
    else:
        host, port = listener.getsockname()[:2]
    for line in prepare_instance(settings):
        click.echo(line)
    _set_base_url(settings, host, port)
    click.echo(f"Progress is kept in {file or 'the database of COURSE_DATABASE_URL'}")
    click.echo(f"Lessons are read from {settings.lessons}")
    click.echo(f"Open {_address(host, port)}/   (stop with Ctrl-C)")
    run_granian(settings, host=host, port=port, workers=workers, listener=listener)


def _set_base_url(settings: Settings, host: str, port: int) -> None:
    """Let a course on this machine alone know its address; the workers read the environment."""
    if not settings.base_url and host in LOOPBACK:
        os.environ["COURSE_BASE_URL"] = _address(host, port)


def _address(host: str, port: int) -> str:
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (only shown, never bound here)
    return f"http://{in_url(everywhere.get(host, host))}:{port}"


@group.command()
@click.option("--debug", is_flag=True, help="For authors: show a saved file at once, and the state of every lesson.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def run(*, debug: bool, port: int) -> None:
    """Serve on this machine for development."""
    from werkzeug.serving import is_running_from_reloader, run_simple  # noqa: PLC0415 (development only)

    from course.app import create_app, create_debug_app  # noqa: PLC0415 (as above)

    settings = load_settings()
    if not is_running_from_reloader():
        require_free_port("127.0.0.1", port)
    for line in prepare_instance(settings):
        click.echo(line)
    _set_base_url(settings, "127.0.0.1", port)
    if not is_running_from_reloader():
        click.echo(f"Lessons are read from {settings.lessons}")
        click.echo(f"Open http://127.0.0.1:{port}/{'authoring' if debug else ''}   (stop with Ctrl-C)")
    app = create_debug_app() if debug else create_app()
    run_simple("127.0.0.1", port, app, use_reloader=debug, use_debugger=debug, threaded=True)


@group.command()
@click.option(
    "--people",
    default=30,
    show_default=True,
    type=click.IntRange(1, 500),
    help="How many learners to make up.",
)
@click.option("--meetup/--no-meetup", default=True, help="Make up a meetup of two groups with 48 more people.")
def demo(*, people: int, meetup: bool) -> None:
    """Fill an empty course with believable people and answers, to look at."""
    from course.content.library import LibraryReader  # noqa: PLC0415 (only needed here)
    from course.learning.demo import NotEmptyError, fill  # noqa: PLC0415
    from course.meetups.demo import JOINED, fill_meetup  # noqa: PLC0415

    settings, length = load_settings(), people + (JOINED if meetup else 0)
    try:
        with opened_database(settings) as database, click.progressbar(length=length, label="Learners") as bar:
            library = LibraryReader(settings.lessons, settings.quizzes).current()
            token = fill(database, library, people=people, tick=bar.update)
            made = fill_meetup(database, library, tick=bar.update) if meetup else None
    except NotEmptyError as error:
        raise Refusal(str(error)) from None
    if made:
        click.echo(f"A meetup: /meetups/{made.slug}")
        click.echo(f"Sign in as one of its hosts: {made.email} with the password {made.password}")
    click.echo("To look as one of them: start `course serve`, open it in a private window, press F12,")
    click.echo(f'open the Console and type: document.cookie = "sign-in={token}"   Then reload the page.')
