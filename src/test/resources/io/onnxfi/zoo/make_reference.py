"""Writes reference.csv: names, shapes and logits of every network of the zoo, as PyTorch has them.

Needs torch and torchvision; last run with 2.15.0 and 0.29.2. Networks that are torchvision's are built
from its classes, with the stem and head of the published ones; the others are written out here from the
tables of the published definitions (cad-polito-it/dnn-benchmarks). Parameters and images follow the formula of
io.onnxfi.testing.FormulaParameters. Logits are computed in binary64.

    python make_reference.py > reference.csv
"""

import hashlib
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torchvision.models import densenet, googlenet, resnet18, vgg, vit_b_16
from torchvision.models.googlenet import BasicConv2d, Inception

LOGITS = 10
IMAGES = 2
INPUT_STREAM = 1_000_003

NETWORKS = [
    *((f"resnet{depth}", "cifar10", 3, 32, 10) for depth in (20, 32, 44, 56, 110)),
    *((f"vgg{depth}_bn", "cifar10", 3, 32, 10) for depth in (11, 13, 16, 19)),
    ("mobilenetv2", "cifar10", 3, 32, 10),
    ("densenet121", "cifar10", 3, 32, 10),
    ("densenet161", "cifar10", 3, 32, 10),
    ("googlenet", "cifar10", 3, 32, 10),
    ("resnet18", "cifar100", 3, 32, 100),
    ("densenet121", "cifar100", 3, 32, 100),
    ("googlenet", "cifar100", 3, 32, 100),
    ("resnet20", "gtsrb", 3, 50, 43),
    ("vgg11_bn", "gtsrb", 3, 50, 43),
    ("densenet121", "gtsrb", 3, 50, 43),
    ("mlp_small", "mnist", 1, 28, 10),
    ("mlp_medium", "mnist", 1, 28, 10),
    ("mlp_large", "mnist", 1, 28, 10),
    ("cnn", "mnist", 1, 28, 10),
    ("resnet18", "mnist", 1, 28, 10),
    ("mlp_small", "rgb", 3, 28, 10),
    ("cnn", "rgb", 3, 28, 10),
    ("vit_b_16", "imagenet", 3, 224, 1000),
    ("googlenet", "imagenet", 3, 224, 1000),
    ("resnet18_imagenet", "tiny-imagenet", 3, 64, 200),
    ("tiny_cnn", "synthetic", 3, 16, 10),
]


def conv(i, o, k, stride=1, bias=False, groups=1):
    return nn.Conv2d(i, o, k, stride, (k - 1) // 2, groups=groups, bias=bias)


def mean_over_map(x):
    return F.adaptive_avg_pool2d(x, 1).flatten(1)


class OptionA(nn.Module):
    def __init__(self, i, o, stride):
        super().__init__()
        self.conv1, self.bn1 = conv(i, o, 3, stride), nn.BatchNorm2d(o)
        self.conv2, self.bn2 = conv(o, o, 3), nn.BatchNorm2d(o)
        self.widens = i != o

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if self.widens:
            quarter = y.shape[1] // 4
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, quarter, quarter))
        return F.relu(y + x)


