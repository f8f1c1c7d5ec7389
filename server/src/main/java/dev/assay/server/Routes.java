package dev.assay.server;

import dev.assay.server.http.Route;
import dev.assay.server.operations.HealthRoutes;
import java.util.ArrayList;
import java.util.List;

/// Every route of the hub, in the order in which they are tried.
final class Routes {

    private Routes() {}

    static List<Route> of(House house) {
        var routes = new ArrayList<Route>();
        routes.addAll(new HealthRoutes(house.meters(), house::ready).routes());
        return List.copyOf(routes);
    }
}
