// Bouncy Castle judges evidence records (RFC 4998): token signatures, renewals, presence of each object.
//   java -cp 'lib-bc/*' ErsJudge.java      stdin: RECORD<TAB>OBJECT<TAB>OBJECT...   an OBJECT is a file, or sha256:HEX
//   stdout: one line each: "ok" or "no<TAB>why"
import java.io.*;
import java.nio.file.*;
import java.util.*;
import org.bouncycastle.asn1.tsp.*;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.ers.*;

public class ErsJudge {
  static final BouncyCastleProvider BC = new BouncyCastleProvider();

  static String judge(String[] parts) throws Exception {
    DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().setProvider(BC).build();
    byte[] bytes = Files.readAllBytes(Path.of(parts[0]));
    ERSEvidenceRecord record = new ERSEvidenceRecord(bytes, digests);
    Date last = null;
    for (var chain : EvidenceRecord.getInstance(bytes).getArchiveTimeStampSequence().getArchiveTimeStampChains())
      for (ArchiveTimeStamp stamp : chain.getArchiveTimestamps()) {
        TimeStampToken token = new TimeStampToken(stamp.getTimeStamp());
        last = token.getTimeStampInfo().getGenTime();
        X509CertificateHolder by = (X509CertificateHolder) token.getCertificates().getMatches(token.getSID()).iterator().next();
        token.validate(new JcaSimpleSignerInfoVerifierBuilder().setProvider(BC).build(by));
      }
    record.validate(new JcaSimpleSignerInfoVerifierBuilder().setProvider(BC).build(record.getSigningCertificate()));
    for (int i = 1; i < parts.length; i++)
      if (parts[i].startsWith("sha256:")) record.validatePresent(false, HexFormat.of().parseHex(parts[i].substring(7).split("\\+")[0]), last);
      else record.validatePresent(new ERSFileData(new File(parts[i])), last);
    return "ok";
  }

  public static void main(String[] args) throws Exception {
    java.security.Security.addProvider(BC);
    var in = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
    for (String line; (line = in.readLine()) != null; ) {
      String said;
      try { said = judge(line.split("\t")); } catch (Exception e) { said = "no\t" + e; }
      System.out.println(said.replaceAll("[\\n\\r]", " "));
    }
  }
}
