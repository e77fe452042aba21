"""The yardstick: a Flask app that answers with a string, under granian with the settings of the course."""

import argparse
import multiprocessing
import os

from flask import Flask

SIZE = "BENCH_BODY_BYTES"  # the worker reads it from the environment, as the course reads its settings


def create_app() -> Flask:
    """Return an app with one page of as many bytes as the environment says."""
    app = Flask("bare", static_folder=None)
    body = "x" * int(os.environ[SIZE])

    @app.get("/")
    def page() -> str:
        return body

    return app


def serve(port: int, threads: int) -> None:
    """Serve as `course.serving.run_granian` does; a test keeps the two alike."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    if multiprocessing.get_start_method(allow_none=True) is None:
        multiprocessing.set_start_method("fork")
    Server(
        "tests.bench.bare:create_app",
        factory=True,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        log_level=LogLevels.error,
        workers_kill_timeout=30,
        respawn_failed_workers=True,
    ).serve()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    arguments = parser.parse_args()
    serve(arguments.port, arguments.threads)
