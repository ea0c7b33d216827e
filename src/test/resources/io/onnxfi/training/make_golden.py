"""Writes the golden files of this folder with PyTorch 2.15.0 and torchvision 0.29.2.

golden-optimizers.csv: rule, then the bits of 19 weights after six steps, in hexadecimal.
golden-schedules.csv: schedule, then the learning rate of each of 4 epochs of 5 steps.
golden-loss.csv: label smoothing, loss, then its gradient by a weight [3, 4].
golden-penalty.csv: penalty, label smoothing, loss, then its gradient by a weight [3, 4].
golden-clip.csv: largest norm, then the clipped gradients of both tensors.
golden-resized-crops.csv: row and column where a window begins, then its pixels [3, 5, 6], 0 to 255, of the
    picture resized by Pillow to a shorter side of 8 with a black border of 4.
golden-images.csv: change, parameter, then the pixels [3, 5, 6] after it, 0 to 255.
"""

import csv
import warnings

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.optim.lr_scheduler import (
    ChainedScheduler,
    CosineAnnealingLR,
    CosineAnnealingWarmRestarts,
    LinearLR,
    MultiStepLR,
    OneCycleLR,
    SequentialLR,
)
from torchvision.transforms import InterpolationMode
from torchvision.transforms import functional as images

warnings.simplefilter("ignore")
RATES = [0.1, 0.05, 0.2, 0.01, 0.1, 0.003]
SIZE = 19


def weights():
    return torch.tensor([((i * 5) % 11 - 5) / 16 for i in range(SIZE)])


def gradient(step):
    return torch.tensor([((i * 7 + step * 5) % 13 - 6) / 7 for i in range(SIZE)])


def write(name, rows):
    with open(name, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def optimized(make):
    parameter = nn.Parameter(weights())
    optimizer = make([parameter])
    for step, rate in enumerate(RATES):
        optimizer.param_groups[0]["lr"] = rate
        parameter.grad = gradient(step)
        optimizer.step()
    return ["%08x" % bits for bits in parameter.detach().numpy().view(np.uint32)]


OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=1),
    "momentum": lambda p: torch.optim.SGD(p, lr=1, momentum=0.9),
    "decay": lambda p: torch.optim.SGD(p, lr=1, momentum=0.9, weight_decay=5e-4),
    "nesterov": lambda p: torch.optim.SGD(
        p, lr=1, momentum=0.9, weight_decay=5e-4, nesterov=True
    ),
    "adam": lambda p: torch.optim.Adam(p, lr=1),
    "adam_decay": lambda p: torch.optim.Adam(p, lr=1, weight_decay=0.01),
    "adamw": lambda p: torch.optim.AdamW(p, lr=1, weight_decay=0.01),
}
write("golden-optimizers.csv", [[name, *optimized(make)] for name, make in OPTIMIZERS.items()])


def rates(peak, make):
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=peak)
    schedule = make(optimizer)
    found = [repr(optimizer.param_groups[0]["lr"])]
    for _ in range(19):
        optimizer.step()
        schedule.step()
        found.append(repr(optimizer.param_groups[0]["lr"]))
    return found


def warm_up(optimizer, steps):
    return LinearLR(optimizer, start_factor=0.01, total_iters=steps)


SCHEDULES = {
    "one_cycle": lambda o: OneCycleLR(o, 0.1, total_steps=20, cycle_momentum=False),
    "cosine": lambda o: CosineAnnealingLR(o, 20),
    "cosine_warm": lambda o: SequentialLR(
        o, [warm_up(o, 5), CosineAnnealingLR(o, 15)], milestones=[5]
    ),
    "cosine_restarts": lambda o: CosineAnnealingWarmRestarts(o, T_0=5, T_mult=2),
    "cosine_restarts_warm": lambda o: SequentialLR(
        o, [warm_up(o, 5), CosineAnnealingWarmRestarts(o, T_0=5)], milestones=[5]
    ),
    "multi_step_warm": lambda o: ChainedScheduler(
        [warm_up(o, 5), MultiStepLR(o, [10, 15], gamma=0.1)]
    ),
    "constant_warm": lambda o: warm_up(o, 5),
}


