"""The least a page can be: Flask, one template-free answer of the same size, nothing else."""

from flask import Flask

FILLER = "<p>今天为您推荐的岗位。</p>\n"


def create_app(size: int = 24_000) -> Flask:
    """Return an application whose only page is about `size` bytes of HTML."""
    app = Flask("bare")
    page = "<!doctype html><title>bare</title>\n" + FILLER * (size // len(FILLER.encode()))

    @app.get("/me/")
    def home() -> str:
        return page

    return app