class CifarResNet(nn.Module):
    def __init__(self, depth, classes):
        super().__init__()
        self.conv1, self.bn1 = conv(3, 16, 3), nn.BatchNorm2d(16)
        blocks = (depth - 2) // 6
        self.layer1 = nn.Sequential(*(OptionA(16, 16, 1) for _ in range(blocks)))
        self.layer2 = nn.Sequential(OptionA(16, 32, 2), *(OptionA(32, 32, 1) for _ in range(blocks - 1)))
        self.layer3 = nn.Sequential(OptionA(32, 64, 2), *(OptionA(64, 64, 1) for _ in range(blocks - 1)))
        self.linear = nn.Linear(64, classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        return self.linear(mean_over_map(self.layer3(self.layer2(self.layer1(x)))))


class Projecting(nn.Module):
    def __init__(self, i, o, stride):
        super().__init__()
        self.residual_function = nn.Sequential(
            conv(i, o, 3, stride), nn.BatchNorm2d(o), nn.ReLU(), conv(o, o, 3), nn.BatchNorm2d(o)
        )
        self.shortcut = nn.Sequential()
        if i != o:
            self.shortcut = nn.Sequential(conv(i, o, 1, stride), nn.BatchNorm2d(o))

    def forward(self, x):
        return F.relu(self.residual_function(x) + self.shortcut(x))


class ResNet18(nn.Module):
    def __init__(self, channels, classes):
        super().__init__()
        self.conv1 = nn.Sequential(conv(channels, 64, 3), nn.BatchNorm2d(64), nn.ReLU())
        self.conv2_x = nn.Sequential(Projecting(64, 64, 1), Projecting(64, 64, 1))
        self.conv3_x = nn.Sequential(Projecting(64, 128, 2), Projecting(128, 128, 1))
        self.conv4_x = nn.Sequential(Projecting(128, 256, 2), Projecting(256, 256, 1))
        self.conv5_x = nn.Sequential(Projecting(256, 512, 2), Projecting(512, 512, 1))
        self.fc = nn.Linear(512, classes)

    def forward(self, x):
        x = self.conv5_x(self.conv4_x(self.conv3_x(self.conv2_x(self.conv1(x)))))
        return self.fc(mean_over_map(x))


def vgg_bn(depth, classes):
    network = getattr(vgg, f"vgg{depth}_bn")(num_classes=classes)
    network.avgpool = nn.AdaptiveAvgPool2d(1)
    network.classifier[0] = nn.Linear(512, 4096)
    return network


class InvertedResidual(nn.Module):
    def __init__(self, i, hidden, o, stride):
        super().__init__()
        self.conv1, self.bn1 = conv(i, hidden, 1), nn.BatchNorm2d(hidden)
        self.conv2, self.bn2 = conv(hidden, hidden, 3, stride, groups=hidden), nn.BatchNorm2d(hidden)
        self.conv3, self.bn3 = conv(hidden, o, 1), nn.BatchNorm2d(o)
        self.adds = stride == 1
        self.shortcut = nn.Sequential()
        if self.adds and i != o:
            self.shortcut = nn.Sequential(conv(i, o, 1), nn.BatchNorm2d(o))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = F.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        return y + self.shortcut(x) if self.adds else y


class MobileNetV2(nn.Module):
    # In, hidden, out, stride of every block.
    BLOCKS = [
        (32, 32, 16, 1), (16, 96, 24, 1), (24, 144, 24, 1), (24, 144, 32, 2), (32, 192, 32, 1),
        (32, 192, 32, 1), (32, 192, 64, 2), (64, 384, 64, 1), (64, 384, 64, 1), (64, 384, 64, 1),
        (64, 384, 96, 1), (96, 576, 96, 1), (96, 576, 96, 1), (96, 576, 160, 2), (160, 960, 160, 1),
        (160, 960, 160, 1), (160, 960, 320, 1),
    ]  # fmt: skip

    def __init__(self, classes):
        super().__init__()
        self.conv1, self.bn1 = conv(3, 32, 3), nn.BatchNorm2d(32)
        self.layers = nn.Sequential(*(InvertedResidual(*block) for block in self.BLOCKS))
        self.conv2, self.bn2 = conv(320, 1280, 1), nn.BatchNorm2d(1280)
        self.linear = nn.Linear(1280, classes)

    def forward(self, x):
        x = self.layers(F.relu(self.bn1(self.conv1(x))))
        x = F.relu(self.bn2(self.conv2(x)))
        return self.linear(F.avg_pool2d(x, 4).flatten(1))


def cifar_densenet(growth, first, blocks, classes):
    network = densenet.DenseNet(growth, blocks, first, num_classes=classes)
    network.features.conv0 = conv(3, first, 3)
    return network


class BottleneckLayer(nn.Module):
    def __init__(self, i):
        super().__init__()
        self.bottle_neck = nn.Sequential(
            nn.BatchNorm2d(i), nn.ReLU(), conv(i, 128, 1), nn.BatchNorm2d(128), nn.ReLU(), conv(128, 32, 3)
        )

    def forward(self, x):
        return torch.cat([x, self.bottle_neck(x)], 1)


class Transition(nn.Module):
    def __init__(self, i):
        super().__init__()
        self.down_sample = nn.Sequential(nn.BatchNorm2d(i), conv(i, i // 2, 1), nn.AvgPool2d(2, 2))

    def forward(self, x):
        return self.down_sample(x)


class BottleneckDenseNet(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.conv1 = conv(3, 64, 3)
        self.features = nn.Sequential()
        channels = 64
        for block, layers in enumerate((6, 12, 24, 16)):
            members = nn.Sequential()
            for layer in range(layers):
                members.add_module(f"bottle_neck_layer_{layer}", BottleneckLayer(channels))
                channels += 32
            if block == 3:
                self.features.add_module("dense_block3", members)
            else:
                self.features.add_module(f"dense_block_layer_{block}", members)
                self.features.add_module(f"transition_layer_{block}", Transition(channels))
                channels //= 2
        self.features.add_module("bn", nn.BatchNorm2d(channels))
        self.features.add_module("relu", nn.ReLU())
        self.linear = nn.Linear(channels, classes)

    def forward(self, x):
        return self.linear(mean_over_map(self.features(self.conv1(x))))


# Name; in; 1×1; before 3×3, 3×3; before "5×5", "5×5"; behind the pooling.
INCEPTIONS = {
    "3a": (192, 64, 96, 128, 16, 32, 32),
    "3b": (256, 128, 128, 192, 32, 96, 64),
    "4a": (480, 192, 96, 208, 16, 48, 64),
    "4b": (512, 160, 112, 224, 24, 64, 64),
    "4c": (512, 128, 128, 256, 24, 64, 64),
    "4d": (512, 112, 144, 288, 32, 64, 64),
    "4e": (528, 256, 160, 320, 32, 128, 128),
    "5a": (832, 256, 160, 320, 32, 128, 128),
    "5b": (832, 384, 192, 384, 48, 128, 128),
}


class GoogLeNet(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.conv1 = BasicConv2d(3, 192, kernel_size=3, padding=1)
        for name, channels in INCEPTIONS.items():
            self.add_module("inception" + name, Inception(*channels))
        self.fc = nn.Linear(1024, classes)

    def forward(self, x):
        x = self.conv1(x)
        for name in INCEPTIONS:
            if name in ("4a", "5a"):
                x = F.max_pool2d(x, 3, 2, 1)
            x = self.get_submodule("inception" + name)(x)
        return self.fc(mean_over_map(x))


def biased(i, o, k, eps=1e-5):
    return conv(i, o, k, bias=True), nn.BatchNorm2d(o, eps=eps), nn.ReLU()


class DeepInception(nn.Module):
    def __init__(self, i, ones, reduced, threes, deep_reduced, deep, pooled):
        super().__init__()
        self.b1 = nn.Sequential(*biased(i, ones, 1))
        self.b2 = nn.Sequential(*biased(i, reduced, 1), *biased(reduced, threes, 3))
        self.b3 = nn.Sequential(
            *biased(i, deep_reduced, 1), *biased(deep_reduced, deep, 3, eps=deep), *biased(deep, deep, 3)
        )
        self.b4 = nn.Sequential(nn.MaxPool2d(3, 1, 1), *biased(i, pooled, 1))

    def forward(self, x):
        return torch.cat([self.b1(x), self.b2(x), self.b3(x), self.b4(x)], 1)


class DeepGoogLeNet(nn.Module):
    def __init__(self, classes):
        super().__init__()
        stem = []
        for i, o in ((3, 64), (64, 64), (64, 192)):
            stem += [conv(i, o, 3), nn.BatchNorm2d(o), nn.ReLU()]
        self.prelayer = nn.Sequential(*stem)
        for name, channels in INCEPTIONS.items():
            self.add_module(name[1] + name[0], DeepInception(*channels))
        self.linear = nn.Linear(1024, classes)

    def forward(self, x):
        x = self.prelayer(x)
        for name in INCEPTIONS:
            if name[1] == "a":
                x = F.max_pool2d(x, 3, 2, 1)
            x = self.get_submodule(name[1] + name[0])(x)
        return self.linear(mean_over_map(x))


class Mlp(nn.Module):
    def __init__(self, *widths):
        super().__init__()
        self.depth = len(widths) - 1
        for layer in range(self.depth):
            self.add_module(f"fc{layer + 1}", nn.Linear(widths[layer], widths[layer + 1]))

    def forward(self, x):
        x = self.fc1(x.flatten(1))
        for layer in range(1, self.depth):
            x = self.get_submodule(f"fc{layer + 1}")(F.relu(x))
        return x


class SimpleCnn(nn.Module):
    def __init__(self, channels, side, classes):
        super().__init__()
        self.conv1, self.conv2 = conv(channels, 32, 3, bias=True), conv(32, 64, 3, bias=True)
        self.conv3 = conv(64, 64, 3, bias=True)
        self.fc = nn.Linear(64 * (side // 8) ** 2, classes)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = F.max_pool2d(F.relu(self.conv3(x)), 2)
        return self.fc(x.flatten(1))


class TinyCnn(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.conv1, self.bn1 = conv(3, 16, 3), nn.BatchNorm2d(16)
        self.conv2, self.bn2 = conv(16, 32, 3), nn.BatchNorm2d(32)
        self.conv3, self.bn3 = conv(32, 32, 3), nn.BatchNorm2d(32)
        self.linear = nn.Linear(32, classes)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 2)
        x = F.max_pool2d(F.relu(self.bn2(self.conv2(x))), 2)
        return self.linear(mean_over_map(F.relu(self.bn3(self.conv3(x)))))


def build(name, dataset, channels, side, classes):
    pixels = channels * side * side
    redefined = dataset in ("cifar100", "gtsrb")
    match name:
        case "resnet18":
            return ResNet18(channels, classes)
        case "resnet18_imagenet":
            return resnet18(num_classes=classes)
        case _ if name.startswith("resnet"):
            return CifarResNet(int(name.removeprefix("resnet")), classes)
        case _ if name.startswith("vgg"):
            return vgg_bn(int(name[3:5]), classes)
        case "mobilenetv2":
            return MobileNetV2(classes)
        case "densenet121" if redefined:
            return BottleneckDenseNet(classes)
        case "densenet121":
            return cifar_densenet(32, 64, (6, 12, 24, 16), classes)
        case "densenet161":
            return cifar_densenet(48, 96, (6, 12, 36, 24), classes)
        case "googlenet" if dataset == "imagenet":
            return googlenet(num_classes=classes, aux_logits=False, init_weights=False)
        case "googlenet":
            return DeepGoogLeNet(classes) if redefined else GoogLeNet(classes)
        case "vit_b_16":
            return vit_b_16(num_classes=classes)
        case "mlp_small":
            return Mlp(pixels, 256, 128, classes)
        case "mlp_medium":
            return Mlp(pixels, 512, 256, classes)
        case "mlp_large":
            return Mlp(pixels, 1024, 512, 256, classes)
        case "cnn":
            return SimpleCnn(channels, side, classes)
        case "tiny_cnn":
            return TinyCnn(classes)


def unit(stream, count):
    """Numbers in [-1, 1) of 24 bits, all arithmetic modulo 2^32."""
    mask = np.uint64(0xFFFFFFFF)
    offset = np.uint64((2246822519 * stream + 374761393) & 0xFFFFFFFF)
    h = (np.arange(count, dtype=np.uint64) * np.uint64(2654435761) + offset) & mask
    h ^= h >> np.uint64(16)
    h = (h * np.uint64(2246822507)) & mask
    h ^= h >> np.uint64(13)
    return (h >> np.uint64(8)).astype(np.float64) / 2.0**23 - 1


def parameter(stream, name, shape):
    u = unit(stream, math.prod(shape))
    if len(shape) in (2, 4):
        values = math.sqrt(6.0 / math.prod(shape[1:])) * u
    elif len(shape) == 1 and name.endswith((".weight", "running_var")):
        values = 1 + 0.25 * u
    else:
        values = 0 + 0.1 * u
    return torch.from_numpy(values.astype(np.float32).reshape(shape))


def main():
    torch.set_num_threads(1)
    print("arch,dataset,channels,side,classes,entries,digest,logits")
    for name, dataset, channels, side, classes in NETWORKS:
        network = build(name, dataset, channels, side, classes).eval()
        entries = [(n, tuple(t.shape)) for n, t in network.state_dict().items() if "num_batches" not in n]
        listing = "".join(f"{n} {list(shape)}\n" for n, shape in entries)
        values = {n: parameter(k, n, shape) for k, (n, shape) in enumerate(entries)}
        network.load_state_dict(values, strict=False)
        pixels = unit(INPUT_STREAM, IMAGES * channels * side * side).astype(np.float32)
        images = torch.from_numpy(pixels.reshape(IMAGES, channels, side, side))
        with torch.no_grad():
            logits = network.double()(images.double())[:, :LOGITS].flatten().tolist()
        digest = hashlib.sha256(listing.encode()).hexdigest()[:16]
        row = [name, dataset, channels, side, classes, len(entries), digest]
        print(*row, " ".join(f"{logit:.9g}" for logit in logits), sep=",", flush=True)


if __name__ == "__main__":
    main()