write("golden-schedules.csv", [[name, *rates(0.1, make)] for name, make in SCHEDULES.items()])


def loss(smoothing):
    x = torch.tensor([[((i * 4 + j) * 5 % 7 - 3) / 4 for j in range(4)] for i in range(5)])
    weight = nn.Parameter(
        torch.tensor([[((i * 4 + j) * 3 % 11 - 5) / 4 for j in range(4)] for i in range(3)])
    )
    labels = torch.tensor([0, 2, 1, 1, 0])
    value = nn.CrossEntropyLoss(label_smoothing=smoothing)(x @ weight.T, labels)
    value.backward()
    return [repr(value.item())] + [repr(g) for g in weight.grad.flatten().tolist()]


write("golden-loss.csv", [[smoothing, *loss(smoothing)] for smoothing in (0, 0.1)])


def penalised(kind, smoothing, factor=0.3):
    """Of the scores above, and the same with fixed errors added."""
    x = torch.tensor([[((i * 4 + j) * 5 % 7 - 3) / 4 for j in range(4)] for i in range(5)])
    weight = nn.Parameter(
        torch.tensor([[((i * 4 + j) * 3 % 11 - 5) / 4 for j in range(4)] for i in range(3)])
    )
    errors = torch.tensor([[((i * 3 + j) * 7 % 5 - 2) / 2 for j in range(3)] for i in range(5)])
    labels = torch.tensor([0, 2, 1, 1, 0])
    entropy = nn.CrossEntropyLoss(label_smoothing=smoothing)
    scores = x @ weight.T
    value = entropy(scores, labels)
    if kind == "original":
        with torch.no_grad():
            term = entropy(scores + errors, labels) - entropy(scores, labels)
    else:
        term = nn.functional.kl_div(
            (scores + errors).log_softmax(1),
            scores.log_softmax(1),
            log_target=True,
            reduction="batchmean",
        )
    value = value + factor * term
    value.backward()
    return [repr(value.item())] + [repr(g) for g in weight.grad.flatten().tolist()]


write(
    "golden-penalty.csv",
    [
        [kind, smoothing, *penalised(kind, smoothing)]
        for kind in ("original", "divergence")
        for smoothing in (0, 0.1)
    ],
)


def clipped(norm):
    parameters = [nn.Parameter(torch.zeros(SIZE)), nn.Parameter(torch.zeros(SIZE))]
    for step, parameter in enumerate(parameters):
        parameter.grad = gradient(step)
    nn.utils.clip_grad_norm_(parameters, norm)
    return [repr(g) for parameter in parameters for g in parameter.grad.tolist()]


write("golden-clip.csv", [[norm, *clipped(norm)] for norm in (0.5, 100.0)])

PICTURE = (torch.arange(90) * 37 % 256).reshape(3, 5, 6).float() / 255
RESIZED = images.pad(
    images.resize(Image.fromarray((PICTURE * 255).round().byte().permute(1, 2, 0).numpy()), 8), 4
)
write(
    "golden-resized-crops.csv",
    [
        [top - 4, left - 4, *np.asarray(images.crop(RESIZED, top, left, 5, 6)).transpose(2, 0, 1).flatten()]
        for top, left in [(0, 0), (4, 4), (6, 5), (11, 11), (3, 9)]
    ],
)
CHANGES = {
    "rotate": lambda x, p: images.rotate(x, p, InterpolationMode.BILINEAR),
    "brightness": images.adjust_brightness,
    "contrast": images.adjust_contrast,
    "saturation": images.adjust_saturation,
    "hue": images.adjust_hue,
}
PARAMETERS = {
    "rotate": [10.0, -37.5],
    "brightness": [0.6, 1.7],
    "contrast": [0.6, 1.7],
    "saturation": [0.0, 1.7],
    "hue": [-0.3, 0.1],
}
write(
    "golden-images.csv",
    [
        [name, parameter, *[repr(v) for v in (255 * change(PICTURE, parameter)).flatten().tolist()]]
        for name, change in CHANGES.items()
        for parameter in PARAMETERS[name]
    ],
)
