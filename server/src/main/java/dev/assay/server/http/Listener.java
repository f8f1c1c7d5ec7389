package dev.assay.server.http;

import java.io.Closeable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.WebServer;

/// The socket: Tomcat, a virtual thread a request, one servlet.
///
/// The numbers are measured, not guessed: without `accept-count` a ramp of 2,000 downloads starves connections;
/// without a larger application buffer a copied body costs half the throughput.
public final class Listener implements Closeable {

    private static final int PATIENCE_SECONDS = 20;

    private final WebServer server;

    private Listener(WebServer server) {
        this.server = server;
    }

    /// Starts to listen.
    ///
    /// @param port 0 for any free one
    /// @throws IllegalStateException with a sentence if the address cannot be listened on
    public static Listener open(String host, int port, Door door) {
        var factory = new TomcatServletWebServerFactory(port);
        try {
            factory.setAddress(InetAddress.getByName(host));
        } catch (UnknownHostException unknown) {
            throw new IllegalStateException("this machine has no address '" + host + "'", unknown);
        }
        factory.setShutdown(Shutdown.GRACEFUL);
        factory.addConnectorCustomizers(Listener::tune);
        factory.addContextCustomizers(context -> {
            ((StandardHost) context.getParent()).setErrorReportValveClass(PlainErrors.class.getName());
            context.setSessionTimeout(1);
            context.setCookies(false);
        });
        var server = (TomcatWebServer) factory.getWebServer(context -> {
            var registration = context.addServlet("door", door);
            registration.addMapping("/");
            registration.setLoadOnStartup(1);
        });
        try {
            server.start();
        } catch (RuntimeException failed) {
            server.destroy();
            throw new IllegalStateException(
                    "cannot listen on " + host + ":" + port + " (" + rootOf(failed)
                            + "); is it in use? Choose another with --port",
                    failed);
        }
        return new Listener(server);
    }

    private static void tune(Connector connector) {
        // Clients write a path's slashes as %2F, and file names may hold backslashes: both stay as sent until the
        // route has been found, and are decoded once, with the segment they stand in.
        connector.setEncodedSolidusHandling("passthrough");
        connector.setEncodedReverseSolidusHandling("passthrough");
        connector.setMaxParameterCount(50_000);
        connector.setMaxPostSize(8 << 20);
        connector.setProperty("socket.appWriteBufSize", "131072");
        connector.setProperty("relaxedPathChars", "[]{}|^");
        var protocol = (AbstractHttp11Protocol<?>) connector.getProtocolHandler();
        protocol.setExecutor(new VirtualThreadExecutor("http-"));
        protocol.setAcceptCount(4096);
        protocol.setMaxConnections(16_384);
        protocol.setMaxHttpRequestHeaderSize(32 << 10);
        protocol.setUseSendfile(true);
        protocol.setServer(null);
    }

    private static String rootOf(Throwable failure) {
        var root = failure;
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return String.valueOf(root.getMessage());
    }

    public int port() {
        return server.getPort();
    }

    /// Lets running requests end, for a while, and stops listening.
    @Override
    public void close() {
        var done = new CountDownLatch(1);
        server.shutDownGracefully(result -> done.countDown());
        try {
            var graceful = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!graceful) {
                System.getLogger(Listener.class.getName())
                        .log(System.Logger.Level.WARNING, "some requests were cut off at the end");
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        server.stop();
        server.destroy();
    }
}
