/// How does a request become an answer? Routes, callers, problems, bytes; nothing here knows what a route is for.
@NullMarked
package dev.assay.server.http;

import org.jspecify.annotations.NullMarked;
