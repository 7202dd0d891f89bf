"""Learning rates of PyTorch's schedulers as factors of a learning rate of 1, for every step of a Fit.

Settings that make both equal (S: steps of an epoch, E: epochs, N = S·E):
- StepDecay and ExponentialDecay are StepLR and ExponentialLR, stepped after each epoch.
- CosineDecay is CosineAnnealingLR with T_max=N, stepped after each step, eta_min=Minimum; with a Period, CosineAnnealingWarmRestarts with T_0=Period·S, T_mult=PeriodFactor.
- OneCycle reaches its peak at step Rising·N and 0 at step N, which is no step any more: OneCycleLR with total_steps=N + 1, pct_start=(Rising·N + 1)/(N + 1), anneal_strategy="linear",
  final_div_factor=inf, cycle_momentum=False.
- WarmUp(n) is LinearLR with start_factor=1/n, total_iters=n − 1. A schedule over steps follows it in a SequentialLR with milestones=[n], its T_max less n; one over epochs is chained: both are
  stepped, and their factors multiply.
- ReduceOnPlateau is ReduceLROnPlateau with patience=Patience − 1 (there it is exceeded, here reached), threshold=0, eps=0, min_lr=Minimum.
"""

import torch
from torch.optim import lr_scheduler as lr

from golden import numbers, write


def factors(make, steps, epochs, losses=None):
    """make gives the schedulers that are stepped after each step, and after each epoch."""
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=1.0)
    by_step, by_epoch = make(optimizer)
    result = []
    for epoch in range(epochs):
        for _ in range(steps):
            result.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            for scheduler in by_step:
                scheduler.step()
        for scheduler in by_epoch:
            scheduler.step(*([losses[epoch]] if losses else []))
    return result


cases = []


def case(name, steps, epochs, make, losses=None):
    cases.append({"name": name, "stepsPerEpoch": steps, "epochs": epochs, "factors": numbers(factors(make, steps, epochs, losses)), "losses": numbers(losses or [])})


def warm(o, n):
    return lr.LinearLR(o, start_factor=1 / n, end_factor=1, total_iters=n - 1)


case("constant", 3, 4, lambda o: ([], []))
case("step decay", 2, 12, lambda o: ([], [lr.StepLR(o, 3, 0.1)]))
case("step decay, half each epoch", 1, 20, lambda o: ([], [lr.StepLR(o, 1, 0.5)]))
case("exponential decay", 2, 100, lambda o: ([], [lr.ExponentialLR(o, 0.95)]))
case("cosine", 5, 8, lambda o: ([lr.CosineAnnealingLR(o, 40)], []))
case("cosine, minimum", 7, 3, lambda o: ([lr.CosineAnnealingLR(o, 21, eta_min=0.1)], []))
case("cosine, restarts", 5, 8, lambda o: ([lr.CosineAnnealingWarmRestarts(o, 10)], []))
case("cosine, longer and longer", 3, 20, lambda o: ([lr.CosineAnnealingWarmRestarts(o, 6, T_mult=2, eta_min=0.01)], []))
case("one cycle", 10, 4, lambda o: ([lr.OneCycleLR(o, 1, total_steps=41, pct_start=11 / 41, anneal_strategy="linear", final_div_factor=float("inf"), cycle_momentum=False)], []))
case("one cycle, others", 10, 4, lambda o: ([lr.OneCycleLR(o, 1, total_steps=41, pct_start=21 / 41, anneal_strategy="linear", div_factor=4, final_div_factor=float("inf"), cycle_momentum=False)], []))
case("warm-up", 4, 3, lambda o: ([warm(o, 5)], []))
case("warm-up of one step", 4, 1, lambda o: ([], []))
case("warm-up, cosine", 5, 8, lambda o: ([lr.SequentialLR(o, [warm(o, 8), lr.CosineAnnealingLR(o, 32)], [8])], []))
case("warm-up, step decay", 4, 7, lambda o: ([warm(o, 6)], [lr.StepLR(o, 3, 0.1)]))
losses = [4, 3, 3, 3.5, 2, 2.5, 2.4, 2.3, 2.2, 2.1, 2.05, 1.9, 3, 3, 3, 3, 3, 3]
case("plateau", 2, 18, lambda o: ([], [lr.ReduceLROnPlateau(o, factor=0.5, patience=1, threshold=0, eps=0, min_lr=0.01)]), losses)
case("warm-up, plateau", 2, 18, lambda o: ([], [lr.ReduceLROnPlateau(o, factor=0.1, patience=2, threshold=0, eps=0)]), losses)
n = 7
cases[-1]["factors"]["values"] = [f * min(1, (s + 1) / n) for s, f in enumerate(cases[-1]["factors"]["values"])]  # this scheduler sets rates, it does not chain
write("schedules", f"PyTorch {torch.__version__}", cases)
