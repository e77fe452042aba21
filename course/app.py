"""The one place that knows all parts."""

from urllib.parse import urlsplit

from flask import Flask, g, request
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from course.accounts import access, moving
from course.accounts import settings as own_settings
from course.accounts.views import bp as accounts
from course.config import LOOPBACK, Settings, in_url, load_settings, read_secret_key
from course.learning import printing
from course.learning.views import bp as learning
from course.schema import MODELS
from course.web import assets, bodies, bytecode, csrf, errors, filters, health, prepared, site, state, theme
from course.web.headers import SecurityHeaders

assert MODELS  # with all of them imported, what belongs to a person is found in every feature

LARGEST_BODY = 256 * 1024
BLUEPRINTS = (assets.bp, health.bp, site.bp, theme.bp, accounts, own_settings.bp, moving.bp, learning)


def create_app(overrides: dict[str, str] | None = None) -> Flask:
    """Return the application; `overrides` win over COURSE_* and the defaults."""
    settings = load_settings(overrides)
    app = Flask("course", static_folder=None)
    app.config.update(
        SECRET_KEY=read_secret_key(settings),
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=200,
        TRUSTED_HOSTS=_trusted_hosts(settings),
    )
    app.url_map.strict_slashes = False
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    state.start(app, settings)
    for part in (bodies, prepared, assets, access, csrf, errors, filters, printing):
        part.start(app)
    bytecode.start(app, settings.instance)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.context_processor(lambda: _page_frame(settings))
    app.wsgi_app = SecurityHeaders(app.wsgi_app)  # type: ignore[method-assign] # Flask's own way to wrap
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _trusted_hosts(settings: Settings) -> list[str] | None:
    """Return the hosts we answer for; without an address of our own we cannot know them."""
    host = urlsplit(settings.base_url).hostname or ""
    return [in_url(one) for one in (host, *LOOPBACK)] if host else None


def _page_frame(settings: Settings) -> dict[str, object]:
    """Return what the frame of every page shows."""
    paused = bool(g.get("paused"))
    person = None if paused else access.current_user()
    return {
        "theme": theme.chosen_theme(),
        "path": request.path,
        "paused": paused,
        "learner": person,
        "who": (person.name if person else "") or access.NO_NAME,
        "site": {
            "name": "OpenStack from zero",
            "base_url": settings.base_url.rstrip("/"),
            "source_url": settings.source_url,
        },
    }
