"""pandas: series, frames and every kind of index and column, as pickles and in the formats it writes."""
import numpy as np
import pandas as pd

from hall import Hall

hall = Hall("frames")


def made(**makers):
    """What this version of pandas has of these."""
    things = {}
    for name, make in makers.items():
        try:
            things[name] = make()
        except Exception as why:
            hall.missing.append("%s: %s" % (name, str(why)[:100]))
    return things


days = pd.date_range("2020-01-01", periods=4)
columns = made(
    ints=lambda: [1, 2, 3, 4],
    floats=lambda: [1.0, 2.5, np.nan, 4.0],
    bools=lambda: [True, False, True, False],
    texts=lambda: ["a", "b", None, "d\u00fc"],
    dates=lambda: days,
    zoned=lambda: pd.date_range("2020-01-01", periods=4, tz="UTC"),
    berlin=lambda: pd.date_range("2020-01-01", periods=4, tz="Europe/Berlin"),
    spans=lambda: pd.to_timedelta([1, 2, 3, 4], unit="h"),
    periods=lambda: pd.period_range("2020-01", periods=4, freq="M"),
    intervals=lambda: pd.interval_range(0, 4),
    categories=lambda: pd.Categorical(["x", "y", "x", "y"]),
    ordered=lambda: pd.Categorical(["l", "h", "l", "h"], ["l", "h"], ordered=True),
    int_categories=lambda: pd.Categorical([3, 4, 3, 4]),
    nullable=lambda: pd.array([1, None, 3, 4], "Int64"),
    nullable_float=lambda: pd.array([1.5, None, 3, 4], "Float64"),
    nullable_bool=lambda: pd.array([True, None, False, True], "boolean"),
    strings=lambda: pd.array(["a", None, "c", "d"], "string"),
    python_strings=lambda: pd.array(["a", None, "c", "d"], "string[python]"),
    sparse=lambda: pd.arrays.SparseArray([0, 0, 1, 0]),
    objects=lambda: [1, "a", None, {"k": 1}],
    lists=lambda: [[1], [2, 3], [], None],
    small=lambda: np.array([1, 2, 3, 4], "i1"),
    half=lambda: np.array([1, 2, 3, 4], "f2"),
    complexes=lambda: np.array([1j, 2, 3, 4]),
    stamps=lambda: [pd.Timestamp("2020"), pd.NaT, pd.Timestamp("2021"), pd.NaT],
)
for kind in ("int64[pyarrow]", "string[pyarrow]", "double[pyarrow]", "bool[pyarrow]", "timestamp[ns][pyarrow]"):
    try:
        columns["arrow_" + kind.split("[")[0]] = pd.array(["a", "b", None, "d"] if "string" in kind else list(days) if "time" in kind else [1, 0, None, 1], kind)
    except Exception as why:
        print("  no column of %s: %s" % (kind, why))
series = made(**{name: (lambda name=name, values=values: pd.Series(values, name=name)) for name, values in columns.items()})
frames = made(
    mixed=lambda: pd.DataFrame({k: series[k] for k in ("ints", "floats", "texts", "dates", "bools")}),
    everything=lambda: pd.DataFrame(series),
    empty=lambda: pd.DataFrame(),
    no_rows=lambda: pd.DataFrame({"a": [], "b": []}),
    numbers=lambda: pd.DataFrame(np.arange(12.0).reshape(3, 4)),
    indexed=lambda: pd.DataFrame({"a": range(4)}, index=list("wxyz")),
    dated=lambda: pd.DataFrame({"a": range(4)}, index=days),
    multi=lambda: pd.DataFrame({"a": range(4)}, index=pd.MultiIndex.from_product([["x", "y"], [1, 2]], names=["l", "n"])),
    multi_columns=lambda: pd.DataFrame(np.ones((2, 4)), columns=pd.MultiIndex.from_product([["x", "y"], [1, 2]])),
    category_index=lambda: pd.DataFrame({"a": range(4)}, index=pd.CategoricalIndex(list("abab"))),
    large=lambda: pd.DataFrame(np.random.rand(2000, 8)),
    duplicates=lambda: pd.DataFrame([[1, 2]], columns=["a", "a"]),
    described=lambda: pd.DataFrame(np.random.rand(9, 3)).describe(),
    dummies=lambda: pd.get_dummies(pd.Series(list("abca"))),
    pivoted=lambda: pd.DataFrame({"a": list("xxyy"), "b": [1, 2, 3, 4]}).groupby("a").agg(["mean", "max"]),
)
if hasattr(frames["numbers"], "attrs"):
    frames["attributes"] = frames["numbers"].copy()
    frames["attributes"].attrs["source"] = "here"
