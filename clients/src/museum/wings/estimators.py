"""Every estimator of scikit-learn, fitted, by pickle and by joblib with each of its compressors."""
import pickle

import joblib
import numpy as np
import scipy.stats
import sklearn
from sklearn import (calibration, cluster, compose, datasets, decomposition, ensemble, feature_extraction, feature_selection, gaussian_process, impute,
                     isotonic, linear_model, metrics, model_selection, naive_bayes, neighbors, neural_network, pipeline, preprocessing, svm, tree)

from hall import Hall

try:
    from sklearn.utils import all_estimators
except ImportError:
    from sklearn.utils.testing import all_estimators

hall = Hall("estimators")
X, y = datasets.load_iris(return_X_y=True)
X, y = X[::3], y[::3]
texts = ["a bc d", "x yz", "a yz q", "bc bc"] * 5


def instances(estimator):
    try:
        from sklearn.utils._test_common.instance_generator import _construct_instances

        found = list(_construct_instances(estimator))
        if found:
            return found[:2]
    except Exception:
        pass
    try:
        from sklearn.utils.estimator_checks import _construct_instance

        return [_construct_instance(estimator)]
    except Exception:
        pass
    return [estimator()]


def fitted(model):
    attempts = [(X, y), (X, y.astype(float) + 1), (X,), (X, np.c_[y, y]), (X[:, 0], y), (X[:, :1], y), (texts, [0, 1] * 10), (texts,), (y,), ([{"a": 1}, {"b": 2}],),
                ([[1, 2], [3]],), (X, (y > 0).astype(int)), (np.rint(X).astype(int), y), (X @ X.T,), (np.random.rand(3, 8, 8),)]
    for attempt in attempts:
        try:
            return model.fit(*attempt)
        except Exception:
            pass
    return model


codecs = [0, 1, 3, 9, True, ("zlib", 3), ("gzip", 3), ("bz2", 3), ("xz", 3), ("lzma", 3), ("lz4", 3), ("zlib", 9), ("gzip", 9), ("bz2", 9), ("xz", 9), ("lzma", 1)]
turn = 0


def show(name, model):
    global turn
    hall.pickles("pickle/" + name, model)
    hall.put("joblib/%s.joblib" % name, lambda path: joblib.dump(model, path))
    codec = codecs[turn % len(codecs)]
    turn += 1
    label = "_".join(map(str, codec)) if isinstance(codec, tuple) else str(codec)
    hall.put("joblib/%s.%s.joblib" % (name, label), lambda path: joblib.dump(model, path, compress=codec))


for name, estimator in all_estimators():
    try:
        found = instances(estimator)
    except Exception as why:
        hall.missing.append("%s: %s" % (name, why))
        continue
    for i, model in enumerate(found):
        show(name + ("" if i == 0 else str(i)), fitted(model))

