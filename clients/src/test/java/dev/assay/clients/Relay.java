package dev.assay.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// A bad line between a client and the hub: the first connection that carries more than so many bytes to the client
/// breaks there. What was asked is remembered.
final class Relay implements AutoCloseable {

    private final ServerSocket door;
    private final InetSocketAddress hub;
    private final long breakAfter;
    private final AtomicBoolean broken = new AtomicBoolean();
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

    Relay(String address, long breakAfter) throws IOException {
        var to = URI.create(address);
        this.hub = new InetSocketAddress(to.getHost(), to.getPort());
        this.breakAfter = breakAfter;
        this.door = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
    }

    String address() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    /// Whether the line has broken.
    boolean broke() {
        return broken.get();
    }

    /// The range headers that clients have sent, in order.
    List<String> ranges() {
        return asked.stream()
                .flatMap(String::lines)
                .filter(it -> it.regionMatches(true, 0, "range: ", 0, 7))
                .toList();
    }

    private void accept() {
        try {
            while (true) {
                var client = door.accept();
                var server = new Socket();
                server.connect(hub);
                Thread.ofPlatform().daemon().start(() -> carry(client, server, true));
                Thread.ofPlatform().daemon().start(() -> carry(server, client, false));
            }
        } catch (IOException closed) {
            asked.add("(closed)");
        }
    }

    private void carry(Socket from, Socket to, boolean upwards) {
        var buffer = new byte[1 << 16];
        var carried = 0L;
        try (from;
                to) {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (upwards) {
                    asked.add(new String(buffer, 0, n, ISO_8859_1));
                }
                out.write(buffer, 0, n);
                carried += n;
                if (!upwards && carried > breakAfter && broken.compareAndSet(false, true)) {
                    return;
                }
            }
        } catch (IOException gone) {
            asked.add("(a connection ended)");
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
