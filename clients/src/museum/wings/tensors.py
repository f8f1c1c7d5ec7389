"""PyTorch: state dicts and whole modules of every layer, optimizers, schedulers, every element type, every way it saves."""
import collections
import inspect
import io
import pickle

import numpy as np
import torch
from torch import nn

from hall import Hall

hall = Hall("tensors")
torch.manual_seed(0)


def show(name, thing, old=True):
    hall.put(name + ".pt", lambda path: torch.save(thing, path))
    if old:
        hall.put(name + ".legacy.pth", lambda path: torch.save(thing, path, _use_new_zipfile_serialization=False))


ARGUMENTS = {
    "Linear": (4, 2), "Bilinear": (2, 3, 4), "LazyLinear": (2,), "Embedding": (10, 4), "EmbeddingBag": (10, 4), "MultiheadAttention": (8, 2), "LSTM": (4, 3, 2), "GRU": (4, 3), "RNN": (4, 3), "LSTMCell": (4, 3),
    "GRUCell": (4, 3), "RNNCell": (4, 3), "Transformer": (8, 2, 1, 1, 16), "TransformerEncoderLayer": (8, 2, 16), "TransformerDecoderLayer": (8, 2, 16), "LayerNorm": (4,), "RMSNorm": (4,), "GroupNorm": (2, 4), "LocalResponseNorm": (2,),
    "CrossMapLRN2d": (2,), "Flatten": (), "Unflatten": (1, (2, 2)), "Fold": ((4, 4), 2), "Unfold": (2,), "PixelShuffle": (2,), "PixelUnshuffle": (2,), "ChannelShuffle": (2,), "Upsample": (None, 2), "UpsamplingNearest2d": (None, 2),
    "UpsamplingBilinear2d": (None, 2), "Threshold": (0.1, 20), "GLU": (), "Softmax": (1,), "AdaptiveLogSoftmaxWithLoss": (8, 20, [5, 10]), "Sequential": (nn.Linear(2, 2), nn.ReLU()), "ModuleList": ([nn.Linear(2, 2)],),
    "ModuleDict": ({"a": nn.Linear(2, 2)},), "ParameterList": ([nn.Parameter(torch.ones(2))],), "ParameterDict": ({"a": nn.Parameter(torch.ones(2))},), "PoissonNLLLoss": (), "FractionalMaxPool2d": (2, (2, 2)), "FractionalMaxPool3d": (2, (2, 2, 2)),
    "LPPool1d": (2, 2), "LPPool2d": (2, 2), "LPPool3d": (2, 2), "RNNBase": ("LSTM", 4, 3), "TransformerEncoder": (nn.TransformerEncoderLayer(8, 2, 16), 2), "TransformerDecoder": (nn.TransformerDecoderLayer(8, 2, 16), 2),
}
for name, layer in sorted(vars(nn).items()):
    if not inspect.isclass(layer) or not issubclass(layer, nn.Module) or layer is nn.Module or name in ("Container", "DataParallel", "SyncBatchNorm") and name != "SyncBatchNorm":
        continue
    attempts = [ARGUMENTS[name]] if name in ARGUMENTS else [(), (2,), (2, 2), (2, 3, 3), (1, 1)]
    module = None
    for attempt in attempts:
        try:
            module = layer(*attempt)
            break
        except Exception as why:
            last = why
    if module is None:
        hall.missing.append("%s: %s" % (name, last))
        continue
    show("layers/" + name, module, old=True)
    if len(module.state_dict()):
        show("state/" + name, module.state_dict(), old=False)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.ReLU(inplace=True), nn.AdaptiveAvgPool2d(1))
        self.head = nn.Linear(8, 2)
        self.register_buffer("steps", torch.tensor(3))

    def forward(self, x):
        return self.head(self.body(x).flatten(1))


