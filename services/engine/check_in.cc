// SPDX-License-Identifier: Apache-2.0
#include "services/engine/check_in.h"

#include <string>
#include <utility>

#include "services/engine/check_in_rows.h"
#include "services/engine/closed_session.h"
#include "services/engine/eligibility.h"
#include "services/engine/facts.h"
#include "services/engine/measurement.h"
#include "services/engine/overrides.h"
#include "services/engine/relief_session.h"
#include "services/engine/session_today.h"

namespace tonus::engine {

namespace {

// Rules of the notices, each once.
void AddNoticeRules(const v1::Interpretation& interpretation,
                    v1::StartSessionResponse* response) {
  for (const v1::SafetyNotice& notice : interpretation.notices()) {
    if (notice.rule().empty()) continue;
    bool there = false;
    for (const std::string& rule : response->rules()) {
      there = there || rule == notice.rule();
    }
    if (!there) response->add_rules(notice.rule());
  }
}

// The facts with the overrides of the day on which the session is begun,
// whatever day it was planned for.
storage::v1::PatientFacts OnTheDayOf(const storage::v1::CheckInFact& check_in,
                                     absl::TimeZone zone,
                                     const v1::Session& planned,
                                     const storage::v1::PatientFacts& facts) {
  return WithOverridesOf(
      facts, check_in.has_effective_time()
                 ? absl::ToCivilDay(ToTime(check_in.effective_time()), zone)
                 : ToCivilDay(planned.date()));
}

bool AsksForRelief(const Knowledge& knowledge,
                   const storage::v1::CheckInFact& check_in) {
  return check_in.pain_before() >= knowledge.pack().session().relief_pain();
}

}  // namespace

v1::StartSessionResponse AdaptToCheckIn(
    const Knowledge& knowledge, const storage::v1::PatientFacts& known,
    const v1::Interpretation& interpretation, const v1::Session& planned,
    const storage::v1::CheckInFact& check_in, absl::TimeZone zone,
    const Adaptation& adaptation, const v1::Routine* done) {
  const storage::v1::PatientFacts facts =
      OnTheDayOf(check_in, zone, planned, known);
  v1::StartSessionResponse response;
  v1::Session* session = response.mutable_session();
  *session = planned;
  response.set_gate(interpretation.gate());
  *response.mutable_notices() = interpretation.notices();
  if (interpretation.gate() != v1::GATE_OK) {
    CloseSession(interpretation.gate(), interpretation.notices(), session);
    AddNoticeRules(interpretation, &response);
    return response;
  }

  session->set_gate(interpretation.gate());
  *session->mutable_notices() = interpretation.notices();
  if (AsksForRelief(knowledge, check_in)) {
    const storage::v1::PatientFacts today = WithEquipmentOf(check_in, facts);
    const SessionAdaptation adapted =
        adaptation.For(planned.number(), ToCivilDay(planned.date()));
    const Eligibility eligibility(knowledge, today, interpretation,
                                  ToCivilDay(planned.date()), &adapted);
    MakeRelief(knowledge, interpretation, eligibility,
               knowledge.WeekOfSession(planned.number()),
               MinutesToday(knowledge, check_in, planned), "A-023", session);
    session->clear_home_items();
    session->clear_short_format();
    response.add_rules("A-023");
    return response;
  }
  for (std::string& rule : FitToDay(knowledge, facts, interpretation, check_in,
                                    zone, adaptation, done, session)) {
    response.add_rules(std::move(rule));
  }
  return response;
}

bool MayReplaceSession(const Knowledge& knowledge,
                       const storage::v1::CheckInFact& check_in) {
  return AsksForRelief(knowledge, check_in) || check_in.minutes_today() > 0 ||
         check_in.has_equipment_today() || MayFireOn(knowledge, check_in);
}

}  // namespace tonus::engine
