package io.sluice.testkit.mail;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A session with a submission server. The envelope is pipelined when the server offers it. Not thread-safe. */
final class SmtpConnection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 60_000;

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;
    private final boolean pipelining;

    SmtpConnection(InetSocketAddress server) throws IOException {
        socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(server, TIMEOUT_MILLIS);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            out = new BufferedOutputStream(socket.getOutputStream());
            expectPositive(reply());
            String offered = say("EHLO submitter.example");
            expectPositive(offered);
            pipelining = offered.contains("PIPELINING");
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static void expectPositive(String reply) throws IOException {
        if (reply.charAt(0) != '2') {
            throw new IOException("The server refuses the session: " + reply);
        }
    }

    /** Sends one mail to all its recipients or to none, and returns the final reply or the first refusal. */
    String send(ProbeMail mail) throws IOException {
        return send(mail, EsmtpParameters.NONE, mail.content());
    }

    /** Sends another message in the envelope of a mail. */
    String send(ProbeMail mail, EsmtpParameters parameters, byte[] content) throws IOException {
        String refusal = pipelining ? pipelinedEnvelope(mail, parameters) : envelope(mail, parameters);
        if (!refusal.isEmpty()) {
            say("RSET");
            return refusal;
        }
        out.write(content);
        return say(".");
    }

    private String envelope(ProbeMail mail, EsmtpParameters parameters) throws IOException {
        String reply = say("MAIL FROM:<" + mail.sender() + ">" + parameters.ofMail());
        for (int i = 0; i < mail.recipients().size() && reply.charAt(0) == '2'; i++) {
            reply = say("RCPT TO:<" + mail.recipients().get(i) + ">" + parameters.ofRcpt());
        }
        if (reply.charAt(0) == '2') {
            reply = say("DATA");
        }
        return reply.charAt(0) == '3' ? "" : reply;
    }

    /** All commands before all replies. A refusal in the middle ends the connection, so that nothing is sent in part. */
    private String pipelinedEnvelope(ProbeMail mail, EsmtpParameters parameters) throws IOException {
        write("MAIL FROM:<" + mail.sender() + ">" + parameters.ofMail());
        for (String recipient : mail.recipients()) {
            write("RCPT TO:<" + recipient + ">" + parameters.ofRcpt());
        }
        write("DATA");
        out.flush();
        String refusal = "";
        for (int i = 0; i <= mail.recipients().size(); i++) {
            String reply = reply();
            if (refusal.isEmpty() && reply.charAt(0) != '2') {
                refusal = reply;
            }
        }
        String data = reply();
        if (data.charAt(0) != '3') {
            return refusal.isEmpty() ? data : refusal;
        }
        if (!refusal.isEmpty()) {
            throw new IOException("A part of the recipients was refused: " + refusal);
        }
        return "";
    }

    private String say(String command) throws IOException {
        write(command);
        out.flush();
        return reply();
    }

    private void write(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a whole reply, lines joined by spaces. */
    private String reply() throws IOException {
        StringBuilder reply = new StringBuilder();
        while (true) {
            String line = in.readLine();
            if (line == null || line.length() < 3) {
                throw new EOFException("The server closed the connection after: " + reply);
            }
            reply.append(reply.isEmpty() ? "" : " ").append(line);
            if (line.length() == 3 || line.charAt(3) != '-') {
                return reply.toString();
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (socket) {
            write("QUIT");
            out.flush();
        }
    }
}
