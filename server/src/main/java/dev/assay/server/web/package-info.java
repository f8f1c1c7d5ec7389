/// How does a person look at it? Pages made on the server, one style sheet, no script at all: they work on a phone,
/// with a keyboard, in the dark, and in a browser that trusts nobody.
///
/// A page is a record of what it shows and a template that shows it; templates escape by context. The only foreign
/// HTML is a repository's card, and [Markdown] makes that harmless. Bytes come out of the vault for cards alone,
/// against a clearance.
@NullMarked
package dev.assay.server.web;

import org.jspecify.annotations.NullMarked;
