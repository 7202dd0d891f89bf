"""Files of weights as PyTorch's users have them, and what the modules in them compute.

"encoder": the tensors stand under a prefix, in four float types, with the counter of a batch normalisation (I64), another head, indices (I32), a mask of booleans and a mask of -inf beside them.
"images": nn.Sequential with nn.Flatten, of images that are wider than high, with more than one channel. "images, named parts": features and a classifier, between which forward flattens,
as torchvision's VGG has them, with nn.BatchNorm2d.
The outputs are computed in float64 from the rounded weights. The format, 8 bytes of length, JSON and the values, is written by hand: safetensors 0.x, README, "Format".
"""

import base64
import json
import struct

import torch
from torch import nn

from golden import numbers, write

TYPES = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "F64": torch.float64, "I64": torch.int64, "I32": torch.int32, "BOOL": torch.bool}


def file(tensors):
    header, body = {"__metadata__": {"format": "pt"}}, b""
    for name, tensor in tensors.items():
        data = bytes(tensor.contiguous().reshape(-1).view(torch.uint8).tolist())
        header[name] = {"dtype": next(n for n, t in TYPES.items() if t == tensor.dtype), "shape": list(tensor.shape), "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + body


def images(name, module):
    with torch.no_grad():
        for tensor in module.parameters():
            tensor.copy_(torch.randn_like(tensor) * 0.5)
    for _ in range(3):
        module(torch.randn(20, 2, 6, 10) * 2 + 1)  # moves running statistics
    state = module.state_dict()
    x = torch.randn(4, 2, 6, 10)
    y = module.to(torch.float64).eval()(x.double())
    return {"name": name, "file": base64.b64encode(file({key: tensor.float() if tensor.is_floating_point() else tensor for key, tensor in state.items()})).decode(),
            "x": numbers(x), "y": numbers(y.detach())}


class NamedParts(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(2, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2))
        self.classifier = nn.Sequential(nn.Dropout(), nn.Linear(60, 7), nn.ReLU(), nn.Linear(7, 5))

    def forward(self, x):
        return self.classifier(torch.flatten(self.features(x), 1))


torch.manual_seed(1)
module = nn.Sequential(nn.Linear(5, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.Linear(6, 4), nn.Tanh())
module(torch.randn(50, 5) + 1)  # moves the running statistics
module[1].weight.data.uniform_(0.5, 2)
module[1].bias.data.normal_()
state = module.state_dict()
for name, type in {"0.weight": torch.float32, "0.bias": torch.float16, "3.weight": torch.bfloat16, "3.bias": torch.float64}.items():
    state[name] = state[name].to(type)
module = module.to(torch.float64).eval()
module.load_state_dict(state)
x = torch.randn(7, 5, dtype=torch.float32)
tensors = {"encoder." + name: tensor for name, tensor in state.items()}
tensors |= {
    "encoder.positions": torch.arange(3, dtype=torch.int32),
    "encoder.mask": torch.tensor([True, False, True, True]),
    "decoder.mask": torch.tensor([[0, float("-inf")], [0, 0]]),
    "decoder.head.weight": torch.randn(2, 4),
    "decoder.head.bias": torch.randn(2),
}
write("transfer", f"PyTorch {torch.__version__}, float64", [
    {"name": "encoder", "file": base64.b64encode(file(tensors)).decode(), "x": numbers(x), "y": numbers(module(x.double()).detach())},
    images("images", nn.Sequential(nn.Conv2d(2, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 3, 2), nn.ReLU(), nn.Flatten(), nn.Linear(24, 5))),
    images("images, named parts", NamedParts()),
])
