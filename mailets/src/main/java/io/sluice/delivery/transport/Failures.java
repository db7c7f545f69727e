package io.sluice.delivery.transport;

import io.sluice.reply.NoReply;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What an exception of the network says in our words. */
final class Failures {
    /** Deep enough for every wrapper of the library; a bound in case of a circle. */
    private static final int DEPTH = 16;

    private Failures() {}

    /** For a failure before there was a TCP connection. */
    static NoReply.Kind whileConnecting(Throwable failure) {
        if (find(failure, SocketTimeoutException.class).isPresent()) {
            return NoReply.Kind.CONNECT_TIMED_OUT;
        }
        Optional<ConnectException> refused = find(failure, ConnectException.class);
        if (refused.isEmpty() || find(failure, BindException.class).isPresent()) {
            return NoReply.Kind.UNREACHABLE;
        }
        String message = String.valueOf(refused.orElseThrow().getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("timed out")) {
            return NoReply.Kind.CONNECT_TIMED_OUT;
        }
        return message.contains("unreachable") ? NoReply.Kind.UNREACHABLE : NoReply.Kind.CONNECTION_REFUSED;
    }

    /** For a failure of the TLS handshake or of what was to be verified in it. */
    static NoReply.Kind whileSecuring(Throwable failure, boolean expired) {
        return expired || find(failure, SocketTimeoutException.class).isPresent()
                ? NoReply.Kind.READ_TIMED_OUT
                : NoReply.Kind.TLS_FAILURE;
    }

    /** For a failure on an established connection. */
    static NoReply.Kind whileTalking(Throwable failure, boolean expired) {
        if (expired || find(failure, SocketTimeoutException.class).isPresent()) {
            return NoReply.Kind.READ_TIMED_OUT;
        }
        if (find(failure, ReplyInput.NotAReplyException.class).isPresent()) {
            return NoReply.Kind.GARBAGE;
        }
        boolean tls = find(failure, SSLException.class).isPresent()
                && find(failure, SocketException.class).isEmpty()
                && find(failure, EOFException.class).isEmpty();
        return tls || find(failure, CertificateException.class).isPresent()
                ? NoReply.Kind.TLS_FAILURE
                : NoReply.Kind.CONNECTION_RESET;
    }

    /** The innermost reason, which is the one that says something. */
    static String detail(Throwable failure) {
        Throwable innermost = failure;
        for (int i = 0; i < DEPTH && innermost.getCause() != null; i++) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        return message == null || message.isBlank() ? innermost.getClass().getSimpleName() : message;
    }

    static boolean isNetwork(Throwable failure) {
        return find(failure, IOException.class).isPresent();
    }

    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        Throwable current = failure;
        for (int i = 0; i < DEPTH && current != null; i++) {
            if (type.isInstance(current)) {
                return Optional.of(type.cast(current));
            }
            current = current.getCause();
        }
        return Optional.empty();
    }
}
