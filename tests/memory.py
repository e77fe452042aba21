"""The folder that this machine keeps in memory: what tests write there waits for no disk."""

import os
import shutil
from pathlib import Path

FOLDER = Path("/dev/shm")
ROOM = 2**30  # bytes; a run of all tests takes a tenth of it at a time


def roomy_memory() -> str | None:
    """Return the folder, None where there is none, where it is small as in a container, or where no program may run."""
    if not FOLDER.is_dir() or not os.access(FOLDER, os.W_OK) or shutil.disk_usage(FOLDER).free < ROOM:
        return None
    return None if os.statvfs(FOLDER).f_flag & os.ST_NOEXEC else str(FOLDER)
