// SPDX-License-Identifier: Apache-2.0
#include "services/client/result_flag.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/client/told_words.h"
#include "services/status_macros.h"

namespace tonus::client {
namespace {

namespace kb = ::tonus::knowledge::v1;

// The argument that is read, for errors that name it.
struct Argument {
  absl::string_view flag;
  absl::string_view text;
};

absl::Status Complain(const Argument& argument, absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat(argument.flag, " ", argument.text, ": ", what));
}

absl::StatusOr<kb::Side> ParseSide(const Argument& argument,
                                   absl::string_view text) {
  const auto side = SideOf(text);
  if (side.has_value()) return *side;
  return Complain(argument,
                  absl::StrCat("the side is '", text, "', not L, R or M"));
}

absl::StatusOr<bool> ParseTruth(const Argument& argument,
                                absl::string_view attribute,
                                absl::string_view text) {
  if (text == "true" || text == "yes") return true;
  if (text == "false" || text == "no") return false;
  return Complain(
      argument, absl::StrCat(attribute, " is '", text, "', not true or false"));
}

absl::Status SetAttribute(const Argument& argument, absl::string_view key,
                          absl::string_view value, v1::TestResult* result) {
  if (key == "pain_limited") {
    TONUS_ASSIGN_OR_RETURN(const bool limited,
                           ParseTruth(argument, key, value));
    result->set_pain_limited(limited);
  } else if (key == "pelvis_controlled") {
    TONUS_ASSIGN_OR_RETURN(const bool controlled,
                           ParseTruth(argument, key, value));
    result->set_pelvis_controlled(controlled);
  } else if (key == "warmed_up") {
    TONUS_ASSIGN_OR_RETURN(const bool warm, ParseTruth(argument, key, value));
    result->set_warmed_up(warm);
  } else if (key == "assessor" && value == "clinician") {
    result->set_assessor(kb::ASSESSOR_CLINICIAN);
  } else if (key == "assessor" && value == "self") {
    result->set_assessor(kb::ASSESSOR_SELF);
  } else if (key == "protocol" && value == "belt") {
    result->set_protocol(kb::DYNAMOMETRY_PROTOCOL_BELT);
  } else if (key == "protocol" && value == "manual") {
    result->set_protocol(kb::DYNAMOMETRY_PROTOCOL_MANUAL);
  } else if (key == "assessor") {
    return Complain(argument, absl::StrCat("assessor is '", value,
                                           "', not clinician or self"));
  } else if (key == "protocol") {
    return Complain(argument, absl::StrCat("protocol is '", value,
                                           "', not belt or manual"));
  } else {
    return Complain(
        argument, absl::StrCat("unknown attribute '", key,
                               "'; known are pain_limited, pelvis_controlled, "
                               "warmed_up, assessor and protocol"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::TestResult> ParseResult(absl::string_view text) {
  const Argument argument{"--result", text};
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ',');
  const std::vector<absl::string_view> sides =
      absl::StrSplit(parts[0], absl::MaxSplits('=', 1));
  const std::vector<absl::string_view> test_and_side =
      absl::StrSplit(sides[0], absl::MaxSplits(':', 1));
  if (test_and_side[0].empty() || test_and_side.size() != 2 ||
      sides.size() != 2) {
    return Complain(argument,
                    "write TEST:SIDE=VALUE, for example mod_thomas_hip:L=3");
  }
  v1::TestResult result;
  result.set_test(std::string(test_and_side[0]));
  TONUS_ASSIGN_OR_RETURN(const kb::Side side,
                         ParseSide(argument, test_and_side[1]));
  result.set_side(side);
  double value = 0;
  if (!absl::SimpleAtod(sides[1], &value) || !std::isfinite(value)) {
    return Complain(argument, absl::StrCat("the value is '", sides[1],
                                           "', not a number such as 3 or 5.6"));
  }
  result.set_value(value);
  for (size_t i = 1; i < parts.size(); ++i) {
    const std::pair<absl::string_view, absl::string_view> attribute =
        absl::StrSplit(parts[i], absl::MaxSplits('=', 1));
    const bool bare = parts[i].find('=') == absl::string_view::npos;
    TONUS_RETURN_IF_ERROR(SetAttribute(
        argument, attribute.first, bare ? "true" : attribute.second, &result));
  }
  return result;
}

absl::StatusOr<v1::TestResult> ParseResultPlace(absl::string_view flag,
                                                absl::string_view text) {
  const Argument argument{flag, text};
  const std::vector<absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits(':', 1));
  if (parts[0].empty()) {
    return Complain(argument, "write TEST or TEST:SIDE, for example pslr:R");
  }
  v1::TestResult place;
  place.set_test(std::string(parts[0]));
  if (parts.size() == 2) {
    TONUS_ASSIGN_OR_RETURN(const kb::Side side, ParseSide(argument, parts[1]));
    place.set_side(side);
  }
  return place;
}

absl::StatusOr<v1::MuscleSide> ParseMuscleSide(absl::string_view flag,
                                               absl::string_view text) {
  const Argument argument{flag, text};
  const std::vector<absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits(':', 1));
  if (parts[0].empty() || parts.size() != 2) {
    return Complain(argument, "write MUSCLE:SIDE, for example iliopsoas:R");
  }
  v1::MuscleSide target;
  target.set_muscle(std::string(parts[0]));
  TONUS_ASSIGN_OR_RETURN(const kb::Side side, ParseSide(argument, parts[1]));
  target.set_side(side);
  return target;
}

}  // namespace tonus::client
