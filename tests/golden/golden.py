"""What the scripts here share: cases written as JSON, numbers in float64 with the digits that bring back the same number."""

import json
import pathlib

import numpy as np


def numbers(array):
    """An array as {"shape": [...], "values": [...]}."""
    array = np.asarray(array)
    return {"shape": list(array.shape), "values": [value if np.isfinite(value) else str(value) for value in array.ravel().tolist()]}


def write(name, source, cases):
    """Writes NAME.json beside this file: who made it, and a case a line."""
    path = pathlib.Path(__file__).with_name(name + ".json")
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    path.write_text('{"source":%s,"cases":[\n%s\n]}\n' % (json.dumps(source), lines))
    print(f"{path.name}: {len(cases)} cases, {path.stat().st_size} bytes")
