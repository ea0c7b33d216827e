"""Writes golden-transform.csv beside this file; needs torchvision 0.29.2, Pillow 12.3.0 and NumPy.

It holds the SHA-256 of the planes [3, *crop] that torchvision's Resize(resize) and
CenterCrop(crop) make of a PIL image given by a formula; none is no Resize. The build does not run
this.
"""

import hashlib
from pathlib import Path

import numpy as np
import PIL
from PIL import Image
from torchvision.transforms import CenterCrop, Compose, Resize

assert PIL.__version__ == "12.3.0", "Pillow 13 resizes in another order"

SIZES = [
    (500, 375), (375, 500), (200, 300), (256, 256), (1, 7), (7, 1), (1, 500), (500, 1), (1, 1),
    (224, 224), (255, 257), (257, 255), (256, 341), (333, 500), (500, 333), (480, 640), (103, 97),
    (64, 63), (1200, 1600), (256, 225), (256, 1000), (1000, 256), (23, 467),
]
CASES = [(h, w, 256, 224) for h, w in SIZES]
CASES += [(h, w, 232, 224) for h, w in SIZES[:6]]
CASES += [(h, w, r, c) for h, w in [(50, 70), (71, 50), (33, 33)] for r, c in
          [(24, 32), (24, 33), (25, 32), (32, 32), (31, 30), (20, 90), (5, 1), (1, 5)]]
CASES += [(h, w, r, c) for h, w in [(50, 70), (71, 50), (33, 33)] for r, c in
          [((40, 60), (32, 48)), ((40, 60), (33, 61)), ((25, 24), 24), ((24, 24), (24, 24)),
           (None, (32, 48)), (None, (33, 33)), (None, 60), (36, (20, 49)), (36, (49, 20))]]


def formula(height, width):
    y, x, c = np.mgrid[:height, :width, :3]
    return ((7 * x * x + 13 * y + 5 * x * y + 101 * c) % 256).astype(np.uint8)


def text(size):
    return "none" if size is None else str(size) if isinstance(size, int) else "%dx%d" % size


with open(Path(__file__).parent / "golden-transform.csv", "w", newline="\n") as out:
    out.write("height,width,resize,crop,sha256\n")
    for h, w, resize, crop in CASES:
        steps = [CenterCrop(crop)] if resize is None else [Resize(resize), CenterCrop(crop)]
        image = Compose(steps)(Image.fromarray(formula(h, w)))
        planes = np.ascontiguousarray(np.asarray(image).transpose(2, 0, 1))
        assert planes.shape == (3, crop, crop) if isinstance(crop, int) else (3, *crop)
        digest = hashlib.sha256(planes.tobytes()).hexdigest()
        out.write(f"{h},{w},{text(resize)},{text(crop)},{digest}\n")
