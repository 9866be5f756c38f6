"""`rules --dead` over a run that holds a page for every rule: none is dead, whoever does its work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.cli.main import main
from flows.rules.registry import TextRule, rules
from tests.quality.own_pages import own_pages
from tests.text.pieces import FRAMES, PROSE

SEEDS = Path(__file__).parents[2] / "seeds"
WIKITEXT = Path(__file__).parents[1] / "formats" / "wikitext" / "wikitext_pages"
FRAME = dict(zip(("plain_text", "wiki_dump", "front_matter", "web_page", "wiki_page"), FRAMES, strict=True))
OTHERS = {
    "trailing-space": "Homs \t\nis a city.",
    "wiki-frame": "Homs - Wikipedia\nMain menu\nFrom Wikipedia, the free encyclopedia\nHoms\nCountry\tSyria\n"
    f"Founded\t2300 BC\nPopulation\t800,000\nTime zone\tUTC+3\n\n{PROSE}",
}
# Rules of whole pages and whole sites: the pages of the repository, one of HTML, six of one site.
HTML = f"""<!DOCTYPE html><html><head><title>A</title></head><body><nav>Home &amp; away</nav>
<table class="infobox"><tr><th>Date</th><td>2017</td></tr></table><!-- x --><h1>A</h1>
<p>{PROSE}</p><p>{PROSE}  Nobody  fled.</p><!-- y --></body></html>"""
LETTER = "Our letter comes every morning at six, with all that matters."
BOX = "{{Infobox town\n| name = Xville"
MARKUP = {
    "hole": f"{BOX}\n}}}}\n'''Xville''' ({{{{audio|x.ogg|listen}}}}; 1900) is a town.\n\n{PROSE}",
    "escaped": f"{BOX}&lt;br /&gt;Yville\n}}}}\n'''Xville''' is a town.&lt;ref&gt;A&lt;/ref&gt; {PROSE}",
}
# Half a character cannot stand in any file that a codec reads; the rule is for texts that are handed in.
UNREACHABLE = {"surrogate"}


def page(rule: TextRule, words: str) -> str:
    """Return a page of the rule's first shape that holds the words where the rule looks."""
    shape = rule.shapes[0] if rule.shapes else "plain_text"
    if words.startswith(("---\n", "= ")):
        return words
    if shape == "wiki_dump" and rule.scope != "infobox":
        return f"{FRAME[shape]}Victory\n\n{words}\n\n{PROSE}"
    return f"{FRAME[shape]}{words}\n\n{PROSE}"


def test_no_rule_is_dead(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    for rule in rules():
        words = [proof.before for proof in rule.fixes] or (list(rule.keeps) if rule.only_flags else [])
        for number, text in enumerate(words):
            (inputs / f"{rule.id}-{number}.txt").write_text(page(rule, text), encoding="utf-8", newline="")
    others = {**OTHERS, **MARKUP, **{page.name: page.text for page in own_pages()}, "html": HTML}
    others |= {path.stem: path.read_text(encoding="utf-8") for path in WIKITEXT.glob("*.wikitext")}
    for n in range(6):
        others[f"a.example/{n}"] = f"Skip to content\n© 2020 A\n{PROSE}{LETTER}\n{PROSE.strip()} {n} men fell."
    (inputs / "a.example").mkdir()
    for name, text in others.items():
        (inputs / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    output = str(tmp_path / "output")
    assert main(["run", str(SEEDS), str(inputs), "--output", output, "--full", "--json"]) in {0, 1}
    capsys.readouterr()
    assert main(["rules", "--dead", "--output", output, "--json"]) == 0
    dead = {item["id"] for item in json.loads(capsys.readouterr().out)["rules"]}
    assert dead == UNREACHABLE
