"""Writes original.png, one PNG for each corruption without chance, and noise.csv beside this file.

Needs NumPy 2.4.6, SciPy 1.17.1, scikit-image 0.26.0, opencv-python-headless 5.0.0 and Pillow
13.0.0. The build does not run this. What is done follows the description of the corruptions in the
paper of Hendrycks and Dietterich (2019) by the libraries that its authors used.

Every PNG has a tile for each severity, from left to right, in a row for each scale: CIFAR-10-C,
Tiny ImageNet-C, ImageNet-C. noise.csv: mean, standard deviation and shares at both ends of a
million noisy pixels of one grey level.
"""

from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from scipy import ndimage
from skimage import color, filters, util

HERE = Path(__file__).parent
HEIGHT, WIDTH = 21, 34

CONSTANTS = {  # by scale, then severity
    "gaussian_blur": [[.4, .6, .7, .8, 1], [.5, .75, 1, 1.25, 1.5], [1, 2, 3, 4, 6]],
    "defocus_blur": [[(.3, .4), (.4, .5), (.5, .6), (1, .2), (1.5, .1)],
                     [(.5, .6), (1, .1), (1.5, .1), (2.5, .01), (3, .1)],
                     [(3, .1), (4, .5), (6, .5), (8, .5), (10, .5)]],
    "zoom_blur": [[(1.06, .01), (1.11, .01), (1.16, .01), (1.21, .01), (1.26, .01)]] * 2
                 + [[(1.11, .01), (1.16, .01), (1.21, .02), (1.26, .02), (1.31, .03)]],
    "contrast": [[.75, .5, .4, .3, .15], [.4, .3, .2, .1, .05], [.4, .3, .2, .1, .05]],
    "brightness": [[.05, .1, .15, .2, .3], [.1, .2, .3, .4, .5], [.1, .2, .3, .4, .5]],
    "jpeg_compression": [[80, 65, 58, 50, 40], [65, 58, 50, 40, 25], [25, 18, 15, 10, 7]],
    "gaussian_noise": [[.04, .06, .08, .09, .1], [.04, .08, .12, .15, .18],
                       [.08, .12, .18, .26, .38]],
    "shot_noise": [[500, 250, 100, 75, 50], [250, 100, 50, 30, 15], [60, 25, 12, 5, 3]],
    "impulse_noise": [[.01, .02, .03, .05, .07], [.01, .02, .05, .08, .14],
                      [.03, .06, .09, .17, .27]],
}
SCALES = ["CIFAR_10_C", "TINY_IMAGENET_C", "IMAGENET_C"]


def original():
    """Slopes, an edge, a disk, single bright pixels, black and white, and some texture."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    rng = np.random.default_rng(3)
    image = np.stack([7 * x, 255 - 5 * x - 3 * y, 60 + 9 * y], axis=2).astype(np.float64)
    image[(x - 9) ** 2 + (y - 8) ** 2 < 25] = (240, 40, 20)
    image[:, 22:26] = (10, 200, 90)
    image[14:18, 3:12] = 0
    image[14:18, 28:33] = 255
    image += rng.normal(0, 6, image.shape) * (x < 20)[..., None]
    image[3, 30] = image[19, 15] = 255
    return np.clip(image, 0, 255).astype(np.uint8)


def to_bytes(x):
    return np.uint8(np.clip(x, 0, 1) * 255)


def gaussian_blur(image, sigma):
    return to_bytes(filters.gaussian(image / 255., sigma=sigma, channel_axis=-1))


def defocus_blur(image, c):
    radius, smoothing = c
    reach = 8 if radius <= 8 else radius
    size = (3, 3) if radius <= 8 else (5, 5)
    line = np.arange(-reach, reach + 1)
    disk = (line[:, None] ** 2 + line[None, :] ** 2 <= radius ** 2).astype(np.float32)
    kernel = cv2.GaussianBlur(disk / disk.sum(), ksize=size, sigmaX=smoothing)
    x = image / 255.
    return to_bytes(np.stack([cv2.filter2D(x[..., i], -1, kernel) for i in range(3)], axis=2))


def zoom_blur(image, c):
    """As for square images, but each axis by its own length."""
    x = (image / 255.).astype(np.float32)
    factors = np.arange(1, *c)
    total = x.copy()
    for factor in factors:
        taken = [int(np.ceil(n / factor)) for n in x.shape[:2]]
        top, left = [(n - t) // 2 for n, t in zip(x.shape, taken)]
        zoomed = ndimage.zoom(x[top:top + taken[0], left:left + taken[1]], (factor, factor, 1),
                              order=1)
        top, left = [(z - n) // 2 for z, n in zip(zoomed.shape[:2], x.shape)]
        total += zoomed[top:top + HEIGHT, left:left + WIDTH]
    return to_bytes(total / (len(factors) + 1))


def contrast(image, kept):
    x = image / 255.
    mean = x.mean(axis=(0, 1), keepdims=True)
    return to_bytes((x - mean) * kept + mean)


def brightness(image, more):
    hsv = color.rgb2hsv(image / 255.)
    hsv[..., 2] = np.clip(hsv[..., 2] + more, 0, 1)
    return to_bytes(color.hsv2rgb(hsv))


def jpeg_compression(image, quality):
    out = BytesIO()
    Image.fromarray(image).save(out, "JPEG", quality=quality)
    return np.asarray(Image.open(out))


image = original()
Image.fromarray(image).save(HERE / "original.png")
for name in ("gaussian_blur", "defocus_blur", "zoom_blur", "contrast", "brightness",
             "jpeg_compression"):
    rows = [np.concatenate([globals()[name](image, c) for c in constants], axis=1)
            for constants in CONSTANTS[name]]
    Image.fromarray(np.concatenate(rows, axis=0)).save(HERE / f"{name}.png", optimize=True)

rng = np.random.default_rng(11)
noises = {
    "gaussian_noise": lambda x, c: x + rng.normal(0, c, x.shape),
    "shot_noise": lambda x, c: rng.poisson(x * c) / c,
    "impulse_noise": lambda x, c: util.random_noise(x, mode="s&p", amount=c, rng=rng),
}
with open(HERE / "noise.csv", "w", newline="\n") as out:
    out.write("corruption,scale,severity,level,mean,deviation,black,white\n")
    for name, noise in noises.items():
        for scale, constants in zip(SCALES, CONSTANTS[name]):
            for severity, c in enumerate(constants, 1):
                for level in (20, 131, 240):
                    noisy = to_bytes(noise(np.full((1000, 1000), level / 255.), c))
                    out.write(f"{name},{scale},{severity},{level},{noisy.mean():.4f},"
                              f"{noisy.std():.4f},{(noisy == 0).mean():.6f},"
                              f"{(noisy == 255).mean():.6f}\n")
