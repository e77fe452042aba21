"""Compiled templates kept between starts: compiling them is most of the time to the first page."""

from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

FOLDER = "templates"  # in the instance folder


class InstanceBytecode(FileSystemBytecodeCache):
    """A cache that a full or read-only disk cannot turn into an error."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a compiled template if there is one."""
        try:
            super().load_bytecode(bucket)
        except OSError:
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template if the disk lets us."""
        try:
            super().dump_bytecode(bucket)
        except OSError:
            bucket.reset()


def start(app: Flask, instance: Path) -> None:
    """Keep compiled templates in the instance folder, where `course serve` has made a place for them."""
    folder = instance / FOLDER
    if folder.is_dir():
        app.jinja_env.bytecode_cache = InstanceBytecode(str(folder))
