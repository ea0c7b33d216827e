"""Writes golden-resize.csv and the golden images beside this file; needs Pillow 12.3.0 and NumPy.

golden-resize.csv: the SHA-256 of the planes [3, h, w] that Pillow's bilinear resize makes of an
image given by a formula. golden-images.csv: the SHA-256 of the planes that Pillow decodes from each
golden image. The build does not run this.
"""

import hashlib
import struct
import zlib
from pathlib import Path

import numpy as np
import PIL
from PIL import Image, ImageCms

assert PIL.__version__ == "12.3.0", "Pillow 13 resizes in another order"
HERE = Path(__file__).parent


def digest(image):
    planes = np.asarray(image.convert("RGB")).transpose(2, 0, 1)
    return hashlib.sha256(np.ascontiguousarray(planes).tobytes()).hexdigest()


def formula(height, width):
    y, x, c = np.mgrid[:height, :width, :3]
    return ((7 * x * x + 13 * y + 5 * x * y + 101 * c) % 256).astype(np.uint8)


def resizes():
    sizes = [(50, 50), (50, 49), (51, 50), (15, 15), (250, 250), (1, 1), (1, 7), (7, 1), (100, 150)]
    for i in range(40):
        sizes.append((15 + 37 * i % 236, 15 + 101 * i % 236))
    rows = [(h, w, 50, 50) for h, w in sizes]
    rows += [(64, 64, 32, 48), (33, 47, 1, 1), (5, 3, 128, 127), (300, 200, 224, 224)]
    with open(HERE / "golden-resize.csv", "w", newline="\n") as out:
        out.write("height,width,to_height,to_width,sha256\n")
        for h, w, th, tw in rows:
            image = Image.fromarray(formula(h, w)).resize((tw, th), Image.Resampling.BILINEAR)
            out.write(f"{h},{w},{th},{tw},{digest(image)}\n")


def profile():
    """sRGB with red and blue exchanged: applying it would show."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", data[128:132])[0]
    at = {bytes(data[132 + 12 * i : 136 + 12 * i]): 136 + 12 * i for i in range(count)}
    red, blue = at[b"rXYZ"], at[b"bXYZ"]
    data[red : red + 8], data[blue : blue + 8] = data[blue : blue + 8], data[red : red + 8]
    return bytes(data)


def deep(samples):
    """A PNG of 16 bits per sample [h, w, channels], which Pillow writes of grey only."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    height, width, channels = samples.shape
    colour_type = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)
    head = struct.pack(">IIBBBBB", width, height, 16, colour_type, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def inks(image):
    """CMYK with all four inks used."""
    black = (np.asarray(image)[..., 0] // 2)[..., None]
    return Image.frombytes("CMYK", image.size, np.dstack([np.asarray(image), black]).tobytes())


def ycck(jpeg):
    """The same scan, said to be YCCK by its Adobe marker."""
    data = bytearray(jpeg)
    data[data.find(b"Adobe") + 11] = 2
    return bytes(data)


def images():
    y, x = np.mgrid[:21, :27]
    planes = [128 + 100 * np.sin(x / 4) + 20 * np.cos(y), 128 + 90 * np.cos((x + y) / 5), 9 * y]
    colour = Image.fromarray(np.stack(planes, -1).clip(0, 255).astype(np.uint8))
    grey = colour.convert("L")
    alpha = colour.copy()
    alpha.putalpha(grey)
    grey_alpha = grey.convert("LA")
    grey_alpha.putalpha(colour.getchannel(0))
    exif = Image.Exif()
    exif[274] = 6  # to be shown turned
    files = {
        "colour-420.jpg": (colour, dict(quality=75)),
        "colour-444.jpg": (colour, dict(quality=95, subsampling=0)),
        "colour-progressive.jpg": (colour, dict(quality=75, progressive=True)),
        "colour-profile.jpg": (colour, dict(quality=90, icc_profile=profile())),
        "colour-turned.jpg": (colour, dict(quality=75, exif=exif)),
        "grey.jpg": (grey, dict(quality=75)),
        "colour.png": (colour, {}),
        "colour-profile.png": (colour, dict(icc_profile=profile())),
        "alpha.png": (alpha, {}),
        "grey.png": (grey, {}),
        "grey-alpha.png": (grey_alpha, {}),
        "one-bit.png": (colour.convert("1"), {}),
        "palette.png": (colour.quantize(16), {}),
        "colour.ppm": (colour, {}),
        "grey.pgm": (grey, {}),
    }
    with open(HERE / "golden-images.csv", "w", newline="\n") as out:
        out.write("file,sha256\n")
        for name, (image, options) in files.items():
            image.save(HERE / name, **options)
            out.write(f"{name},{digest(Image.open(HERE / name))}\n")
        samples = np.dstack([np.asarray(alpha)] * 2)[..., :4].astype(np.uint16) * 251 + 77
        more = {
            "cmyk.jpg": None,
            "ycck.jpg": None,
            "deep-grey.png": deep(samples[..., :1] // 90),
            "deep-grey-alpha.png": deep(samples[..., :2]),
            "deep-colour.png": deep(samples[..., :3]),
            "deep-alpha.png": deep(samples),
        }
        inks(colour).save(HERE / "cmyk.jpg", quality=90)
        (HERE / "ycck.jpg").write_bytes(ycck((HERE / "cmyk.jpg").read_bytes()))
        for name, data in more.items():
            if data is not None:
                (HERE / name).write_bytes(data)
            out.write(f"{name},{digest(Image.open(HERE / name))}\n")
    colour.save(HERE / "unsupported.bmp")


resizes()
images()
