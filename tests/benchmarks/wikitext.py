"""Speed on wikitext, ours and the peers' in turns of one run: CPU seconds, MB/s and pages/s.

``python tests/benchmarks/wikitext.py --peers PYTHON --node NODE_MODULES [--rounds 3] [--pages 200]`` where PYTHON is
an interpreter that has mwparserfromhell and wikitextparser, NODE_MODULES a folder with wtf_wikipedia. Without them
only this project is measured. Pages are made here: a box with its templates, then a long article.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from flows.formats.shapes import parse, recognise
from flows.formats.wikitext.boxes import find_boxes
from flows.infobox.reader import read
from flows.model import RawDocument
from flows.text.strip import clean

BOX = """{{{{Infobox military conflict
| conflict    = Siege of Orrin {no}
| partof      = the [[Orrin War|war of {no}]]
| date        = {{{{start date|19{no:02d}|5|2|df=y}}}} – {{{{end date|19{no:02d}|6|9|df=y}}}}
| place       = [[Orrin]], [[Lorland]] {{{{coord|33|27|S|70|40|W|display=title}}}}
| result      = Lorish victory<ref>{{{{cite book|title=A|last=B|year=19{no:02d}}}}}</ref>
| combatant1  = {{{{flag|Syria}}}}<br />{{{{flagicon|Iraq}}}} [[Red Guard]]
| combatant2  = {{{{plainlist|
* [[Free Army ({no})|Free Army]]
** 1st Division<ref>{{{{cite web|url=http://x.org|title=A}}}}</ref>
}}}}
| commander1  = [[Ada Lorn]]{{{{KIA}}}}<br />Col. Bo Karr{{{{POW}}}}
| commander2  = Gen. Cid Marr
| strength1   = {no},000 soldiers, {{{{nowrap|12 tanks}}}}
| casualties1 = 120+ killed{{{{efn|Claimed.}}}}, {no} wounded
| casualties2 = {{{{ubl|300 killed|20 captured|5 tanks lost}}}}
}}}}
"""
PROSE = "the army of men moved on in and was met after a long front with more and words a common article in"
MARKUP = (
    "[[Lorland|Lorish]]",
    "'''Orrin'''",
    "1931<ref>{{cite web|url=http://x.org|title=Y}}</ref>",
    "{{convert|5|km}}",
)
WORDS = (*PROSE.split(), *MARKUP)
PEERS = {
    "mwparserfromhell": """
def run(page):
    import mwparserfromhell
    for template in mwparserfromhell.parse(page).filter_templates():
        if str(template.name).strip().lower().startswith("infobox"):
            return [(str(p.name).strip(), p.value.strip_code()) for p in template.params]
""",
    "wikitextparser": """
def run(page):
    import wikitextparser
    for template in wikitextparser.parse(page).templates:
        if template.name.strip().lower().startswith("infobox"):
            return [(a.name.strip(), wikitextparser.parse(a.value).plain_text()) for a in template.arguments]
""",
}
LOOP = """
import json, sys, time
pages = json.load(open(sys.argv[1]))
run(pages[0])
start = time.process_time()
for page in pages:
    run(page)
print(time.process_time() - start)
"""
NODE = """
const loaded = require(process.argv[2] + '/wtf_wikipedia'); const wtf = loaded.default || loaded;
const fs = require('fs');
const pages = JSON.parse(fs.readFileSync(process.argv[3]));
const run = page => { const box = wtf(page).infobox(0); return box ? box.keyValue() : null; };
run(pages[0]); const start = process.cpuUsage();
for (const page of pages) run(page);
const used = process.cpuUsage(start); console.log((used.user + used.system) / 1e6);
"""


def pages_of(count: int, length: int = 8) -> list[str]:
    """Return so many pages of so many sections (about 2.2 kB each), the same every time."""
    chance = random.Random(4)
    made = []
    for number in range(count):
        sections = []
        for section in range(length):
            paragraphs = (" ".join(chance.choice(WORDS) for _ in range(70)) for _ in range(4))
            sections.append(f"== Part {section} ==\n" + "\n\n".join(paragraphs))
        made.append(BOX.format(no=number % 90 + 10) + "\n\n".join(sections))
    return made


def typed(page: str) -> int:
    """Return the number of rows of a page, from its text to its typed rows."""
    cleaned, shape = clean(page, recognise)
    rows = read("id", parse(shape, cleaned, RawDocument("a.wiki", b"")))
    return len(rows.infobox_values) + len(rows.commanders)


def box_rows(page: str) -> int:
    """Return the number of rows of a page's boxes, without its body: what the peers do, and typed."""
    return typed("\n".join(page[box.start : box.end] for box in find_boxes(page)))


def seconds(work: Callable[[str], object], pages: list[str]) -> float:
    start = time.process_time()
    for page in pages:
        work(page)
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", help="an interpreter with mwparserfromhell and wikitextparser")
    parser.add_argument("--node", help="a folder with wtf_wikipedia")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--sections", type=int, default=8, help="length of the pages' articles (2.2 kB each)")
    options = parser.parse_args()
    pages = pages_of(options.pages, options.sections)
    size = sum(len(page.encode()) for page in pages)
    best: dict[str, float] = {}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(pages, file)
        file.flush()
        commands: dict[str, list[str]] = {}
        if options.peers:
            commands = {name: [options.peers, "-c", code + LOOP, file.name] for name, code in PEERS.items()}
        if options.node:
            commands["wtf_wikipedia"] = ["node", "-e", NODE, "-", options.node, file.name]
        for _ in range(options.rounds):
            runs: dict[str, float] = {
                "find and cut boxes": seconds(find_boxes, pages),
                "box to typed rows": seconds(box_rows, pages),
                "page to typed rows": seconds(typed, pages),
            }
            for name, command in commands.items():
                environment = {"PATH": os.environ.get("PATH", "")}
                done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
                runs[name] = float(done.stdout)
            for name, spent in runs.items():
                best[name] = min(best.get(name, spent), spent)
    print(f"{len(pages)} pages, {size / len(pages) / 1e3:.1f} kB each", file=sys.stderr)
    for name, spent in best.items():
        print(f"{name:20} {size / spent / 1e6:8.2f} MB/s {len(pages) / spent:9.1f} pages/s")


if __name__ == "__main__":
    main()
