// SPDX-License-Identifier: Apache-2.0
#include "services/engine/clause_text.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

std::string BandText(kv1::Band band) {
  return std::string(absl::StripPrefix(kv1::Band_Name(band), "BAND_"));
}

const char* Symbol(kv1::Comparison comparison) {
  switch (comparison) {
    case kv1::COMPARISON_LESS:
      return "<";
    case kv1::COMPARISON_LESS_OR_EQUAL:
      return "<=";
    case kv1::COMPARISON_EQUAL:
      return "=";
    case kv1::COMPARISON_GREATER_OR_EQUAL:
      return ">=";
    case kv1::COMPARISON_GREATER:
      return ">";
    default:
      return "?";
  }
}

const char* SideText(kv1::SideReference side) {
  switch (side) {
    case kv1::SIDE_REFERENCE_OPPOSITE:
      return " on the opposite side";
    case kv1::SIDE_REFERENCE_ANY:
      return " on any side";
    case kv1::SIDE_REFERENCE_BOTH:
      return " on both sides";
    default:
      return "";
  }
}

std::string ListText(
    const google::protobuf::RepeatedPtrField<kv1::Clause>& clauses,
    absl::string_view joint) {
  std::vector<std::string> texts;
  for (const kv1::Clause& clause : clauses) {
    texts.push_back(ClauseText(clause));
  }
  return absl::StrCat("(", absl::StrJoin(texts, joint), ")");
}

std::string ComparisonText(absl::string_view subject,
                           const kv1::ValueClause& clause) {
  return absl::StrCat(subject, "(", clause.test(), ") ",
                      Symbol(clause.comparison()), " ", clause.number(),
                      SideText(clause.side()));
}

std::string StatusClauseText(const kv1::StatusClause& clause) {
  std::vector<std::string> statuses;
  for (int status : clause.statuses()) {
    statuses.push_back(StatusText(static_cast<kv1::Status>(status)));
  }
  std::string subject = clause.muscle();
  if (subject.empty()) {
    subject =
        clause.region() == kv1::REGION_UNSPECIFIED
            ? "target"
            : absl::StrCat("region ",
                           absl::AsciiStrToLower(absl::StripPrefix(
                               kv1::Region_Name(clause.region()), "REGION_")));
  }
  return absl::StrCat("status(", subject, ") is ",
                      absl::StrJoin(statuses, " or "), SideText(clause.side()));
}

std::string BandClauseText(const kv1::BandClause& clause) {
  std::vector<std::string> bands;
  for (int band : clause.bands()) {
    bands.push_back(BandText(static_cast<kv1::Band>(band)));
  }
  return absl::StrCat("band(", clause.test(), ") is ",
                      absl::StrJoin(bands, " or "), SideText(clause.side()));
}

}  // namespace

bool HasParts(const kv1::Clause& clause) {
  switch (clause.kind_case()) {
    case kv1::Clause::kAll:
    case kv1::Clause::kAny:
    case kv1::Clause::kAtLeast:
      return true;
    case kv1::Clause::kNot:
      return HasParts(clause.not_());
    default:
      return false;
  }
}

std::string StatusText(kv1::Status status) {
  return std::string(absl::StripPrefix(kv1::Status_Name(status), "STATUS_"));
}

std::string ReadingText(const Reading& reading) {
  std::string text = absl::StrCat(reading.value);
  if (reading.above > 0) {
    absl::StrAppend(&text, " to ", reading.value + reading.above);
  }
  absl::StrAppend(&text, " ", reading.test->unit());
  // A band is that of one value.
  if (reading.above == 0) absl::StrAppend(&text, ", ", BandText(reading.band));
  if (reading.pain_stopped_any) absl::StrAppend(&text, ", stopped by pain");
  return text;
}

std::string ClauseText(const kv1::Clause& clause) {
  switch (clause.kind_case()) {
    case kv1::Clause::kAll:
      return ListText(clause.all().clauses(), " and ");
    case kv1::Clause::kAny:
      return ListText(clause.any().clauses(), " or ");
    case kv1::Clause::kNot:
      return absl::StrCat("not ", ClauseText(clause.not_()));
    case kv1::Clause::kAtLeast:
      return absl::StrCat("at least ", clause.at_least().count(), " of ",
                          ListText(clause.at_least().clauses(), ", "));
    case kv1::Clause::kValue:
      return ComparisonText("value", clause.value());
    case kv1::Clause::kMean:
      return ComparisonText("mean", clause.mean());
    case kv1::Clause::kBand:
      return BandClauseText(clause.band());
    case kv1::Clause::kStatus:
      return StatusClauseText(clause.status());
    case kv1::Clause::kQualifier:
      return absl::StrCat(
          "qualifier(", clause.qualifier().muscle(), ") has ",
          absl::StripPrefix(kv1::Qualifier_Name(clause.qualifier().qualifier()),
                            "QUALIFIER_"),
          SideText(clause.qualifier().side()));
    case kv1::Clause::kCondition:
      return absl::StrCat("has ", clause.condition());
    case kv1::Clause::kForbiddenTag:
      return absl::StrCat("forbidden ", clause.forbidden_tag());
    case kv1::Clause::kAge:
      return absl::StrCat("age ", Symbol(clause.age().comparison()), " ",
                          clause.age().years());
    case kv1::Clause::kHistory:
      return absl::StrCat("told ", clause.history());
    case kv1::Clause::kSideHistory:
      return absl::StrCat("told ", clause.side_history(), " on this side");
    case kv1::Clause::kPainLimited:
      return absl::StrCat(
          clause.pain_limited().test(), " stopped by pain",
          clause.pain_limited().every_repetition() ? " each time" : "",
          SideText(clause.pain_limited().side()));
    case kv1::Clause::kDifference:
      return absl::StrCat(
          clause.difference().first(), " and ", clause.difference().second(),
          " differ by ", clause.difference().min_difference(),
          " or more with a sum of ", clause.difference().min_sum(), " or more");
    case kv1::Clause::kBloodPressure:
      return absl::StrCat(
          "blood pressure >= ", clause.blood_pressure().systolic(), "/",
          clause.blood_pressure().diastolic(), " mmHg");
    case kv1::Clause::kDirectionalPreference:
      return absl::StrCat(
          "direction is ",
          absl::StripPrefix(
              kv1::DirectionalPreference_Name(clause.directional_preference()),
              "DIRECTIONAL_PREFERENCE_"));
    case kv1::Clause::kTaken:
      return absl::StrCat(clause.taken().test(), " was taken",
                          SideText(clause.taken().side()));
    case kv1::Clause::kRedFlag:
      return absl::StrCat("raised ", clause.red_flag());
    case kv1::Clause::kFired:
      return absl::StrCat("fired ", clause.fired());
    case kv1::Clause::kFeelsTight:
      return absl::StrCat(clause.feels_tight().muscle().empty()
                              ? "target"
                              : clause.feels_tight().muscle(),
                          " feels tight");
    case kv1::Clause::KIND_NOT_SET:
      break;
  }
  return "nothing";
}

}  // namespace tonus::engine
