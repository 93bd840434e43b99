"""The networks that the benchmarks export and count: by name, with what goes into them.

Their weights are random: neither a count nor its time depends on the values.
"""

import os

import torch

from darknet import Darknet
from import_torchvision import import_torchvision

# Before the libraries that import it themselves and fail where its operators do not load.
TORCHVISION = import_torchvision()
IMAGE = (1, 3, 224, 224)
TOKENS = (1, 128)
YOLOV3 = os.path.join(os.path.dirname(__file__), "..", "..", "Examples", "yolov3.cfg")
# Those of torchvision, by the names of its functions.
PICTURE_NETWORKS = """
resnet18 resnet50 mobilenet_v2 mobilenet_v3_large efficientnet_b0 vgg16 squeezenet1_0 densenet121
googlenet convnext_tiny shufflenet_v2_x1_0 regnet_y_400mf vit_b_16 swin_t
""".split()


class TwoLayerLSTM(torch.nn.Module):
    """100 steps of 256 features through two layers of 512, and a classifier of the last step."""

    SEQUENCE = (100, 1, 256)

    def __init__(self):
        super().__init__()
        self.lstm = torch.nn.LSTM(256, 512, num_layers=2)
        self.head = torch.nn.Linear(512, 10)

    def forward(self, sequence):
        states, _ = self.lstm(sequence)
        return self.head(states[-1])


class FirstOutput(torch.nn.Module):
    """A language model of the library transformers, with its first output alone and no cache.

    All tokens are attended to: without a mask the library looks for packed sequences, by an operator
    that the exporter does not know.
    """

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, tokens):
        mask = torch.ones_like(tokens)
        return self.network(
            input_ids=tokens, attention_mask=mask, use_cache=False, return_dict=False)[0]


def build(name):
    """The network `name`, ready for inference, and its input."""
    torch.manual_seed(0)
    if name == "lstm":
        network, given = TwoLayerLSTM(), torch.zeros(TwoLayerLSTM.SEQUENCE)
    elif name == "yolov3":
        network, given = Darknet(YOLOV3), torch.zeros(1, 3, 416, 416)
    elif name in LANGUAGE_NETWORKS:
        network, given = LANGUAGE_NETWORKS[name](), torch.zeros(TOKENS, dtype=torch.long)
    else:
        make = getattr(TORCHVISION.models, name)
        extra = {"init_weights": False, "aux_logits": False} if name == "googlenet" else {}
        network, given = make(weights=None, **extra), torch.zeros(IMAGE)
    return network.eval(), given


def _bert(attention="sdpa"):
    from transformers import BertConfig, BertModel

    # Without the pooling layer, which makes the second output.
    config = BertConfig(attn_implementation=attention)
    return FirstOutput(BertModel(config, add_pooling_layer=False))


def _gpt2(attention="sdpa"):
    from transformers import GPT2Config, GPT2LMHeadModel

    return FirstOutput(GPT2LMHeadModel(GPT2Config(attn_implementation=attention)))


# Those that are called eager write attention out, which onnx-tool reads; the others call PyTorch's fused
# function, whose export holds an operator that it does not know.
LANGUAGE_NETWORKS = {
    "bert_base": _bert,
    "bert_base_eager": lambda: _bert("eager"),
    "gpt2": _gpt2,
    "gpt2_eager": lambda: _gpt2("eager"),
}
