"""Train the line classifier of web pages on annotated pages, and write ``flows/rules/line_model.json``.

``python tests/quality/train_lines.py --corpora FOLDER [--folds] [--write]``. Needs torch, polars and numpy in an
environment of its own; the product needs numpy alone. The pages are those of the Web Content Extraction Benchmark
(development part, CC BY 4.0), as text of two renderers with a label for each line.

Some of the pages are shown to the network a second time without what a renderer or a language adds (indentation and
list marks, capitals, words of the lexicon), or with less of them: the body alone, or only its first sentences. Without
that it leans on what other renderers, languages and short pages do not have.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import sys
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from flows.text.boilerplate import keep
from flows.text.line_features import LEXICAL, OWN, own_features
from flows.text.line_model import LARGEST, WEIGHT_FRACTION, inputs, read_network, scores
from flows.text.page_features import PLACE, page_features
from tests.quality import floors
from tests.quality.pages import FOLDS, AnnotatedPage, annotated_pages, lines_of
from tests.quality.word_scores import word_scores, words_of

MODEL = Path(__file__).parents[2] / "flows" / "rules" / "line_model.json"
HIDDEN, LAST, DILATIONS, PAGE_AFTER = 56, 32, (1, 2, 4, 8, 16), 2
EPOCHS, RATE, DROPOUT, FEATURE_DROPOUT, PAGE_LOSS, SEED = 8, 2.5e-3, 0.3, 0.05, 1.0, 1
LONGEST, BATCH_LINES, BATCH_PAGES = 1_500, 12_000, 24
_MARK = re.compile(r"^\s*(?:[*+•·●▪◦‣o-]\s+)?")


@dataclass(frozen=True, slots=True)
class Sample:
    """One page as the network sees it: a row of features, a label and a number of words for each line."""

    page: AnnotatedPage
    features: np.ndarray[Any, np.dtype[np.float32]]
    labels: np.ndarray[Any, np.dtype[np.float32]]
    words: np.ndarray[Any, np.dtype[np.float32]]


class Change(NamedTuple):
    """What is taken from a copy of a page: marks, capitals, the lexicon's words, lines of furniture or of body.

    ``sentences`` keeps so many lines of body and all of the furniture.
    """

    is_bare: bool = False
    is_small: bool = False
    is_unknown: bool = False
    is_clean: bool = False
    sentences: int = 0


AS_IT_IS = Change()
CHANGES = (
    *(Change(is_bare=True),) * 4,
    Change(is_bare=True, is_small=True, is_unknown=True),
    Change(is_small=True),
    Change(is_unknown=True),
    Change(is_clean=True),
    Change(sentences=2),
    Change(is_bare=True, sentences=4),
)
ONE_IN = 32
"""A page in so many is changed in each of these ways."""


def sample(page: AnnotatedPage, change: Change = AS_IT_IS) -> Sample:
    """Return a page's features, or those of a copy changed on purpose."""
    lines, blanks, numbers = lines_of(page.text)
    labels = [page.labels[number] for number in numbers]
    body = [index for index, label in enumerate(labels) if label == 1]
    taken: set[int] = set()
    if change.is_clean and len(body) > 2:
        taken = set(range(len(lines))).difference(body)
    elif change.sentences and len(body) > change.sentences:
        last = body[change.sentences - 1]
        taken = {index for index in range(last + 1, body[-1] + 1) if labels[index] != 0}
    left = [index for index in range(len(lines)) if index not in taken]
    lines, blanks, labels = ([items[index] for index in left] for items in (lines, blanks, labels))
    if change.is_bare:
        lines = [_MARK.sub("", line) or line for line in lines]
    if change.is_small:
        lines = [line.lower() for line in lines]
    own = np.array([own_features(line) for line in lines], dtype=np.float32)
    if change.is_unknown:
        own[:, [OWN.index(name) for name in LEXICAL]] = 0.0
    features = np.hstack([own, page_features(lines, blanks, own)])
    words = np.array([len(words_of(line)) for line in lines], dtype=np.float32)
    return Sample(page, features, np.array(labels, dtype=np.float32), words)


def samples(pages: Sequence[AnnotatedPage]) -> tuple[list[Sample], list[Sample]]:
    """Return the pages as they are, and the changed copies of some, which are only learned from."""
    plain = [sample(page) for page in pages if page.text.strip()]
    copies = []
    for page in pages:
        chance = zlib.crc32(f"{page.id}{page.kind}".encode()) % ONE_IN
        if page.text.strip() and chance < len(CHANGES):
            copies.append(sample(page, CHANGES[chance]))
    return plain, copies


