/// Records one behind the other: TFRecord, in which TensorFlow keeps examples and TensorBoard its logs,
/// and Avro. A record is data to whoever reads it; an Avro schema may name classes that a reader in
/// Java makes.
///
/// @see <a href="https://www.tensorflow.org/tutorials/load_data/tfrecord">TFRecord</a>
/// @see <a href="https://avro.apache.org/docs/1.12.0/specification/#object-container-files">Avro container files</a>
@NullMarked
package dev.assay.inspect.format.record;

import org.jspecify.annotations.NullMarked;
