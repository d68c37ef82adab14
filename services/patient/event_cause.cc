// SPDX-License-Identifier: Apache-2.0
#include "services/patient/event_cause.h"

namespace tonus {

std::string CauseOf(const storage::v1::Event& event) {
  const auto* payload =
      storage::v1::Event::descriptor()->FindOneofByName("payload");
  const auto* field =
      storage::v1::Event::GetReflection()->GetOneofFieldDescriptor(event,
                                                                   payload);
  return field == nullptr ? "" : std::string(field->name());
}

}  // namespace tonus
