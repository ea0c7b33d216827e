"""Writes scores.csv, measures.csv, bins.csv and intervals.csv beside this file.

Needs NumPy 2.4.6, SciPy 1.17.1, scikit-learn 1.9.1 and statsmodels 0.15.0. The build does not run
this.

scores.csv: label and the scores of two models, of 240 images of 5 classes. measures.csv: what
scikit-learn, SciPy and statsmodels say of them. bins.csv: scikit-learn's reliability diagram with
exact intervals of statsmodels. intervals.csv: Tango's interval by maximising the trinomial
likelihood numerically at each assumed difference.
"""

from pathlib import Path

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import log_softmax, softmax
from scipy.stats import binomtest, norm
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss, confusion_matrix, log_loss
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import proportion_confint

HERE = Path(__file__).parent
IMAGES, CLASSES, BINS, THRESHOLD = 240, 5, 15, 0.8


def tango(b, c, n, confidence=0.95):
    """All differences (c - b)/n that the score test does not reject."""

    def score(d):
        # Shares q of b and q + d of c; what is left over is the third cell.
        low, high = max(0.0, -d), (1 - d) / 2

        def minus_log(q):
            total = 0.0
            for count, share in ((b, q), (c, q + d), (n - b - c, 1 - 2 * q - d)):
                if count > 0:
                    total -= count * np.log(max(share, 1e-300))
            return total

        q = minimize_scalar(minus_log, bounds=(low, high), method="bounded",
                            options={"xatol": 1e-13}).x
        return (c - b - n * d) / np.sqrt(n * (2 * q + d - d * d))

    z = norm.ppf((1 + confidence) / 2)
    found = (c - b) / n
    tiny = 1e-9
    low = brentq(lambda d: score(d) - z, -1 + tiny, found - tiny) if found > -1 else -1.0
    high = brentq(lambda d: score(d) + z, found + tiny, 1 - tiny) if found < 1 else 1.0
    return low, high


rng = np.random.default_rng(7)
labels = rng.integers(0, CLASSES, IMAGES)
scores = []
for gain in (1.2, 2.0):
    logits = rng.normal(0, 2.5, (IMAGES, CLASSES))
    logits[np.arange(IMAGES), labels] += gain * 2
    scores.append(logits.astype(np.float32).round(3).astype(np.float32))

with open(HERE / "scores.csv", "w", newline="\n") as out:
    columns = [f"{model}{c}" for model in "ab" for c in range(CLASSES)]
    out.write("label," + ",".join(columns) + "\n")
    for i in range(IMAGES):
        row = [str(v) for model in scores for v in model[i]]
        out.write(f"{labels[i]}," + ",".join(row) + "\n")

measures, mistakes, right = [], [], []
with open(HERE / "bins.csv", "w", newline="\n") as bins:
    bins.write("model,images,right,confidence,low,high\n")
    for name, model in zip("ab", scores):
        p = softmax(model.astype(np.float64), axis=1)
        predicted, confidence = p.argmax(axis=1), p.max(axis=1)
        hit = predicted == labels
        right.append(hit)
        mistakes.append(~hit & (confidence > THRESHOLD))
        true, said = calibration_curve(hit, confidence, n_bins=BINS, strategy="uniform")
        counts = np.histogram(confidence, np.linspace(0, 1, BINS + 1))[0]
        counts = counts[counts > 0]
        measures += [
            (f"{name}.right", int(hit.sum())),
            (f"{name}.mistakes", int(mistakes[-1].sum())),
            (f"{name}.loss", log_loss(labels, p)),
            (f"{name}.brier", brier_score_loss(labels, p, scale_by_half=False,
                                               labels=range(CLASSES))),
            (f"{name}.ece", float(np.sum(counts * np.abs(true - said)) / IMAGES)),
            (f"{name}.mce", float(np.max(np.abs(true - said)))),
        ]
        matrix = confusion_matrix(labels, predicted)
        measures.append((f"{name}.confusion", " ".join(map(str, matrix.ravel()))))
        order = [i for i in np.lexsort((np.arange(IMAGES), -confidence)) if not hit[i]]
        measures.append((f"{name}.worst", " ".join(map(str, order[:10]))))
        for n, share, mean in zip(counts, true, said):
            k = round(share * n)
            low, high = proportion_confint(k, n, method="beta")
            bins.write(f"{name},{n},{k},{mean:.17g},{max(0, low):.17g},{min(1, high):.17g}\n")

for name, (first, second) in (("right", right), ("mistakes", mistakes)):
    both, b = int((first & second).sum()), int((first & ~second).sum())
    c, neither = int((~first & second).sum()), int((~first & ~second).sum())
    p = mcnemar([[both, b], [c, neither]], exact=True).pvalue
    assert np.isclose(p, binomtest(b, b + c).pvalue)
    measures.append((f"{name}.counts", f"{both} {b} {c} {neither}"))
    measures.append((f"{name}.p", p))

with open(HERE / "measures.csv", "w", newline="\n") as out:
    out.write("measure,value\n")
    for key, value in measures:
        out.write(f"{key},{value:.17g}\n" if isinstance(value, float) else f"{key},{value}\n")

with open(HERE / "intervals.csv", "w", newline="\n") as out:
    out.write("first_only,second_only,images,low,high,p\n")
    for b, c, n in [(1, 0, 44), (0, 0, 50), (0, 0, 10000), (5, 5, 100), (12, 2, 50), (0, 7, 30),
                    (7, 0, 30), (30, 0, 30), (0, 30, 30), (20, 10, 30), (3, 4, 10000),
                    (310, 900, 10000), (891, 404, 10000)]:
        low, high = tango(b, c, n)
        p = binomtest(b, b + c).pvalue if b + c else 1.0
        out.write(f"{b},{c},{n},{low:.12g},{high:.12g},{p:.17g}\n")
