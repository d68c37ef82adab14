// SPDX-License-Identifier: Apache-2.0
#include "services/client/result_cell.h"

#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/client/time_flag.h"
#include "services/client/told_words.h"
#include "services/status_macros.h"
#include "tonus/knowledge/v1/vocabulary.pb.h"

namespace tonus::client {
namespace {

namespace kb = ::tonus::knowledge::v1;

// The day that is meant by day, month and year between points, as in
// 21.11.2026. Between slashes it is not known which of them is the month.
std::optional<absl::CivilDay> DottedDay(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '.');
  int day = 0;
  int month = 0;
  int year = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &day) ||
      !absl::SimpleAtoi(parts[1], &month) ||
      !absl::SimpleAtoi(parts[2], &year) || year < 1000) {
    return std::nullopt;
  }
  const absl::CivilDay civil(year, month, day);
  if (civil.month() != month || civil.day() != day) return std::nullopt;
  return civil;
}

// Not what only a program would write, such as 0x5, 1e3 or infinity.
bool IsPlainNumber(const std::string& text) {
  double value = 0;
  return absl::c_all_of(text,
                        [](char c) {
                          return absl::ascii_isdigit(c) || c == '.' ||
                                 c == '-' || c == '+';
                        }) &&
         absl::SimpleAtod(text, &value) && std::isfinite(value);
}

bool IsDigits(absl::string_view text) {
  return !text.empty() && absl::c_all_of(text, absl::ascii_isdigit);
}

absl::StatusOr<kb::Side> ParseSide(const std::string& text) {
  const auto side = SideOf(text);
  if (side.has_value()) return *side;
  return WrongCell(text, "L, R or M");
}

// What to do instead where it is plain which number `text` is meant to be: a
// comma or a semicolon for the point, a minus or a dash of a text program.
std::string NumberHint(const std::string& text) {
  const std::string number =
      absl::StrReplaceAll(text, {{"\u2212", "-"}, {"\u2013", "-"}, {";", ","}});
  if (!IsDecimalComma(number) && !IsPlainNumber(number)) return "";
  return absl::StrCat("; write ", absl::StrReplaceAll(number, {{",", "."}}),
                      absl::StrContains(text, ';')
                          ? ", or each value in a row of its own"
                          : "");
}

absl::Status SetValue(const std::string& text, v1::TestResult* result) {
  double value = 0;
  if (!IsPlainNumber(text) || !absl::SimpleAtod(text, &value)) {
    return WrongCell(
        text, absl::StrCat("a number such as 3 or -5.6", NumberHint(text)));
  }
  result->set_value(value);
  return absl::OkStatus();
}

absl::Status SetAssessor(const std::string& text, v1::TestResult* result) {
  if (text != "clinician" && text != "self") {
    return WrongCell(text, "clinician or self");
  }
  result->set_assessor(text == "self" ? kb::ASSESSOR_SELF
                                      : kb::ASSESSOR_CLINICIAN);
  return absl::OkStatus();
}

absl::Status SetProtocol(const std::string& text, v1::TestResult* result) {
  if (text != "belt" && text != "manual")
    return WrongCell(text, "belt or manual");
  result->set_protocol(text == "belt" ? kb::DYNAMOMETRY_PROTOCOL_BELT
                                      : kb::DYNAMOMETRY_PROTOCOL_MANUAL);
  return absl::OkStatus();
}

// How the test was done; the columns are called like the fields.
absl::Status SetCircumstance(const std::string& column, const std::string& text,
                             v1::TestResult* result) {
  TONUS_ASSIGN_OR_RETURN(const bool truth, ParseTruth(text));
  const auto* field = v1::TestResult::descriptor()->FindFieldByName(column);
  v1::TestResult::GetReflection()->SetBool(result, field, truth);
  return absl::OkStatus();
}

}  // namespace

absl::Status WrongCell(absl::string_view text, absl::string_view wanted) {
  return absl::InvalidArgumentError(
      absl::StrCat("is '", text, "', not ", wanted));
}

absl::StatusOr<bool> ParseTruth(const std::string& text) {
  const std::string word = absl::AsciiStrToLower(text);
  if (word == "true") return true;
  if (word == "false") return false;
  return WrongCell(text, "true or false");
}

// The engine counts the days of results in UTC, so a day begins there.
absl::StatusOr<google::protobuf::Timestamp> ParseWhen(const std::string& text) {
  google::protobuf::Timestamp time;
  absl::CivilDay day;
  if (absl::ParseCivilTime(text, &day)) {
    time.set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(day, absl::UTCTimeZone())));
    return time;
  }
  auto parsed = ParseTime("", text);
  if (parsed.ok()) return parsed;
  if (const auto dotted = DottedDay(text); dotted.has_value()) {
    return WrongCell(text, absl::StrCat("a day such as 2026-03-01; write ",
                                        absl::FormatCivilTime(*dotted)));
  }
  return WrongCell(text,
                   "a day such as 2026-03-01 or a time such as "
                   "2026-03-01T07:30:00Z");
}

bool IsDecimalComma(absl::string_view text) {
  absl::ConsumePrefix(&text, "-");
  const size_t comma = text.find(',');
  return comma != absl::string_view::npos && IsDigits(text.substr(0, comma)) &&
         IsDigits(text.substr(comma + 1));
}

bool IsResultColumn(absl::string_view column) {
  return absl::c_linear_search(
      std::array<absl::string_view, 9>{"test", "side", "value", "pain_limited",
                                       "pelvis_controlled", "warmed_up",
                                       "assessor", "protocol", "measure_time"},
      column);
}

absl::Status SetResultCell(absl::string_view column, const std::string& text,
                           v1::TestResult* result) {
  if (column == "test") {
    result->set_test(text);
  } else if (column == "side") {
    TONUS_ASSIGN_OR_RETURN(const kb::Side side, ParseSide(text));
    result->set_side(side);
  } else if (column == "value") {
    return SetValue(text, result);
  } else if (column == "assessor") {
    return SetAssessor(text, result);
  } else if (column == "protocol") {
    return SetProtocol(text, result);
  } else if (column == "measure_time") {
    TONUS_ASSIGN_OR_RETURN(*result->mutable_measure_time(), ParseWhen(text));
  } else {
    return SetCircumstance(std::string(column), text, result);
  }
  return absl::OkStatus();
}

}  // namespace tonus::client
