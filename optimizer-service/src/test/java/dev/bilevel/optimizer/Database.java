package dev.bilevel.optimizer;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// The read model's PostgreSQL, and what may happen to it.
record Database(String url) {

    /// Nobody can connect, and who was connected is not any more.
    void goAway() throws SQLException {
        sql(
                "template1",
                "alter database postgres with allow_connections false",
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'postgres'");
    }

    void comeBack() throws SQLException {
        sql("template1", "alter database postgres with allow_connections true");
    }

    void loseEverything() throws SQLException {
        sql("postgres", "drop schema public cascade", "create schema public");
    }

    void lose(String statement) throws SQLException {
        sql("postgres", statement);
    }

    /// Keeps every question about studies waiting, until it is closed.
    Connection stall() throws SQLException {
        Connection connection = connected("postgres");
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table study in access exclusive mode");
        }
        return connection;
    }

    private void sql(String name, String... statements) throws SQLException {
        try (Connection connection = connected(name);
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    private Connection connected(String name) throws SQLException {
        String there = "jdbc:" + url.replaceFirst("/[^/]*$", "/" + name);
        return DriverManager.getConnection(there, "postgres", "postgres");
    }
}
