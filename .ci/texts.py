"""The text that other people's programs take out of a PDF, against the strings of its sheet: words with their spaces, no
hyphen where a line ends, code in one piece, no source number glued to a word."""

import json
import os
import re
import subprocess
import threading
from pathlib import Path

# Kinds of space are spaces to those who search.
SPACES = re.compile("[\u00a0\u2009\u200a\u202f]")
# Where a line ends within a word, and in the strings of a sheet; readers that do not drop it join the word.
SOFT_HYPHEN = "\u00ad"
# Shorter strings are followed by a number in some other place, too.
TELLING = 12


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True).stdout


def poppler(pdf):
    # In the order of the content: its own order mixes columns whose lines are level.
    return run("pdftotext", "-raw", pdf, "-")


# pdfium keeps state that its threads would share: at times it crashed.
ONE_AT_A_TIME = threading.Lock()


def pdfium(pdf):
    import pypdfium2

    with ONE_AT_A_TIME, pypdfium2.PdfDocument(pdf) as document:
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    # Its sign for a hyphen at the end of a line, taken for a soft one even where it is the text's own.
    return text.replace("\ufffe", "-")


def pdfjs(pdf):
    answer = json.loads(run("node", Path(os.environ["CHECKS_NODE"]) / "pdfjs_check.mjs", pdf))
    return "\n".join(page["text"] for page in answer["perPage"])


def mupdf(pdf):
    return run("mutool", "draw", "-q", "-F", "txt", "-o", "-", pdf)


# poppler sees no space in the gap before a source number, though there is one.
READERS = {"poppler": (poppler, False), "pdfium": (pdfium, True), "pdf.js": (pdfjs, True), "MuPDF": (mupdf, True)}


def shown(string):
    """A pattern for a string that may go on in a next line, within a word as well: code does."""
    words = (r"\n?".join(re.escape(character) for character in word) for word in string.split())
    return r"\s+".join(words)


def faults(pdf, strings):
    """What is wrong, in lines; `strings` are pieces of text between source numbers."""
    strings = [SPACES.sub(" ", string).replace(SOFT_HYPHEN, "") for string in strings]
    found = []
    for name, (read, parts_numbers) in READERS.items():
        text = SPACES.sub(" ", read(pdf)).replace("\r\n", "\n").replace(SOFT_HYPHEN, "")
        odd = {character for character in text if not character.isprintable()} - set("\n\f")
        found += [f"{name}: {sorted(odd)} in the text"] if odd else []
        for string in strings:
            if not re.search(shown(string), text):
                found.append(f"{name}: not in one piece: {string}")
            if parts_numbers and len(string) > TELLING and re.search(shown(string) + r"\d", text):
                found.append(f"{name}: a number is glued to: {string}")
    return found
