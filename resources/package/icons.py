"""Makes the program's icon in every form that a system asks for, from the one SVG.

icons.py SVG FOLDER writes crossdock.png (256 pixels), crossdock.ico and crossdock.icns.
"""

import os
import struct
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

WINDOWS = (16, 24, 32, 48, 64, 128, 256)
# The kinds of an ICNS file that hold a PNG, and their pixels.
APPLE = {b"ic11": 32, b"ic12": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024}


def png(renderer: QSvgRenderer, pixels: int) -> bytes:
    """The icon as a square PNG."""
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):
        raise SystemExit("the icon could not be written as PNG")
    return bytes(kept.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """A Windows icon file that holds PNGs."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    at = len(head) + 16 * len(pictures)
    entries, bodies = b"", b""
    for pixels, picture in pictures.items():
        side = pixels % 256  # 0 stands for 256
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), at)
        bodies += picture
        at += len(picture)
    return head + entries + bodies


def icns(pictures: dict[bytes, bytes]) -> bytes:
    """A macOS icon file that holds PNGs."""
    body = b"".join(
        kind + struct.pack(">I", len(picture) + 8) + picture for kind, picture in pictures.items()
    )
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def main(source: Path, folder: Path) -> None:
    """Write all of them."""
    application = QGuiApplication([])  # kept: pictures need it
    renderer = QSvgRenderer(str(source))
    if not renderer.isValid():
        raise SystemExit(f"{source} is no picture that Qt can draw")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "crossdock.png").write_bytes(png(renderer, 256))
    (folder / "crossdock.ico").write_bytes(ico({side: png(renderer, side) for side in WINDOWS}))
    (folder / "crossdock.icns").write_bytes(
        icns({kind: png(renderer, side) for kind, side in APPLE.items()})
    )
    del application


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
