import java.io.File;
import java.nio.file.Files;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.tsp.ArchiveTimeStamp;
import org.bouncycastle.asn1.tsp.EvidenceRecord;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.ers.ERSEvidenceRecord;
import org.bouncycastle.tsp.ers.ERSFileData;

/**
 * Bouncy Castle as a judge of evidence records (RFC 4998). Questions: RECORD OBJECT: every token is signed by the certificate it carries, each renewal covers what it renews, and the object is
 * in it. Whom to believe about time is not its business.
 */
class Ers {
  private static final BouncyCastleProvider BC = new BouncyCastleProvider();

  public static void main(String[] args) throws Exception {
    DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().setProvider(BC).build();
    Answer.all(question -> {
      byte[] bytes = Files.readAllBytes(new File(question[0]).toPath());
      ERSEvidenceRecord record = new ERSEvidenceRecord(bytes, digests);
      Date last = new Date();
      for (var chain : EvidenceRecord.getInstance(bytes).getArchiveTimeStampSequence().getArchiveTimeStampChains())
        for (ArchiveTimeStamp stamp : chain.getArchiveTimestamps()) {
          TimeStampToken token = new TimeStampToken(stamp.getTimeStamp());
          token.validate(by((X509CertificateHolder) token.getCertificates().getMatches(token.getSID()).iterator().next()));
          last = token.getTimeStampInfo().getGenTime();
        }
      record.validate(by(record.getSigningCertificate()));
      record.validatePresent(new ERSFileData(new File(question[1])), last);
      return Answer.of(true, List.of(last.toInstant().toString()));
    });
  }

  private static SignerInformationVerifier by(X509CertificateHolder certificate) throws Exception {
    return new JcaSimpleSignerInfoVerifierBuilder().setProvider(BC).build(certificate);
  }
}
