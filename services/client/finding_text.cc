// SPDX-License-Identifier: Apache-2.0
#include "services/client/finding_text.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/client/words.h"
#include "services/measured_value.h"

namespace tonus::client {

namespace kb = ::tonus::knowledge::v1;

namespace {

// Whether what was measured on `axis` is what the status says.
bool Decides(kb::Status status, kb::Axis axis) {
  switch (status) {
    case kb::STATUS_TIGHT:
    case kb::STATUS_OVERLENGTHENED:
      return axis == kb::AXIS_LENGTH;
    case kb::STATUS_WEAK:
      return axis == kb::AXIS_STRENGTH;
    case kb::STATUS_TIGHT_AND_WEAK:
      return axis == kb::AXIS_LENGTH || axis == kb::AXIS_STRENGTH;
    case kb::STATUS_STIFF:
      return axis == kb::AXIS_JOINT;
    default:
      return true;
  }
}

bool IsBeside(const v1::Finding& finding, kb::Axis axis) {
  return axis != kb::AXIS_UNSPECIFIED && !Decides(finding.status(), axis);
}

// What counts, the weightiest of what decides first.
std::vector<const v1::Evidence*> InOrder(const v1::Finding& finding) {
  std::vector<const v1::Evidence*> order;
  for (const v1::Evidence& evidence : finding.evidence()) {
    if (evidence.excluded_by().empty()) order.push_back(&evidence);
  }
  absl::c_stable_sort(order, [&](const auto* a, const auto* b) {
    return std::make_pair(IsBeside(finding, a->axis()), -a->weight()) <
           std::make_pair(IsBeside(finding, b->axis()), -b->weight());
  });
  return order;
}

std::string AxisWord(kb::Axis axis) {
  return EnumWord(kb::Axis_Name(axis), "AXIS_");
}

// Where a verdict stands, doubt is about what it does not speak of.
std::string DoubtOf(const v1::Finding& finding, kb::Qualifier qualifier) {
  const bool doubt = qualifier == kb::QUALIFIER_BORDERLINE ||
                     qualifier == kb::QUALIFIER_CONFLICT ||
                     qualifier == kb::QUALIFIER_LOW_EVIDENCE;
  std::vector<std::string> open;
  for (const v1::AxisReading& axis : finding.axes()) {
    if (doubt && IsBeside(finding, axis.axis()) &&
        axis.state() == v1::AxisReading::STATE_INDETERMINATE) {
      open.push_back(AxisWord(axis.axis()));
    }
  }
  const std::string word = QualifierWord(qualifier);
  return open.empty() ? word
                      : absl::StrCat("its ", absl::StrJoin(open, " and "),
                                     " stays open: ", word);
}

}  // namespace

std::string EvidenceText(const v1::Finding& finding, const Names& names) {
  std::vector<std::string> parts;
  for (const v1::Evidence* counted : InOrder(finding)) {
    const v1::Evidence& evidence = *counted;
    std::string part = absl::StrCat(
        names.Test(evidence.test()), " ",
        MeasuredValue(evidence.value(), names.Unit(evidence.test())));
    // A result of the other side, or of one side for the midline, says which.
    if (evidence.side() != finding.side() &&
        evidence.side() != kb::SIDE_MIDLINE &&
        evidence.side() != kb::SIDE_UNSPECIFIED) {
      absl::StrAppend(&part, " ", SideWord(evidence.side()));
    }
    absl::StrAppend(&part, " (", BandWord(evidence.band()),
                    IsBeside(finding, evidence.axis())
                        ? absl::StrCat(", of its ", AxisWord(evidence.axis()))
                        : "",
                    ")");
    // One result may speak through several mappings.
    if (!absl::c_linear_search(parts, part)) parts.push_back(std::move(part));
  }
  return absl::StrJoin(parts, "; ");
}

std::string QualifiersText(const v1::Finding& finding) {
  return absl::StrJoin(
      finding.qualifiers(), ", ", [&](std::string* out, int qualifier) {
        out->append(DoubtOf(finding, static_cast<kb::Qualifier>(qualifier)));
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
