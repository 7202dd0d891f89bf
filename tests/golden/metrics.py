"""Metrics of scikit-learn. Of classes that do not occur it gives 0 with a warning; where it raises instead, the value here is NaN. Equal outputs of top-k: the first is taken first here, the last there,
so the columns are turned. Outputs are float32, as the library has them."""

import warnings

import numpy as np
import sklearn
from sklearn import metrics as m

from golden import numbers, write

warnings.simplefilter("ignore")
rng = np.random.default_rng(7)
EPS = float(np.finfo(np.float32).eps)


def rounded(values):
    """float32 that few digits write."""
    return np.round(values, 7).astype(np.float32).astype(np.float64)


def tried(f, *args, **kwargs):
    try:
        return float(f(*args, **kwargs))
    except ValueError:
        return float("nan")


def scores_of(true, predicted, w, labels, **macro):
    """Precision, recall and F1; labels: those of which each has its own."""
    expected = {}
    for name, f in ("precision", m.precision_score), ("recall", m.recall_score), ("F1", m.f1_score):
        for average in "macro", "micro", "weighted":
            expected[f"{name} ({average})"] = tried(f, true, predicted, sample_weight=w, average=macro.get("average", average))
        each = f(true, predicted, sample_weight=w, average=None, labels=labels)
        expected.update({f"{name} of class {i}": float(value) for i, value in zip(labels, each)})
    return expected


def case(name, meaning, outputs, y, w, expected):
    row = {"name": name, "meaning": meaning, "outputs": numbers(np.round(outputs.astype(np.float64), 7)), "y": numbers(np.round(y, 7)), "expected": {k: v if np.isfinite(v) else str(v) for k, v in expected.items()}}
    if w is not None:
        row["weights"] = numbers(w)
    return row


def classes(name, p, y, w=None):
    k = p.shape[1]
    p = rounded(p)
    predicted = np.argmax(p, axis=1)
    expected = scores_of(y, predicted, w, list(range(k)))
    expected["accuracy"] = m.accuracy_score(y, predicted, sample_weight=w)
    expected["Matthews"] = m.matthews_corrcoef(y, predicted, sample_weight=w)
    expected["log loss"] = m.log_loss(y, p, labels=list(range(k)), sample_weight=w, eps=EPS)
    for top in range(1, k):
        if k > 2:
            expected[f"top-{top} accuracy"] = m.top_k_accuracy_score(k - 1 - y, p[:, ::-1], k=top, labels=list(range(k)), sample_weight=w)
    if k == 2:
        expected["ROC AUC"] = tried(m.roc_auc_score, y, p[:, 1], sample_weight=w)
        expected["average precision"] = tried(m.average_precision_score, y, p[:, 1], sample_weight=w)
    else:
        onehot = np.eye(k)[y]
        expected["ROC AUC"] = tried(m.roc_auc_score, onehot, p, sample_weight=w, average="macro")
        expected["average precision"] = float(np.mean([abs(m.average_precision_score(onehot[:, i], p[:, i], sample_weight=w)) for i in range(k)]))
        if np.allclose(p.sum(axis=1), 1) and len(set(y)) == k and w is None:
            assert abs(expected["ROC AUC"] - m.roc_auc_score(y, p, multi_class="ovr")) < 1e-12
    return case(name, "classes", p, y, w, expected)


def predicted(name, predicted, y, w=None):
    expected = scores_of(y, predicted, w, sorted(set(y) | set(predicted)))
    expected["accuracy"] = m.accuracy_score(y, predicted, sample_weight=w)
    expected["Matthews"] = m.matthews_corrcoef(y, predicted, sample_weight=w)
    return case(name, "predicted", predicted, y, w, expected)


def answer(name, p, y, w=None):
    p = rounded(p)
    yes = (p > 0.5).astype(int)
    expected = scores_of(y, yes, w, [0, 1], average="binary")
    expected["accuracy"] = m.accuracy_score(y, yes, sample_weight=w)
    expected["Matthews"] = m.matthews_corrcoef(y, yes, sample_weight=w)
    expected["log loss"] = m.log_loss(y, p, labels=[0, 1], sample_weight=w, eps=EPS)
    expected["ROC AUC"] = tried(m.roc_auc_score, y, p, sample_weight=w)
    expected["average precision"] = abs(tried(m.average_precision_score, y, p, sample_weight=w))
    return case(name, "answer", p, y, w, expected)


def answers(name, p, y, w=None):
    k = p.shape[1]
    p = rounded(p)
    yes = (p > 0.5).astype(int)
    expected = scores_of(y, yes, w, list(range(k)))
    expected["accuracy"] = m.accuracy_score(y, yes, sample_weight=w)
    expected["Matthews"] = np.mean([m.matthews_corrcoef(y[:, i], yes[:, i], sample_weight=w) for i in range(k)])
    expected["log loss"] = np.mean([m.log_loss(y[:, i], p[:, i], labels=[0, 1], sample_weight=w, eps=EPS) for i in range(k)])
    expected["ROC AUC"] = tried(m.roc_auc_score, y, p, sample_weight=w, average="macro")
    expected["average precision"] = np.mean([abs(tried(m.average_precision_score, y[:, i], p[:, i], sample_weight=w)) for i in range(k)])
    return case(name, "answers", p, y, w, expected)


