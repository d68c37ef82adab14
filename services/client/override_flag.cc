// SPDX-License-Identifier: Apache-2.0
#include "services/client/override_flag.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/client/enum_flag.h"
#include "services/client/result_flag.h"
#include "services/status_macros.h"

namespace tonus::client {
namespace {

// Splits at the first `separator`; the second part is empty when there is none.
std::pair<std::string, std::string> SplitOnce(absl::string_view text,
                                              char separator) {
  return absl::StrSplit(text, absl::MaxSplits(separator, 1));
}

constexpr char kOverridePrefix[] = "OVERRIDE_REASON_";
constexpr char kReviewPrefix[] = "REVIEW_REASON_";

// Reads one override.
class OverrideParser {
 public:
  OverrideParser(absl::string_view flag, absl::string_view text)
      : flag_(flag), text_(text) {}

  absl::StatusOr<v1::Override> Parse();

 private:
  absl::Status Wrong(absl::string_view form) const {
    return absl::InvalidArgumentError(
        absl::StrCat(flag_, " ", text_, ": write ", form));
  }

  absl::Status ReadLevel(const std::string& what);
  absl::Status ReadDose(const std::string& kind, const std::string& what);
  absl::Status ReadVerdict(const std::string& what);
  absl::Status ReadPair(const std::string& kind, const std::string& what);
  absl::Status Read(const std::string& kind, const std::string& what);

  const absl::string_view flag_;
  const absl::string_view text_;
  v1::Override override_;
};

absl::Status OverrideParser::ReadLevel(const std::string& what) {
  int level = 0;
  if (!absl::SimpleAtoi(what, &level)) return Wrong("level:NUMBER");
  override_.set_level_cap(level);
  return absl::OkStatus();
}

// `sets:3` or `sets:glute_bridge=3`, `dose:50` or `dose:glute_bridge=50`.
absl::Status OverrideParser::ReadDose(const std::string& kind,
                                      const std::string& what) {
  const auto parts = SplitOnce(what, '=');
  const bool one = what.find('=') != std::string::npos;
  int number = 0;
  if (!absl::SimpleAtoi(one ? parts.second : parts.first, &number)) {
    return Wrong(absl::StrCat(kind, ":NUMBER or ", kind, ":EXERCISE=NUMBER"));
  }
  v1::DoseCap* cap = override_.mutable_dose_cap();
  if (one) cap->set_exercise(parts.first);
  if (kind == "sets") {
    cap->set_max_sets(number);
  } else {
    cap->set_percent(number);
  }
  return absl::OkStatus();
}

absl::Status OverrideParser::ReadVerdict(const std::string& what) {
  const auto parts = SplitOnce(what, '=');
  TONUS_ASSIGN_OR_RETURN(const v1::MuscleSide target,
                         ParseMuscleSide(flag_, parts.first));
  const std::string word = absl::StrCat(
      "STATUS_",
      absl::AsciiStrToUpper(absl::StrReplaceAll(parts.second, {{"-", "_"}})));
  knowledge::v1::Status status = knowledge::v1::STATUS_UNSPECIFIED;
  if (!knowledge::v1::Status_Parse(word, &status)) {
    return Wrong(
        "force:MUSCLE:SIDE=STATUS, the status being normal, tight, weak, "
        "tight-and-weak, overlengthened or stiff");
  }
  v1::ForceVerdict* verdict = override_.mutable_force_verdict();
  verdict->set_muscle(target.muscle());
  verdict->set_side(target.side());
  verdict->set_status(status);
  return absl::OkStatus();
}

absl::Status OverrideParser::ReadPair(const std::string& kind,
                                      const std::string& what) {
  const auto [first, second] = SplitOnce(what, '=');
  if (kind == "replace") {
    if (second.empty()) return Wrong("replace:EXERCISE=REPLACEMENT");
    override_.mutable_replace_exercise()->set_exercise(first);
    override_.mutable_replace_exercise()->set_replacement(second);
  } else {
    if (second.empty()) return Wrong("policy:SWITCH=CHOICE");
    override_.mutable_policy()->set_policy(first);
    override_.mutable_policy()->set_choice(second);
  }
  return absl::OkStatus();
}

absl::Status OverrideParser::Read(const std::string& kind,
                                  const std::string& what) {
  if (kind == "pin") {
    override_.set_pin_exercise(what);
  } else if (kind == "exclude") {
    override_.set_exclude_exercise(what);
  } else if (kind == "permit") {
    override_.set_permit_exercise(what);
  } else if (kind == "replace" || kind == "policy") {
    return ReadPair(kind, what);
  } else if (kind == "force") {
    return ReadVerdict(what);
  } else if (kind == "mute") {
    TONUS_ASSIGN_OR_RETURN(*override_.mutable_mute_verdict(),
                           ParseMuscleSide(flag_, what));
  } else if (kind == "level") {
    return ReadLevel(what);
  } else if (kind == "sets" || kind == "dose") {
    return ReadDose(kind, what);
  } else if (kind == "equipment") {
    for (const auto id : absl::StrSplit(what, ',')) {
      override_.mutable_equipment()->add_equipment(std::string(id));
    }
  } else {
    return Wrong(
        "KIND:WHAT, the kind being pin, exclude, permit, replace, force, mute, "
        "level, sets, dose, policy or equipment");
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Override> OverrideParser::Parse() {
  const auto parts = SplitOnce(text_, ':');
  TONUS_RETURN_IF_ERROR(
      Read(parts.second.empty() ? "" : parts.first, parts.second));
  return override_;
}

}  // namespace

std::string OverrideHelp() {
  return R"(An override is written as
  pin:EXERCISE                 in every session where it is safe
  exclude:EXERCISE             never planned
  permit:EXERCISE              may be chosen though it is off by default
  replace:EXERCISE=EXERCISE    the second wherever the first would be planned;
                               where it may not be, the first stays, unless
                               it is excluded, too
  force:MUSCLE:SIDE=STATUS     that verdict, whatever was measured
  mute:MUSCLE:SIDE             nothing follows from the verdict
  level:NUMBER                 no exercise above that level; of several such
                               limits the lowest counts
  sets:[EXERCISE=]NUMBER       at most so many sets
  dose:[EXERCISE=]PERCENT      so much of the dose
  policy:SWITCH=CHOICE         that choice of a policy
  equipment:ID,ID,...          that equipment and no other
What can not be done is refused, which the answer and the routine tell.)";
}

absl::StatusOr<v1::Override> ParseOverride(absl::string_view flag,
                                           absl::string_view text) {
  return OverrideParser(flag, text).Parse();
}

std::string OverrideReasonWords() {
  return EnumWords(*v1::OverrideReason_descriptor(), kOverridePrefix);
}

std::string ReviewReasonWords() {
  return EnumWords(*v1::ReviewReason_descriptor(), kReviewPrefix);
}

absl::StatusOr<v1::OverrideReason> ParseOverrideReason(absl::string_view text) {
  return ParseEnum<v1::OverrideReason>("--reason", text, kOverridePrefix);
}

absl::StatusOr<v1::ReviewReason> ParseReviewReason(absl::string_view text) {
  return ParseEnum<v1::ReviewReason>("--reason", text, kReviewPrefix);
}

}  // namespace tonus::client
