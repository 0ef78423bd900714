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

    private void sql(String name, String... statements) throws SQLException {
        String there = "jdbc:" + url.replaceFirst("/[^/]*$", "/" + name);
        try (Connection connection = DriverManager.getConnection(there, "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }
}
