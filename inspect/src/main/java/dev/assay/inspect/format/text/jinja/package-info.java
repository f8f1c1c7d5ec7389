/// Jinja2 templates: what the chat templates of models are written in.
///
/// A template can loop, compare and put text together, which is harmless; and it can ask any value for its attributes,
/// which leads from a string to its class, from there to every class, and so to whatever the process may do
/// (CVE-2024-34359). So a template is read as the engine reads it, and its expressions are worked out as far as they
/// are
/// known without a conversation: which name is asked for, however it is put together, and what is called.
///
/// Read [Template] first, then [Tags], [Expression] and [Value].
///
/// @see <a href="https://jinja.palletsprojects.com/en/stable/templates/">Jinja: template designer documentation</a>
@NullMarked
package dev.assay.inspect.format.text.jinja;

import org.jspecify.annotations.NullMarked;
