"""NumPy: every element type, as .npy, .npz and pickles, and its random number generators."""
import io
import pickle

import numpy as np

from hall import Hall

hall = Hall("arrays")
rng = np.random.RandomState(0)
base = rng.rand(12).reshape(3, 4) * 100
things = {}
for code in "? b B h H i I l L q Q e f d g F D G".split():
    things["type_" + np.dtype(code).name] = base.astype(code)
things.update(
    big_endian=base.astype(">f8"), big_ints=base.astype(">i4"), empty=np.zeros((0, 3)), zero_dim=np.array(3.5), one=np.ones(1), large=rng.rand(200, 200),
    fortran=np.asfortranarray(base), strided=base[:, ::2], transposed=base.T, texts=np.array(["a", "bcd", "\u00fc"]), bytes=np.array([b"a", b"bcd"]),
    void=np.zeros(3, "V5"), dates=np.array(["2020-01-01", "NaT"], "M8[D]"), moments=np.array(["2020-01-01T01:02"], "M8[ns]"),
    months=np.array(["2020-01"], "M8[25M]"), spans=np.array([1, 2], "m8[s]"),
    structured=np.zeros(3, [("a", "f4"), ("b", "U5"), ("c", "i8", (2, 2))]), nested=np.zeros(2, [("p", [("x", "f4"), ("y", "f4")])]),
    aligned=np.zeros(2, np.dtype([("a", "i1"), ("b", "f8")], align=True)), titled=np.zeros(2, [(("Title", "a"), "f4")]),
    offsets=np.zeros(2, np.dtype({"names": ["a", "b"], "formats": ["i4", "f8"], "offsets": [0, 16], "itemsize": 32})),
    record=np.rec.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]), matrix=np.matrix([[1, 2]]),
    objects=np.array([1, "a", None, {"k": [1]}], object), object_fields=np.array([(1, {"a": 1})], [("i", "i4"), ("o", "O")]),
    arrays_inside=np.array([np.arange(3), np.arange(2), None], object)[:2], masked=np.ma.masked_array([1, 2, 3], [0, 1, 0]),
    masked_floats=np.ma.masked_invalid([1, np.nan]), masked_records=np.ma.zeros(2, [("a", "f4"), ("b", "i4")]),
    chars=np.char.array(["a", "b"]), dict={"w": base, "b": [np.float32(1), np.int64(2)], "meta": {"shape": base.shape}},
    list=[base, base.astype("f4"), np.arange(3)], same_twice=[base, base], view=base.view("u8"),
    scalars=[np.float64(1), np.float32(1), np.float16(1), np.int8(1), np.uint64(1), np.bool_(True), np.complex64(1j), np.longdouble(1)],
    text_scalars=[np.str_("a"), np.bytes_(b"a"), np.datetime64("2020-01-01"), np.timedelta64(1, "s"), np.datetime64("NaT")],
    void_scalar=np.zeros(1, [("a", "f4"), ("b", "i4")])[0], record_scalar=np.rec.array([(1, 2.0)], names="a,b")[0],
    dtypes=[np.dtype(t) for t in ("f4", "i8", "U5", "O", "M8[ns]", "?")] + [np.dtype([("a", "f4"), ("b", "O")])],
    types=[np.float32, np.int64, np.ndarray, np.bool_, np.dtype, np.generic, np.number, np.floating, np.integer, np.str_],
    ufuncs=[np.log1p, np.expm1, np.add, np.exp, np.sqrt, np.maximum, np.tanh], functions=[np.mean, np.median, np.std, np.sum, np.max, np.argmax],
    random_state=np.random.RandomState(1), random_tuple=np.random.RandomState(1).get_state(), poly=np.poly1d([1, 2]),
    polynomial=np.polynomial.Polynomial([1, 2]), chebyshev=np.polynomial.Chebyshev([1, 2]), float_info=np.float64(np.pi),
)
if hasattr(np.random, "default_rng"):
    things["generator"] = np.random.default_rng(0)
    for name in ("MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64"):
        if hasattr(np.random, name):
            things["generator_" + name] = np.random.Generator(getattr(np.random, name)(1))
            things["state_" + name] = getattr(np.random, name)(1).state
    things["seeds"] = np.random.SeedSequence(5)
if hasattr(np.dtypes if hasattr(np, "dtypes") else None, "StringDType"):
    things["new_strings"] = np.array(["a", "long" * 20], dtype=np.dtypes.StringDType())

for name, thing in things.items():
    hall.pickles(name, thing, range(6))
    if isinstance(thing, np.ndarray):
        hall.put("npy/%s.npy" % name, lambda path: np.save(path, thing, allow_pickle=True))
plain = {k: v for k, v in things.items() if isinstance(v, np.ndarray) and not v.dtype.hasobject and type(v) is np.ndarray and v.dtype.kind != "T"}
hall.put("all.npz", lambda path: np.savez(path, **plain))
hall.put("all_compressed.npz", lambda path: np.savez_compressed(path, **plain))
hall.put("one.npz", lambda path: np.savez(path, base))
hall.put("objects.npz", lambda path: np.savez(path, o=things["objects"], a=base))


def version(path, number):
    with open(path, "wb") as out:
        np.lib.format.write_array(out, base, version=number)


for number in ((1, 0), (2, 0), (3, 0)):
    hall.put("npy/version%d.npy" % number[0], lambda path: version(path, number))


def several(path):
    with open(path, "wb") as out:
        np.save(out, base)
        np.save(out, base)


hall.put("npy/two_in_one.npy", several)
hall.put("text/table.csv", lambda path: np.savetxt(path, base, delimiter=","))
hall.put("raw/memory.bin", lambda path: base.astype("f4").tofile(path))
hall.close()
