"""Formats that hold no code by design, and the small files every repository has."""
import json

import numpy as np

from hall import Hall

hall = Hall("formats")
a = np.arange(12, dtype="f4").reshape(3, 4)


def optional(make):
    try:
        make()
    except Exception as why:
        hall.missing.append("%s: %s: %s" % (make.__name__, type(why).__name__, str(why)[:200]))


def safetensors():
    from safetensors.numpy import save_file

    for kind in "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 ?".split():
        hall.put("safetensors/%s.safetensors" % kind.replace("?", "bool"), lambda path: save_file({"w": a.astype(kind)}, path))
    hall.put("safetensors/several.safetensors", lambda path: save_file({"a.b.%d" % i: a for i in range(50)}, path, metadata={"format": "pt"}))
    hall.put("safetensors/empty.safetensors", lambda path: save_file({}, path))
    hall.put("safetensors/zero.safetensors", lambda path: save_file({"e": np.zeros((0, 3), "f4")}, path))


def gguf():
    import gguf

    def write(path, template=None):
        out = gguf.GGUFWriter(path, "llama")
        out.add_name("tiny")
        out.add_context_length(128)
        out.add_embedding_length(4)
        out.add_block_count(1)
        out.add_token_list(["a", "b", "<s>"])
        out.add_token_scores([0.0, 1.0, 2.0])
        if template:
            out.add_chat_template(template)
        out.add_tensor("token_embd.weight", a)
        out.add_tensor("output.weight", a.astype("f2"))
        for kind in (gguf.GGMLQuantizationType.Q8_0, gguf.GGMLQuantizationType.Q4_0):
            out.add_tensor("q.%s" % kind.name, gguf.quants.quantize(np.random.rand(2, 64).astype("f4"), kind), raw_dtype=kind)
        out.write_header_to_file()
        out.write_kv_data_to_file()
        out.write_tensors_to_file()
        out.close()

    hall.put("gguf/tiny.gguf", write)
    hall.put("gguf/chat.gguf", lambda path: write(path, "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}"))


def onnx():
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    def model(*nodes, **more):
        graph = helper.make_graph(list(nodes), "g", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3])], [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 4])], [numpy_helper.from_array(a, "w")])
        return helper.make_model(graph, **more)

    hall.put("onnx/matmul.onnx", lambda path: onnx.save(model(helper.make_node("MatMul", ["x", "w"], ["y"])), path))
    hall.put("onnx/chain.onnx", lambda path: onnx.save(model(helper.make_node("MatMul", ["x", "w"], ["z"]), helper.make_node("Relu", ["z"], ["y"])), path))
    hall.put("onnx/tensor.pb", lambda path: open(path, "wb").write(numpy_helper.from_array(a).SerializeToString()))
    hall.put("onnx/text.json", lambda path: onnx.save(model(helper.make_node("MatMul", ["x", "w"], ["y"])), path, "json"))
    hall.put("onnx/external.onnx", lambda path: onnx.save(model(helper.make_node("MatMul", ["x", "w"], ["y"])), path, save_as_external_data=True, location="weights.data", size_threshold=0))


def hdf():
    import h5py

    def write(path, **how):
        with h5py.File(path, "w", **how) as out:
            out["a"] = a
            group = out.create_group("layers/dense")
            group.create_dataset("kernel", data=a, chunks=True, compression="gzip")
            group.create_dataset("bias", data=a[0], shuffle=True, chunks=True)
            group.attrs["names"] = np.array([b"kernel", b"bias"])
            group.attrs["config"] = json.dumps({"units": 4})
            out.create_dataset("text", data="gr\u00fc\u00dfe")

    hall.put("hdf/plain.h5", write)
    hall.put("hdf/latest.h5", lambda path: write(path, libver="latest"))


def keras():
    import os

    os.environ.setdefault("KERAS_BACKEND", "torch")
    import keras as k

    model = k.Sequential([k.layers.Input((4,)), k.layers.Dense(3, activation="relu"), k.layers.Dropout(0.1), k.layers.Dense(2)])
    image = k.Sequential([k.layers.Input((8, 8, 3)), k.layers.Conv2D(2, 3), k.layers.BatchNormalization(), k.layers.Flatten(), k.layers.Dense(2)])
    for name, it in (("dense", model), ("image", image)):
        it.compile("adam", "mse")
        hall.put("keras/%s.keras" % name, lambda path: it.save(path))
        hall.put("keras/%s.h5" % name, lambda path: it.save(path))
        hall.put("keras/%s.weights.h5" % name, lambda path: it.save_weights(path))
        hall.text("keras/%s.json" % name, it.to_json())


def sentencepiece():
    import io

    import sentencepiece as spm

    for kind in ("unigram", "bpe", "char", "word"):
        out = io.BytesIO()
        spm.SentencePieceTrainer.train(sentence_iterator=iter(["a small text to learn from", "another small text"] * 50), model_writer=out, vocab_size=25 if kind != "word" else 12, model_type=kind, hard_vocab_limit=False)
        hall.bytes("sentencepiece/%s.model" % kind, out.getvalue())


def skops():
    import skops.io
    from sklearn.linear_model import LogisticRegression

    hall.put("skops/logistic.skops", lambda path: skops.io.dump(LogisticRegression().fit(a, [0, 1, 0]), path))


def small():
    hall.text("small/config.json", json.dumps({"architectures": ["LlamaForCausalLM"], "hidden_size": 4096, "model_type": "llama", "torch_dtype": "bfloat16", "rope_scaling": None}, indent=2))
    hall.text("small/generation_config.json", json.dumps({"bos_token_id": 1, "temperature": 0.6, "_from_model_config": True}))
    hall.text("small/README.md", "---\nlicense: apache-2.0\ntags: [a, b]\n---\n# Model\n\n```python\nfrom transformers import pipeline\npipe = pipeline('text-generation')\n```\n")
    hall.text("small/requirements.txt", "torch>=2.0\ntransformers==4.57.0\n")
    hall.text("small/vocab.txt", "[PAD]\n[UNK]\nthe\nclass\ncos\nsystem\n(I\n")
    hall.text("small/merges.txt", "#version: 0.2\n\u0120 t\nc a\n")
    hall.text("small/params.yaml", "lr: 1e-3\nmodel:\n  name: x\n  layers: [1, 2]\n")
    hall.text("small/.gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n")
    hall.text("small/labels.csv", "id,text\n1,a\n2,\"b, c\"\n")
    hall.text("small/train.log", "2024-01-01 10:00:00 loss=1.0\n" * 50)
    hall.text("small/train.py", "import torch\nfrom torch import nn\n\n\ndef main():\n    model = nn.Linear(1, 1)\n    model.eval()\n    torch.save(model.state_dict(), 'x.pt')\n\n\nif __name__ == '__main__':\n    main()\n")
    hall.text("small/model.safetensors.index.json", json.dumps({"metadata": {"total_size": 10}, "weight_map": {"a": "model-00001-of-00002.safetensors"}}))


for make in (safetensors, gguf, onnx, hdf, keras, sentencepiece, skops, small):
    optional(make)
hall.close()
