"""PyTorch's Conv2d, Conv1d, MaxPool2d and AvgPool2d: outputs and all gradients of L = Σ r·y, channels first, as PyTorch has them."""

import numpy as np
import torch

from golden import numbers, write

random = np.random.default_rng(7)


def draw(*shape):
    # multiples of 1/64: the same in float32
    return torch.tensor(np.round(random.normal(size=shape) * 64) / 64, dtype=torch.float64)


def case(name, kind, module, *shape, **settings):
    x = draw(*shape).requires_grad_()
    for parameter in module.parameters():
        parameter.data = draw(*parameter.shape)
    y = module.double()(x)
    r = draw(*y.shape)
    (r * y).sum().backward()
    result = {"name": name, "kind": kind, **settings, "x": numbers(x.detach()), "y": numbers(y.detach()), "dy": numbers(r), "dx": numbers(x.grad)}
    for parameter, value in module.named_parameters():
        result[parameter] = numbers(value.detach())
        result["d" + parameter] = numbers(value.grad)
    return result


def conv2d(name, channels, filters, kernel, height, width, stride=(1, 1), padding=(0, 0), bias=True, same=False):
    module = torch.nn.Conv2d(channels, filters, kernel, stride, "same" if same else padding, bias=bias)
    return case(name, "Conv2d", module, 2, channels, height, width, filters=filters, window=kernel, stride=stride, padding="same" if same else padding, use_bias=bias)


def conv1d(name, channels, filters, kernel, length, stride=1, padding=0, bias=True):
    module = torch.nn.Conv1d(channels, filters, kernel, stride, padding, bias=bias)
    return case(name, "Conv1d", module, 2, channels, length, filters=filters, window=[1, kernel], stride=[1, stride], padding=[0, padding], use_bias=bias)


def pool(name, kind, channels, window, height, width, stride=None, padding=(0, 0), **settings):
    stride = stride or window
    return case(name, kind, getattr(torch.nn, kind)(window, stride, padding, **settings), 2, channels, height, width, window=window, stride=stride, padding=padding, **settings)


write("convolution", f"PyTorch {torch.__version__}", [
    conv2d("valid", 3, 4, (3, 3), 6, 5),
    conv2d("one channel", 1, 6, (5, 5), 9, 8),
    conv2d("no bias", 2, 3, (2, 3), 5, 6, bias=False),
    conv2d("same", 2, 3, (3, 5), 6, 7, same=True),
    conv2d("strides and padding", 2, 5, (3, 2), 7, 8, stride=(2, 3), padding=(1, 2)),
    conv2d("padding as wide as the kernel", 2, 2, (2, 2), 3, 3, padding=(2, 2)),
    conv2d("1 x 1", 5, 4, (1, 1), 3, 4),
    conv2d("a chain of more than 256", 30, 3, (3, 3), 4, 4, padding=(1, 1)),
    conv1d("sequence", 3, 4, 3, 8),
    conv1d("sequence, strides and padding", 2, 3, 4, 9, stride=2, padding=3, bias=False),
    pool("max", "MaxPool2d", 3, (2, 2), 6, 5),
    pool("max, overlapping and padded", "MaxPool2d", 2, (3, 3), 7, 6, stride=(2, 1), padding=(1, 1)),
    pool("average", "AvgPool2d", 3, (2, 3), 6, 7),
    pool("average, padded, counted", "AvgPool2d", 2, (3, 3), 6, 5, stride=(2, 2), padding=(1, 1), count_include_pad=True),
    pool("average, padded, not counted", "AvgPool2d", 2, (3, 3), 6, 5, stride=(1, 2), padding=(1, 1), count_include_pad=False),
])
