// SPDX-License-Identifier: Apache-2.0
#include "services/routine/override_resource.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/facts.h"
#include "services/patient/request_record.h"
#include "services/timestamp.h"

namespace tonus {
namespace {

void ClearOutputs(v1::Override* override) {
  override->clear_name();
  override->clear_author();
  override->clear_role();
  override->clear_create_time();
  override->clear_clear_time();
  override->clear_revision();
  override->clear_clear_reason();
}

}  // namespace

v1::Override OverrideOf(const std::string& patient,
                        const storage::v1::OverrideFact& fact,
                        const storage::v1::Event& event) {
  v1::Override override = fact.override();
  override.set_name(
      OverrideName{patient, event.revision(), fact.position()}.ToString());
  override.set_author(event.actor());
  override.set_role(event.role());
  *override.mutable_create_time() = event.record_time();
  override.set_revision(event.revision());
  if (fact.has_clear_time()) {
    *override.mutable_clear_time() = fact.clear_time();
    override.set_clear_reason(fact.clear_reason());
  }
  return override;
}

storage::v1::OverrideFact OverrideFactOf(const v1::Override& override,
                                         const storage::v1::PatientFacts& facts,
                                         absl::string_view request_id,
                                         int position, absl::Time now,
                                         absl::CivilDay today) {
  for (const storage::v1::OverrideFact& earlier : facts.overrides()) {
    now = std::max(
        now, FromTimestamp(earlier.effective_time()) + absl::Nanoseconds(1));
  }
  storage::v1::OverrideFact fact;
  *fact.mutable_effective_time() =
      ToTimestamp(now + absl::Nanoseconds(position));
  *fact.mutable_override() = override;
  ClearOutputs(fact.mutable_override());
  if (!override.has_start_date()) {
    *fact.mutable_override()->mutable_start_date() = engine::ToDate(today);
  }
  fact.set_position(position);
  fact.set_fact_id(position == 0 || request_id.empty()
                       ? FactId(request_id, fact)
                       : absl::StrCat(request_id, "-", position));
  return fact;
}

const storage::v1::OverrideFact* FindOverride(
    const storage::v1::PatientFacts& facts, const OverrideName& name) {
  const auto found = absl::c_find_if(
      facts.overrides(), [&](const storage::v1::OverrideFact& fact) {
        return fact.revision() == name.revision &&
               fact.position() == name.position;
      });
  return found == facts.overrides().end() ? nullptr : &*found;
}

}  // namespace tonus
