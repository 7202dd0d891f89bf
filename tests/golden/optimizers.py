"""100 steps of PyTorch's optimizers in float64, along gradients that are given.

Settings that make both equal:
- Sgd is SGD with dampening=0 (the default); WeightDecay is weight_decay, in the gradient.
- Adam is Adam with amsgrad=False and weight_decay=0; AdamW is AdamW, whose weight_decay is times the learning rate.
- RmsProp is RMSprop with centered=False and alpha=Decay (0.99 by default there).
- AdaGrad is Adagrad with lr_decay=0 and initial_accumulator_value=0.
All give eps, lr and the rest explicitly. Parameters and gradients are float32 numbers.
"""

import numpy as np
import torch

from golden import numbers, write

STEPS, SIZE, KEPT = 100, 7, [1, 2, 10, 100]

OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.05),
    "sgd, decay": lambda p: torch.optim.SGD(p, lr=0.05, weight_decay=0.1),
    "sgd, momentum": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9),
    "sgd, momentum, decay": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=0.1),
    "sgd, nesterov": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, nesterov=True),
    "sgd, nesterov, decay": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, nesterov=True, weight_decay=0.1),
    "adam": lambda p: torch.optim.Adam(p, lr=0.001, betas=(0.9, 0.999), eps=1e-8),
    "adam, others": lambda p: torch.optim.Adam(p, lr=0.02, betas=(0.8, 0.95), eps=1e-3),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01),
    "adamw, others": lambda p: torch.optim.AdamW(p, lr=0.02, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.5),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.001, alpha=0.9, eps=1e-8),
    "rmsprop, momentum": lambda p: torch.optim.RMSprop(p, lr=0.001, alpha=0.99, eps=1e-6, momentum=0.9),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.01, eps=1e-10),
    "adagrad, others": lambda p: torch.optim.Adagrad(p, lr=0.5, eps=1e-3),
}


def gradients(kind, random):
    g = random.standard_normal((STEPS, SIZE))
    if kind == "with zeros":  # of the first parameter always, of others most of the time
        g *= random.random((STEPS, SIZE)) < 0.2
        g[:, 0] = 0
    if kind == "tiny":
        g *= 1e-20
    if kind == "large":
        g *= 1e10
    if kind == "of all sizes":
        g *= 10.0 ** random.integers(-20, 11, (STEPS, SIZE))
    return g.astype(np.float32)


random = np.random.default_rng(1)
cases = []
for kind in ["normal", "with zeros", "tiny", "large", "of all sizes"]:
    g = gradients(kind, random)
    start = np.zeros(SIZE) if kind == "tiny" else random.standard_normal(SIZE).astype(np.float32)  # beside 0 a tiny step is seen
    steps = []
    for name, make in OPTIMIZERS.items():
        w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
        optimizer = make([w])
        for t in range(STEPS):
            w.grad = torch.tensor(g[t], dtype=torch.float64)
            optimizer.step()
            if t + 1 in KEPT:
                steps.append({"optimizer": name, "step": t + 1, "w": numbers(w.detach().numpy())})
    cases.append({"name": kind, "g": numbers(g), "start": numbers(start), "steps": steps})
write("optimizers", f"PyTorch {torch.__version__}, float64", cases)
