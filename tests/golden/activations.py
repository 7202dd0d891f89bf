"""Activations of PyTorch: outputs, and input gradients for a given output gradient."""

import numpy as np
import torch
from torch import nn

from golden import numbers, write

LAYERS = {
    "LeakyReLU": nn.LeakyReLU(),
    "LeakyReLU(0.2)": nn.LeakyReLU(0.2),
    "ELU": nn.ELU(),
    "ELU(0.5)": nn.ELU(0.5),
    "GELU": nn.GELU(),
    "GELU(approximate)": nn.GELU(approximate="tanh"),
    "SiLU": nn.SiLU(),
    "Softplus": nn.Softplus(threshold=40),  # 20 by default, which is 2e-9 off
    "ReLU": nn.ReLU(),
    "Sigmoid": nn.Sigmoid(),
    "Tanh": nn.Tanh(),
}

random = np.random.default_rng(1)
INPUTS = {
    "one number": random.normal(size=(1, 1)),
    "one row": random.normal(scale=2, size=(1, 17)),
    "rows": random.normal(scale=3, size=(7, 5)),
    "images": random.normal(scale=2, size=(3, 5, 2, 3)),
    "tiny": np.array([[0, 1e-40, -1e-40, 1e-30, -1e-30, 1e-12, -1e-12], [3e-5, -3e-5, 1e-4, -1e-4, 1e-3, -1e-3, 0]]),
    "far below": np.array([[-5, -8, 0.5], [-20, -50, -87], [-89, -104, -150], [-1e4, -1e20, -3e38]]),
    "far above": np.array([[0.5, 5, 8, 12, 20, 50, 87, 89, 104, 150]]),
    "huge": np.array([[1e20, 1e20, 3e20]]),
}

cases = []
for layer_name, layer in LAYERS.items():
    for input_name, x in INPUTS.items():
        x = torch.from_numpy(x.astype(np.float32).astype(np.float64)).requires_grad_()
        dy = torch.from_numpy(random.normal(size=x.shape).astype(np.float32).astype(np.float64))
        y = layer(x)
        y.backward(dy)
        cases.append({"name": f"{layer_name}, {input_name}", "x": numbers(x.detach()), "dy": numbers(dy), "y": numbers(y.detach()), "dx": numbers(x.grad)})

write("activations", f"PyTorch {torch.__version__}, float64", cases)
