package dev.assay.server.http;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON in and out. Wire shapes are records beside their routes; an empty `Optional` is left out.
public final class Json {

    /// Longest JSON body read into memory. What may be longer (commits) is read as a stream.
    private static final int LONGEST = 4 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .changeDefaultPropertyInclusion(it -> it.withValueInclusion(NON_ABSENT))
            .build();

    private Json() {}

    public static ServerResponse ok(Object body) {
        return answer(200, Map.of(), body);
    }

    public static ServerResponse answer(int status, Map<String, String> headers, Object body) {
        return bytes(status, headers, "application/json; charset=utf-8", MAPPER.writeValueAsBytes(body));
    }

    /// The error answer of every route: `{"error": sentence and hint}` and, for HEAD and for programs, headers.
    public static ServerResponse problem(Problem problem) {
        var headers = new LinkedHashMap<>(problem.headers());
        if (!problem.code().isEmpty()) {
            headers.put("X-Error-Code", problem.code());
        }
        // A list of reasons is left to the body: clients print both, unless they are equal.
        if (!problem.lists()) {
            headers.put("X-Error-Message", unended(problem.status(), problem.headerText()));
        }
        return answer(problem.status(), headers, Map.of("error", unended(problem.status(), problem.text())));
    }

    /// Clients put our words for a 403 into a sentence of theirs, and a full stop behind it.
    private static String unended(int status, String text) {
        return status == 403 && text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    public static ServerResponse bytes(int status, Map<String, String> headers, String type, byte[] body) {
        var builder = ServerResponse.status(status);
        headers.forEach(builder::header);
        return builder.header("X-Content-Type-Options", "nosniff").build((request, response) -> {
            response.setContentType(type);
            response.setContentLengthLong(body.length);
            if (!request.getMethod().equals("HEAD")) {
                response.getOutputStream().write(body);
            }
            return null;
        });
    }

    public static ServerResponse text(String text) {
        return bytes(
                200, Map.of(), MediaType.TEXT_PLAIN_VALUE + ";charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /// The request's body, which must be a JSON object of moderate size.
    ///
    /// @throws Failure with a sentence otherwise
    public static JsonNode object(ServerRequest request) throws IOException {
        return object(body(request, LONGEST));
    }

    /// @throws Failure unless these bytes are a JSON object
    public static JsonNode object(byte[] body) {
        try {
            var node = MAPPER.readTree(body);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (JacksonException malformed) {
            throw new Failure(400, "The request's body is not valid JSON: " + malformed.getOriginalMessage());
        }
        throw new Failure(400, "The request's body must be a JSON object.");
    }

    /// The body, at most so many bytes.
    public static byte[] body(ServerRequest request, int atMost) throws IOException {
        var body = request.servletRequest().getInputStream().readNBytes(atMost + 1);
        if (body.length > atMost) {
            throw new Failure(413, "The request's body is longer than " + atMost + " bytes.");
        }
        return body;
    }

    /// A member that must be text; empty if absent or null.
    public static String text(JsonNode object, String member) {
        var value = object.get(member);
        if (value == null || value.isNull()) {
            return "";
        }
        if (!value.isString()) {
            throw new Failure(400, "\"" + member + "\" must be a string.");
        }
        return value.stringValue();
    }

    /// A member that must be there and be text.
    public static String required(JsonNode object, String member) {
        var value = text(object, member);
        if (value.isEmpty()) {
            throw new Failure(400, "\"" + member + "\" is missing.");
        }
        return value;
    }

    /// A member that is a list of objects; empty if absent.
    public static List<JsonNode> objects(JsonNode object, String member) {
        var value = object.get(member);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray() || value.valueStream().anyMatch(it -> !it.isObject())) {
            throw new Failure(400, "\"" + member + "\" must be a list of objects.");
        }
        return value.valueStream().toList();
    }

    /// A member that must be a number of bytes: a whole number, 0 or more.
    public static long size(JsonNode object, String member) {
        var value = object.get(member);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new Failure(400, "\"" + member + "\" must be a whole number, 0 or more.");
        }
        return value.longValue();
    }
}
