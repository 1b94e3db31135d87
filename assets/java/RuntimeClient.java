package lambdakit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A client of the Runtime API that has one connection, and takes the next invocation as the reply to an answer. */
final class RuntimeClient {
  private static final String API = "/2018-06-01/runtime/";
  private static final String REPLY_NEXT = "Lambda-Kit-Reply: next\r\n";
  private static final int CHUNK = 1 << 16;
  /** How old the memory figure may be, in nanoseconds: reading it costs more than a small invocation. */
  private static final long PEAK_AGE = 50_000_000;

  static final class Reply {
    /** By lower-case name. */
    final Map<String, String> headers = new HashMap<>();
    byte[] body = new byte[0];
  }

  private final Logs logs;
  private final String host;
  private InputStream in;
  private OutputStream out;
  private long peakKb;
  private long peakReadAt;

  /** `HOST:PORT`. */
  RuntimeClient(String address, Logs logs) {
    this.logs = logs;
    this.host = address;
    try {
      int colon = address.lastIndexOf(':');
      Socket socket = new Socket(InetAddress.getByName(address.substring(0, colon)), Integer.parseInt(address.substring(colon + 1)));
      socket.setTcpNoDelay(true);
      this.in = new BufferedInputStream(socket.getInputStream(), CHUNK);
      this.out = socket.getOutputStream();
    } catch (IOException error) {
      gone();
    }
  }

  Reply next() {
    return send("GET " + API + "invocation/next", "", new byte[0], "");
  }

  Reply respond(String requestId, byte[] body) {
    return post("invocation/" + requestId + "/response", REPLY_NEXT, body, "");
  }

  Reply fail(String requestId, String kind, byte[] body) {
    return post("invocation/" + requestId + "/error", REPLY_NEXT + kindHeader(kind), body, "");
  }

  /** The process is about to exit. */
  void failLast(String requestId, String kind, byte[] body) {
    post("invocation/" + requestId + "/error", kindHeader(kind), body, ";ending");
  }

  void initError(String kind, byte[] body) {
    post("init/error", kindHeader(kind), body, ";ending");
  }

  private static String kindHeader(String kind) {
    return "Lambda-Runtime-Function-Error-Type: " + kind + "\r\n";
  }

  private Reply post(String path, String headers, byte[] body, String flag) {
    return send("POST " + API + path, headers + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n", body, flag);
  }

  private Reply send(String request, String headers, byte[] body, String flag) {
    String marks = "Lambda-Kit-Marks: " + logs.written() + ";" + peakMemoryKb() + flag + "\r\n";
    byte[] head = (request + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + marks + "\r\n").getBytes(StandardCharsets.UTF_8);
    try {
      byte[] first = head;
      if (body.length > 0 && body.length < CHUNK) {
        // In one piece, which wakes the other side once.
        first = new byte[head.length + body.length];
        System.arraycopy(head, 0, first, 0, head.length);
        System.arraycopy(body, 0, first, head.length, body.length);
      }
      out.write(first);
      if (body.length >= CHUNK) out.write(body);
      return receive();
    } catch (IOException error) {
      return gone();
    }
  }

  private Reply receive() throws IOException {
    Reply reply = new Reply();
    line();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      reply.headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
    }
    reply.body = new byte[Integer.parseInt(reply.headers.getOrDefault("content-length", "0"))];
    int held = 0;
    while (held < reply.body.length) {
      int more = in.read(reply.body, held, reply.body.length - held);
      if (more < 0) throw new EOFException();
      held += more;
    }
    return reply;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int one = in.read(); one != '\n'; one = in.read()) {
      if (one < 0) throw new EOFException();
      if (one != '\r') line.write(one);
    }
    return new String(line.toByteArray(), StandardCharsets.UTF_8);
  }

  /** With the executor everyone is gone who could want an answer. */
  private static Reply gone() {
    Runtime.getRuntime().halt(1);
    return null;
  }

  private long peakMemoryKb() {
    long now = System.nanoTime();
    if (peakReadAt != 0 && now - peakReadAt < PEAK_AGE) return peakKb;
    peakReadAt = now;
    try {
      for (String line : Files.readAllLines(Paths.get("/proc/self/status"), StandardCharsets.ISO_8859_1))
        if (line.startsWith("VmHWM:")) peakKb = Long.parseLong(line.replaceAll("\\D", ""));
    } catch (IOException error) {
      Runtime runtime = Runtime.getRuntime();
      peakKb = Math.max(peakKb, (runtime.totalMemory() - runtime.freeMemory()) / 1024);
    }
    return peakKb;
  }
}
