"""Embeddings and flat images of PyTorch: outputs and gradients. Images are written channels last, as they are here."""

import numpy as np
import torch
from torch import nn

from golden import numbers, write

random = np.random.default_rng(2)
cases = []
for name, rows, features, categories, size in [("one row", 1, 3, 5, 4), ("rows", 7, 5, 11, 3), ("one category", 4, 2, 1, 2), ("some never", 33, 1, 50, 17)]:
    x = random.integers(0, categories, size=(rows, features))
    layer = nn.Embedding(categories, size).double()
    weight = random.normal(size=(categories, size)).astype(np.float32).astype(np.float64)
    dy = torch.from_numpy(random.normal(size=(rows, features, size)).astype(np.float32).astype(np.float64))
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(weight))
    y = layer(torch.from_numpy(x))
    y.backward(dy)
    cases.append({"name": f"Embedding, {name}", "x": numbers(x), "weight": numbers(weight), "dy": numbers(dy), "y": numbers(y.detach()), "dw": numbers(layer.weight.grad)})

for name, shape in [("one row", (1, 2, 3, 4)), ("rows", (3, 5, 2, 3)), ("one channel", (2, 1, 4, 5)), ("many channels", (2, 13, 3, 7))]:
    x = torch.from_numpy(random.normal(size=shape).astype(np.float32).astype(np.float64)).requires_grad_()
    dy = torch.from_numpy(random.normal(size=(shape[0], int(np.prod(shape[1:])))).astype(np.float32).astype(np.float64))
    y = nn.Flatten()(x)
    y.backward(dy)
    cases.append({"name": f"Flatten, {name}", "x": numbers(x.detach().permute(0, 2, 3, 1)), "dy": numbers(dy), "y": numbers(y.detach()), "dx": numbers(x.grad.permute(0, 2, 3, 1))})

write("shapes", f"PyTorch {torch.__version__}, float64", cases)
