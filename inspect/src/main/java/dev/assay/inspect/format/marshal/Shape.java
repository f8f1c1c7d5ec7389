package dev.assay.inspect.format.marshal;

/// The fields of a code object in the order in which they stand, one letter each: a number, the *b*yte code, the
/// *c*onstants, the *n*ames, *v*ariables, the *t*itle, or something else.
enum Shape {
    /// Python 3.11 and later.
    PYTHON_3_11("#####bcnv??t?#??"),
    /// Python 3.8 to 3.10.
    PYTHON_3_8("######bcnvvv?t#?"),
    /// Python 3.0 to 3.7.
    PYTHON_3_0("#####bcnvvv?t#?"),
    /// Python 2.3 to 2.7.
    PYTHON_2("####bcnvvv?t#?");

    private final String fields;

    Shape(String fields) {
        this.fields = fields;
    }

    int count() {
        return fields.length();
    }

    char field(int index) {
        return fields.charAt(index);
    }
}
