import gzip

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("accepted", "compressed"),
    [
        ("gzip", True),
        ("gzip, deflate, br", True),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", True),
        ("gzip;q=0.001", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("br, gzip ; q=0.000, deflate", False),
    ],
)
def test_a_page_is_compressed_for_those_who_read_that(client: FlaskClient, accepted: str, compressed: bool) -> None:
    response = client.get("/about", headers={"Accept-Encoding": accepted})
    assert response.headers.get("Content-Encoding", "") == ("gzip" if compressed else "")
    page = gzip.decompress(response.data) if compressed else response.data
    assert page.decode().rstrip().endswith("</html>")
