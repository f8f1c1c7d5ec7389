"""Keras and TensorFlow: a model of every layer in each of Keras's files, SavedModels, frozen graphs, TFLite."""
import inspect
import logging
import os
import pickle
import shutil

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")

import keras
import numpy as np
import tensorflow as tf
from keras import layers

logging.disable(logging.WARNING)

from hall import Hall

hall = Hall("networks")
keras.utils.set_random_seed(0)
tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)

ARGUMENTS = {
    "AlphaDropout": (0.1,), "Cropping1D": (1,), "Dense": (2,), "EinsumDense": ("abc,cd->abd", (None, 2)), "Embedding": (10, 4), "Dropout": (0.1,), "GaussianDropout": (0.1,), "GaussianNoise": (0.1,),
    "SpatialDropout1D": (0.1,), "SpatialDropout2D": (0.1,), "SpatialDropout3D": (0.1,), "GRU": (3,), "LSTM": (3,), "SimpleRNN": (3,), "GRUCell": (3,), "LSTMCell": (3,), "SimpleRNNCell": (3,), "ConvLSTM1D": (2, 2), "ConvLSTM2D": (2, 2),
    "ConvLSTM3D": (2, 2), "Conv1D": (2, 2), "Conv2D": (2, 2), "Conv3D": (2, 2), "Conv1DTranspose": (2, 2), "Conv2DTranspose": (2, 2), "Conv3DTranspose": (2, 2), "SeparableConv1D": (2, 2), "SeparableConv2D": (2, 2), "DepthwiseConv1D": (2,),
    "DepthwiseConv2D": (2,), "Activation": ("relu",), "Bidirectional": (layers.LSTM(3),), "TimeDistributed": (layers.Dense(2),), "RNN": (layers.GRUCell(3),), "StackedRNNCells": ([layers.GRUCell(3)],), "SpectralNormalization": (layers.Dense(2),),
    "Permute": ((2, 1),), "RepeatVector": (2,), "Reshape": ((-1,),), "GroupNormalization": (2,), "MultiHeadAttention": (2, 2), "GroupQueryAttention": (4, 2, 1), "CategoryEncoding": (4,), "CenterCrop": (4, 4), "Discretization": ([0.0, 1.0],),
    "Hashing": (4,), "HashedCrossing": (4,), "Rescaling": (0.5,), "Resizing": (4, 4), "RandomCrop": (4, 4), "RandomRotation": (0.1,), "RandomTranslation": (0.1, 0.1), "RandomZoom": (0.1,), "RandomBrightness": (0.1,), "RandomContrast": (0.1,),
    "RandomHeight": (0.1,), "RandomWidth": (0.1,), "RandomShear": (0.1,), "RandomSaturation": (0.1,), "RandomHue": (0.1,), "RandomSharpness": (0.1,), "RandomPosterization": (4,), "RandomErasing": (), "UpSampling1D": (2,), "ReversibleEmbedding": (10, 4),
    "ZeroPadding1D": (1,), "LeakyReLU": (), "ReLU": (), "StringLookup": (), "IntegerLookup": (), "TextVectorization": (), "Normalization": (), "AugMix": (), "Pipeline": ([layers.Rescaling(0.5)],), "Dot": (1,), "Wrapper": (layers.Dense(2),),
}
SHAPES = [(4,), (6, 4), (8, 8, 4), (8, 8, 3), (6, 8, 8, 4), (6, 6, 8, 8, 4)]
INTEGERS = {"Embedding", "ReversibleEmbedding", "IntegerLookup", "CategoryEncoding", "Hashing"}


def around(name, kind):
    """A model of one layer, with the first shape of input that it takes."""
    last = None
    for shape in SHAPES:
        for count in (1, 2):
            try:
                layer = kind(*ARGUMENTS.get(name, ()))
                if name in ("Normalization",):
                    layer.adapt(np.zeros((2, 4), "f4"))
                if name == "TextVectorization":
                    layer.adapt(["a small text", "another"])
                if name == "StringLookup":
                    layer.adapt(["a", "b"])
                if name == "IntegerLookup":
                    layer.adapt([1, 2])
                text = name in ("TextVectorization", "StringLookup")
                inputs = [keras.Input((1,) if text else shape, dtype="string" if text else "int32" if name in INTEGERS else None) for _ in range(count)]
                return keras.Model(inputs, layer(inputs if count > 1 else inputs[0]) if name not in ("MultiHeadAttention", "GroupQueryAttention") else layer(inputs[0], inputs[0]))
            except Exception as why:
                last = why
    raise last


def show(name, model):
    hall.put(name + ".keras", lambda path: model.save(path))
    hall.put(name + ".h5", lambda path: model.save(path))
    if model.weights:
        hall.put(name + ".weights.h5", lambda path: model.save_weights(path))
    hall.put(name + ".json", lambda path: open(path, "w").write(model.to_json()))


def optional(make):
    try:
        make()
    except Exception as why:
        hall.missing.append("%s: %s: %s" % (make.__name__, type(why).__name__, str(why)[:200]))


def every_layer():
    for name, kind in sorted(vars(layers).items()):
        if not inspect.isclass(kind) or not issubclass(kind, layers.Layer) or name in ("Layer", "InputLayer", "Lambda", "TorchModuleWrapper", "FlaxLayer", "JaxLayer", "TFSMLayer"):
            continue
        try:
            model = around(name, kind)
        except Exception as why:
            hall.missing.append("%s: %s: %s" % (name, type(why).__name__, str(why)[:80].replace("\n", " ")))
            continue
        show("layers/" + name, model)


