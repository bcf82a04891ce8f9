// Independent judge for PAdES / CAdES / JAdES(JWS) / XAdES / ASiC / RFC 3161 token / RFC 4998 + RFC 6283 evidence record (EU DSS 6.4).
// one shot:  java -Xmx512m -cp 'lib/*' DssJudge.java -t ca.pem[,more.pem] [-c ca.crl] FILE [DATA...]
// batch:     java -Xmx512m -cp 'lib/*' DssJudge.java -t ca.pem -c ca.crl -      (stdin: FILE<TAB>DATA<TAB>DATA..., one JSON line per request)
// "pass" needs more than the default policy: content changed after a PDF signature also fails. Still compare "format" (PAdES-BASELINE-T, ...) and "scopes" yourself.
// exit 0 only if every signature, time stamp and evidence record is TOTAL_PASSED/PASSED.
import java.io.*; import java.nio.file.*; import java.util.*; import java.util.stream.*;
import eu.europa.esig.dss.detailedreport.*; import eu.europa.esig.dss.diagnostic.*; import eu.europa.esig.dss.enumerations.*;
import eu.europa.esig.dss.model.*; import eu.europa.esig.dss.simplereport.SimpleReport; import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier; import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource; import eu.europa.esig.dss.validation.SignedDocumentValidator; import eu.europa.esig.dss.validation.reports.Reports;
public class DssJudge {
  static final CommonCertificateVerifier CV = new CommonCertificateVerifier();
  static String q(Object o) { return o == null ? "null" : '"' + o.toString().replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ") + '"'; }
  static String arr(Stream<String> s) { return s.collect(Collectors.joining(",", "[", "]")); }
  static boolean ok(Indication i) { return i == Indication.TOTAL_PASSED || i == Indication.PASSED; }
  static String item(SimpleReport r, String id, String extra) {
    return "{\"indication\":" + q(r.getIndication(id)) + ",\"sub\":" + q(r.getSubIndication(id)) + extra + ",\"errors\":" + arr(r.getAdESValidationErrors(id).stream().map(m -> q(m.getValue()))) + ",\"warnings\":" + arr(r.getAdESValidationWarnings(id).stream().map(m -> q(m.getValue()))) + "}";
  }
  static DSSDocument object(String named) {
    if (!named.startsWith("sha256:")) return new FileDocument(named);
    DigestDocument document = new DigestDocument();
    document.setName(named);
    for (String one : named.split("\\+")) {
      String[] parts = one.split(":");
      document.addDigest(DigestAlgorithm.valueOf(parts[0].toUpperCase()), Base64.getEncoder().encodeToString(HexFormat.of().parseHex(parts[1])));
    }
    return document;
  }
  static boolean check(String file, List<String> data, PrintStream out) {
    long t = System.nanoTime(); boolean pass = false; String body;
    try {
      SignedDocumentValidator v = SignedDocumentValidator.fromDocument(new FileDocument(file)); v.setCertificateVerifier(CV);
      if (!data.isEmpty()) v.setDetachedContents(data.stream().map(DssJudge::object).collect(Collectors.toList()));
      Reports rep = v.validateDocument(); SimpleReport s = rep.getSimpleReport(); DiagnosticData d = rep.getDiagnosticData(); DetailedReport dr = rep.getDetailedReport();
      List<String> sigs = s.getSignatureIdList(), tss = s.getTimestampIdList(), ers = s.getEvidenceRecordIdList();
      List<String> allTs = d.getTimestampList().stream().map(TimestampWrapper::getId).collect(Collectors.toList());
      pass = !(sigs.isEmpty() && tss.isEmpty() && ers.isEmpty()) && Stream.of(sigs, tss, ers).flatMap(List::stream).allMatch(i -> ok(s.getIndication(i)))
        && sigs.stream().allMatch(i -> { PDFRevisionWrapper r = d.getSignatureById(i).getPDFRevision(); return r == null || r.getPdfUndefinedChanges().isEmpty() && r.getPdfVisualDifferenceConcernedPages().isEmpty() && r.getPdfPageDifferenceConcernedPages().isEmpty() && r.isPdfSignatureDictionaryConsistent(); });   // the default policy only WARNS on a shadow attack
      body = "\"signatures\":" + arr(sigs.stream().map(i -> item(s, i, ",\"format\":" + q(s.getSignatureFormat(i)) + ",\"bestTime\":" + q(s.getBestSignatureTime(i) == null ? null : s.getBestSignatureTime(i).toInstant()) + ",\"scopes\":" + arr(d.getSignatureById(i).getSignatureScopes().stream().map(x -> q(x.getScope() + ":" + x.getName()))))))
        + ",\"timestamps\":" + arr(allTs.stream().map(i -> { TimestampWrapper w = d.getTimestampById(i); return "{\"type\":" + q(w.getType()) + ",\"time\":" + q(w.getProductionTime().toInstant()) + ",\"imprintIntact\":" + w.isMessageImprintDataIntact() + ",\"sigValid\":" + w.isSignatureValid() + ",\"indication\":" + q(tss.contains(i) ? s.getIndication(i) : dr.getBasicTimestampValidationIndication(i)) + ",\"errors\":" + arr(tss.contains(i) ? s.getAdESValidationErrors(i).stream().map(m -> q(m.getValue())) : Stream.empty()) + "}"; }))
        + ",\"evidenceRecords\":" + arr(ers.stream().map(i -> item(s, i, ",\"refs\":" + arr(d.getEvidenceRecordById(i).getDigestMatchers().stream().map(m -> q(m.getType() + (m.isDataFound() ? "" : " NOT FOUND") + (m.isDataIntact() ? " ok" : " BROKEN")))))));
    } catch (Throwable e) { body = "\"error\":" + q(e); }
    out.println("{\"file\":" + q(file) + ",\"pass\":" + pass + "," + body + ",\"ms\":" + (System.nanoTime() - t) / 1000000 + "}"); return pass;
  }
  public static void main(String[] a) throws Exception {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, "UTF-8"); List<String> rest = new ArrayList<>(); CommonTrustedCertificateSource ts = new CommonTrustedCertificateSource(); List<String> crls = new ArrayList<>();
    for (int i = 0; i < a.length; i++) switch (a[i]) {
      case "-t": for (String f : a[++i].split(",")) try (InputStream in = Files.newInputStream(Path.of(f))) { ts.addCertificate(DSSUtils.loadCertificate(in)); } break;
      case "-c": crls.addAll(List.of(a[++i].split(","))); break;
      default: rest.add(a[i]); }
    CV.setTrustedCertSources(ts); CV.setAIASource(null);                                         // never goes to the network
    if (!crls.isEmpty()) CV.setCrlSource(new ExternalResourcesCRLSource(crls.stream().map(FileDocument::new).toArray(DSSDocument[]::new)));
    if (!rest.get(0).equals("-")) System.exit(check(rest.get(0), rest.subList(1, rest.size()), out) ? 0 : 1);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
    for (String l; (l = in.readLine()) != null; ) if (!l.isBlank()) { String[] p = l.split("\t"); check(p[0], List.of(p).subList(1, p.length), out); }
  }
}
