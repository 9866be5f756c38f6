"""``rules``: the rules that may change a text, their reasons, and their hits in the published snapshot."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.cli.published import current
from flows.cli.terminal import FINE, columns, numbered, say, show, show_json, wrapped
from flows.errors import CommandError, SnapshotError
from flows.publish.locations import Location, location
from flows.publish.object_store.store import local_view
from flows.publish.snapshot.published import demand_whole
from flows.quoting import quoted, safe
from flows.rules.registry import TextRule
from flows.rules.registry import rules as all_rules
from flows.suggestions import nearest


@dataclass(frozen=True, slots=True)
class Hits:
    """How often each rule fired in one snapshot: edits (of a rule that only flags, its issues) and documents."""

    snapshot: str
    edits: Mapping[str, int]
    documents: Mapping[str, int]


def rules(arguments: Namespace) -> int:
    """List the rules with their hits, or show one with its reason and proofs."""
    found = all_rules()
    hits = _hits(location(arguments.output), is_needed=arguments.dead)
    if arguments.id is not None:
        found = (_one(found, arguments.id),)
    if arguments.dead and hits is not None:
        found = tuple(rule for rule in found if rule.id not in hits.edits)
    if arguments.json:
        show_json({"snapshot": hits and hits.snapshot, "rules": [_plain(rule, hits) for rule in found]})
    elif arguments.id is not None:
        _show_one(found[0] if found else None, arguments.id, hits)
    else:
        _show_all(found, hits)
    return FINE


def _hits(output: Location, *, is_needed: bool) -> Hits | None:
    """Return the hits in the current snapshot; None when nothing is published yet and the hits are not needed."""
    try:
        with local_view(output) as folder:
            return _counted(current(folder).path)
    except (CommandError, SnapshotError) as error:
        if is_needed:
            raise
        say(f"without hits: {error.where}: {error.what}", "dim")
        return None


def _counted(snapshot: Path) -> Hits:
    import polars as pl

    from flows.publish.table_reading import read_table

    def counted(table: str, column: str) -> dict[str, tuple[int, int]]:
        demand_whole(snapshot, table)
        rows = read_table(snapshot, table, (column, "document_id")).group_by(column)
        found = rows.agg(pl.len(), pl.col("document_id").n_unique().alias("documents"))
        return {name: (count, documents) for name, count, documents in found.rows()}

    found, issues = counted("edits", "rule"), counted("issues", "code")
    # A rule that changes nothing raises an issue; rules that raise the same issue share one count.
    found.update({rule.id: issues[rule.flag] for rule in all_rules() if rule.only_flags and rule.flag in issues})
    return Hits(
        snapshot.name,
        {rule: edits for rule, (edits, _) in found.items()},
        {rule: documents for rule, (_, documents) in found.items()},
    )


def _one(found: Sequence[TextRule], wanted: str) -> TextRule:
    by_id = {rule.id: rule for rule in found}
    if wanted in by_id:
        return by_id[wanted]
    near = nearest(wanted, by_id)
    hint = f"did you mean {near}?\n" if near else ""
    raise CommandError("rules", f"there is no rule {safe(wanted)}", f"{hint}`infobox-etl rules` lists them all")


def _show_all(found: Sequence[TextRule], hits: Hits | None) -> None:
    rows = [("RULE", "STEP", "EDITS", "DOCUMENTS", "WHY")]
    for rule in found:
        edits = "" if hits is None else f"{hits.edits.get(rule.id, 0):,}"
        documents = "" if hits is None else f"{hits.documents.get(rule.id, 0):,}"
        rows.append((rule.id, rule.step, edits, documents, rule.why))
    for number, line in enumerate(wrapped(rows, right=[2, 3], indent="")):
        show(line, "bold" if number == 0 else None)
    if hits is not None:
        say(f"hits in snapshot {hits.snapshot}; of rules that only flag, their issues", "dim")


def _show_one(rule: TextRule | None, wanted: str, hits: Hits | None) -> None:
    if rule is None:
        say(f"{wanted} is not dead: it fired in the current snapshot")
        return
    show(rule.id, "bold")
    show(f"  {rule.why}")
    shapes = ", ".join(rule.shapes) or "every shape"
    facts = [("step", rule.step), ("shapes", shapes), ("file", f"flows/rules/data/{rule.file}")]
    if rule.pattern is not None:
        facts.append(("pattern", rule.pattern.pattern))
    if rule.done_by:
        facts.append(("done by", rule.done_by))
    if hits is not None:
        edits, documents = hits.edits.get(rule.id, 0), hits.documents.get(rule.id, 0)
        facts.append(
            ("hits", f"{numbered(edits, 'edit')} in {numbered(documents, 'document')} of snapshot {hits.snapshot}")
        )
    for line in columns(facts):
        show(line)
    for proof in rule.fixes:
        show(f"  fixes  {quoted(proof.before)} -> {quoted(proof.after)}", "green")
    for kept in rule.keeps:
        show(f"  keeps  {quoted(kept)}")


def _plain(rule: TextRule, hits: Hits | None) -> Mapping[str, object]:
    return {
        "id": rule.id,
        "step": rule.step,
        "why": rule.why,
        "shapes": list(rule.shapes),
        "pattern": rule.pattern and rule.pattern.pattern,
        "done_by": rule.done_by,
        "fixes": [proof._asdict() for proof in rule.fixes],
        "keeps": list(rule.keeps),
        "edits": hits and hits.edits.get(rule.id, 0),
        "documents": hits and hits.documents.get(rule.id, 0),
    }