indexes = made(
    range=lambda: pd.RangeIndex(5),
    plain=lambda: pd.Index([1, 2]),
    texts=lambda: pd.Index(["a", "b"]),
    floats=lambda: pd.Index([1.0]),
    dates=lambda: days,
    zoned=lambda: days.tz_localize("UTC"),
    offset=lambda: pd.date_range("2020", periods=3, freq="MS"),
    business=lambda: pd.bdate_range("2020-01-01", periods=3),
    spans=lambda: pd.timedelta_range("1h", periods=3),
    periods=lambda: pd.period_range("2020", periods=3, freq="Q"),
    intervals=lambda: pd.interval_range(0, 3),
    categories=lambda: pd.CategoricalIndex(list("ab")),
    multi=lambda: pd.MultiIndex.from_tuples([(1, "a"), (2, "b")], names=["n", "l"]),
    objects=lambda: pd.Index([1, "a", None], dtype=object),
)
scalars = made(
    stamp=lambda: pd.Timestamp("2020-01-01"),
    zoned=lambda: pd.Timestamp("2020-01-01", tz="UTC"),
    berlin=lambda: pd.Timestamp("2020-01-01", tz="Europe/Berlin"),
    span=lambda: pd.Timedelta("1h"),
    period=lambda: pd.Period("2020-01", "M"),
    interval=lambda: pd.Interval(0, 1),
    nat=lambda: pd.NaT,
    na=lambda: pd.NA,
    day=lambda: pd.offsets.Day(2),
    month=lambda: pd.offsets.MonthEnd(),
    business=lambda: pd.offsets.BusinessDay(),
    offset=lambda: pd.DateOffset(months=1),
    category=lambda: pd.CategoricalDtype(["a"]),
    int64=lambda: pd.Int64Dtype(),
    string=lambda: pd.StringDtype(),
    zone=lambda: pd.DatetimeTZDtype(tz="UTC"),
    sparse=lambda: pd.SparseDtype(float),
    interval_type=lambda: pd.IntervalDtype("int64"),
    period_type=lambda: pd.PeriodDtype("M"),
    boolean=lambda: pd.BooleanDtype(),
)
for kind, group in (("series", series), ("frame", frames), ("index", indexes), ("scalar", scalars)):
    for name, thing in group.items():
        hall.pickles("%s/%s" % (kind, name), thing, (2, 4, 5))
for name, frame in frames.items():
    hall.put("parquet/%s.parquet" % name, lambda path: frame.to_parquet(path))
    hall.put("feather/%s.feather" % name, lambda path: frame.to_feather(path))
mixed = frames["mixed"]
for codec in ("snappy", "gzip", "zstd", "brotli", "lz4", None):
    hall.put("parquet/codec_%s.parquet" % codec, lambda path: mixed.to_parquet(path, compression=codec))
for ending in ("", ".gz", ".bz2", ".xz", ".zip", ".tar", ".tar.gz"):
    hall.put("pickle/mixed.pkl" + ending, lambda path: mixed.to_pickle(path))
    hall.put("csv/mixed.csv" + ending, lambda path: mixed.to_csv(path))
hall.put("json/lines.jsonl", lambda path: mixed.to_json(path, orient="records", lines=True))
hall.put("json/table.json", lambda path: mixed.to_json(path))
hall.put("hdf/table.h5", lambda path: frames["numbers"].to_hdf(path, key="t"))
hall.put("excel/mixed.xlsx", lambda path: mixed.to_excel(path))
hall.put("stata/numbers.dta", lambda path: frames["numbers"].rename(columns=str).add_prefix("c").to_stata(path))
hall.close()
