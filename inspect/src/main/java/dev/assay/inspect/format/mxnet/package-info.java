/// MXNet: the parameters of a network.
@NullMarked
package dev.assay.inspect.format.mxnet;

import org.jspecify.annotations.NullMarked;
