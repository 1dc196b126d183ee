"""Renders every edition of the sheets and lets other people's programs judge the files.

    python3 .ci/pdfs.py PROGRAM CHECKS FOLDER RANDOM      (environment: FOLDER/env.sh of the checkers)

PROGRAM is the built `cheatsheet`, CHECKS the folder of checkers, FOLDER takes the PDFs and the checkers' full answers.
RANDOM holds PDFs of random sheets, which `cargo test --test consistency -- --ignored` writes.
Editions are those that the sheet files name; what is asked of each follows from its own keys. Exit 1 if any check fails.
"""

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import texts

PROGRAM, CHECKS, OUT, RANDOM = (Path(arg).resolve() for arg in sys.argv[1:5])
SHEETS = [Path("data/lambda-default-vs-lmi.json"), CHECKS.parent / "design" / "example.json"]
PAPERS = {"a3": "A3", "a4": "A4", "a5": "A5", "letter": "Letter"}
DEFAULT_PRIORITY = 3


def run(*command, **options):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)


def cited(value):
    """The ids of all sources that a part of a sheet cites."""
    return {name.strip() for ids in re.findall(r"\[\^([^\]]*)\]", json.dumps(value)) for name in ids.split(",")}


def only_shown(sheet, priority):
    """A sheet without what an edition leaves out by design."""
    sections = []
    for section in sheet["sections"]:
        items = [item for item in section["items"] if item.get("priority", 2) <= priority]
        sections.append({**section, "items": items})
    shown = {**sheet, "sections": sections}
    if priority == 1:
        # The digest.
        for key in ("same", "timeline"):
            shown.pop(key, None)
    # Sources that only hidden items cite.
    hidden = cited(sheet) - cited(shown)
    if "sources" in sheet:
        keep = lambda group: [entry for entry in group["entries"] if entry["id"] not in hidden]
        groups = ({**group, "entries": keep(group)} for group in sheet["sources"])
        shown["sources"] = [group for group in groups if group["entries"]]
    return shown


class Job:
    """One edition of one sheet: its file, and the checks that it has to pass."""

    def __init__(self, path, sheet, edition):
        self.path, self.sheet, self.edition = path, sheet, edition
        self.name = f"{path.stem}-{edition['id']}"
        self.pdf = OUT / f"{self.name}.pdf"
        # The same by the newer standard.
        self.newer = OUT / f"{self.name}.ua2.pdf"

    def render(self):
        command = (PROGRAM, "render", self.path, "--edition", self.edition["id"])
        made = run(*command, "-o", self.pdf)
        return made if made.returncode else run(*command, "--pdf", "ua2", "-o", self.newer)

    def strings(self, part):
        """The strings that the body or the foot must show, in reading order."""
        priority = self.edition.get("priority", DEFAULT_PRIORITY)
        shown = only_shown(self.sheet, priority)
        sheet, expected = OUT / f"{self.name}.sheet.json", OUT / f"{self.name}.{part}.json"
        sheet.write_text(json.dumps(shown), encoding="utf8")
        command = (CHECKS / "sheet_strings.py", sheet, "--priority", priority, "--part", part)
        listed = run(sys.executable, *command)
        listed.check_returncode()
        expected.write_text(listed.stdout, encoding="utf8")
        return expected

    def is_digest(self):
        """The quick edition leaves out time line, terms and sources by design."""
        return self.edition.get("priority") == 1

    def body(self):
        return self.lint("body")

    def foot(self):
        return None if self.is_digest() else self.lint("foot")

    def lint(self, part):
        want = ["tagged", "title", "lang", "alt", "outline", "links"]
        paper = self.edition.get("paper", "a4")
        is_plain = not self.edition.get("landscape") and not self.edition.get("bleed_mm")
        if is_plain and isinstance(paper, str) and paper in PAPERS:
            want.append(f"size={PAPERS[paper]}")
        if self.edition.get("colour") == "gray":
            want.append("gray")
        options = ["--min-font", "5.6", "--margin-mm", "6", "--want", ",".join(want)]
        command = (CHECKS / "layout_lint.py", self.pdf, "--expect", self.strings(part), *options)
        return self.verdict(part, run(sys.executable, *command))

    def qpdf(self):
        answer = run("qpdf", "--check", "--warning-exit-0", self.pdf)
        noise = [line for line in answer.stdout.splitlines() if "WARNING" in line or "ERROR" in line]
        answer.returncode = answer.returncode or bool(answer.stderr or noise)
        return self.verdict("qpdf", answer)

    def arlington(self):
        tables = CHECKS / "data" / "arlington"
        return self.verdict("arlington", run(sys.executable, CHECKS / "arlington_lint.py", tables, self.pdf))

    def pdfjs(self):
        return self.verdict("pdfjs", run("node", Path(os.environ["CHECKS_NODE"]) / "pdfjs_check.mjs", self.pdf))

    def text(self):
        parts = ["body"] if self.is_digest() else ["body", "foot"]
        strings = [string for part in parts for string in json.loads(self.strings(part).read_text(encoding="utf8"))]
        found = texts.faults(self.pdf, strings)
        (OUT / f"{self.name}.text.txt").write_text("\n".join(found), encoding="utf8")
        return "text", not found, "\n".join(found)

    def prepress(self):
        """Only for what goes to a print shop: black ink alone, or bleed and marks."""
        options = []
        if self.edition.get("colour") == "gray":
            options += ["--mode", "gray"]
        if self.edition.get("bleed_mm"):
            options += ["--bleed", self.edition["bleed_mm"]]
        if self.edition.get("crop_marks"):
            options += ["--marks"]
        if not options:
            return None
        return self.verdict("prepress", run(sys.executable, CHECKS / "prepress.py", *options, self.pdf))

    def verdict(self, check, answer):
        (OUT / f"{self.name}.{check}.txt").write_text(answer.stdout + answer.stderr, encoding="utf8")
        return check, answer.returncode == 0, (answer.stderr.strip() or answer.stdout.strip())

    def check(self):
        made = self.render()
        if made.returncode != 0:
            return [("render", False, made.stderr)]
        checks = (self.qpdf, self.arlington, self.pdfjs, self.body, self.foot, self.text, self.prepress)
        return [("render", True, "")] + [result for check in checks if (result := check()) is not None]


