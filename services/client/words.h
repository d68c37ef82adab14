// SPDX-License-Identifier: Apache-2.0
// Plain words for the enums and small values that people read.

#ifndef TONUS_SERVICES_CLIENT_WORDS_H_
#define TONUS_SERVICES_CLIENT_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "google/protobuf/timestamp.pb.h"
#include "tonus/knowledge/v1/vocabulary.pb.h"
#include "tonus/v1/date.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::client {

// "left", "right" or "midline"; empty when not given.
std::string SideWord(knowledge::v1::Side side);

// "normal", "borderline" or "abnormal"; "not read" when not given.
std::string BandWord(knowledge::v1::Band band);

// "tight", "tight and weak", "not known".
std::string StatusWord(knowledge::v1::Status status);

// "a nerve may explain the finding".
std::string QualifierWord(knowledge::v1::Qualifier qualifier);

// "static stretch", "self-massage".
std::string TechniqueWord(knowledge::v1::Technique technique);

// "before the main part", "main part".
std::string SlotWord(knowledge::v1::Slot slot);

// The name of an enum value without its prefix, as words: "low back".
// `prefix` is the prefix that every value of the enum carries.
std::string EnumWord(absl::string_view value_name, absl::string_view prefix);

// "2026-03-01"; "not given" when unset.
std::string DateWord(const v1::Date& date);

// "2026-03-01 07:30 UTC"; "not given" when unset.
std::string TimeWord(const google::protobuf::Timestamp& time);

// "30 s", "3 min": minutes from 2 of them on, when they are whole.
std::string SecondsWord(int seconds);

// "6.9 min": one decimal; "25 s" below one minute.
std::string MinutesWord(double minutes);

// The items with commas between, in lines of at most 78 columns that begin with
// `indent` and end with a line break.
std::string WrappedList(absl::Span<const std::string> items,
                        absl::string_view indent);

// "1 session", "2 sessions".
std::string CountWord(int count, absl::string_view singular);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_WORDS_H_
