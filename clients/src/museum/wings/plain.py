"""Plain Python data: every builtin type and what the standard library keeps data in."""
import argparse
import array
import collections
import datetime
import decimal
import enum
import fractions
import functools
import http
import ipaddress
import itertools
import operator
import pathlib
import pickle
import queue
import random
import re
import string
import sys
import time
import types
import typing
import uuid

from hall import Hall, python_pickler

try:
    import zoneinfo
except ImportError:
    zoneinfo = None

hall = Hall("plain")

ring = [1]
ring.append(ring)
shared = ["shared"]
things = dict(
    none=None, true=True, false=False,
    ints=[0, 1, 255, 256, 65535, 65536, -1, -128, -129, 2**31, -(2**31), 2**63, 2**64, -(2**200), 3**500],
    floats=[0.0, -0.0, 0.1, 1e300, float("inf"), float("-inf"), float("nan")],
    complexes=[1j, complex(1, -2), complex("nan")],
    texts=["", "a", "gr\u00fc\u00dfe", "\U0001f600", "\n\r\t\0", "\\", "x" * 255, "y" * 256, "z" * 70000, "\ud800"],
    bytes=[b"", b"a", b"\x00\xff" * 200, b"z" * 70000], bytearrays=[bytearray(), bytearray(b"abc"), bytearray(b"q" * 300)],
    tuples=[(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), tuple(range(2000))],
    lists=[[], [1], list(range(3000)), [[[[]]]]], dicts=[{}, {"a": 1}, {i: str(i) for i in range(3000)}, {(1, 2): {3: [4]}}],
    sets=[set(), {1}, set(range(2000)), frozenset(), frozenset({1, 2}), {frozenset({1})}],
    ring=ring, shared=[shared, shared, {"again": shared}], deep=functools.reduce(lambda a, b: [a], range(200), []),
    slices=[slice(1), slice(1, 2), slice(None, None, -1)], ranges=[range(3), range(1, 10, 2), range(0)],
    ellipsis=[Ellipsis, NotImplemented], types=[int, str, list, dict, float, bool, bytes, tuple, set, object, complex],
    ordered=collections.OrderedDict([("b", 1), ("a", {"c": 2})]), counter=collections.Counter("mississippi"),
    defaults=[collections.defaultdict(f, a=f()) for f in (list, dict, int, float, set, str)],
    bare_default=collections.defaultdict(None, a=1),
    deques=[collections.deque(), collections.deque([1, 2]), collections.deque([1, 2], 5)],
    chained=collections.ChainMap({"a": 1}, {"b": 2}), user_dict=collections.UserDict(a=1), user_list=collections.UserList([1]),
    user_string=collections.UserString("a"),
    dates=[datetime.date(2020, 2, 29), datetime.date.min, datetime.date.max],
    times=[datetime.time(1, 2, 3, 4), datetime.time(1, tzinfo=datetime.timezone.utc), datetime.time(1, fold=1)],
    moments=[datetime.datetime(2020, 1, 2, 3, 4, 5, 6), datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc),
             datetime.datetime(2020, 1, 1, fold=1)],
    spans=[datetime.timedelta(1, 2, 3), datetime.timedelta(-5)],
    zones=[datetime.timezone.utc, datetime.timezone(datetime.timedelta(hours=2)), datetime.timezone(datetime.timedelta(hours=-3), "X")],
    decimals=[decimal.Decimal("1.50"), decimal.Decimal("NaN"), decimal.Decimal("-1E+7")],
    fractions=[fractions.Fraction(1, 3), fractions.Fraction(-5)],
    uuids=[uuid.UUID(int=5), uuid.UUID("12345678123456781234567812345678")],
    paths=[pathlib.PurePosixPath("/a/b.c"), pathlib.PureWindowsPath("c:/a"), pathlib.Path("data/train.csv"), pathlib.Path(".")],
    addresses=[ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1"), ipaddress.ip_network("10.0.0.0/8"),
               ipaddress.ip_interface("10.0.0.1/8")],
    namespace=argparse.Namespace(lr=1e-3, layers=[1, 2], out=pathlib.Path("out"), name=None),
    simple=types.SimpleNamespace(a=1, b={"c": 2}), patterns=[re.compile("a+"), re.compile(b"(?P<x>b)*", re.I | re.M)],
    arrays=[array.array(c, [1, 2, 3]) for c in "bBhHiIlLqQfd"] + [array.array("d")],
    enums=[http.HTTPStatus.OK, re.I, re.M | re.S], iterators=[iter([1, 2]), iter((1, 2)), iter(range(3)), iter("ab")],
    itertools=[itertools.count(3), itertools.repeat(1, 2)], struct_time=time.gmtime(0), rng=random.Random(5), rng_state=random.Random(5).getstate(),
    hints=[typing.Any, typing.List[int], typing.Dict[str, int], typing.Optional[int], typing.Union[int, str], typing.Callable[[int], str]],
    functions=[len, abs, min, max, sum, sorted, isinstance, operator.add, operator.itemgetter(1), operator.itemgetter("a", 2)],
    partials=[functools.partial(int, base=2), functools.partial(round, ndigits=2)],
    errors=[ValueError("a"), KeyError("b"), OSError(2, "no such file"), UnicodeDecodeError("utf-8", b"a", 0, 1, "x")],
    vocabulary={"w%d" % i: i for i in range(5000)}, merges=[("a%d" % i, "b%d" % i) for i in range(2000)],
    configuration={"hidden": 768, "dropout": 0.1, "labels": {0: "no", 1: "yes"}, "names": ["a", "b"], "eps": 1e-12, "x": None},
    history={"loss": [1 / (i + 1) for i in range(500)], "epoch": list(range(500))}, json={"a": [1, 2.5, "x", None, True, {"b": []}]},
    rows=[{"id": i, "text": "row %d" % i, "score": i / 7, "tags": ["a", "b"]} for i in range(500)],
    many_dates=[datetime.date(1 + i, 1, 1) for i in range(300)], template=string.Template("$a"),
)
if zoneinfo:
    things["zone_names"] = [zoneinfo.ZoneInfo("UTC"), datetime.datetime(2020, 1, 1, tzinfo=zoneinfo.ZoneInfo("UTC"))]

for name, thing in things.items():
    hall.pickles(name, thing, range(6))
    hall.pickles(name, thing, (0, 2, 5), python_pickler())


def several(path):
    with open(path, "wb") as out:
        for i in range(5):
            pickle.dump({"row": i}, out)


hall.put("several.pkl", several)

# Last, since importing dill changes how the standard pickler writes.
for other, protocols in (("cloudpickle", (2, 5)), ("dill", (2, 4, 5))):
    try:
        pickler = __import__(other)
    except ImportError:
        continue
    for name, thing in things.items():
        hall.pickles(name, thing, protocols, pickler)
hall.close()