def regression(name, p, y, w=None):
    p, y = rounded(p), rounded(y)
    return case(name, "numbers", p, y, w, {
        "mean squared error": m.mean_squared_error(y, p, sample_weight=w),
        "RMSE": m.mean_squared_error(y, p, sample_weight=w, squared=False),
        "MAE": m.mean_absolute_error(y, p, sample_weight=w),
        "R2": m.r2_score(y, p, sample_weight=w),
    })


def softmax(n, k, tied):
    z = rng.normal(size=(n, k)) * 1.5
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return np.round(p, 1) if tied else p


def weights(n):
    return np.round(rng.uniform(0.1, 3, size=n), 2)


cases = []
for tied in False, True:
    for weighted in False, True:
        tail = (", ties" if tied else "") + (", weights" if weighted else "")
        for k in 2, 3, 6:
            n = 40 if k < 6 else 90
            p = softmax(n, k, tied)
            if tied:  # no row of zeros, which has no class
                p[p.sum(axis=1) == 0] = 1 / k
            cases.append(classes(f"{k} classes{tail}", p, rng.integers(0, k, n), weights(n) if weighted else None))
        p = rng.uniform(size=50)
        cases.append(answer(f"yes or no{tail}", np.round(p, 1) if tied else p, rng.integers(0, 2, 50), weights(50) if weighted else None))
        p = rng.uniform(size=(40, 4))
        cases.append(answers(f"4 answers{tail}", np.round(p, 1) if tied else p, (rng.uniform(size=(40, 4)) < 0.3).astype(int), weights(40) if weighted else None))
        cases.append(predicted(f"predicted classes{tail}", rng.integers(0, 5, 60), rng.integers(0, 5, 60), weights(60) if weighted else None))
for seed in range(8):
    p = np.round(rng.uniform(size=14), 1)
    cases.append(answer(f"few, many ties {seed}", p, rng.integers(0, 2, 14), weights(14) if seed % 2 else None))

cases.append(classes("a class that does not occur", softmax(30, 4, False), rng.integers(0, 3, 30)))
cases.append(classes("a class that is never predicted", softmax(30, 3, False) * [1, 1, 0] + [0, 0, 1e-3], rng.integers(0, 3, 30)))
cases.append(classes("a class that neither occurs nor is predicted", softmax(30, 3, False) * [1, 1, 0], rng.integers(0, 2, 30)))
cases.append(classes("one class only", softmax(12, 3, False), np.ones(12, int)))
cases.append(classes("one class only, weights", softmax(12, 2, False), np.zeros(12, int), weights(12)))
cases.append(classes("all right", np.eye(3)[[0, 1, 2, 2, 1]], np.array([0, 1, 2, 2, 1])))
cases.append(classes("all wrong", np.eye(3)[[0, 1, 2, 2, 1]], np.array([1, 2, 0, 1, 0])))
cases.append(classes("always the same class", np.tile([0.2, 0.5, 0.3], (9, 1)), rng.integers(0, 3, 9)))
cases.append(classes("all outputs equal", np.full((9, 4), 0.25), rng.integers(0, 4, 9)))
cases.append(classes("rows that do not sum to 1", rng.uniform(size=(20, 3)), rng.integers(0, 3, 20)))
cases.append(predicted("one predicted class", np.zeros(5, int), np.zeros(5, int)))
cases.append(predicted("labels with gaps", np.array([0, 7, 7, 3]), np.array([7, 7, 0, 3])))
cases.append(answer("no yes", np.array([0.2, 0.7, 0.5]), np.zeros(3, int)))
cases.append(answer("only yes", np.array([0.2, 0.7, 0.5]), np.ones(3, int)))
cases.append(answer("yes is never said", np.array([0.2, 0.3, 0.5]), np.array([0, 1, 1])))
cases.append(answer("certain", np.array([0.0, 1.0, 1.0, 0.0, 1e-30]), np.array([0, 1, 0, 1, 1])))
y = (rng.uniform(size=(15, 3)) < 0.4).astype(int)
y[:, 1] = 0
cases.append(answers("an output without yes", np.round(rng.uniform(size=(15, 3)), 1), y))
for outputs in 1, 3:
    for w in None, weights(25):
        y = rng.normal(size=(25, outputs)) * 10 + 3
        cases.append(regression(f"{outputs} numbers{'' if w is None else ', weights'}", y + rng.normal(size=y.shape), y, w))

write("metrics", f"scikit-learn {sklearn.__version__}, /usr/bin/python3 tests/golden/metrics.py", cases)
