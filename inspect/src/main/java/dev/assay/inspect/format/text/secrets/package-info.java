/// Secrets that somebody left in a text: tokens that have a form, some of them a checksum as well, private keys, and
/// what
/// stands behind a key that says so. They do nothing to whoever loads the text; whoever reads it can use them.
///
/// @see <a href="https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/">
///     GitHub: the form of tokens and their checksum</a>
@NullMarked
package dev.assay.inspect.format.text.secrets;

import org.jspecify.annotations.NullMarked;
