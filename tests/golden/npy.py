"""Arrays as numpy.save writes them, of every type and order, and what of other kinds it writes."""

import base64
import io

import numpy as np

from golden import numbers, write


def case(name, array, version=None):
    file = io.BytesIO()
    if version is None:
        np.save(file, array, allow_pickle=True)
    else:
        np.lib.format.write_array(file, array, version=version)
    return {"name": name, "file": base64.b64encode(file.getvalue()).decode()}


random = np.random.default_rng(3)
cases = []
for kind in "u1 i1 u2 i2 u4 i4 u8 i8 f2 f4 f8 b1".split():
    for order in "<>":
        values = random.integers(0, 2, size=(2, 3)) if kind == "b1" else random.integers(0 if kind[0] == "u" else -100, 100, size=(2, 3)) / (8 if kind[0] == "f" else 1)
        array = values.astype(order + kind)
        cases.append(case(f"{array.dtype.str} {order}", array) | numbers(array.astype("f8")))
for shape in [(7,), (1, 5), (5, 1), (2, 3), (3, 2), (40, 70), (2, 3, 4), (4, 1, 3), (1, 4, 1, 3), (2, 3, 4, 5), (3, 2, 1, 2, 3, 2), (0, 3)]:
    array = np.asfortranarray(np.arange(np.prod(shape), dtype="<i4").reshape(shape))
    cases.append(case(f"fortran {' '.join(map(str, shape))}", array) | numbers(array.astype("f8")))
for version in [(1, 0), (2, 0), (3, 0)]:
    array = np.arange(6, dtype="f4").reshape(2, 3)
    cases.append(case(f"version {version[0]}", array, version) | numbers(array))
refused = [
    case("O", np.array([1, None], dtype=object)), case("U", np.array(["a", "bc"])), case("S", np.array([b"a", b"bc"])), case("c", np.array([1 + 2j])), case("M", np.array(["2020-01-01"], dtype="M8[D]")),
    case("m", np.array([1], dtype="m8[s]")), case("V", np.array([b"ab"], dtype="V2")), case("record", np.array([(1, 2.5)], dtype=[("a", "i4"), ("b", "f4")])), case("f16", np.array([1], dtype="f16")),
    case("scalar", np.array(5.0)),
]
write("npy", f"numpy {np.__version__}", cases + [{**row, "name": f"refused {row['name']}"} for row in refused])
