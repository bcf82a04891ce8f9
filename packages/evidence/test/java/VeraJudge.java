// Keeps one JVM for PDF/A checks. stdin: one "FLAVOUR<TAB>PATH" per line (flavour 0 = detect); stdout: one JSON line per file.
// java -Xmx512m -cp 'lib/*' VeraJudge.java   (greenfield classes are in org.verapdf.apps:cli)
import java.io.*; import java.util.*; import java.util.stream.*;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider; import org.verapdf.pdfa.*; import org.verapdf.pdfa.flavours.PDFAFlavour; import org.verapdf.pdfa.results.*;
public class VeraJudge {
  static String q(String s) { return '"' + s.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ") + '"'; }
  public static void main(String[] a) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    var in = new BufferedReader(new InputStreamReader(System.in, "UTF-8")); var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, "UTF-8");
    for (String line; (line = in.readLine()) != null; ) {
      if (line.isBlank()) continue; long t = System.nanoTime(); String[] p = line.split("\t", 2); String verdict; List<String> rules = new ArrayList<>(); String flavour = p[0];
      try (PDFAParser parser = p[0].equals("0") ? Foundries.defaultInstance().createParser(new File(p[1])) : Foundries.defaultInstance().createParser(new File(p[1]), PDFAFlavour.fromString(p[0]))) {
        PDFAFlavour f = parser.getFlavour(); flavour = f.getId();
        try (PDFAValidator v = Foundries.defaultInstance().createValidator(f, false)) {
          ValidationResult r = v.validate(parser); verdict = r.isCompliant() ? "PASS" : "FAIL";
          rules = r.getTestAssertions().stream().filter(x -> x.getStatus() == TestAssertion.Status.FAILED).map(x -> x.getRuleId().getClause() + "-" + x.getRuleId().getTestNumber()).distinct().collect(Collectors.toList());
        }
      } catch (Throwable e) { verdict = "ERROR"; rules = List.of(String.valueOf(e.getMessage())); }
      out.println("{\"file\":" + q(p[1]) + ",\"flavour\":" + q(flavour) + ",\"verdict\":" + q(verdict) + ",\"rules\":[" + rules.stream().map(VeraJudge::q).collect(Collectors.joining(",")) + "],\"ms\":" + (System.nanoTime() - t) / 1000000 + "}");
    }
  }
}
