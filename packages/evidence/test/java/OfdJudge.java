// Second opinion on OFD files (org.ofdrw 2.3.1): java -cp 'lib/*' OfdJudge.java VERB ...
//   verify FILE.ofd                          pages, text, attachments, signature list; GB/T 35275 and SES v4 (GB/T 38540) signed values and every protected file's digest. exit 1 on any failure
//   text|png|pdf FILE.ofd OUT                what a reader sees (OUT is a folder for png)
//   sign FILE.ofd OUT.ofd cert.pem key.p8    GB/T 35275 SM2 digital signature        seal FILE.ofd OUT.ofd cert.pem key.p8 picture.png    self-made SES v4 seal (tests only)
import java.io.*; import java.nio.file.*; import java.security.*; import java.security.cert.*; import java.security.spec.*; import java.util.*;
import org.bouncycastle.asn1.*; import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.ofdrw.converter.export.*; import org.ofdrw.core.signatures.*; import org.ofdrw.core.signatures.sig.*; import org.ofdrw.gm.ses.v1.SES_ESPictrueInfo; import org.ofdrw.gm.ses.v1.SES_Header; import org.ofdrw.gm.ses.v4.*; import org.ofdrw.reader.*; import org.ofdrw.sign.*; import org.ofdrw.sign.signContainer.*; import org.ofdrw.sign.stamppos.*; import org.ofdrw.sign.verify.*; import org.ofdrw.sign.verify.container.*;
public class OfdJudge {
  static final BouncyCastleProvider BC = new BouncyCastleProvider();
  public static void main(String[] a) throws Exception {
    Security.addProvider(BC); Path in = Path.of(a[1]);
    switch (a[0]) {
      case "text": try (var e = new TextExporter(in, Path.of(a[2]))) { e.export(); } break;
      case "png": try (var e = new ImageExporter(in, Path.of(a[2]), "PNG", 8d)) { e.export(); } break;
      case "pdf": try (var e = new PDFExporterPDFBox(in, Path.of(a[2]))) { e.export(); } break;
      case "verify": System.exit(verify(in)); break;
      default: X509Certificate c; try (var s = Files.newInputStream(Path.of(a[3]))) { c = (X509Certificate) CertificateFactory.getInstance("X.509", BC).generateCertificate(s); }
        PrivateKey k = KeyFactory.getInstance("EC", BC).generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(Path.of(a[4]))));
        try (OFDReader r = new OFDReader(in); OFDSigner s = new OFDSigner(r, Path.of(a[2]), new NumberFormatAtomicSignID())) {
          s.setSignMode(SignMode.WholeProtected);
          if (a[0].equals("sign")) s.setSignContainer(new GBT35275DSContainer(c, k)); else { s.setSignContainer(new SESV4Container(k, seal(c, k, Files.readAllBytes(Path.of(a[5]))), c)); s.addApPos(new NormalStampPos(1, 120, 200, 40, 40)); }
          s.exeSign();
        } }
  }
  static SESeal seal(X509Certificate c, PrivateKey k, byte[] png) throws Exception {
    ASN1EncodableVector v = new ASN1EncodableVector(); v.add(new DEROctetString(c.getEncoded())); Date now = new Date(); var g = new ASN1GeneralizedTime(now);
    var prop = new SES_ESPropertyInfo().setType(new ASN1Integer(3)).setName(new DERUTF8String("测试印章")).setCertListType(new ASN1Integer(1)).setCertList(new SES_CertList(CertInfoList.getInstance(new DERSequence(v)))).setCreateDate(g).setValidStart(g).setValidEnd(new ASN1GeneralizedTime(new Date(now.getTime() + 86400000L * 365)));
    var info = new SES_SealInfo().setHeader(new SES_Header(new ASN1Integer(4), new DERIA5String("TEST"))).setEsID("TEST0001").setProperty(prop).setPicture(new SES_ESPictrueInfo().setType("PNG").setData(png).setWidth(40).setHeight(40));
    java.security.Signature s = java.security.Signature.getInstance("SM3withSM2", BC); s.initSign(k); s.update(info.getEncoded("DER"));
    return new SESeal().seteSealInfo(info).setCert(c).setSignAlgID(new ASN1ObjectIdentifier("1.2.156.10197.1.501")).setSignedValue(s.sign());
  }
  static int verify(Path in) throws Exception {
    try (OFDReader r = new OFDReader(in)) { System.out.println("pages " + r.getNumberOfPages() + " attachments " + r.getAttachmentList().size() + " signed " + r.hasSignature()); if (!r.hasSignature()) return 0; }
    String why = "";
    for (SignedDataValidateContainer c : new SignedDataValidateContainer[]{ new GBT35275ValidateContainer(), new SESV4ValidateContainer() })   // a fresh reader each time: closing a validator spoils it
      try (OFDReader r = new OFDReader(in); OFDValidator v = new OFDValidator(r)) { v.setValidator(c); v.exeValidate(); System.out.println(c.getClass().getSimpleName() + ": VALID"); return 0; } catch (Exception e) { why += "  " + c.getClass().getSimpleName() + ": " + e + "\n"; }
    System.out.print("NOT VALID\n" + why); return 1;
  }
}
