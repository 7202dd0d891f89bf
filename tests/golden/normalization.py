"""Normalising layers of PyTorch and the scaler of scikit-learn, in float64. Channels are last here, so images are turned to and from PyTorch's order."""

import numpy as np
import sklearn
import torch
from sklearn.preprocessing import StandardScaler

from golden import numbers, write

random = np.random.default_rng(7)


def draw(*shape, mean=0.0, deviation=1.0):
    """float32 numbers, so that both sides begin with the same."""
    return (mean + deviation * random.standard_normal(shape)).astype(np.float32).astype(np.float64)


def channels_first(x):
    return torch.tensor(np.moveaxis(x, -1, 1).copy())


def channels_last(x):
    return np.moveaxis(x.detach().numpy(), 1, -1)


def batch_norm(name, shape, rows, momentum=0.1, epsilon=1e-5, mean=0.0, deviation=1.0):
    """Some steps in training mode without an optimizer, then one in evaluation mode, which is what a frozen layer does."""
    channels = shape[-1]
    kind = {1: torch.nn.BatchNorm1d, 2: torch.nn.BatchNorm1d, 3: torch.nn.BatchNorm2d}[len(shape)]
    layer = kind(channels, eps=epsilon, momentum=momentum, dtype=torch.float64)
    weight, bias = draw(channels, mean=1, deviation=0.5), draw(channels)
    layer.weight.data, layer.bias.data = torch.tensor(weight), torch.tensor(bias)
    steps = []
    for step, n in enumerate(rows):
        if step == len(rows) - 1:
            layer.eval()
        before = layer.running_mean.numpy().copy(), layer.running_var.numpy().copy()
        x, dy = draw(n, *shape, mean=mean, deviation=deviation), draw(n, *shape)
        x_torch = channels_first(x).requires_grad_()
        y = layer(x_torch)
        layer.zero_grad()
        y.backward(channels_first(dy))
        steps.append({
            "training": layer.training, "x": numbers(x), "dy": numbers(dy), "y": numbers(channels_last(y)), "dx": numbers(channels_last(x_torch.grad)),
            "dweight": numbers(layer.weight.grad), "dbias": numbers(layer.bias.grad),
            "mean_before": numbers(before[0]), "var_before": numbers(before[1]), "mean": numbers(layer.running_mean), "var": numbers(layer.running_var),
        })
    return {"name": "BatchNorm, " + name, "layer": "BatchNorm", "shape": list(shape), "momentum": momentum, "epsilon": epsilon, "weight": numbers(weight), "bias": numbers(bias), "steps": steps}


def layer_norm(name, shape, rows, epsilon=1e-5, mean=0.0):
    layer = torch.nn.LayerNorm(shape[-1], eps=epsilon, dtype=torch.float64)
    weight, bias = draw(shape[-1], mean=1, deviation=0.5), draw(shape[-1])
    layer.weight.data, layer.bias.data = torch.tensor(weight), torch.tensor(bias)
    x, dy = draw(rows, *shape, mean=mean), draw(rows, *shape)
    x_torch = torch.tensor(x, requires_grad=True)
    y = layer(x_torch)
    y.backward(torch.tensor(dy))
    return {"name": "LayerNorm, " + name, "layer": "LayerNorm", "shape": list(shape), "epsilon": epsilon, "weight": numbers(weight), "bias": numbers(bias), "x": numbers(x), "dy": numbers(dy),
            "y": numbers(y.detach()), "dx": numbers(x_torch.grad), "dweight": numbers(layer.weight.grad), "dbias": numbers(layer.bias.grad)}


def scaler(name, rows, columns, constant=None, mean=0.0):
    x = draw(rows, columns, mean=mean) * np.arange(1, columns + 1).astype(np.float32)
    x = x.astype(np.float32).astype(np.float64)
    if constant is not None:
        x[:, constant] = np.float32(0.1)
    fitted = StandardScaler().fit(x)
    return {"name": "Standardize, " + name, "layer": "Standardize", "x": numbers(x), "mean": numbers(fitted.mean_), "deviation": numbers(fitted.scale_), "y": numbers(fitted.transform(x))}


write("normalization", f"PyTorch {torch.__version__}, scikit-learn {sklearn.__version__}, float64", [
    batch_norm("features", [5], [8, 8, 3, 4]),
    batch_norm("one feature", [1], [7, 3, 4]),
    batch_norm("many features", [37], [6, 3]),
    batch_norm("many rows", [2], [300, 4]),
    batch_norm("momentum and epsilon", [4], [9, 9, 9], momentum=0.3, epsilon=1e-2),
    batch_norm("far from zero", [2], [64, 64, 5], mean=1e4),
    batch_norm("large spread", [3], [16, 16, 5], mean=-300, deviation=1e3),
    batch_norm("series", [6, 3], [4, 4, 2]),
    batch_norm("images", [3, 4, 2], [5, 1, 2]),
    batch_norm("images of many channels", [2, 2, 17], [3, 2]),
    layer_norm("features", [6], 5),
    layer_norm("many features", [49], 3),
    layer_norm("epsilon", [4], 3, epsilon=0.1),
    layer_norm("far from zero", [40], 3, mean=1e4),
    layer_norm("series", [5, 3], 2),
    layer_norm("images", [3, 2, 18], 2),
    scaler("columns", 40, 3),
    scaler("a constant column", 9, 3, constant=1),
    scaler("far from zero", 150, 2, mean=1e4),
])
