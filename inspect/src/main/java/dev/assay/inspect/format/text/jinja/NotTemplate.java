package dev.assay.inspect.format.text.jinja;

/// The engine would refuse this text as a whole, before rendering any of it.
final class NotTemplate extends Exception {

    NotTemplate(String why, long at) {
        super(why + " at " + at, null, false, false);
    }
}