net = Net()
weight = [nn.Parameter(torch.randn(3, 3))]
for name, kind in sorted(vars(torch.optim).items()):
    if not inspect.isclass(kind) or not issubclass(kind, torch.optim.Optimizer) or kind is torch.optim.Optimizer:
        continue
    try:
        optimizer = kind(weight, lr=0.1)
        loss = lambda: (weight[0] ** 2).sum()
        for _ in range(2):
            optimizer.zero_grad()
            loss().backward()
            optimizer.step(loss) if name == "LBFGS" else optimizer.step()
    except Exception as why:
        hall.missing.append("%s: %s" % (name, why))
        continue
    show("optimizers/" + name, optimizer.state_dict())
    show("optimizers/whole_" + name, optimizer, old=False)
sgd = torch.optim.SGD(weight, lr=0.1, momentum=0.9)
schedulers = torch.optim.lr_scheduler
for name, arguments in dict(
    StepLR=(3,), MultiStepLR=([2, 4],), ExponentialLR=(0.9,), CosineAnnealingLR=(5,), ReduceLROnPlateau=(), CyclicLR=(0.1, 0.2), OneCycleLR=(0.1, 10), CosineAnnealingWarmRestarts=(5,), ConstantLR=(), LinearLR=(), PolynomialLR=(),
    LambdaLR=(lambda e: 0.9**e,), MultiplicativeLR=(lambda e: 0.9,),
).items():
    try:
        scheduler = getattr(schedulers, name)(sgd, *arguments)
    except Exception as why:
        hall.missing.append("%s: %s" % (name, why))
        continue
    show("schedulers/" + name, scheduler.state_dict(), old=False)
    if "Lambda" not in name and "Multiplicative" not in name:
        show("schedulers/whole_" + name, scheduler, old=False)

base = torch.randn(3, 4)
tensors = dict(
    one=torch.tensor(1.0), empty=torch.zeros(0, 3), scalar=torch.tensor(5), view=base[:, 1:3], transposed=base.t(), shared=[base, base[0]], expanded=torch.ones(1).expand(4), grads=torch.ones(2, requires_grad=True), bools=torch.tensor([True]),
    parameter=nn.Parameter(base), buffer=torch.nn.Buffer(base) if hasattr(torch.nn, "Buffer") else base, sparse=base.to_sparse(), csr=base.to_sparse_csr(), csc=base.to_sparse_csc(), quantized=torch.quantize_per_tensor(base, 0.1, 1, torch.quint8),
    quantized_channels=torch.quantize_per_channel(base, torch.ones(3), torch.zeros(3), 0, torch.qint8), meta=torch.empty(2, 3, device="meta"), storage=torch.FloatStorage(3), untyped=torch.UntypedStorage(3),
    conjugate=torch.tensor([1j]).conj(), negative=torch.tensor([1 + 1j]).conj().imag, size=torch.Size([1, 2]), device=torch.device("cpu"), dtypes=[torch.float32, torch.bfloat16, torch.int8], layout=torch.strided, format=torch.channels_last,
    generator=torch.Generator().get_state(), info=[torch.finfo(torch.float32).max], version=torch.__version__, numpy=base.numpy(), mixed={"w": base, "n": np.arange(3), "f": 0.5, "s": "x"},
    named={"a": base, "meta": collections.OrderedDict(b=base)}, nested_dicts={"model": {"a": {"b": base}}, "epoch": 3, "best": None}, list=[base] * 3, large=torch.randn(300, 300), channels_last=torch.randn(1, 3, 4, 4).to(memory_format=torch.channels_last),
)
for kind in ("float64 float32 float16 bfloat16 int64 int32 int16 int8 uint8 bool complex64 complex128 complex32 uint16 uint32 uint64 float8_e4m3fn float8_e5m2 float8_e4m3fnuz float8_e5m2fnuz float8_e8m0fnu float4_e2m1fn_x2").split():
    if hasattr(torch, kind):
        try:
            tensors["type_" + kind] = (base * 10).to(getattr(torch, kind))
        except Exception:
            tensors["type_" + kind] = torch.zeros(4, dtype=torch.uint8).view(getattr(torch, kind))
