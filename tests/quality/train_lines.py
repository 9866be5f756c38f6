"""Train the line classifier of web pages on annotated pages, and write ``flows/rules/data/line_model.json``.

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
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from flows.text.furniture import line_model
from flows.text.furniture.body_lines import choose_body
from flows.text.furniture.line_features import OWN
from flows.text.furniture.line_model import LARGEST, WEIGHT_FRACTION, Network, inputs, read_network, scores
from flows.text.furniture.position_features import POSITION
from tests.quality import floors
from tests.quality.boilerplate import documents
from tests.quality.line_samples import Sample, samples
from tests.quality.pages import FOLDS, annotated_pages, lines_of
from tests.quality.word_scores import word_scores

MODEL = Path(__file__).parents[2] / "flows" / "rules" / "data" / "line_model.json"
HIDDEN, LAST, DILATIONS, PAGE_AFTER = 56, 32, (1, 2, 4, 8, 16), 2
EPOCHS, RATE, DROPOUT, FEATURE_DROPOUT, PAGE_LOSS, SEED = 8, 2.5e-3, 0.3, 0.05, 1.0, 1
LONGEST, BATCH_LINES, BATCH_PAGES = 1_500, 12_000, 24


class Lines(nn.Module):
    """The network of ``flows.text.furniture.line_model`` in torch."""

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
        "features": [*OWN, *POSITION],
        "mean": [round(float(value), 6) for value in mean],
        "scale": [round(float(value), 6) for value in scale],
        "dilations": list(DILATIONS),
        "page_after": PAGE_AFTER,
        "layers": {name: _packed(numbers) for name, numbers in found.items()},
    }


def _packed(numbers: torch.Tensor) -> dict[str, Any]:
    whole = np.clip(np.round(numbers.detach().numpy() * WEIGHT_FRACTION), -32767, 32767).astype("<i2")
    return {"shape": list(whole.shape), "numbers": base64.b64encode(np.ascontiguousarray(whole).tobytes()).decode()}


Scores = dict[str, list[tuple[float, ...]]]


def held_out_scores(some: Sequence[Sample], net: Network) -> Scores:
    """Return precision, recall and F1 of each page: of the lines that the network keeps, and of what is published."""
    found: Scores = defaultdict(list)
    shipped, line_model.network = line_model.network, lambda: net
    try:
        published = documents([one.page.text for one in some])
    finally:
        line_model.network = shipped
    for one, document in zip(some, published, strict=True):
        lines, _, _ = lines_of(one.page.text)
        chosen = choose_body(scores(one.features, net), one.features)
        kept = "\n".join(line for line, is_kept in zip(lines, chosen, strict=True) if is_kept)
        name = "articles" if one.page.type == "article" else "other pages"
        found[f"lines of {name}"].append(word_scores(kept, one.page.main))
        found[f"published {name}"].append(word_scores(document.text, one.page.main))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=FOLDS, help="how many of the folds to test on; 0 for none")
    parser.add_argument("--write", action="store_true", help="train on all pages and write the model")
    floors.add_options(parser)
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    plain, copies = samples(annotated_pages(arguments.corpora))
    tested: Scores = defaultdict(list)
    for fold in range(arguments.folds):
        net = read_network(train([one for one in (*plain, *copies) if one.page.fold != fold]))
        measured = held_out_scores([one for one in plain if one.page.fold == fold], net)
        for name, rows in measured.items():
            tested[name] += rows
        print(fold, {name: np.round(np.mean(rows, axis=0), 4).tolist() for name, rows in measured.items()}, flush=True)
    if arguments.write:
        MODEL.write_text(json.dumps(train((*plain, *copies))) + "\n", "utf-8")
    if arguments.folds == FOLDS:
        found = {
            f"{kind} {name}": float(value)
            for kind, rows in tested.items()
            for name, value in zip(("precision", "recall", "f1"), np.mean(rows, axis=0), strict=True)
        }
        print("\n".join(f"{value:.4f}  {name}" for name, value in found.items()))
        fallen = floors.check("boilerplate-folds", found, arguments.update, arguments.allow_regression)
        sys.exit(f"below their floors: {', '.join(fallen)}" if fallen else 0)


if __name__ == "__main__":
    main()
