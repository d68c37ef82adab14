// SPDX-License-Identifier: Apache-2.0
#include "services/client/finding_text.h"

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/client/words.h"

namespace tonus::client {

namespace kb = ::tonus::knowledge::v1;

std::string EvidenceText(const v1::Finding& finding, const Names& names) {
  std::vector<std::string> parts;
  for (const v1::Evidence& evidence : finding.evidence()) {
    if (!evidence.excluded_by().empty()) continue;
    std::string part =
        absl::StrCat(names.Test(evidence.test()), " ",
                     ValueWord(evidence.value(), names.Unit(evidence.test())));
    // A result of the other side, or of one side for the midline, says which.
    if (evidence.side() != finding.side() &&
        evidence.side() != kb::SIDE_MIDLINE &&
        evidence.side() != kb::SIDE_UNSPECIFIED) {
      absl::StrAppend(&part, " ", SideWord(evidence.side()));
    }
    absl::StrAppend(&part, " (", BandWord(evidence.band()), ")");
    // One result may speak through several mappings.
    if (!absl::c_linear_search(parts, part)) parts.push_back(std::move(part));
  }
  return absl::StrJoin(parts, "; ");
}

std::string QualifiersText(const v1::Finding& finding) {
  return absl::StrJoin(
      finding.qualifiers(), ", ", [](std::string* out, int qualifier) {
        out->append(QualifierWord(static_cast<kb::Qualifier>(qualifier)));
      });
}

std::string FindingText(const v1::Finding& finding, const Names& names) {
  std::string text = names.MuscleOnSide(finding.muscle(), finding.side());
  std::vector<std::string> remarks;
  if (!finding.confidence_label().empty()) {
    remarks.push_back(absl::StrCat(
        "confidence ", absl::AsciiStrToLower(finding.confidence_label())));
  }
  const std::string qualifiers = QualifiersText(finding);
  if (!qualifiers.empty()) remarks.push_back(qualifiers);
  if (!remarks.empty()) {
    absl::StrAppend(&text, " (", absl::StrJoin(remarks, "; "), ")");
  }
  const std::string evidence = EvidenceText(finding, names);
  if (!evidence.empty()) absl::StrAppend(&text, ": ", evidence);
  return text;
}

}  // namespace tonus::client
