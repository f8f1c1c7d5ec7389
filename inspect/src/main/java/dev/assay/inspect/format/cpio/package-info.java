/// The archives of `cpio`, which RPM packages and initial RAM disks are made of: a header and a name before each
/// member.
@NullMarked
package dev.assay.inspect.format.cpio;

import org.jspecify.annotations.NullMarked;
