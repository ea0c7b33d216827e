"""Trains the networks of the study of noise in weights with PyTorch, to compare with ours.

Its weights, shuffling and noise are PyTorch's own, so accuracies are alike, not equal. Needs torch and
numpy, and CIFAR-10 in its binary files; last run with 2.15.0.

    python check_with_torch.py FOLDER/cifar-10-batches-bin mlp_small EPOCHS 0,1
    onnxfi study weight-noise mlp_small --alpha-train 0.5 --epochs EPOCHS --seeds 0,1 --out OUT
"""

import sys

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

ALPHA_TRAIN, ALPHA_TEST, SAMPLES, BATCH = 0.5, 0.1, 5, 128
WIDTHS = {"mlp_small": (256, 128), "mlp_medium": (512, 256), "mlp_large": (1024, 512, 256)}


def load(folder, names):
    rows = np.concatenate([np.fromfile(f"{folder}/{name}.bin", np.uint8).reshape(-1, 3073) for name in names])
    return torch.from_numpy(rows[:, 1:].reshape(-1, 3, 32, 32)), torch.from_numpy(rows[:, 0].astype(np.int64))


def make(architecture):
    if architecture == "cnn":
        layers, channels = [], 3
        for out in (32, 64, 64):
            layers += [nn.Conv2d(channels, out, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
            channels = out
        return nn.Sequential(*layers, nn.Flatten(), nn.Linear(64 * 16, 10))
    layers, features = [nn.Flatten()], 3 * 32 * 32
    for out in WIDTHS[architecture]:
        layers += [nn.Linear(features, out), nn.ReLU()]
        features = out
    return nn.Sequential(*layers, nn.Linear(features, 10))


def weights(network):
    return [p for name, p in network.named_parameters() if name.endswith("weight")]


class Noise:
    """Noise in all weights for as long as it is entered; afterwards they are what they were."""

    def __init__(self, network, alpha):
        self.network, self.alpha = network, alpha

    def __enter__(self):
        self.kept = [p.data.clone() for p in weights(self.network)]
        for p in weights(self.network):
            p.data.add_(torch.randn_like(p) * (self.alpha * max(p.data.std().item(), 1e-8)))

    def __exit__(self, *_):
        for p, kept in zip(weights(self.network), self.kept):
            p.data.copy_(kept)


def accuracy(network, images, labels):
    with torch.no_grad():
        right = sum(
            (network(images[i : i + 500].float() / 255).argmax(1) == labels[i : i + 500]).sum().item()
            for i in range(0, len(labels), 500)
        )
    return 100 * right / len(labels)


def train(network, images, labels, alpha, epochs):
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
    for _ in range(epochs):
        whole = len(labels) // BATCH * BATCH
        for batch in torch.randperm(len(labels))[:whole].split(BATCH):
            optimizer.zero_grad()
            with Noise(network, alpha):
                F.cross_entropy(network(images[batch].float() / 255), labels[batch]).backward()
            optimizer.step()


def main():
    folder, architecture, epochs, seeds = sys.argv[1:]
    images, labels = load(folder, [f"data_batch_{i}" for i in range(1, 6)])
    test = load(folder, ["test_batch"])
    for regime, alpha in (("clean", 0), ("noisy", ALPHA_TRAIN)):
        for seed in seeds.split(","):
            torch.manual_seed(int(seed))
            network = make(architecture)
            train(network, images, labels, alpha, int(epochs))
            clean = accuracy(network, *test)
            noisy = []
            for _ in range(SAMPLES):
                with Noise(network, ALPHA_TEST):
                    noisy.append(accuracy(network, *test))
            drop = clean - sum(noisy) / SAMPLES
            print(architecture, regime, "seed", seed, "accuracy %.2f" % clean, "drop %.2f" % drop, flush=True)


if __name__ == "__main__":
    main()
