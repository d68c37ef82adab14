// SPDX-License-Identifier: Apache-2.0
#include "services/patient/profile_change.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/engine/facts.h"

namespace tonus {
namespace {

constexpr absl::string_view kProfile = "profile";
constexpr absl::string_view kTimeZone = "time_zone";

// Returns the field of the profile that `path` names, or null.
const google::protobuf::FieldDescriptor* ProfileField(absl::string_view path) {
  if (!absl::ConsumePrefix(&path, "profile.")) return nullptr;
  return v1::Profile::descriptor()->FindFieldByName(std::string(path));
}

bool IsOutputOnly(absl::string_view path) {
  return path == "name" || path == "create_time" || path == "update_time" ||
         path == "revision" || path == "etag";
}

// Replaces one field of `to` by that of `from`.
void ReplaceField(const v1::Profile& from,
                  const google::protobuf::FieldDescriptor* field,
                  v1::Profile* to) {
  v1::Profile only = from;
  const auto* reflection = v1::Profile::GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> set;
  reflection->ListFields(only, &set);
  for (const auto* other : set) {
    if (other != field) reflection->ClearField(&only, other);
  }
  reflection->ClearField(to, field);
  to->MergeFrom(only);
}

}  // namespace

void CheckUpdateMask(const google::protobuf::FieldMask& mask,
                     Violations* violations) {
  for (int i = 0; i < mask.paths_size(); ++i) {
    const std::string& path = mask.paths(i);
    if (path == kProfile || path == kTimeZone || IsOutputOnly(path) ||
        ProfileField(path) != nullptr) {
      continue;
    }
    violations->Add(absl::StrCat("update_mask.paths[", i, "]"),
                    path == "external_id"
                        ? "external_id can not be changed"
                        : "must be profile, profile.* or time_zone");
  }
}

google::protobuf::FieldMask EffectiveMask(
    const google::protobuf::FieldMask& mask, const v1::Patient& patient) {
  if (!mask.paths().empty()) return mask;
  google::protobuf::FieldMask implied;
  std::vector<const google::protobuf::FieldDescriptor*> set;
  v1::Profile::GetReflection()->ListFields(patient.profile(), &set);
  for (const auto* field : set) {
    implied.add_paths(absl::StrCat("profile.", std::string(field->name())));
  }
  if (!patient.time_zone().empty()) {
    implied.add_paths(std::string(kTimeZone));
  }
  return implied;
}

void ApplyUpdate(const v1::Patient& patient,
                 const google::protobuf::FieldMask& mask, absl::CivilDay today,
                 storage::v1::ProfileFact* fact) {
  v1::Profile* profile = fact->mutable_profile();
  bool age_changed = false;
  for (const std::string& path : mask.paths()) {
    if (path == kProfile) {
      *profile = patient.profile();
    } else if (path == kTimeZone) {
      fact->set_time_zone(patient.time_zone());
    } else if (const auto* field = ProfileField(path); field != nullptr) {
      ReplaceField(patient.profile(), field, profile);
      age_changed |= field->number() == v1::Profile::kAgeYearsFieldNumber;
    }
  }
  // The date that stood there belonged to the age before.
  if (age_changed && !patient.profile().has_age_date()) {
    profile->clear_age_date();
  }
  DateTheAge(today, profile);
  if (fact->time_zone().empty()) fact->set_time_zone("UTC");
}

void DateTheAge(absl::CivilDay today, v1::Profile* profile) {
  if (profile->has_age_years() && !profile->has_age_date()) {
    *profile->mutable_age_date() = engine::ToDate(today);
  }
}

}  // namespace tonus
