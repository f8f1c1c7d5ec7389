/// Real git underneath: objects, trees and commits in JGit, which stays in here; refs live in SQL.
@NullMarked
package dev.assay.repo.git;

import org.jspecify.annotations.NullMarked;
