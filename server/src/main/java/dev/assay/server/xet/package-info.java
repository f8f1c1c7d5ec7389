/// How do large files arrive? The write side of the Xet protocol, which current clients use for them without asking.
///
/// A client gets a token and an address for one repository ([XetTokenRoutes]), sends xorbs there, then a shard that
/// makes files of them ([XetRoutes]). What it claims about a file is checked by putting the file together and giving it
/// to the gate like any other upload ([Intake]); only then may a commit name it.
///
/// Nothing is read through here: reading goes past the gate, by plain HTTP.
@NullMarked
package dev.assay.server.xet;

import org.jspecify.annotations.NullMarked;