class Lines(nn.Module):
    """The network of ``flows.text.line_model`` in torch."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.entry = nn.Linear(width, HIDDEN)
        self.convolutions = nn.ModuleList(
            [nn.Conv1d(HIDDEN, HIDDEN, 3, dilation=wide, padding=wide) for wide in DILATIONS]
        )
        self.page = nn.Linear(2 * HIDDEN, HIDDEN)
        self.hidden = nn.Linear(HIDDEN + width, LAST)
        self.exit = nn.Linear(LAST, 1)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, rows: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the log-odds of every line; ``mask`` is 0 where a shorter page was filled up."""
        there = mask[..., None]
        held = torch.relu(self.entry(rows)).clamp(max=LARGEST) * there
        for number, layer in enumerate(self.convolutions):
            found = torch.relu(layer(held.transpose(1, 2)).transpose(1, 2))
            held = (held + self.drop(found)).clamp(max=LARGEST) * there
            if number == PAGE_AFTER:
                mean = held.sum(1) / mask.sum(1, keepdim=True)
                most = (held + (there - 1) * 1e3).max(1).values
                whole = torch.relu(self.page(torch.cat([mean, most], -1)))
                held = (held + whole[:, None]).clamp(max=LARGEST) * there
        last = torch.relu(self.hidden(torch.cat([self.drop(held), rows], -1)))
        result: torch.Tensor = self.exit(last)[..., 0]
        return result


def batches(data: Sequence[Sample], chance: np.random.Generator) -> list[list[Sample]]:
    """Return the samples in batches of about equal length, in random order."""
    order = sorted(data, key=lambda one: len(one.words) + chance.random() * 60)
    found: list[list[Sample]] = [[]]
    for one in order:
        if found[-1] and (len(one.words) * (len(found[-1]) + 1) > BATCH_LINES or len(found[-1]) >= BATCH_PAGES):
            found.append([])
        found[-1].append(one)
    chance.shuffle(found)  # type: ignore[arg-type]
    return found


def loss_of(net: Lines, batch: list[Sample], mean: Any, scale: Any, chance: np.random.Generator) -> torch.Tensor:
    """Return the loss of a batch: cross entropy by words, and one minus the expected F1 of each page."""
    size = min(LONGEST, max(len(one.words) for one in batch))
    rows = np.zeros((len(batch), size, len(mean)), np.float32)
    labels, words, mask = (np.zeros((len(batch), size), np.float32) for _ in range(3))
    for number, one in enumerate(batch):
        count = min(size, len(one.words))
        rows[number, :count] = np.clip((one.features[:count] - mean) * scale, -5, 5)
        labels[number, :count], words[number, :count], mask[number, :count] = one.labels[:count], one.words[:count], 1
        labels[number, count:] = -1
    # Whole features of a page are hidden now and then, so that no single one decides.
    rows *= chance.random((len(batch), 1, len(mean))) > FEATURE_DROPOUT
    truth, size_of, there = torch.from_numpy(labels), torch.from_numpy(words), torch.from_numpy(mask)
    odds = net(torch.from_numpy(rows), there)
    judged = (truth >= 0).float()
    truth = truth.clamp(min=0)
    usual = size_of.sum(1, keepdim=True) / there.sum(1, keepdim=True)
    weight = torch.sqrt(size_of + 0.05 * usual + 0.05) * judged
    weight = weight / weight.sum(1, keepdim=True).clamp(min=1e-6)
    entropy = (functional.binary_cross_entropy_with_logits(odds, truth, reduction="none") * weight).sum(1).mean()
    share, counted = torch.sigmoid(odds), size_of * judged
    right = (share * truth * counted).sum(1)
    f1 = (2 * right + 1) / ((share * counted).sum(1) + (truth * counted).sum(1) + 1)
    return entropy + PAGE_LOSS * (1 - f1).mean()


def train(data: Sequence[Sample]) -> dict[str, Any]:
    """Return a network trained on the samples, as the JSON object that the product reads."""
    torch.manual_seed(SEED)
    chance = np.random.default_rng(SEED)
    everything = np.vstack([one.features for one in data])
    mean, scale = everything.mean(0), 1 / (everything.std(0) + 1e-3)
    net = Lines(len(mean))
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=1e-3)
    steps = EPOCHS * (len(batches(data, chance)) + 8)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.2)
    for epoch in range(EPOCHS):
        began, total = time.monotonic(), 0.0
        todo = batches(data, chance)
        for batch in todo:
            loss = loss_of(net, batch, mean, scale, chance)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(
            f"  epoch {epoch}: loss {total / len(todo):.4f}, {time.monotonic() - began:.0f} s",
            file=sys.stderr,
            flush=True,
        )
    model = exported(net, mean, scale)
    model["reading"] = reading(model, data)
    return model


