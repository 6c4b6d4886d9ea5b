"""Writes scikit_learn_metrics.json: random predictions, and what scikit-learn (1.9.1) measures of them.

In most cases some classes have no photo, no prediction, or neither. Probabilities are multiples of 1/1024, so
that they are exact as float32 and sum to 1; no row has two equal ones, and none lies on a bin's boundary.

    pip install scikit-learn==1.9.1
    python scikit_learn_metrics.py > scikit_learn_metrics.json
"""

import json
import warnings

import numpy as np
from sklearn.calibration import calibration_curve
from sklearn.metrics import (
    accuracy_score,
    log_loss,
    precision_recall_fscore_support,
    top_k_accuracy_score,
)

UNIT = 1024


def probabilities(random, classes, favourite):
    """A row that favours a class, with distinct numbers above 0."""
    while True:
        weights = random.dirichlet(np.ones(classes))
        weights[favourite] += random.uniform(0, 1)
        row = 1 + random.multinomial(UNIT - classes, weights / weights.sum())
        if len(set(row)) == classes and row.max() != UNIT // 2:
            return row


def case(random, classes, photos, tested):
    """Photos of the classes in `tested` alone; the predictions may be of others."""
    labels = random.choice(tested, photos)
    rows = np.array([probabilities(random, classes, label) for label in labels])
    scores = rows / UNIT
    predicted = scores.argmax(axis=1)
    present = np.union1d(labels, predicted)
    precision, recall, f1, support = precision_recall_fscore_support(
        labels, predicted, labels=present, zero_division=0
    )
    macro = precision_recall_fscore_support(labels, predicted, average="macro", zero_division=0)
    share, confidence = calibration_curve(
        labels == predicted, scores.max(axis=1), n_bins=10, strategy="uniform"
    )
    every = np.arange(classes)
    return {
        "classes": classes,
        "labels": labels.tolist(),
        "probabilities1024": rows.tolist(),
        "accuracy": accuracy_score(labels, predicted),
        "top2": top_k_accuracy_score(labels, scores, k=2, labels=every),
        "loss": log_loss(labels, scores, labels=every),
        "present": present.tolist(),
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "f1": f1.tolist(),
        "support": support.tolist(),
        "macroPrecision": macro[0],
        "macroRecall": macro[1],
        "macroF1": macro[2],
        "binAccuracy": share.tolist(),
        "binConfidence": confidence.tolist(),
    }


def main():
    warnings.simplefilter("error")
    random = np.random.default_rng(16)
    cases = [
        case(random, 3, 30, [0, 1, 2]),
        case(random, 5, 12, [0, 3]),
        case(random, 7, 25, [1, 2, 6]),
        case(random, 6, 1, [4]),
        case(random, 12, 20, [0, 5, 7, 11]),
        case(random, 16, 24, list(range(12))),
    ]
    print("[\n" + ",\n".join(json.dumps(each) for each in cases) + "\n]")


main()