RBF, WhiteKernel, Matern = gaussian_process.kernels.RBF, gaussian_process.kernels.WhiteKernel, gaussian_process.kernels.Matern
kernels = gaussian_process.kernels
makers = dict(
    pipeline=lambda: pipeline.make_pipeline(preprocessing.StandardScaler(), svm.LinearSVC()),
    union=lambda: pipeline.make_union(decomposition.PCA(2), feature_selection.SelectKBest(k=1)),
    columns=lambda: compose.ColumnTransformer([("a", preprocessing.OneHotEncoder(handle_unknown="ignore"), [0]), ("b", preprocessing.StandardScaler(), [1, 2])], remainder="passthrough"),
    grid=lambda: model_selection.GridSearchCV(svm.SVC(), {"C": [1, 2]}, cv=model_selection.StratifiedKFold(3)),
    random=lambda: model_selection.RandomizedSearchCV(svm.SVC(), {"C": scipy.stats.uniform(1, 2), "gamma": [1, 2]}, n_iter=2),
    scored=lambda: model_selection.GridSearchCV(linear_model.Ridge(), {"alpha": [1, 2]}, scoring=metrics.make_scorer(metrics.mean_squared_error, greater_is_better=False), cv=model_selection.KFold(3)),
    gaussian=lambda: gaussian_process.GaussianProcessRegressor(kernels.ConstantKernel(1.0) * RBF(1.0) + WhiteKernel()),
    matern=lambda: gaussian_process.GaussianProcessRegressor(Matern() + kernels.DotProduct() ** 2),
    periodic=lambda: gaussian_process.GaussianProcessClassifier(kernels.RationalQuadratic() * kernels.ExpSineSquared()),
    pairwise=lambda: gaussian_process.GaussianProcessRegressor(kernels.PairwiseKernel()),
    log=lambda: pipeline.make_pipeline(preprocessing.FunctionTransformer(np.log1p, inverse_func=np.expm1), linear_model.Ridge()),
    identity=lambda: preprocessing.FunctionTransformer(),
    calibrated=lambda: calibration.CalibratedClassifierCV(svm.LinearSVC(), cv=2),
    isotonic_calibrated=lambda: calibration.CalibratedClassifierCV(naive_bayes.GaussianNB(), method="isotonic", cv=2),
    voting=lambda: ensemble.VotingClassifier([("a", linear_model.LogisticRegression()), ("b", tree.DecisionTreeClassifier(max_depth=2))]),
    stacking=lambda: ensemble.StackingClassifier([("a", linear_model.LogisticRegression()), ("b", svm.SVC(probability=True))]),
    bagging=lambda: ensemble.BaggingClassifier(neighbors.KNeighborsClassifier(), 3),
    ada=lambda: ensemble.AdaBoostRegressor(n_estimators=3),
    forest=lambda: ensemble.RandomForestRegressor(5),
    extra=lambda: ensemble.ExtraTreesClassifier(5),
    knn_kd=lambda: neighbors.KNeighborsClassifier(algorithm="kd_tree"),
    knn_ball=lambda: neighbors.KNeighborsRegressor(algorithm="ball_tree", metric="manhattan"),
    knn_cosine=lambda: neighbors.NearestNeighbors(metric="cosine"),
    knn_haversine=lambda: neighbors.NearestNeighbors(metric="haversine", algorithm="ball_tree"),
    kde=lambda: neighbors.KernelDensity(),
    log_sgd=lambda: linear_model.SGDClassifier(loss="log_loss"),
    huber_sgd=lambda: linear_model.SGDRegressor(loss="huber"),
    modified=lambda: linear_model.SGDClassifier(loss="modified_huber"),
    perceptron=lambda: linear_model.Perceptron(),
    epsilon=lambda: linear_model.SGDRegressor(loss="epsilon_insensitive"),
    squared_hinge=lambda: linear_model.SGDClassifier(loss="squared_hinge"),
    mlp_sgd=lambda: neural_network.MLPClassifier(solver="sgd", max_iter=9),
    mlp_lbfgs=lambda: neural_network.MLPRegressor(solver="lbfgs", max_iter=9),
    early=lambda: neural_network.MLPClassifier(early_stopping=True, max_iter=9),
    imputer=lambda: impute.SimpleImputer(strategy="median"),
    knn_imputer=lambda: impute.KNNImputer(),
    text=lambda: pipeline.make_pipeline(feature_extraction.text.TfidfVectorizer(), linear_model.LogisticRegression()),
    counted=lambda: feature_extraction.text.CountVectorizer(ngram_range=(1, 2), stop_words="english"),
    hashed=lambda: feature_extraction.text.HashingVectorizer(),
    words=lambda: feature_extraction.text.TfidfVectorizer(analyzer="char_wb"),
    from_model=lambda: feature_selection.SelectFromModel(linear_model.LassoCV()),
    rfe=lambda: feature_selection.RFE(svm.LinearSVC(), n_features_to_select=2),
    mutual=lambda: feature_selection.SelectKBest(feature_selection.mutual_info_classif, k=2),
    chi=lambda: feature_selection.SelectPercentile(feature_selection.chi2),
    target=lambda: compose.TransformedTargetRegressor(linear_model.Ridge(), func=np.log1p, inverse_func=np.expm1),
    power=lambda: preprocessing.PowerTransformer(),
    bins=lambda: preprocessing.KBinsDiscretizer(3),
    quantile=lambda: preprocessing.QuantileTransformer(n_quantiles=5),
    poly=lambda: preprocessing.PolynomialFeatures(),
    labels=lambda: preprocessing.LabelEncoder(),
    spectral=lambda: cluster.SpectralClustering(3),
    agglomerative=lambda: cluster.AgglomerativeClustering(3),
)
composed = {}
for name, make in makers.items():
    try:
        composed[name] = make()
    except Exception as why:
        hall.missing.append("%s: %s" % (name, why))
