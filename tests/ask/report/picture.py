"""Makes the README's picture of the quality page: ``python -m tests.ask.report.picture`` writes .github/report.png.

It is the page of the seeds at its documents, as a headless Chromium shows it, with nothing left out or put in.
"""

from __future__ import annotations

import base64
import struct
import tempfile
import zlib
from collections import Counter
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import sync_playwright

from flows.runs.job import run
from flows.runs.options import RunConfig
from tests.ask.report.browser import chromium, visit

ROOT: Final = Path(__file__).resolve().parents[3]
PICTURE: Final = ROOT / ".github" / "report.png"
MOST_BYTES: Final = 150_000
WIDTH, HEIGHT, EDGE = 1280, 700, 12
_PIXELS: Final = """async (picture) => {
  const image = await createImageBitmap(await (await fetch("data:image/png;base64," + picture)).blob());
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  return [image.width, Array.from(new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer))];
}"""
DOCUMENT: Final = "003_bae0d4d6eaaf3b50.txt"


def take(browser: Any, page: Path) -> bytes:
    """Return the picture of one document with its rows, its head at the top."""
    with visit(browser, page, WIDTH, color_scheme="light") as seen:
        document = seen.page.locator("details.doc").filter(has_text=DOCUMENT)
        seen.page.evaluate("document.querySelectorAll('details.doc').forEach(part => { part.open = false })")
        document.evaluate("part => { part.open = true }")
        x, y, width = (document.bounding_box()[name] for name in ("x", "y", "width"))
        y += seen.page.evaluate("scrollY")
        clip = {"x": x - EDGE, "y": y - EDGE, "width": width + 2 * EDGE, "height": HEIGHT}
        picture = seen.page.screenshot(full_page=True, clip=clip)
    with browser.new_page() as blank:
        return png(*blank.evaluate(_PIXELS, base64.b64encode(picture).decode()))


def png(width: int, pixels: list[int]) -> bytes:
    """Return a picture in 256 of its colours, which makes it a third as large.

    They are the most frequent one of each kind (the same first three bits of red, green and blue), then the most
    frequent of all. The others are edges of letters: they get the nearest one.
    """
    colours = [colour.to_bytes(4, "little")[:3] for colour, _ in Counter(pixels).most_common()]
    kinds = {tuple(channel >> 5 for channel in colour): colour for colour in reversed(colours)}
    palette = list(dict.fromkeys((*kinds.values(), *colours)))[:256]
    place = {colour: _nearest(colour.to_bytes(4, "little")[:3], palette) for colour in set(pixels)}
    rows = (bytes(map(place.__getitem__, pixels[at : at + width])) for at in range(0, len(pixels), width))
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    head = struct.pack(">IIBBBBB", width, len(pixels) // width, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", b"".join(palette)), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part)) + name + part + struct.pack(">I", zlib.crc32(name + part)) for name, part in parts
    )


def _nearest(colour: bytes, palette: list[bytes]) -> int:
    return min(range(len(palette)), key=lambda at: sum((a - b) ** 2 for a, b in zip(colour, palette[at], strict=True)))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        report = run(RunConfig((str(ROOT / "seeds"),), Path(folder, "output"), workers=1))
        # Grey edges of letters weigh less than coloured ones.
        with playwright.chromium.launch(executable_path=chromium(), args=["--disable-lcd-text"]) as browser:
            picture = take(browser, report.snapshot_dir / "report.html")
    if len(picture) > MOST_BYTES:
        raise SystemExit(f"the picture has {len(picture):,} bytes, {MOST_BYTES:,} at most: make it smaller")
    PICTURE.write_bytes(picture)
    print(f"{PICTURE.relative_to(ROOT)}: {len(picture):,} bytes")


if __name__ == "__main__":
    main()
