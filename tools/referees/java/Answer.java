import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a judge says of one question, and the conversation in which it says it: one line in, one line of JSON out, until the input ends. */
record Answer(boolean accepted, String detail) {
  interface Judge {
    /** @throws Exception what the judge throws on a thing is its word on the thing */
    Answer of(String[] question) throws Exception;
  }

  static void all(Judge judge) throws IOException {
    // The judges' libraries may print; what they print must not stand between our lines.
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = in.readLine()) != null; ) {
      Answer answer;
      try {
        answer = judge.of(line.split("\t"));
      } catch (Exception | StackOverflowError error) {
        answer = new Answer(false, error.toString());
      }
      out.println("{\"accepted\":" + answer.accepted + ",\"detail\":" + quoted(answer.detail) + "}");
    }
  }

  static Answer of(boolean accepted, List<String> words) {
    return new Answer(accepted, String.join(", ", words));
  }

  private static String quoted(String text) {
    return '"' + text.replaceAll("\\p{Cntrl}", " ").replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
