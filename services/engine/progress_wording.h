// SPDX-License-Identifier: Apache-2.0
// Says what changed in a test or a target in plain words: never a number alone,
// and no more than the numbers carry.

#ifndef TONUS_SERVICES_ENGINE_PROGRESS_WORDING_H_
#define TONUS_SERVICES_ENGINE_PROGRESS_WORDING_H_

#include <string>

#include "absl/strings/string_view.h"
#include "tonus/knowledge/v1/test.pb.h"
#include "tonus/knowledge/v1/vocabulary.pb.h"
#include "tonus/v1/progress_report.pb.h"

namespace tonus::engine {

// `side` is complete but for its text.
std::string SideText(const knowledge::v1::Test& test,
                     const v1::SideProgress& side);

// What is to be said of the values of a target now.
enum class NowReading {
  kPlain,
  kBorderline,  // All that is measured is that or normal.
  kWorseSince,  // Tested normal, and worse when it was taken last.
  kNotSince,    // Nothing was measured since the trouble was found.
};

// `target` is complete but for its text; `was_normal` tells that it tested
// normal before its trouble came.
std::string TargetText(const v1::TargetProgress& target, NowReading reading,
                       bool was_normal);

// "Iliopsoas, left"; the name alone for the midline.
std::string OnSide(absl::string_view name, knowledge::v1::Side side);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PROGRESS_WORDING_H_
