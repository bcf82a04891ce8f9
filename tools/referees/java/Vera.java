import java.io.File;
import java.util.List;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** veraPDF as a judge that stays: FLAVOUR, FILE. The flavour is always said; left to find it out, veraPDF takes a file that claims nothing for 1b. */
class Vera {
  public static void main(String[] none) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    Answer.all(question -> judge(PDFAFlavour.fromString(question[0]), new File(question[1])));
  }

  static Answer judge(PDFAFlavour flavour, File file) throws Exception {
    try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
      ValidationResult result = validator.validate(parser);
      if (result.isCompliant()) return new Answer(true, "PDF/A-" + flavour.getId());
      List<String> rules =
          result.getTestAssertions().stream()
              .filter(one -> one.getStatus() == TestAssertion.Status.FAILED)
              .map(one -> one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber() + " " + one.getMessage())
              .distinct()
              .limit(5)
              .toList();
      return Answer.of(false, rules);
    }
  }
}
