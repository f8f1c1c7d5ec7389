package dev.assay.server.http;

/// Carries a [Problem] from where a route meets it to the door, which says it.
public final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Problem problem;

    public Failure(Problem problem) {
        super(problem.sentence());
        this.problem = problem;
    }

    public Failure(int status, String sentence) {
        this(new Problem(status, sentence));
    }

    public Problem problem() {
        return problem;
    }
}
