"""The one place that knows all parts."""

from flask import Flask, g, request
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from course.accounts import access, moving
from course.accounts import settings as own_settings
from course.accounts.views import bp as accounts
from course.authoring import reloading
from course.authoring import views as authoring
from course.config import Settings, load_settings, read_secret_key
from course.docs.views import bp as docs
from course.learning import printing
from course.learning.views import bp as learning
from course.meetups import clocks, cohosts, evening, organising, planning, preparing, sharing
from course.meetups.views import bp as meetups
from course.schema import MODELS
from course.web import assets, bodies, bytecode, csrf, errors, filters, health, prepared, site, state, theme
from course.web.headers import SecurityHeaders
from course.web.hosts import SmallHost, trusted_hosts
from course.web.routes import Route

assert MODELS  # with all of them imported, what belongs to a person is found in every feature

LARGEST_BODY = 256 * 1024
BLUEPRINTS = (
    assets.bp,
    health.bp,
    site.bp,
    theme.bp,
    accounts,
    own_settings.bp,
    moving.bp,
    docs,
    learning,
    clocks.bp,
    meetups,
    organising.bp,
    cohosts.bp,
    planning.bp,
    preparing.bp,
    evening.bp,
    sharing.bp,
    authoring.bp,
)


def create_app(overrides: dict[str, str] | None = None) -> Flask:
    """Return the application; `overrides` win over COURSE_* and the defaults."""
    settings = load_settings(overrides)
    app = Flask("course", static_folder=None)
    app.config.update(
        SECRET_KEY=read_secret_key(settings),
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=200,
        TRUSTED_HOSTS=trusted_hosts(settings.base_url),
    )
    app.url_rule_class = Route
    app.url_map.strict_slashes = False
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    state.start(app, settings)
    for part in (bodies, prepared, assets, csrf, access, errors, filters, printing, authoring):
        part.start(app)
    bytecode.start(app, settings.instance)
    site.start(app, sharing.listed_pages)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.context_processor(lambda: _page_frame(settings))
    app.wsgi_app = SecurityHeaders(SmallHost(app.wsgi_app))  # type: ignore[method-assign] # Flask's own way to wrap
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def create_debug_app(overrides: dict[str, str] | None = None) -> Flask:
    """Return the application for authors: it looks at the files on every request, and its pages follow them."""
    app = create_app({**(overrides or {}), "debug": "1"})
    app.debug = True
    reloading.start(app)
    return app


def _page_frame(settings: Settings) -> dict[str, object]:
    """Return what the frame of every page shows."""
    person = None if g.get("paused") else access.current_user()
    return {
        "theme": theme.chosen_theme(),
        "path": request.path,
        "paused": state.paused(),
        "learner": person,
        "instructor": access.may_author(),
        "who": (person.name if person else "") or access.NO_NAME,
        "site": {
            "name": "OpenStack from zero",
            "base_url": settings.base_url.rstrip("/"),
            "source_url": settings.source_url,
        },
    }
