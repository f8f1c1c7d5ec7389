#!/usr/bin/env python3
"""Which classes of an installed library are inert when they are unpickled, for lines of policy/default.yaml.

    ENVIRONMENT/bin/python inert.py PACKAGE [PACKAGE...]

Unpickling an instance makes it by `__new__`, asks it for `__setstate__`, and else sets its attributes; afterwards it may
be a key of a dictionary, and it is thrown away some day. A class is inert if none of that is code of its own: `__new__`
is that of `object` or of a plain container, the state goes to `__dict__`, directly or by one of the few `__setstate__`
read by a person and listed here, and there is no `__setattr__`, `__getattr__`, `__del__`, `__hash__` or property that can be
set. Prints the inert ones as the policy writes them; on the error output the others, with the reason.
"""
import collections
import importlib
import inspect
import pkgutil
import sys
import typing
import warnings

warnings.simplefilter("ignore")

# Read: these fill the instance's dictionary, look at versions and types, copy attributes or build arrays from arrays.
READ = {
    "sklearn.base.BaseEstimator.__setstate__",
    "sklearn.isotonic.IsotonicRegression.__setstate__",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor.__setstate__",
    "sklearn.frozen._frozen.FrozenEstimator.__getattr__",
    "scipy.interpolate._interpolate.PPoly.__setstate__",
    "scipy.interpolate._interpolate.BPoly.__setstate__",
    "scipy.interpolate._bsplines.BSpline.__setstate__",
    "scipy.interpolate._rbfinterp.RBFInterpolator.__setstate__",
    "scipy.sparse._coo.coo_matrix.__setstate__",
    "statsmodels.base.wrapper.ResultsWrapper.__getattribute__",
    "statsmodels.base.wrapper.ResultsWrapper.__setstate__",
    "torch.optim._adafactor.Adafactor.__setstate__",
    "lightgbm.basic.Booster.__setstate__",
    "xgboost.core.Booster.__setstate__",
    "torch.nn.modules.module.Module.__setstate__",
    "torch.nn.modules.module.Module.__getattr__",
    "torch.nn.modules.module.Module.__setattr__",
    "torch.nn.modules.module.Module.__hash__",
    "torch.nn.modules.activation.Softmax.__setstate__",
    "torch.nn.modules.activation.Softmin.__setstate__",
    "torch.nn.modules.activation.LogSoftmax.__setstate__",
    "torch.nn.modules.activation.MultiheadAttention.__setstate__",
    "torch.nn.modules.activation.GELU.__setstate__",
    "torch.nn.modules.pooling.MaxPool1d.__setstate__",
    "torch.nn.modules.pooling.AvgPool3d.__setstate__",
    "torch.nn.modules.rnn.RNNBase.__setstate__",
    "torch.nn.modules.normalization.CrossMapLRN2d.__setstate__",
    "torch.nn.modules.padding.ReflectionPad1d.__setstate__",
    "torch.nn.modules.transformer.TransformerEncoderLayer.__setstate__",
    "torch.nn.modules.transformer.TransformerDecoderLayer.__setstate__",
    "torch.nn.modules.container.ParameterDict.__setstate__",
    "torch.nn.modules.container.ParameterList.__setstate__",
    "torch.nn.modules.conv._ConvNd.__setstate__",
    "torch.nn.modules.rnn.RNNBase.__setattr__",
    "torch.optim.optimizer.Optimizer.__setstate__",
    "torch.optim.adadelta.Adadelta.__setstate__",
    "torch.optim.adagrad.Adagrad.__setstate__",
    "torch.optim.adam.Adam.__setstate__",
    "torch.optim.adamax.Adamax.__setstate__",
    "torch.optim.adamw.AdamW.__setstate__",
    "torch.optim.asgd.ASGD.__setstate__",
    "torch.optim.nadam.NAdam.__setstate__",
    "torch.optim.radam.RAdam.__setstate__",
    "torch.optim.rmsprop.RMSprop.__setstate__",
    "torch.optim.rprop.Rprop.__setstate__",
    "torch.optim.sgd.SGD.__setstate__",
}
# Read: setters that store a value, at most after turning it into a generator of random numbers or into parameters.
SETTERS = {"random_state", "df_model", "df_resid", "use_t", "theta", "_doc_link_template", "shape", "loc", "parameterization"}
PLAIN = (object, dict, list, tuple, set, frozenset, int, float, str, bytes)
SKIPPED = ("tests", "test", "testing", "_testing", "conftest", "setup", "externals", "_vendor", "benchmarks", "__main__", "experimental")


def name(function):
    return "%s.%s" % (getattr(function, "__module__", None), getattr(function, "__qualname__", function))


def against(it):
    """Why this class is not inert, or None."""
    if not any(it.__new__ is base.__new__ for base in PLAIN + (typing.Generic,)):
        return "makes its instances itself"
    if any(base in PLAIN[1:] for base in it.__mro__):
        return "is a container or number"
    state = getattr(it, "__setstate__", None)
    if state is not None and name(state) not in READ and name(state) != "object.__setstate__":
        return "takes its state by " + name(state)
    for method in ("__setattr__", "__getattribute__", "__getattr__", "__del__", "__hash__"):
        own = getattr(it, method, None)
        if own is not None and own is not getattr(object, method, None) and name(own) not in READ:
            return "has " + name(own)
    if issubclass(it, BaseException) or issubclass(it, type):
        return "is no plain class"
    if type(it) is not type and type(it).__module__ not in ("abc", "typing"):
        return "is made by " + name(type(it))
    for attribute in dir(it):
        found = inspect.getattr_static(it, attribute, None)
        if isinstance(found, property) and found.fset is not None and state is None and attribute not in SETTERS:
            return "sets " + attribute
    return None


def main():
    inert = collections.defaultdict(list)
    for package in sys.argv[1:]:
        root = importlib.import_module(package)
        modules = [package]
        for found in pkgutil.walk_packages(getattr(root, "__path__", []), package + ".", onerror=lambda _: None):
            if not set(found.name.split(".")) & set(SKIPPED):
                modules.append(found.name)
        for module in modules:
            try:
                loaded = importlib.import_module(module)
            except BaseException as why:
                print("# %s cannot be imported: %s" % (module, type(why).__name__), file=sys.stderr)
                continue
            for key, it in sorted(vars(loaded).items()):
                if inspect.isclass(it) and it.__module__ == module and it.__qualname__ == key:
                    why = against(it)
                    if why is None:
                        inert[module].append(key)
                    else:
                        print("# %s.%s %s" % (module, key, why), file=sys.stderr)
    for module, names in sorted(inert.items()):
        line = "      %s:" % module
        for each in names:
            if len(line) + 1 + len(each) > 116:
                print(line)
                line = "       "
            line += " " + each
        print(line)


if __name__ == "__main__":
    main()
