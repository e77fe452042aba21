"""How long each release of OpenStack is maintained."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

_FILE = Path(__file__).with_name("releases.toml")

MAINTAINED_UNTIL: Mapping[str, date] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["maintained_until"]
"""The last day by the release's number, such as "2025.1"; the newest releases have none yet."""
