// SPDX-License-Identifier: Apache-2.0
// Builds a person's profile from a file and flags.

#ifndef TONUS_SERVICES_CLIENT_PROFILE_INPUT_H_
#define TONUS_SERVICES_CLIENT_PROFILE_INPUT_H_

#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tonus/v1/patient.pb.h"

namespace tonus::client {

// What was typed about a person.
struct ProfileFlags {
  std::string file;                  // Path, `-`, or empty for none.
  std::string file_flag = "--file";  // The flag that names it, for errors.
  std::optional<int> age_years;
  std::string sex;  // female or male; empty: not given.
  std::optional<bool> athlete;
  std::optional<bool> working;
  std::optional<int> user_level;           // 1 to 5.
  std::vector<std::string> equipment;      // Ids.
  std::vector<std::string> conditions;     // ID or ID:YYYY-MM-DD.
  std::string complaint_region;            // For example lumbar.
  std::vector<std::string> training_days;  // mon to sun.
  std::optional<int> session_minutes;      // 15 to 30.
  std::vector<std::string> preferred;      // Exercise ids.
  std::vector<std::string> disliked;       // Exercise ids.
  std::optional<bool> home;
};

// Returns the profile of the file with the flags written over it; a list that
// is given as flags replaces that of the file.
//   INVALID_ARGUMENT  an argument is wrong; the message names it.
absl::StatusOr<v1::Profile> ReadProfile(const ProfileFlags& flags,
                                        std::istream& standard_input);

// Returns the names of the fields that are set in `profile`, in their order.
std::vector<std::string> SetFields(const v1::Profile& profile);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_PROFILE_INPUT_H_
