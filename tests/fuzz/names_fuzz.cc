// SPDX-License-Identifier: Apache-2.0
// Whatever is given as a resource name or page token is refused, or read as
// something that prints as the same name again.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "services/page_token.h"
#include "services/resource_names.h"

namespace {

template <typename Name>
void CheckName(const std::string& text) {
  const auto name = Name::Parse(text);
  if (name.ok() && name->ToString() != text) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  CheckName<tonus::PatientName>(text);
  CheckName<tonus::AssessmentName>(text);
  CheckName<tonus::LogName>(text);
  CheckName<tonus::RoutineName>(text);
  CheckName<tonus::SessionName>(text);
  CheckName<tonus::ProgressName>(text);
  (void)tonus::ParsePageToken("list", text);
  return 0;
}
