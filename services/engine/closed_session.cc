// SPDX-License-Identifier: Apache-2.0
#include "services/engine/closed_session.h"

#include <utility>

namespace tonus::engine {

// Named is what stays, so that nothing that is added to a session is told of a
// closed one.
void CloseSession(v1::Gate gate, const SafetyNotices& notices,
                  v1::Session* session) {
  v1::Session closed;
  closed.set_name(session->name());
  closed.set_number(session->number());
  closed.set_week(session->week());
  if (session->has_date()) *closed.mutable_date() = session->date();
  closed.set_revision(session->revision());
  closed.set_budget_minutes(session->budget_minutes());
  closed.set_gate(gate);
  *closed.mutable_notices() = notices;
  *session = std::move(closed);
}

}  // namespace tonus::engine