try:
    tensors["jagged"] = torch.nested.nested_tensor([torch.ones(2), torch.ones(3)], layout=torch.jagged)
    tensors["nested"] = torch.nested.nested_tensor([torch.ones(2), torch.ones(3)])
except Exception:
    pass
for name, thing in tensors.items():
    show("tensors/" + name, thing)
    hall.pickles("tensors/" + name, thing, (2, 4))

show("nets/state", net.state_dict())
show("nets/checkpoint", {"model": net.state_dict(), "optimizer": sgd.state_dict(), "epoch": 3, "args": {"lr": 0.1}, "rng": torch.get_rng_state(), "loss": torch.tensor(0.5)})
show("nets/half", net.half().state_dict())
net.float()
for protocol in (2, 3, 4, 5):
    hall.put("nets/protocol%d.pt" % protocol, lambda path: torch.save(net.state_dict(), path, pickle_protocol=protocol))
hall.put("nets/whole.pt", lambda path: torch.save(net.body, path))
hall.put("nets/scripted.pt", lambda path: torch.jit.script(net).save(path))
hall.put("nets/traced.pt", lambda path: torch.jit.trace(net.eval(), torch.zeros(1, 3, 8, 8)).save(path))
hall.put("nets/frozen.pt", lambda path: torch.jit.freeze(torch.jit.script(net.eval())).save(path))
hall.put("nets/mobile.ptl", lambda path: torch.jit.script(net.eval())._save_for_lite_interpreter(path))


def exported(path):
    torch.export.save(torch.export.export(net.eval(), (torch.zeros(1, 3, 8, 8),)), path)


def packaged(path):
    with torch.package.PackageExporter(path) as out:
        out.extern("torch.**")
        out.save_pickle("model", "model.pkl", nn.Linear(2, 2))
        out.save_text("model", "notes.txt", "a layer")


hall.put("nets/exported.pt2", exported)
hall.put("nets/packaged.pt", packaged)


def quantized(path):
    model = torch.ao.quantization.quantize_dynamic(nn.Sequential(nn.Linear(4, 2)), {nn.Linear}, torch.qint8)
    torch.save(model.state_dict(), path)


hall.put("nets/dynamically_quantized.pt", quantized)
hall.put("nets/weight_norm.pt", lambda path: torch.save(nn.utils.weight_norm(nn.Linear(2, 2)), path))
hall.put("nets/parametrized.pt", lambda path: torch.save(nn.utils.parametrizations.weight_norm(nn.Linear(2, 2)).state_dict(), path))
hall.put("nets/pruned.pt", lambda path: torch.save(nn.utils.prune.l1_unstructured(nn.Linear(4, 4), "weight", 0.5), path))
hall.put("nets/ema.pt", lambda path: torch.save(torch.optim.swa_utils.AveragedModel(nn.Linear(2, 2)).state_dict(), path))
hall.put("nets/scaler.pt", lambda path: torch.save(torch.amp.GradScaler("cpu").state_dict(), path))
hall.put("nets/dataset.pt", lambda path: torch.save(torch.utils.data.TensorDataset(base, base), path))
hall.put("nets/sampler.pt", lambda path: torch.save(torch.utils.data.RandomSampler([1, 2]), path))
hall.put("nets/distribution.pt", lambda path: torch.save(torch.distributions.Normal(torch.zeros(2), torch.ones(2)), path))
try:
    import torchvision

    for name in ("resnet18", "mobilenet_v3_small", "squeezenet1_0", "shufflenet_v2_x0_5", "densenet121", "efficientnet_b0"):
        model = getattr(torchvision.models, name)(num_classes=3)
        small = {k: v[..., :2].clone() for k, v in model.state_dict().items() if v.dim() > 0} if name.startswith("dense") else model.state_dict()
        show("vision/" + name, small, old=False)
        show("vision/whole_" + name, model, old=False)
    show("vision/transforms", torchvision.transforms.Compose([torchvision.transforms.Resize(8), torchvision.transforms.ToTensor(), torchvision.transforms.Normalize([0.5], [0.5])]))
except ImportError:
    pass
hall.close()
print("  torch %s" % torch.__version__)
