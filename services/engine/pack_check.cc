// SPDX-License-Identifier: Apache-2.0
#include "services/engine/pack_check.h"

#include "services/engine/check_context.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {

std::vector<std::string> CheckPack(const knowledge::v1::Pack& pack) {
  CheckContext context(pack);
  CheckFields(context);
  return context.TakeComplaints();
}

}  // namespace tonus::engine
