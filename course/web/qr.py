"""QR codes, drawn here."""

from markupsafe import Markup


def qr_code(address: str, title: str = "The address as a picture to scan") -> Markup:
    """Return a QR code as SVG without a style attribute; dark on light in either theme, as phones want it."""
    import segno  # noqa: PLC0415 (two pages draw)

    drawn = segno.make(address, error="m", micro=False)
    svg = drawn.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, title=title)
    return Markup(svg)  # noqa: S704 (drawn here, of our own address)
