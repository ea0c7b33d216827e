"""Writes pretrained.pth with PyTorch 2.15.0: the state dict of the zoo's tiny_cnn for 7 classes.

Tensor k has the elements ((i + k) * 7 % 13 - 6) / 16, variances one more.
"""

import torch
from torch import nn


class TinyCnn(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 16, 3, bias=False), nn.BatchNorm2d(16)
        self.conv2, self.bn2 = nn.Conv2d(16, 32, 3, bias=False), nn.BatchNorm2d(32)
        self.conv3, self.bn3 = nn.Conv2d(32, 32, 3, bias=False), nn.BatchNorm2d(32)
        self.linear = nn.Linear(32, classes)


network = TinyCnn(7)
k = 0
for name, tensor in network.state_dict().items():
    if tensor.is_floating_point():
        places = torch.arange(tensor.numel())
        values = ((places + k) * 7 % 13 - 6) / 16 + (1 if "var" in name else 0)
        tensor.copy_(values.reshape(tensor.shape))
        k += 1
torch.save(network.state_dict(), "pretrained.pth")
