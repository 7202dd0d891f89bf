"""Scores of scikit-learn's MLP, with its own pipeline, on real tables: 5 times stratified 5-fold. The folds go along, so that others are asked on the same. Run it with the folder of the tables as argument.

The pipeline: medians for gaps of numbers, the most frequent word for gaps of words, StandardScaler, OneHotEncoder; MLPClassifier and MLPRegressor with their defaults but max_iter=1000, targets standardised.
Identifiers and names are dropped by hand. Scores are accuracies, or R²; beside them those of logistic or ridge regression and of the best constant answer."""

import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import sklearn
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import StratifiedKFold
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from golden import write

warnings.simplefilter("ignore")
FOLDER = Path(sys.argv[1])
REPEATS, FOLDS = 5, 5

TABLES = [
    ("iris-header-string-labels.csv", {}, "species", []),
    ("penguins-NA.csv", {}, "species", []),
    ("titanic-names-replaced.csv", {}, "survived", ["name", "ticket", "cabin"]),
    ("breast-cancer-wisconsin.data", {"header": None, "na_values": "?"}, 10, [0]),
    ("winequality-red-semicolon-derived.csv", {"sep": ";"}, "quality", []),
    ("auto-mpg.data", {"header": None, "sep": r"\s+", "na_values": "?"}, 0, [8]),
]


def pipeline(x, model):
    words = [c for c in x.columns if x[c].dtype == object]
    numbers = [c for c in x.columns if c not in words]
    columns = ColumnTransformer([
        ("numbers", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
        ("words", make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")), words),
    ])
    return make_pipeline(columns, model)


cases = {}
for name, options, target, dropped in TABLES:
    table = pd.read_csv(FOLDER / name, **options)
    y = table[target]
    x = table.drop(columns=[target, *dropped])
    x.columns = [str(c) for c in x.columns]
    is_number = name.startswith(("wine", "auto"))
    strata = pd.qcut(y, 10, labels=False, duplicates="drop") if name.startswith("auto") else y
    folds, scores = [], {"MLP": [], "linear": [], "constant": []}
    for repeat in range(REPEATS):
        fold_of = np.zeros(len(y), int)
        for fold, (train, test) in enumerate(StratifiedKFold(FOLDS, shuffle=True, random_state=repeat).split(x, strata)):
            fold_of[test] = fold
            if is_number:
                models = {"MLP": MLPRegressor(max_iter=1000, random_state=repeat), "linear": Ridge(), "constant": DummyRegressor()}
            else:
                models = {"MLP": MLPClassifier(max_iter=1000, random_state=repeat), "linear": LogisticRegression(max_iter=5000), "constant": DummyClassifier()}
            for kind, model in models.items():
                whole = pipeline(x, TransformedTargetRegressor(model, transformer=StandardScaler()) if is_number else model)
                scores[kind].append(whole.fit(x.iloc[train], y.iloc[train]).score(x.iloc[test], y.iloc[test]))
        folds.append("".join(map(str, fold_of)))
    means = {kind: round(float(np.mean(values)), 5) for kind, values in scores.items()}
    print(name, means, flush=True)
    cases[name] = {"target": str(target if isinstance(target, str) else target + 1), "isNumber": is_number, **means, "folds": folds}

write("tables", f"scikit-learn {sklearn.__version__}", [{"name": name, **case} for name, case in cases.items()])
