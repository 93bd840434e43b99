"""Networks with random weights: torchvision's, and small ones of transformers' architectures.

Each entry of ARCHITECTURES makes a module, its example inputs, and the names of the inputs' open sizes.
"""

import torch
import transformers

from import_torchvision import import_torchvision

torchvision = import_torchvision()

PICTURE = {0: "batch"}
TOKENS = {0: "batch", 1: "sequence"}
VOCABULARY = 512


class First(torch.nn.Module):
    """A module of which only the first result is kept, so that every exporter writes one output."""

    def __init__(self, module, names):
        super().__init__()
        self.module = module
        self.names = names

    def forward(self, *inputs):
        if not self.names:
            result = self.module(*inputs)
            return result["out"] if isinstance(result, dict) else result
        given = dict(zip(self.names, inputs))
        return self.module(**given, return_dict=False, **self.extras)[0]

    extras = {}


def picture(name, size=64, package=torchvision.models, **options):
    """A network of torchvision over pictures of `size` x `size`."""

    def make():
        module = getattr(package, name)(weights=None, **options).eval()
        return First(module, []), (torch.randn(2, 3, size, size),), {"x": PICTURE}

    return make


def text(model, config, names=("input_ids", "attention_mask"), extras=None, **options):
    """A network of transformers over tokens."""

    def make():
        settings = getattr(transformers, config)(vocab_size=VOCABULARY, **options)
        settings._attn_implementation = "eager"
        module = First(getattr(transformers, model)(settings).eval(), names)
        module.extras = extras or {}
        tokens = torch.randint(1, VOCABULARY, (2, 9))
        given = {"input_ids": tokens, "attention_mask": torch.ones_like(tokens)}
        return module, tuple(given[name] for name in names), {name: TOKENS for name in names}

    return make


def vision_transformer():
    settings = transformers.ViTConfig(
        hidden_size=64, num_hidden_layers=2, num_attention_heads=4, intermediate_size=128,
        image_size=64)
    settings._attn_implementation = "eager"
    module = First(transformers.ViTModel(settings).eval(), ["pixel_values"])
    return module, (torch.randn(2, 3, 64, 64),), {"pixel_values": PICTURE}


ENCODER = {
    "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 128,
}
DECODER = {**ENCODER, "num_key_value_heads": 2}
UNCACHED = {"use_cache": False}
SEGMENTATION = {"weights_backbone": None}

ARCHITECTURES = {
    "alexnet": picture("alexnet", size=224),
    "convnext_tiny": picture("convnext_tiny"),
    "deeplabv3_mobilenet_v3_large": picture(
        "deeplabv3_mobilenet_v3_large", package=torchvision.models.segmentation, **SEGMENTATION),
    "densenet121": picture("densenet121"),
    "efficientnet_b0": picture("efficientnet_b0"),
    "googlenet": picture("googlenet", init_weights=False, aux_logits=False),
    "inception_v3": picture("inception_v3", size=96, init_weights=False, aux_logits=False),
    "mnasnet0_5": picture("mnasnet0_5"),
    "mobilenet_v2": picture("mobilenet_v2"),
    "mobilenet_v3_small": picture("mobilenet_v3_small"),
    "regnet_y_400mf": picture("regnet_y_400mf"),
    "resnet18": picture("resnet18"),
    "shufflenet_v2_x0_5": picture("shufflenet_v2_x0_5"),
    "squeezenet1_1": picture("squeezenet1_1"),
    "swin_t": picture("swin_t"),
    "swin_v2_t": picture("swin_v2_t"),
    "albert": text("AlbertModel", "AlbertConfig", embedding_size=32, **ENCODER),
    "bert": text("BertModel", "BertConfig", **ENCODER),
    "distilbert": text(
        "DistilBertModel", "DistilBertConfig", dim=64, n_layers=2, n_heads=4, hidden_dim=128),
    "electra": text("ElectraModel", "ElectraConfig", embedding_size=32, **ENCODER),
    "gpt2": text(
        "GPT2Model", "GPT2Config", extras=UNCACHED, n_embd=64, n_layer=2, n_head=4),
    "llama": text("LlamaModel", "LlamaConfig", extras=UNCACHED, **DECODER),
    "mistral": text("MistralModel", "MistralConfig", extras=UNCACHED, **DECODER),
    "qwen2": text("Qwen2Model", "Qwen2Config", extras=UNCACHED, **DECODER),
    "roberta": text("RobertaModel", "RobertaConfig", **ENCODER),
    "t5_encoder": text(
        "T5EncoderModel", "T5Config", d_model=64, d_kv=16, d_ff=128, num_layers=2, num_heads=4),
    "vit": vision_transformer,
}
