import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.DigestDocument;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.File;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The European Commission's Digital Signature Service as a judge that stays. Arguments: certificate of the CA, its revocation list.
 * Questions: `jws` FILE DATA: a detached JWS over a file, which must be JAdES baseline B; `token` FILE DIGEST: an RFC 3161 token over a SHA-256 digest.
 * It never goes to the network.
 */
class Dss {
  private static final CommonCertificateVerifier VERIFIER = new CommonCertificateVerifier();

  public static void main(String[] files) throws Exception {
    CommonTrustedCertificateSource anchors = new CommonTrustedCertificateSource();
    anchors.addCertificate(DSSUtils.loadCertificate(new File(files[0])));
    VERIFIER.setTrustedCertSources(anchors);
    VERIFIER.setAIASource(null);
    VERIFIER.setCrlSource(new ExternalResourcesCRLSource(new FileDocument(files[1])));
    Answer.all(question -> {
      DSSDocument over = question[0].equals("jws") ? new FileDocument(question[2]) : digest(question[2]);
      return judge(question[0].equals("jws"), new FileDocument(question[1]), over);
    });
  }

  private static DSSDocument digest(String hex) {
    return new DigestDocument(DigestAlgorithm.SHA256, HexFormat.of().parseHex(hex));
  }

  private static Answer judge(boolean signature, DSSDocument file, DSSDocument over) {
    SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(file);
    validator.setCertificateVerifier(VERIFIER);
    validator.setDetachedContents(List.of(over));
    SimpleReport report = validator.validateDocument().getSimpleReport();
    List<String> ids = signature ? report.getSignatureIdList() : report.getTimestampIdList();
    boolean accepted = ids.size() == 1;
    List<String> words = new ArrayList<>(ids.size() == 1 ? List.of() : List.of(ids.size() + " signatures or tokens found"));
    for (String id : ids) {
      Indication indication = report.getIndication(id);
      accepted &= indication == (signature ? Indication.TOTAL_PASSED : Indication.PASSED);
      words.add(indication.toString());
      if (report.getSubIndication(id) != null) words.add(report.getSubIndication(id).toString());
      if (signature) {
        accepted &= report.getSignatureFormat(id) == SignatureLevel.JAdES_BASELINE_B;
        words.add(report.getSignatureFormat(id).toString());
      }
      report.getAdESValidationErrors(id).forEach(message -> words.add(message.getValue()));
    }
    return Answer.of(accepted, words);
  }
}
