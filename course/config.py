"""Every setting with its default; an environment variable COURSE_<NAME> wins."""

import os
import re
from dataclasses import dataclass, fields
from pathlib import Path

PACKAGE = Path(__file__).parent
CHECKOUT = PACKAGE.parent
BUNDLED_CONTENT = PACKAGE / "_content"  # what the wheel carries
DATABASE_FILE = "course.sqlite3"
LOG_LEVELS = ("debug", "info", "warning", "error")
WEAKEST_KEY = 32  # characters; token_hex(32) gives 64
LOOPBACK = ("127.0.0.1", "localhost", "::1")  # the names of this machine for itself


class SettingError(Exception):
    """A setting that cannot work; the message says which one and what to do."""


def is_checkout() -> bool:
    """Tell a checkout of the project from an installed package."""
    return (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "lessons").is_dir()


def content_folder(name: str) -> Path:
    """Return where `lessons` or `quizzes` stand: beside the package, or inside the installed wheel."""
    return CHECKOUT / name if is_checkout() else BUNDLED_CONTENT / name


def default_instance_folder() -> Path:
    """Return the folder for the database and the secret key when no setting names one."""
    if is_checkout():
        return CHECKOUT / "instance"
    state = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(state) / "openstack-from-zero"


def in_url(host: str) -> str:
    """Return a host as it stands in a URL: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one running course. An empty string means: not set."""

    database_url: str = ""  # SQLAlchemy URL; default: course.sqlite3 in the instance folder
    secret_key: str = ""  # default: the file secret_key in the instance folder, made on first start
    lessons_folder: str = ""  # default: lessons/ of the checkout, or the lessons in the package
    quizzes_folder: str = ""  # default: quizzes/ of the checkout, or the quizzes in the package
    instance_folder: str = ""  # default: instance/ of the checkout, else $XDG_STATE_HOME/openstack-from-zero
    base_url: str = ""  # https://course.example.org; links in previews and the sitemap start with it
    source_url: str = ""  # https://forge.example.org/course/edit/main; "Edit this page" adds the file's path
    trusted_proxies: str = "0"  # how many proxies in front add X-Forwarded-* headers
    openstack_client: str = ""  # the `openstack` command that `course check` asks; default: the one on PATH
    log: str = "info"  # debug, info, warning or error
    debug: str = ""  # set by `course run --debug`: content is looked at on every request

    @property
    def lessons(self) -> Path:
        """The folder of the lessons."""
        return Path(self.lessons_folder) if self.lessons_folder else content_folder("lessons")

    @property
    def quizzes(self) -> Path:
        """The folder of the quizzes."""
        return Path(self.quizzes_folder) if self.quizzes_folder else content_folder("quizzes")

    @property
    def instance(self) -> Path:
        """The folder that holds the embedded database and the secret key."""
        return Path(self.instance_folder) if self.instance_folder else default_instance_folder()

    @property
    def secret_key_file(self) -> Path:
        """The file that keeps the secret key when no setting gives one."""
        return self.instance / "secret_key"

    @property
    def database(self) -> str:
        """The SQLAlchemy URL of the database, in full."""
        return self.database_url or f"sqlite:///{self.instance.absolute() / DATABASE_FILE}"

    @property
    def proxies(self) -> int:
        """How many proxies in front are trusted; raises SettingError unless a small whole number."""
        if self.trusted_proxies.isdecimal() and int(self.trusted_proxies) <= 9:  # noqa: PLR2004 (one digit)
            return int(self.trusted_proxies)
        message = f"COURSE_TRUSTED_PROXIES is {self.trusted_proxies!r}; give the number of proxies, 0 to 9."
        raise SettingError(message)


def load_settings(overrides: dict[str, str] | None = None) -> Settings:
    """Return the settings: defaults, then COURSE_* of the environment, then `overrides`."""
    names = [field.name for field in fields(Settings) if field.name != "debug"]  # never by accident, from outside
    values = {name: os.environ[f"COURSE_{name.upper()}"] for name in names if f"COURSE_{name.upper()}" in os.environ}
    return Settings(**(values | (overrides or {})))


def check_settings(settings: Settings) -> None:
    """Raise SettingError for the first setting that cannot work."""
    if settings.log not in LOG_LEVELS:
        message = f"COURSE_LOG is {settings.log!r}; give one of {', '.join(LOG_LEVELS)}."
        raise SettingError(message)
    if not re.match(r"(sqlite|postgresql)(\+\w+)?://", settings.database):
        message = "COURSE_DATABASE_URL must start with sqlite:/// or postgresql://."
        raise SettingError(message)
    for name, folder in (("LESSONS", settings.lessons), ("QUIZZES", settings.quizzes)):
        if not folder.is_dir():
            message = f"There is no folder {folder}. Make it, or set COURSE_{name}_FOLDER to the one that you mean."
            raise SettingError(message)
    _ = settings.proxies


def read_secret_key(settings: Settings) -> str:
    """Return the secret key; raises SettingError where there is none or a weak one."""
    key = settings.secret_key
    if not key:
        try:
            key = settings.secret_key_file.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            file = settings.secret_key_file
            message = f"No secret key: start with `course serve`, which makes {file}, or set COURSE_SECRET_KEY."
            raise SettingError(message) from None
    if len(key) < WEAKEST_KEY or len(set(key)) < 10:  # noqa: PLR2004 (one letter repeated is no secret)
        message = (
            "The secret key is too weak: give COURSE_SECRET_KEY, or the file secret_key, 64 random characters, "
            'for example from: python -c "import secrets; print(secrets.token_hex(32))"'
        )
        raise SettingError(message)
    return key