def dense():
    return keras.Sequential([layers.Input((4,)), layers.Dense(3, activation="relu"), layers.Dropout(0.1), layers.Dense(2, activation="softmax")])


def image():
    return keras.Sequential([layers.Input((8, 8, 3)), layers.Conv2D(2, 3, activation="relu", kernel_regularizer="l2"), layers.BatchNormalization(), layers.MaxPooling2D(), layers.Flatten(), layers.Dense(2)])


def two_inputs():
    a, b = keras.Input((4,), name="a"), keras.Input((3,), name="b")
    joined = layers.Concatenate()([layers.Dense(2)(a), layers.Dense(2)(b)])
    return keras.Model([a, b], [layers.Dense(1, name="x")(joined), layers.Dense(1, name="y")(joined)])


def reader():
    x = keras.Input((6,), dtype="int32")
    y = layers.Bidirectional(layers.LSTM(4, return_sequences=True))(layers.Embedding(20, 4, mask_zero=True)(x))
    return keras.Model(x, layers.Dense(1, activation="sigmoid")(layers.GlobalMaxPooling1D()(y)))


def operations():
    x = keras.Input((4,))
    return keras.Model(x, keras.ops.relu(x * 2 + 1)[:, :2])


def whole_models():
    for make in (dense, image, two_inputs, reader, operations):
        for optimizer in ("adam", "sgd", "rmsprop", "adamw", "lion", "adagrad"):
            if optimizer != "adam" and make is not dense:
                continue
            model = make()
            model.compile(optimizer, "mse" if make is two_inputs else "categorical_crossentropy", metrics=["accuracy"] if make is not two_inputs else None)
            show("models/%s_%s" % (make.__name__, optimizer), model)
            if make is dense:
                model.fit(np.zeros((4, 4), "f4"), np.zeros((4, 2), "f4"), verbose=0)
                show("models/trained_" + optimizer, model)
    for name in ("MobileNetV2", "ResNet50V2", "EfficientNetB0"):
        hall.put("applications/%s.keras" % name, lambda path: getattr(keras.applications, name)(weights=None, input_shape=(32, 32, 3), classes=2).save(path))
    hall.bytes("models/dense.pkl", lambda: pickle.dumps(dense()))


def lambdas():
    for name, body in dict(scale=lambda x: x / 255.0, norm=lambda x: keras.ops.sum(x, axis=-1), both=lambda x: (x - 1) * 2).items():
        show("lambda/" + name, keras.Sequential([layers.Input((4,)), layers.Lambda(body, output_shape=(4,)), layers.Dense(1)]))


def old_keras():
    import tf_keras as old

    makes = dict(
        dense=lambda: [old.layers.Dense(3, activation="relu", input_shape=(4,)), old.layers.Dense(1)],
        image=lambda: [old.layers.Conv2D(2, 3, input_shape=(8, 8, 3)), old.layers.BatchNormalization(), old.layers.Flatten(), old.layers.Dense(2)],
        recurrent=lambda: [old.layers.LSTM(3, input_shape=(6, 4)), old.layers.Dense(1)],
    )
    for name, make in makes.items():
        model = old.Sequential(make())
        model.compile("adam", "mse")
        show("old/" + name, model)
        hall.put("old/%s/saved_model.x" % name, lambda path: saved(model, os.path.dirname(path)))
    model = old.Sequential([old.layers.Lambda(lambda x: x / 255.0, input_shape=(4,)), old.layers.Dense(1)])
    show("lambda/old", model)


def saved(model, folder):
    model.save(folder, save_format="tf")


def graphs():
    class Doubler(tf.Module):
        def __init__(self):
            self.by = tf.Variable([2.0, 3.0])

        @tf.function(input_signature=[tf.TensorSpec([None, 2])])
        def __call__(self, x):
            return tf.nn.relu(x * self.by)

    doubler = Doubler()
    folder = os.path.dirname(hall.path("saved/module/x"))
    tf.saved_model.save(doubler, folder)
    for make in (dense, image, reader):
        make().export(os.path.dirname(hall.path("saved/%s/x" % make.__name__)), verbose=False)
    tf.train.Checkpoint(model=dense()).save(hall.path("checkpoints/dense"))
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    frozen = convert_variables_to_constants_v2(doubler.__call__.get_concrete_function())
    hall.bytes("frozen/doubler.pb", frozen.graph.as_graph_def().SerializeToString())
    tf.io.write_graph(frozen.graph, os.path.dirname(hall.path("frozen/x")), "doubler.pbtxt")
    hall.bytes("lite/doubler.tflite", lambda: tf.lite.TFLiteConverter.from_concrete_functions([doubler.__call__.get_concrete_function()], doubler).convert())
    for make in (dense, image):
        converter = tf.lite.TFLiteConverter.from_keras_model(make())
        hall.bytes("lite/%s.tflite" % make.__name__, lambda: converter.convert())
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        hall.bytes("lite/%s_small.tflite" % make.__name__, lambda: converter.convert())
    with tf.io.TFRecordWriter(hall.path("records/some.tfrecord")) as out:
        for i in range(3):
            out.write(tf.train.Example(features=tf.train.Features(feature={"n": tf.train.Feature(int64_list=tf.train.Int64List(value=[i]))})).SerializeToString())
    writer = tf.summary.create_file_writer(os.path.dirname(hall.path("records/logs/x")))
    with writer.as_default():
        tf.summary.scalar("loss", 0.5, step=1)
    writer.close()


for make in (every_layer, whole_models, lambdas, old_keras, graphs):
    optional(make)
hall.made = sum(len(files) for _, _, files in os.walk(hall.folder))
hall.close()
