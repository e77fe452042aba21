"""The one shape of every slug and id."""

import re

NAME = re.compile("[a-z][a-z0-9-]{0,79}")
"""A slug or id: small letters, digits and dashes, starting with a letter."""

NAME_FIX = "write small letters, digits and dashes, starting with a letter"
