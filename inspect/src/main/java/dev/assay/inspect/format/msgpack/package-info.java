/// MessagePack, in which Flax keeps the parameters of a model.
@NullMarked
package dev.assay.inspect.format.msgpack;

import org.jspecify.annotations.NullMarked;
