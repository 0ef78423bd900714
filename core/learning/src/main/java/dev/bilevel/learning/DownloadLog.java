package dev.bilevel.learning;

import dev.bilevel.hub.Listener;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

/// Says in the log what is downloaded: a line when a file begins, and one when it is here.
final class DownloadLog implements Listener {
    private static final System.Logger LOG = System.getLogger(DownloadLog.class.getName());

    private String begun = "";

    @Override
    public void transferred(String file, long done, long total) {
        if (!file.equals(begun)) {
            begun = file;
            LOG.log(INFO, "downloading {0}: {1} of {2} bytes are here", file, done, total);
        }
        if (done == total) {
            LOG.log(INFO, "downloaded {0}", file);
        }
    }

    @Override
    public void note(String line) {
        LOG.log(WARNING, line);
    }
}
