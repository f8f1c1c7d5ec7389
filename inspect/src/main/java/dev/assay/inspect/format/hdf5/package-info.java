/// HDF5, as h5py, PyTables and Keras write it: a file system of groups, data sets and attributes inside one file.
///
/// Reading it runs nothing. What matters is what it leads to: attributes that somebody loads (a Keras model's
/// configuration, a pickle of PyTables), bytes of other files (links and storage outside of this one), and filters
/// that a plug-in would have to bring. Numbers are numbers.
///
/// @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification
/// 3.0</a>
@NullMarked
package dev.assay.inspect.format.hdf5;

import org.jspecify.annotations.NullMarked;
