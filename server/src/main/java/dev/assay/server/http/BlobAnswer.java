package dev.assay.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.assay.gate.Vault;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.UUID;
import org.springframework.web.servlet.function.ServerResponse;

/// The bytes of one cleared blob as an answer: whole or in parts, only if they changed, by the kernel where it can.
///
/// It is made from what the vault opened, so there is none without a clearance.
public final class BlobAnswer {

    /// Below this, copying is quicker than handing the file to the poller that sends it.
    private static final long SENDFILE_FROM = 64 << 10;

    private static final int BUFFER = 128 << 10;

    private final Vault.Opened blob;
    private final String etag;
    private final String type;
    private final Map<String, String> headers;
    private final Traffic traffic;

    /// @param etag without quotes
    /// @param type content type
    /// @param headers further headers, also of a 304 and of a 416
    public BlobAnswer(Vault.Opened blob, String etag, String type, Map<String, String> headers, Traffic traffic) {
        this.blob = blob;
        this.etag = '"' + etag + '"';
        this.type = type;
        this.headers = Map.copyOf(headers);
        this.traffic = traffic;
    }

    public ServerResponse answer(HttpServletRequest request) {
        if (matches(request.getHeader("If-None-Match"))) {
            return head(304).build((asking, response) -> null);
        }
        var range = request.getHeader("Range");
        var condition = request.getHeader("If-Range");
        var ranges = range == null || condition != null && !condition.equals(etag)
                ? new Ranges.Whole()
                : Ranges.of(range, blob.size());
        return switch (ranges) {
            case Ranges.Whole whole -> part(200, new Ranges.Part(0, blob.size() - 1));
            case Ranges.None none -> none();
            case Ranges.Parts some ->
                some.parts().size() == 1 ? part(206, some.parts().getFirst()) : parts(some);
        };
    }

    private ServerResponse.BodyBuilder head(int status) {
        var head = ServerResponse.status(status);
        headers.forEach(head::header);
        return head.header("ETag", etag)
                .header("Accept-Ranges", "bytes")
                .header("X-Content-Type-Options", "nosniff")
                // Whatever the bytes are, they do not act in this hub's name.
                .header("Content-Security-Policy", "default-src 'none'; sandbox");
    }

    private boolean matches(String header) {
        if (header == null) {
            return false;
        }
        for (var one : header.split(",", -1)) {
            var tag = one.strip();
            if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }

    private ServerResponse none() {
        return head(416)
                .header("Content-Range", "bytes */" + blob.size())
                .header("X-Error-Message", "The file ends before the range begins.")
                .build((request, response) -> {
                    response.setContentLength(0);
                    return null;
                });
    }

    private ServerResponse part(int status, Ranges.Part part) {
        var head = head(status);
        if (status == 206) {
            head.header("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + blob.size());
        }
        return head.build((request, response) -> {
            response.setContentType(type);
            response.setContentLengthLong(part.length());
            if (part.length() > 0) {
                send(request, response, part);
            }
            return null;
        });
    }

    private void send(HttpServletRequest request, HttpServletResponse response, Ranges.Part part) throws IOException {
        var file = blob.file();
        if (file.isPresent()
                && part.length() >= SENDFILE_FROM
                && Boolean.TRUE.equals(request.getAttribute("org.apache.tomcat.sendfile.support"))) {
            request.setAttribute(
                    "org.apache.tomcat.sendfile.filename", file.get().toString());
            request.setAttribute("org.apache.tomcat.sendfile.start", part.first());
            request.setAttribute("org.apache.tomcat.sendfile.end", part.last() + 1);
        } else {
            try (var in = blob.stream()) {
                in.skipNBytes(part.first());
                copy(in, response.getOutputStream(), part.length());
            }
        }
        traffic.sent(part.length());
    }

    private ServerResponse parts(Ranges.Parts some) {
        var boundary = UUID.randomUUID().toString();
        return head(206).build((request, response) -> {
            response.setContentType("multipart/byteranges; boundary=" + boundary);
            var out = response.getOutputStream();
            for (var part : some.parts()) {
                out.write(("\r\n--" + boundary + "\r\nContent-Type: " + type + "\r\nContent-Range: bytes "
                                + part.first() + "-" + part.last() + "/" + blob.size() + "\r\n\r\n")
                        .getBytes(US_ASCII));
                try (var in = blob.stream()) {
                    in.skipNBytes(part.first());
                    copy(in, out, part.length());
                }
                traffic.sent(part.length());
            }
            out.write(("\r\n--" + boundary + "--\r\n").getBytes(US_ASCII));
            return null;
        });
    }

    private static void copy(InputStream in, OutputStream out, long length) throws IOException {
        var buffer = new byte[(int) Math.min(BUFFER, length)];
        var left = length;
        while (left > 0) {
            var read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("the blob ended " + left + " bytes early");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }
}
