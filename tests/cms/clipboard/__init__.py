"""One text as three word processors put it on the clipboard, as far as their markup matters; and the body it becomes.

Written by hand after what Word for Windows, Google Docs in Chromium and LibreOffice Writer leave there.
"""

from pathlib import Path

_FOLDER = Path(__file__).parent
THREE = {name: (_FOLDER / f"{name}.html").read_text() for name in ("word", "docs", "libre")}
WORD = THREE["word"]
BODY = (_FOLDER / "body.html").read_text().strip()
