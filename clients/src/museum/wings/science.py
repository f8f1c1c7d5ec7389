"""SciPy, statsmodels: sparse matrices, distributions, interpolators, trees, fitted models."""
import numpy as np
import scipy
from scipy import cluster, integrate, interpolate, optimize, signal, sparse, spatial, special, stats

from hall import Hall

hall = Hall("science")
x = np.linspace(0, 1, 12)
y = np.sin(x * 6)
points = np.random.RandomState(0).rand(20, 2)
matrix = sparse.random(8, 8, 0.3, "csr", random_state=0)
makers = dict(
    cubic=lambda: interpolate.CubicSpline(x, y), akima=lambda: interpolate.Akima1DInterpolator(x, y), pchip=lambda: interpolate.PchipInterpolator(x, y),
    interp1d=lambda: interpolate.interp1d(x, y), interp1d_cubic=lambda: interpolate.interp1d(x, y, "cubic"), bspline=lambda: interpolate.make_interp_spline(x, y),
    univariate=lambda: interpolate.UnivariateSpline(x, y), rbf=lambda: interpolate.RBFInterpolator(points, points[:, 0]),
    grid=lambda: interpolate.RegularGridInterpolator((x, x), np.outer(y, y)), nearest=lambda: interpolate.NearestNDInterpolator(points, points[:, 0]),
    linear=lambda: interpolate.LinearNDInterpolator(points, points[:, 0]), ppoly=lambda: interpolate.PPoly(np.ones((2, 3)), np.arange(4)),
    bipoly=lambda: interpolate.RectBivariateSpline(x, x, np.outer(y, y)), barycentric=lambda: interpolate.BarycentricInterpolator(x, y),
    ckdtree=lambda: spatial.cKDTree(points), kdtree=lambda: spatial.KDTree(points), delaunay=lambda: spatial.Delaunay(points), hull=lambda: spatial.ConvexHull(points),
    rotation=lambda: spatial.transform.Rotation.from_euler("z", 1), slerp=lambda: spatial.transform.Slerp([0, 1], spatial.transform.Rotation.from_euler("z", [0, 1])),
    norm=lambda: stats.norm(0, 1), gamma=lambda: stats.gamma(2.0), poisson=lambda: stats.poisson(3), uniform=lambda: stats.uniform(0, 1), loguniform=lambda: stats.loguniform(1, 2),
    randint=lambda: stats.randint(1, 5), histogram=lambda: stats.rv_histogram(np.histogram(y)), kde=lambda: stats.gaussian_kde(y), normal=lambda: stats.multivariate_normal(np.zeros(2)),
    ttest=lambda: stats.ttest_ind(y, x), linregress=lambda: stats.linregress(x, y), minimized=lambda: optimize.minimize(abs, 1.0), solved=lambda: integrate.solve_ivp(lambda t, y: -y, (0, 1), [1.0]),
    filter=lambda: signal.butter(3, 0.2), lti=lambda: signal.lti([1], [1, 1]), bounds=lambda: optimize.Bounds([0], [1]), linkage=lambda: cluster.hierarchy.linkage(points), special=lambda: [special.expit, special.logit, special.gammaln],
)
for kind in "bsr coo csc csr dia dok lil".split():
    makers["sparse_" + kind] = lambda kind=kind: matrix.asformat(kind)
    if hasattr(sparse, kind + "_array"):
        makers["sparse_array_" + kind] = lambda kind=kind: getattr(sparse, kind + "_array")(matrix)
for name, make in makers.items():
    try:
        hall.pickles(name, make(), (2, 4, 5))
    except Exception as why:
        hall.missing.append("%s: %s" % (name, why))
hall.put("sparse.npz", lambda path: sparse.save_npz(path, matrix))
hall.put("sparse_plain.npz", lambda path: sparse.save_npz(path, matrix, compressed=False))


def models():
    import pandas as pd
    import statsmodels.api as sm
    import statsmodels.formula.api as smf

    frame = pd.DataFrame({"y": y, "x": x, "z": x**2})
    yield "ols", sm.OLS(y, sm.add_constant(x)).fit()
    yield "wls", sm.WLS(y, sm.add_constant(x)).fit()
    yield "glm", sm.GLM((y > 0).astype(int), sm.add_constant(x), family=sm.families.Binomial()).fit()
    yield "poisson", sm.GLM(np.arange(12), sm.add_constant(x), family=sm.families.Poisson()).fit()
    yield "logit", sm.Logit((np.arange(12) % 3 > 0).astype(int), sm.add_constant(x)).fit(disp=0)
    yield "formula", smf.ols("y ~ x + z", frame).fit()
    yield "arima", sm.tsa.ARIMA(y, order=(1, 0, 0)).fit()
    yield "holt", sm.tsa.ExponentialSmoothing(np.arange(12.0) + 1, trend="add").fit()


try:
    for name, result in models():
        hall.pickles("statsmodels/" + name, result, (2, 4))
        hall.put("statsmodels/%s.saved.pkl" % name, lambda path: result.save(path, remove_data=True))
except ImportError:
    pass
hall.close()
