package dev.bilevel.worker.learning;

import dev.bilevel.hub.Listener;
import org.jboss.logging.Logger;

/// Says in the log what is downloaded: a line when a file begins, and one when it is here.
final class DownloadLog implements Listener {
    private static final Logger LOG = Logger.getLogger(DownloadLog.class);

    private String begun = "";

    @Override
    public void transferred(String file, long done, long total) {
        if (!file.equals(begun)) {
            begun = file;
            LOG.infof("downloading %s: %d of %d bytes are here", file, done, total);
        }
        if (done == total) {
            LOG.infof("downloaded %s", file);
        }
    }

    @Override
    public void note(String line) {
        LOG.warn(line);
    }
}
