// SPDX-License-Identifier: Apache-2.0
#include "services/client/words.h"

#include <cmath>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "services/measured_value.h"

namespace tonus::client {

namespace kb = ::tonus::knowledge::v1;

std::string EnumWord(absl::string_view value_name, absl::string_view prefix) {
  value_name = absl::StripPrefix(value_name, prefix);
  return absl::StrReplaceAll(absl::AsciiStrToLower(value_name), {{"_", " "}});
}

std::string SideWord(kb::Side side) {
  if (side == kb::SIDE_UNSPECIFIED) return "";
  return EnumWord(kb::Side_Name(side), "SIDE_");
}

std::string BandWord(kb::Band band) {
  if (band == kb::BAND_UNSPECIFIED) return "not read";
  return EnumWord(kb::Band_Name(band), "BAND_");
}

std::string StatusWord(kb::Status status) {
  switch (status) {
    case kb::STATUS_UNKNOWN:
      return "not known";
    case kb::STATUS_NORMAL:
      return "in order";
    case kb::STATUS_OVERLENGTHENED:
      return "longer than usual, never stretched";
    case kb::STATUS_NEURAL_POSITIVE:
      return "sensitive";
    case kb::STATUS_NEURAL_SUSPECT:
      return "possibly sensitive";
    default:
      return EnumWord(kb::Status_Name(status), "STATUS_");
  }
}

std::string QualifierWord(kb::Qualifier qualifier) {
  switch (qualifier) {
    case kb::QUALIFIER_BORDERLINE:
      return "only borderline results";
    case kb::QUALIFIER_CONFLICT:
      return "results contradict each other";
    case kb::QUALIFIER_LOW_EVIDENCE:
      return "too little evidence";
    case kb::QUALIFIER_NEURAL_SUSPECT:
      return "a nerve may explain it";
    case kb::QUALIFIER_PROTECTIVE:
      return "probably guards something";
    case kb::QUALIFIER_STRUCTURAL_SUSPECT:
      return "bone or joint shape may explain it";
    case kb::QUALIFIER_NEEDS_DIFFERENTIAL:
      return "needs a further test first";
    case kb::QUALIFIER_PAIN_LIMITED:
      return "a test was stopped by pain";
    case kb::QUALIFIER_ASYMMETRIC:
      return "the worse side";
    case kb::QUALIFIER_DO_NOT_STRETCH:
      return "never stretched";
    default:
      return EnumWord(kb::Qualifier_Name(qualifier), "QUALIFIER_");
  }
}

std::string TechniqueWord(kb::Technique technique) {
  switch (technique) {
    case kb::TECHNIQUE_SMR:
      return "self-massage";
    case kb::TECHNIQUE_PNF:
      return "contract-relax";
    case kb::TECHNIQUE_NEURAL_FLOSS:
      return "nerve gliding";
    default:
      return EnumWord(kb::Technique_Name(technique), "TECHNIQUE_");
  }
}

std::string SlotWord(kb::Slot slot) {
  switch (slot) {
    case kb::SLOT_PRE:
      return "warm-up";
    case kb::SLOT_INTRA:
      return "main part";
    case kb::SLOT_POST:
      return "afterwards";
    case kb::SLOT_BEDTIME:
      return "at bedtime";
    case kb::SLOT_MICRO:
      return "during the day";
    case kb::SLOT_RELIEF:
      return "for relief";
    default:
      return "";
  }
}

std::string DateWord(const v1::Date& date) {
  if (date.year() == 0) return "not given";
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(),
                         date.day());
}

std::string TimeWord(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0 && time.nanos() == 0) return "not given";
  return absl::FormatTime("%Y-%m-%d %H:%M UTC",
                          absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

std::string SecondsWord(int seconds) {
  if (seconds >= 120 && seconds % 60 == 0) {
    return absl::StrCat(seconds / 60, " min");
  }
  return absl::StrCat(seconds, " s");
}

std::string MinutesWord(double minutes) {
  const double seconds = std::round(minutes * 60);
  if (seconds < 60) return absl::StrCat(NumberWord(seconds), " s");
  return absl::StrCat(NumberWord(std::round(minutes * 10) / 10), " min");
}

std::string WrappedList(absl::Span<const std::string> items,
                        absl::string_view indent) {
  constexpr size_t kColumns = 78;
  std::string text;
  std::string line(indent);
  for (size_t i = 0; i < items.size(); ++i) {
    const std::string item =
        absl::StrCat(items[i], i + 1 < items.size() ? "," : "");
    const bool first = line.size() == indent.size();
    if (!first && line.size() + 1 + item.size() > kColumns) {
      absl::StrAppend(&text, line, "\n");
      line = absl::StrCat(indent, item);
    } else {
      absl::StrAppend(&line, first ? "" : " ", item);
    }
  }
  return absl::StrCat(text, line, "\n");
}

std::string CountWord(int count, absl::string_view singular) {
  return absl::StrCat(count, " ", singular, count == 1 ? "" : "s");
}

}  // namespace tonus::client
