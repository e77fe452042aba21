"""What leaves the course: calendars, feeds, tables, the invitation with its QR code."""

from flask import Blueprint

bp = Blueprint("sharing", __name__)
