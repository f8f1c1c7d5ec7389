/// How does an inspector work where it can do no harm? Alone, in a process of its own: a request in, an answer out.
///
/// [Worker] is the main of that process, [Exchange] the words both sides use, and [WorkerPath] what the process needs
/// on its class path. The side that asks lives elsewhere, and believes nothing it has not checked.
@NullMarked
package dev.assay.inspect.worker;

import org.jspecify.annotations.NullMarked;
