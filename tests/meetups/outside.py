"""Programs of others that read what leaves the course; without one its tests are skipped in a loud line."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

ICAL_JS = "COURSE_TEST_ICAL_JS"
ATOM = Path(__file__).with_name("atom.rnc")
SCRIPT = """
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const { default: ICAL } = await import(pathToFileURL(process.argv[1]));
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const property = (component, name) => component.getFirstPropertyValue(name)?.toString() ?? "";
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  const [start, end] = [event.startDate, event.endDate].map((time) => time.toJSDate().toISOString());
  const { uid, summary, description, location, sequence } = event;
  return { uid, summary, description, location, sequence, start, end, zone: event.startDate.zone.tzid,
    status: property(component, "status") };
});
const refresh = property(calendar, "refresh-interval");
process.stdout.write(JSON.stringify({ refresh, events }));
"""


def missing(what: str) -> None:
    """Skip the test that asks, and fail it where all is to be checked."""
    if os.environ.get("CI") == "true":
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


def read_by_ical_js(calendar: bytes) -> dict[str, Any]:
    """Return what ical.js, which mail programs read calendars with, finds in a calendar."""
    node, package = shutil.which("node"), os.environ.get(ICAL_JS, "")
    script = Path(package) / "dist" / "ical.js"
    if node is None or not package or not script.is_file():
        missing(f"NOT READ BY ICAL.JS: needs node and the npm package ical.js; see {ICAL_JS} in the README")
    command = [str(node), "--input-type=module", "--eval", SCRIPT, str(script)]
    done = subprocess.run(command, input=calendar, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def seen_by_zbar(picture: Path) -> list[str]:
    """Return what a scanner of QR codes reads in a picture."""
    program = shutil.which("zbarimg") or ""
    if not program:
        missing("NO QR CODE WAS READ: zbarimg is not here. Install Debian's zbar-tools")
    done = subprocess.run([program, "--quiet", "--raw", str(picture)], capture_output=True, timeout=60, check=False)
    return done.stdout.decode().splitlines()


def against_atom(feed: Path) -> str:
    """Return what the grammar of RFC 4287 says against a feed; nothing when it holds."""
    program = shutil.which("jing") or ""
    if not program:
        missing("NO FEED WAS CHECKED AGAINST RFC 4287: jing is not here. Install Debian's jing")
    command = [program, "-c", str(ATOM), str(feed)]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    return "" if done.returncode == 0 else done.stdout.decode()
