# -*- coding: utf-8 -*-
"""Plain data as Python 2 wrote it, by both of its picklers. Many vocabularies and data sets of before 2018 are these."""
import array
import cPickle
import collections
import datetime
import decimal
import fractions
import io
import pickle
import uuid

from hall import Hall

hall = Hall("plain2")


class Old:
    pass


old = [u"ü", "\xfc\x00\x80", "it's", 'say "x"', "both ' and \"", "a\nb\\c"]
things = dict(
    scalars=[None, True, False, 0, 1, -1, 255, 65536, 2**31, 2**70, -(2**70), 0.5, 1e300, float("inf"), float("nan"), 1j],
    longs=[1L, 0L, -5L, 2L**100], texts=[u"", u"a", u"gr\u00fc\u00dfe", u"\U0001f600", u"\n\\"], strings=old,
    tuples=[(), (1,), (1, 2), (1, 2, 3, 4)], lists=[[], [1], range(2000)], dicts=[{}, {"a": 1}, {u"b": [1]}, dict.fromkeys(range(2000))],
    sets=[set([1]), frozenset([1, 2])], ordered=collections.OrderedDict([("b", 1)]), counter=collections.Counter("abca"),
    default=collections.defaultdict(list, a=[1]), deque=collections.deque([1], 3), ranges=[xrange(3)], slices=[slice(1, 2)],
    dates=[datetime.date(2010, 1, 1), datetime.datetime(2010, 1, 2, 3, 4, 5, 6), datetime.timedelta(1), datetime.time(1)],
    decimal=decimal.Decimal("1.5"), fraction=fractions.Fraction(1, 3), uuid=uuid.UUID(int=5), bytearray=bytearray(b"abc"),
    array=array.array("d", [1, 2]), types=[int, str, unicode, list, dict, long, object], functions=[len, max],
    vocabulary=dict(("w%d" % i, i) for i in range(3000)), binary="".join(map(chr, range(256))), error=ValueError("x"),
)
for name, thing in things.items():
    for pickler in (pickle, cPickle):
        hall.pickles(name, thing, (0, 1, 2), pickler)
hall.close()