for loss in ("squared_error", "absolute_error", "poisson", "quantile", "gamma"):
    try:
        composed["boosted_" + loss] = ensemble.HistGradientBoostingRegressor(loss=loss, max_iter=3, **({"quantile": 0.5} if loss == "quantile" else {}))
    except Exception:
        pass
for loss in ("squared_error", "absolute_error", "huber", "quantile"):
    composed["gradient_" + loss] = ensemble.GradientBoostingRegressor(loss=loss, n_estimators=3)
composed["gradient_exponential"] = ensemble.GradientBoostingClassifier(loss="exponential", n_estimators=3)
for name, model in composed.items():
    data = (texts, [0, 1] * 10) if name in ("text", "counted", "hashed", "words") else (y,) if name == "labels" else (X, (y > 0).astype(int)) if name == "gradient_exponential" else (X[:, :2], y) if name == "knn_haversine" else (X, y)
    try:
        model.fit(*data)
    except Exception as why:
        hall.missing.append("fit of %s: %s" % (name, why))
    show("composed/" + name, model)
for name in ("KFold", "StratifiedKFold", "GroupKFold", "ShuffleSplit", "StratifiedShuffleSplit", "TimeSeriesSplit", "RepeatedKFold", "RepeatedStratifiedKFold", "LeaveOneOut", "PredefinedSplit", "ParameterGrid", "ParameterSampler"):
    arguments = {"PredefinedSplit": ([0, 1],), "ParameterGrid": ({"a": [1]},), "ParameterSampler": ({"a": [1]}, 1)}.get(name, ())
    show("splitters/" + name, getattr(model_selection, name)(*arguments))
show("bunch/iris", datasets.load_iris())
show("bunch/digits", datasets.load_digits())
show("scorers/all", [metrics.get_scorer(s) for s in ("accuracy", "f1", "roc_auc", "r2", "neg_log_loss")])
show("functions/metrics", [metrics.accuracy_score, metrics.f1_score, metrics.pairwise.rbf_kernel])
show("containers/bundle", {"model": linear_model.LinearRegression().fit(X, y), "columns": ["a", "b"], "scaler": preprocessing.StandardScaler().fit(X), "data": X})
for i, codec in enumerate(codecs):
    label = "_".join(map(str, codec)) if isinstance(codec, tuple) else str(codec)
    for kind, thing in (("arrays", {"a": np.random.rand(50, 50), "b": np.asfortranarray(np.random.rand(5, 5)), "o": np.array([1, "x", None], object)}), ("forest", composed["forest"])):
        hall.put("codecs/%s.%s.joblib" % (kind, label), lambda path: joblib.dump(thing, path, compress=codec))
hall.put("codecs/objects.joblib", lambda path: joblib.dump(np.array([{"a": np.arange(3)}, np.arange(2)], object), path))
hall.put("codecs/old_protocol.joblib", lambda path: joblib.dump(composed["forest"], path, protocol=2))
hall.put("codecs/pickle_in_gzip.pkl.gz", lambda path: __import__("gzip").open(path, "wb").write(pickle.dumps(composed["ada"])))
hall.close()
print("  scikit-learn %s, numpy %s, joblib %s" % (sklearn.__version__, np.__version__, joblib.__version__))
