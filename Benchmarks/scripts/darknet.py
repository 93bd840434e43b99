"""A network of a Darknet file, as far as YOLOv3 needs: convolutions, sums, joins, resizing."""

import torch
from torch import nn


def sections(path):
    """The sections of a Darknet file but for the first, which describes the whole network."""
    section = None
    with open(path) as file:
        for line in file:
            line = line.split("#")[0].strip()
            if line.startswith("["):
                if section and section["type"] != "net":
                    yield section
                section = {"type": line[1:-1]}
            elif line:
                key, value = line.split("=", 1)
                section[key.strip()] = value.strip()
    yield section


class Darknet(nn.Module):
    """The layers of a file, with random weights; the outputs are what its yolo layers get."""

    def __init__(self, path):
        super().__init__()
        self.sections = list(sections(path))
        self.layers = nn.ModuleList()
        channels = [3]
        for index, section in enumerate(self.sections):
            channels.append(self._add(section, channels, index))

    def _add(self, section, channels, index):
        """Adds a layer; how many channels it makes."""
        kind = section["type"]
        if kind != "convolutional":
            self.layers.append(nn.Identity())
            if kind == "route":
                return sum(channels[at + 1] for at in self._places(section["layers"], index))
            return channels[-1]
        size, filters = int(section["size"]), int(section["filters"])
        normalized = section.get("batch_normalize") == "1"
        parts = [
            nn.Conv2d(
                channels[-1], filters, size, int(section["stride"]), size // 2,
                bias=not normalized)
        ]
        if normalized:
            parts.append(nn.BatchNorm2d(filters))
        if section["activation"] == "leaky":
            parts.append(nn.LeakyReLU(0.1))
        self.layers.append(nn.Sequential(*parts))
        return filters

    @staticmethod
    def _places(text, index):
        numbers = [int(part) for part in text.split(",")]
        return [number if number >= 0 else index + number for number in numbers]

    def forward(self, picture):
        made, boxes = [], []
        for index, section in enumerate(self.sections):
            kind = section["type"]
            if kind == "shortcut":
                picture = picture + made[index + int(section["from"])]
            elif kind == "route":
                parts = [made[at] for at in self._places(section["layers"], index)]
                picture = torch.cat(parts, 1) if len(parts) > 1 else parts[0]
            elif kind == "upsample":
                picture = nn.functional.interpolate(picture, scale_factor=2.0, mode="nearest")
            elif kind == "yolo":
                boxes.append(picture)
            else:
                picture = self.layers[index](picture)
            made.append(picture)
        return tuple(boxes)
