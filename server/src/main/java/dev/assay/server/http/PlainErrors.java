package dev.assay.server.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/// What Tomcat says about requests that never reach the [Door] (a malformed request line, a header too long): JSON
/// with a sentence, instead of its page. Tomcat makes this from its class name.
public final class PlainErrors extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        var status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        var sentence =
                status < 500 ? "This request could not be read as HTTP; see RFC 9112." : "Something went wrong here.";
        try {
            response.setContentType("application/json");
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            response.setHeader("X-Error-Message", sentence);
            var reporter = response.getReporter();
            if (reporter != null) {
                reporter.write(new String(Json.write(Map.of("error", sentence)), StandardCharsets.UTF_8));
                response.finishResponse();
            }
        } catch (IOException gone) {
            // The client does not wait for our excuse.
            container.getLogger().trace("not reported", gone);
        }
    }
}
