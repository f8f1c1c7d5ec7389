/// What is it called, and who may touch it? Repositories, revisions, people, tokens.
@NullMarked
package dev.assay.repo;

import org.jspecify.annotations.NullMarked;