def reading(model: dict[str, Any], data: Sequence[Sample]) -> list[float]:
    """Return the weights of the linear function of the features that comes closest to the network's scores."""
    net = read_network({**model, "reading": []})
    some = data[::5]
    rows = np.vstack([inputs(one.features, net) for one in some])
    target = np.clip(np.concatenate([scores(one.features, net) for one in some]), -6, 6)
    rows = np.hstack((rows, np.ones((len(rows), 1))))
    weights = np.linalg.solve(rows.T @ rows + 50 * np.eye(rows.shape[1]), rows.T @ target)
    left = 1 - ((target - rows @ weights) ** 2).mean() / target.var()
    print(f"  linear reading: {left:.3f} of the variance of the scores", file=sys.stderr)
    return [round(float(weight), 4) for weight in weights[:-1]]


def exported(net: Lines, mean: Any, scale: Any) -> dict[str, Any]:
    """Return the network's numbers, rounded as the product needs them."""
    layers = {"entry": net.entry, "page": net.page, "hidden": net.hidden, "exit": net.exit}
    found = {}
    for name, layer in layers.items():
        found[name], found[f"{name}_offset"] = layer.weight.T, layer.bias
    for number, layer in enumerate(net.convolutions):
        found[f"convolution_{number}"], found[f"convolution_{number}_offset"] = (
            layer.weight.permute(2, 1, 0),
            layer.bias,
        )
    return {
        "source": "Web Content Extraction Benchmark, development part, CC BY 4.0; tests/quality/train_lines.py",
        "features": [*OWN, *PLACE],
        "mean": [round(float(value), 6) for value in mean],
        "scale": [round(float(value), 6) for value in scale],
        "dilations": list(DILATIONS),
        "page_after": PAGE_AFTER,
        "layers": {name: _packed(numbers) for name, numbers in found.items()},
    }


def _packed(numbers: torch.Tensor) -> dict[str, Any]:
    whole = np.clip(np.round(numbers.detach().numpy() * WEIGHT_FRACTION), -32767, 32767).astype("<i2")
    return {"shape": list(whole.shape), "numbers": base64.b64encode(np.ascontiguousarray(whole).tobytes()).decode()}


def figures(tested: Sequence[tuple[Sample, Any]]) -> dict[str, tuple[float, ...]]:
    """Return precision, recall and F1 of articles and of other pages, averaged over the pages."""
    found: dict[str, list[tuple[float, ...]]] = {"article": [], "other": []}
    for one, odds in tested:
        lines, _, _ = lines_of(one.page.text)
        kept = "\n".join(line for line, is_kept in zip(lines, keep(odds, one.features), strict=True) if is_kept)
        found["article" if one.page.type == "article" else "other"].append(word_scores(kept, one.page.main))
    return {name: tuple(np.mean(rows, axis=0)) for name, rows in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=FOLDS, help="how many of the folds to test on; 0 for none")
    parser.add_argument("--write", action="store_true", help="train on all pages and write the model")
    floors.add_options(parser)
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    plain, copies = samples(annotated_pages(arguments.corpora))
    tested: list[tuple[Sample, Any]] = []
    for fold in range(arguments.folds):
        net = read_network(train([one for one in (*plain, *copies) if one.page.fold != fold]))
        held_out = [(one, scores(one.features, net)) for one in plain if one.page.fold == fold]
        tested += held_out
        print(
            fold,
            {name: [round(float(value), 4) for value in row] for name, row in figures(held_out).items()},
            flush=True,
        )
    if arguments.write:
        MODEL.write_text(json.dumps(train((*plain, *copies))) + "\n", "utf-8")
    if arguments.folds == FOLDS:
        names = ("precision", "recall", "f1")
        found = {
            f"{kind} {name}": value
            for kind, row in figures(tested).items()
            for name, value in zip(names, row, strict=True)
        }
        print("\n".join(f"{value:.4f}  {name}" for name, value in found.items()))
        fallen = floors.check("boilerplate-folds", found, arguments.update, arguments.allow_regression)
        sys.exit(f"below their floors: {', '.join(fallen)}" if fallen else 0)


if __name__ == "__main__":
    main()