def conformance(profiles, files):
    """veraPDF and page-validation, all files in one run: starting the first engine takes longer than its work."""
    answer = run(sys.executable, CHECKS / "conformance.py", "--profiles", profiles, *files)
    (OUT / f"conformance-{profiles}.txt").write_text(answer.stdout + answer.stderr, encoding="utf8")
    return answer


def judged(answer, second="True"):
    """The lines of the engines' answer that say something else than yes; the second engine knows no newer standard."""
    return [line for line in answer.stderr.splitlines() if not re.search(rf"veraPDF True +page {second}", line)]


def syntax(pdf):
    """What qpdf finds wrong with a file."""
    answer = run("qpdf", "--check", "--warning-exit-0", pdf)
    said = answer.stdout.splitlines() + answer.stderr.splitlines()
    found = [line for line in said if re.search("WARNING|ERROR", line)]
    return found or ["qpdf refuses it"] * (answer.returncode != 0)


def objects(pdfs):
    """What Arlington's tables find wrong with files."""
    answer = run(sys.executable, CHECKS / "arlington_lint.py", CHECKS / "data" / "arlington", *pdfs)
    if not answer.stdout:
        return [answer.stderr]
    return [f"{told['file']}: {told['error_list'][:3]}" for told in json.loads(answer.stdout) if told["errors"]]


def random_sheets(pdfs, pool):
    """Random sheets: their syntax and their objects. Returns what is wrong."""
    parts = [pdfs[at :: os.cpu_count()] for at in range(os.cpu_count())]
    wrong = [f"{pdf.name}: {found}" for pdf, found in zip(pdfs, pool.map(syntax, pdfs)) if found]
    wrong += [line for lines in pool.map(objects, parts) for line in lines]
    return wrong if pdfs else [f"there are none in {RANDOM}"]


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.iterdir():
        old.unlink()
    jobs = []
    for path in SHEETS:
        sheet = json.loads(path.read_text(encoding="utf8"))
        editions = sheet.get("editions") or [{"id": "a4", "paper": "a4"}]
        jobs += [Job(path, sheet, edition) for edition in editions]
    failures = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for job, results in zip(jobs, pool.map(Job.check, jobs)):
            words = " ".join(f"{check}:{'ok' if good else 'FAILED'}" for check, good, _ in results)
            print(f"{job.name:40} {words}", flush=True)
            for check, good, said in results:
                if not good:
                    failures += 1
                    print(f"  {check} says:\n    " + "\n    ".join(said.splitlines()[:30]))
        pdfs = sorted(RANDOM.glob("*.pdf"))
        wrong = random_sheets(pdfs, pool)
    print(f"{len(pdfs)} random sheets, qpdf and Arlington's tables: " + "\n  ".join(wrong or ["ok"]))
    answer = conformance("ua1,3a", [job.pdf for job in jobs if job.pdf.exists()] + pdfs)
    refused = judged(answer)
    print("PDF/UA-1 and PDF/A-3a, two engines, editions and random sheets: " + "\n  ".join(refused or ["ok"]))
    newer = conformance("ua2,4f", [job.newer for job in jobs if job.newer.exists()])
    refused = judged(newer, "n/a")
    print("PDF/UA-2 and PDF/A-4f, veraPDF, editions: " + "\n  ".join(refused or ["ok"]))
    failures += len(wrong) + (answer.returncode != 0) + (newer.returncode != 0)
    print(f"{len(jobs)} editions, {failures} failed checks; full answers are in {OUT.relative_to(Path.cwd())}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
