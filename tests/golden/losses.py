"""Losses and their gradients as PyTorch computes them: one case per loss and setting. Means over outputs, weighted means over samples."""

import torch
import torch.nn.functional as f

from golden import numbers, write

torch.manual_seed(7)
cases = []


def case(name, loss, outputs, rows, per_row, mean, labels=None, targets=None, weights=None, **options):
    """per_row: the loss of each row; mean: the loss of the batch. The gradient is that of the mean."""
    outputs = outputs.double().requires_grad_(True)
    losses, batch = per_row(outputs), mean(outputs)
    batch.backward()
    result = {"name": name, "loss": loss, **options, "outputs": numbers(outputs.detach())}
    if labels is not None:
        result["labels"] = [int(label) for label in labels]
    if targets is not None:
        result["targets"] = numbers(targets)
    if weights is not None:
        result["weights"] = numbers(weights)
    result |= {"losses": numbers(losses.detach()), "mean": numbers(batch.detach()), "gradient": numbers(outputs.grad)}
    cases.append(result)
    assert losses.shape[0] == rows


def cross_entropy(name, z, labels=None, targets=None, smoothing=0.0, ignored=None, class_weights=None):
    y = labels if targets is None else targets.double()
    arguments = {"label_smoothing": smoothing}
    if ignored is not None:
        arguments["ignore_index"] = ignored
    weighted = dict(arguments, weight=class_weights.double()) if class_weights is not None else arguments
    options = {key: value for key, value in (("smoothing", smoothing), ("ignored", ignored)) if value}
    if class_weights is not None:
        options["classWeights"] = numbers(class_weights)
    case(name, "CrossEntropy", z, len(z), lambda x: f.cross_entropy(x, y, reduction="none", **arguments), lambda x: f.cross_entropy(x, y, **weighted), labels, targets, **options)


def elements(name, loss, function, y, targets, weights=None, **options):
    t = targets.double()
    w = torch.ones(len(y)).double() if weights is None else weights.double()

    def rows(x):
        return function(x, t, reduction="none").mean(1)

    case(name, loss, y, len(y), rows, lambda x: (rows(x) * w).sum() / w.sum(), targets=targets, weights=weights, **options)


def binary(name, z, targets, smoothing=0.0, weights=None):
    def function(x, t, reduction):  # Keras' label_smoothing, which PyTorch leaves to the caller
        return f.binary_cross_entropy_with_logits(x, t * (1 - smoothing) + 0.5 * smoothing, reduction=reduction)

    elements(name, "BinaryCrossEntropy", function, z, targets, weights, **({"smoothing": smoothing} if smoothing else {}))


def grid(x):
    """The nearest multiples of 1/256: exact in float32, and short."""
    return torch.round(x * 256) / 256


extremes = torch.tensor([[100.0, -100.0, 0.0], [-100.0, 100.0, 3.0], [1e4, 1.0, -1e4], [-1e4, -1e4, 1e4], [0.0, 0.0, 0.0], [1e-6, -1e-6, 20.0]])
for k in (2, 5, 19):
    z, labels = grid(3 * torch.randn(6, k)), torch.randint(k, (6,))
    soft = grid(torch.softmax(torch.randn(6, k), 1))
    soft[:, 0] += 1 - soft.sum(1)
    cross_entropy(f"labels of {k}", z, labels)
    cross_entropy(f"soft targets of {k}", z, targets=soft)
    cross_entropy(f"smoothed labels of {k}", z, labels, smoothing=0.1)
    cross_entropy(f"smoothed soft targets of {k}", z, targets=soft, smoothing=0.3)
    some = labels.clone()
    some[[1, 4]] = -100
    cross_entropy(f"ignored labels of {k}", z, some, ignored=-100)
    cross_entropy(f"ignored smoothed labels of {k}", z, some, ignored=-100, smoothing=0.2)
    cross_entropy(f"ignored class of {k}", z, torch.tensor([0, 1, 0, 1, 1, 0]), ignored=1)
    cross_entropy(f"weighted classes of {k}", z, labels, class_weights=grid(torch.rand(k) + 0.1))
    cross_entropy(f"weighted classes of {k}, some ignored", z, some, class_weights=grid(torch.rand(k) + 0.1), ignored=-100)
for smoothing in (0.0, 0.1):
    cross_entropy(f"extreme logits, smoothing {smoothing}", extremes, torch.tensor([0, 0, 1, 2, 1, 2]), smoothing=smoothing)

for k in (1, 2, 7, 19):
    y, numbers_to_meet, weights = grid(2 * torch.randn(6, k)), grid(2 * torch.randn(6, k)), grid(torch.rand(6) * 3)
    yes, soft = torch.randint(2, (6, k)).float(), grid(torch.rand(6, k))
    binary(f"binary of {k}", y, yes)
    binary(f"binary, soft targets of {k}, weights", y, soft, weights=weights)
    binary(f"binary, smoothed, of {k}", y, yes, smoothing=0.1)
    elements(f"absolute of {k}, weights", "MeanAbsoluteError", f.l1_loss, y, numbers_to_meet, weights)
    elements(f"squared of {k}, weights", "MeanSquaredError", f.mse_loss, y, numbers_to_meet, weights)
    for delta in (0.25, 1.0, 4.0):
        elements(f"Huber {delta} of {k}, weights", "Huber", lambda x, t, reduction, delta=delta: f.huber_loss(x, t, reduction=reduction, delta=delta), y, numbers_to_meet, weights, delta=delta)
binary("binary of 700", grid(2 * torch.randn(2, 700)), torch.randint(2, (2, 700)).float())
for smoothing in (0.0, 0.1):
    binary(f"binary, extreme logits, smoothing {smoothing}", extremes, torch.tensor([[1.0, 0, 1], [1, 0, 0], [0, 0.5, 1], [1, 0, 1], [0, 1, 0.25], [1, 0, 1]]), smoothing=smoothing)
same = torch.tensor([[1.0, -2.0], [0.5, 3.0]])
elements("absolute, targets that are met", "MeanAbsoluteError", f.l1_loss, same, torch.tensor([[1.0, -2.0], [0.25, 3.0]]))
elements("Huber, at its corner", "Huber", lambda x, t, reduction: f.huber_loss(x, t, reduction=reduction), same, torch.tensor([[0.0, -1.0], [0.5, 30.0]]), delta=1.0)

write("losses", f"PyTorch {torch.__version__}", cases)
