package dev.assay.server.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import org.springframework.web.servlet.function.ServerResponse;

/// Pages as answers. Templates are compiled with the rest; none is read at run time.
final class Templates {

    /// Nothing from elsewhere, nothing that runs, nobody's frame.
    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
            + " base-uri 'none'; frame-ancestors 'none'";

    private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(ContentType.Html);

    private Templates() {}

    static ServerResponse page(int status, String template, Object page) {
        var output = new StringOutput();
        ENGINE.render(template + ".jte", page, output);
        var body = output.toString().getBytes(StandardCharsets.UTF_8);
        return ServerResponse.status(status)
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                // The page says who is signed in and how files stand now.
                .header("Cache-Control", "private, no-store")
                .build((request, response) -> {
                    response.setContentType("text/html; charset=utf-8");
                    response.setContentLength(body.length);
                    if (!request.getMethod().equals("HEAD")) {
                        response.getOutputStream().write(body);
                    }
                    return null;
                });
    }
}
