// SPDX-License-Identifier: Apache-2.0
#include "services/routine/refused_words.h"

#include <iterator>
#include <string>

#include "absl/algorithm/container.h"

namespace tonus {

std::vector<v1::Dropped> RefusedOf(const v1::Override& override,
                                   const std::string& name,
                                   const v1::Routine& routine) {
  const std::string& wanted = override.has_pin_exercise()
                                  ? override.pin_exercise()
                              : override.has_permit_exercise()
                                  ? override.permit_exercise()
                                  : override.replace_exercise().replacement();
  std::vector<v1::Dropped> refused;
  absl::c_copy_if(routine.refused(), std::back_inserter(refused),
                  [&](const v1::Dropped& dropped) {
                    return dropped.override() == name ||
                           (dropped.override().empty() && !wanted.empty() &&
                            dropped.exercise() == wanted);
                  });
  return refused;
}

}  // namespace tonus
