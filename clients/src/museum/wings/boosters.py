"""Gradient boosters: XGBoost, LightGBM, CatBoost, imbalanced-learn; their own formats, pickles and joblib files."""
import joblib
import numpy as np

from hall import Hall

hall = Hall("boosters")
rng = np.random.RandomState(0)
X = rng.rand(40, 4)
y = (X[:, 0] > 0.5).astype(int)


def show(name, model):
    hall.pickles(name, model, (2, 4, 5))
    hall.put(name + ".joblib", lambda path: joblib.dump(model, path))
    hall.put(name + ".z.joblib", lambda path: joblib.dump(model, path, compress=3))


def optional(make):
    try:
        make()
    except Exception as why:
        hall.missing.append("%s: %s" % (make.__name__, why))


def xgboost():
    import xgboost as xgb

    for kind in (xgb.XGBClassifier, xgb.XGBRegressor, xgb.XGBRFClassifier, xgb.XGBRanker):
        model = kind(n_estimators=3, max_depth=2)
        model.fit(X, y, **({"qid": np.zeros(40, int)} if kind is xgb.XGBRanker else {}))
        show("xgboost/" + kind.__name__, model)
        hall.put("xgboost/%s.json" % kind.__name__, lambda path: model.save_model(path))
        hall.put("xgboost/%s.ubj" % kind.__name__, lambda path: model.save_model(path))
    booster = xgb.train({"max_depth": 2}, xgb.DMatrix(X, y), 2)
    show("xgboost/booster", booster)
    hall.put("xgboost/dump.txt", lambda path: booster.dump_model(path))


def lightgbm():
    import lightgbm as lgb

    for kind in (lgb.LGBMClassifier, lgb.LGBMRegressor, lgb.LGBMRanker):
        model = kind(n_estimators=3, verbose=-1, min_child_samples=2)
        model.fit(X, y, **({"group": [40]} if kind is lgb.LGBMRanker else {}))
        show("lightgbm/" + kind.__name__, model)
    show("lightgbm/booster", model.booster_)
    hall.put("lightgbm/model.txt", lambda path: model.booster_.save_model(path))


def catboost():
    import catboost as cb

    for kind in (cb.CatBoostClassifier, cb.CatBoostRegressor):
        model = kind(iterations=3, depth=2, verbose=0, allow_writing_files=False).fit(X, y)
        show("catboost/" + kind.__name__, model)
        for form in ("cbm", "json", "onnx", "cpp", "python"):
            hall.put("catboost/%s.%s" % (kind.__name__, form), lambda path: model.save_model(path, format=form))


def imbalanced():
    from imblearn import combine, over_sampling, pipeline, under_sampling
    from sklearn.linear_model import LogisticRegression

    for kind in (over_sampling.SMOTE, over_sampling.RandomOverSampler, under_sampling.RandomUnderSampler, combine.SMOTEENN):
        show("imblearn/" + kind.__name__, kind())
    show("imblearn/pipeline", pipeline.make_pipeline(over_sampling.SMOTE(), LogisticRegression()).fit(X, y))


for make in (xgboost, lightgbm, catboost, imbalanced):
    optional(make)
hall.close()
