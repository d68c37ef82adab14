// SPDX-License-Identifier: Apache-2.0
#include "services/client/profile_input.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "services/client/message_input.h"
#include "services/client/time_flag.h"
#include "services/status_macros.h"

namespace tonus::client {
namespace {

namespace kb = ::tonus::knowledge::v1;

absl::StatusOr<kb::Region> ParseRegion(const std::string& text) {
  kb::Region region = kb::REGION_UNSPECIFIED;
  if (kb::Region_Parse(absl::StrCat("REGION_", absl::AsciiStrToUpper(text)),
                       &region) &&
      region != kb::REGION_UNSPECIFIED) {
    return region;
  }
  std::vector<std::string> known;
  for (int i = kb::Region_MIN + 1; i <= kb::Region_MAX; ++i) {
    known.push_back(absl::AsciiStrToLower(
        absl::StripPrefix(kb::Region_Name(i), "REGION_")));
  }
  return absl::InvalidArgumentError(absl::StrCat("--complaint ", text,
                                                 ": unknown region; known are ",
                                                 absl::StrJoin(known, ", ")));
}

absl::StatusOr<v1::ActiveCondition> ParseCondition(const std::string& text) {
  const std::vector<std::string> parts =
      absl::StrSplit(text, absl::MaxSplits(':', 1));
  v1::ActiveCondition condition;
  condition.set_condition(parts[0]);
  if (parts.size() == 2) {
    TONUS_ASSIGN_OR_RETURN(*condition.mutable_since(),
                           ParseDate("--condition", parts[1]));
  }
  return condition;
}

// "mon", "monday" or "MON".
absl::StatusOr<v1::Weekday> ParseWeekday(const std::string& text) {
  const std::string upper = absl::AsciiStrToUpper(text);
  for (int day = v1::WEEKDAY_MONDAY; day <= v1::WEEKDAY_SUNDAY; ++day) {
    const std::string name(absl::StripPrefix(
        v1::Weekday_Name(static_cast<v1::Weekday>(day)), "WEEKDAY_"));
    if (upper == name || upper == name.substr(0, 3)) {
      return static_cast<v1::Weekday>(day);
    }
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "--training-days ", text, ": unknown day; use mon, tue, ... sun"));
}

// What the person wants of the programme.
absl::Status ReadPreferences(const ProfileFlags& flags, v1::Profile* profile) {
  if (!flags.training_days.empty()) profile->clear_training_days();
  for (const std::string& text : flags.training_days) {
    TONUS_ASSIGN_OR_RETURN(const v1::Weekday day, ParseWeekday(text));
    profile->add_training_days(day);
  }
  if (flags.session_minutes) {
    profile->set_session_minutes(*flags.session_minutes);
  }
  if (!flags.preferred.empty()) {
    profile->mutable_preferred_exercises()->Assign(flags.preferred.begin(),
                                                   flags.preferred.end());
  }
  if (!flags.disliked.empty()) {
    profile->mutable_disliked_exercises()->Assign(flags.disliked.begin(),
                                                  flags.disliked.end());
  }
  if (flags.home) profile->set_home_exercises(*flags.home);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Profile> ReadProfile(const ProfileFlags& flags,
                                        std::istream& standard_input) {
  v1::Profile profile;
  if (!flags.file.empty()) {
    TONUS_RETURN_IF_ERROR(
        ReadMessage(flags.file_flag, flags.file, standard_input, &profile));
  }
  if (flags.age_years) profile.set_age_years(*flags.age_years);
  if (flags.sex == "female") profile.set_sex(kb::SEX_FEMALE);
  if (flags.sex == "male") profile.set_sex(kb::SEX_MALE);
  if (flags.athlete) profile.set_athlete(*flags.athlete);
  if (flags.working) profile.set_working(*flags.working);
  if (flags.user_level) profile.set_user_level(*flags.user_level);
  if (!flags.equipment.empty()) {
    profile.mutable_equipment()->Assign(flags.equipment.begin(),
                                        flags.equipment.end());
  }
  if (!flags.conditions.empty()) profile.clear_conditions();
  for (const std::string& text : flags.conditions) {
    TONUS_ASSIGN_OR_RETURN(*profile.add_conditions(), ParseCondition(text));
  }
  if (!flags.complaint_region.empty()) {
    TONUS_ASSIGN_OR_RETURN(const kb::Region region,
                           ParseRegion(flags.complaint_region));
    profile.set_complaint_region(region);
  }
  TONUS_RETURN_IF_ERROR(ReadPreferences(flags, &profile));
  return profile;
}

std::vector<std::string> SetFields(const v1::Profile& profile) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  v1::Profile::GetReflection()->ListFields(profile, &fields);
  std::vector<std::string> names;
  names.reserve(fields.size());
  for (const auto* field : fields) names.push_back(field->name());
  return names;
}

}  // namespace tonus::client
