package dev.assay.store;

import org.flywaydb.core.api.logging.Log;

/// Flyway's words, less its chatter: a start at which nothing is to be done says nothing.
final class QuietFlyway implements Log {

    private final System.Logger log;

    QuietFlyway(Class<?> of) {
        this.log = System.getLogger(of.getName());
    }

    @Override
    public void debug(String message) {
        log.log(System.Logger.Level.TRACE, message);
    }

    @Override
    public void info(String message) {
        log.log(System.Logger.Level.DEBUG, message);
    }

    @Override
    public void notice(String message) {
        log.log(System.Logger.Level.DEBUG, message);
    }

    @Override
    public void warn(String message) {
        log.log(System.Logger.Level.WARNING, message);
    }

    @Override
    public void error(String message) {
        log.log(System.Logger.Level.ERROR, message);
    }

    @Override
    public void error(String message, Exception cause) {
        log.log(System.Logger.Level.ERROR, message, cause);
    }
}
