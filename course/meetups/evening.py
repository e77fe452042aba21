"""For hosts: who comes, what to talk about, the run sheet."""

from flask import Blueprint

bp = Blueprint("evening", __name__)
