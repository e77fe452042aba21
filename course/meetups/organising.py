"""For hosts: groups and who hosts them, meetups planned, published, changed, called off."""

from flask import Blueprint

bp = Blueprint("organising", __name__)
