// SPDX-License-Identifier: Apache-2.0
#include "services/client/session_text.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/client/dose_text.h"
#include "services/client/gate_text.h"
#include "services/client/tempo_text.h"
#include "services/client/words.h"
#include "services/client/zone_text.h"

namespace tonus::client {
namespace {

std::string AlternativesText(const v1::SessionItem& item, const Names& names) {
  return absl::StrJoin(
      item.alternatives(), "; ",
      [&](std::string* out, const v1::Alternative& alternative) {
        absl::StrAppend(
            out, names.Exercise(alternative.exercise()), " (",
            alternative.equipment().empty()
                ? "needs nothing"
                : absl::StrCat("needs ",
                               absl::StrJoin(alternative.equipment(), ", ")),
            ")");
      });
}

// Everything about an exercise but its heading.
std::string ItemLines(const v1::SessionItem& item, const Names& names,
                      SessionDetail detail) {
  std::string text;
  const auto line = [&](absl::string_view label, absl::string_view value) {
    if (!value.empty()) absl::StrAppend(&text, "    ", label, value, "\n");
  };
  line("", DoseText(item));
  line("Tempo: ", TempoText(item.tempo()));
  if (item.effort() > 0) {
    line("Effort: ", absl::StrCat("about ", item.effort(), " of 10"));
  }
  if (item.caution()) {
    line("Caution: ", "half range; stop at pain 2 of 10");
  }
  if (detail.instructions) line("How: ", names.Instruction(item.exercise()));
  if (!item.reason().empty()) {
    line("Why: ", item.rule().empty() ? item.reason()
                                      : absl::StrCat(item.reason(), " (rule ",
                                                     item.rule(), ")"));
  }
  if (!item.substitutes().empty()) {
    line("In place of: ", names.Exercise(item.substitutes()));
  }
  line("Without the equipment: ", AlternativesText(item, names));
  if (!detail.why) return text;
  for (const v1::Considered& considered : item.considered()) {
    line("Not chosen: ",
         absl::StrCat(names.Exercise(considered.exercise()), ": ",
                      considered.reason(), " (rule ", considered.rule(), ")"));
  }
  line("Source: ", item.source());
  return text;
}

std::string ItemText(const v1::SessionItem& item, const Names& names,
                     SessionDetail detail) {
  return absl::StrCat(item.order() < 10 ? " " : "", item.order(), ". ",
                      names.Exercise(item.exercise()), " (",
                      SlotWord(item.slot()), ", ", MinutesWord(item.minutes()),
                      ")\n", ItemLines(item, names, detail));
}

std::string HomeText(const v1::Session& session, const Names& names,
                     SessionDetail detail) {
  if (session.home_items().empty()) return "";
  std::string text = "At home this week\n";
  for (const v1::HomeItem& home : session.home_items()) {
    absl::StrAppend(&text, "  - ", names.Exercise(home.item().exercise()), " (",
                    HomeFrequencyText(home), ", ",
                    MinutesWord(home.item().minutes()), ")\n");
    if (!home.before().empty()) {
      absl::StrAppend(&text, "    First: ", home.before(), "\n");
    }
    absl::StrAppend(&text, ItemLines(home.item(), names, detail));
  }
  return text;
}

std::string DroppedText(const v1::Session& session, const Names& names) {
  if (session.dropped().empty()) return "";
  std::string text = "Left out\n";
  for (const v1::Dropped& dropped : session.dropped()) {
    absl::StrAppend(&text, "  ",
                    dropped.exercise().empty()
                        ? dropped.decision()
                        : names.Exercise(dropped.exercise()),
                    ": ", dropped.reason(), "\n");
  }
  return text;
}

}  // namespace

std::string HomeFrequencyText(const v1::HomeItem& home) {
  const std::string days =
      home.days_per_week() == 7
          ? "every day"
          : absl::StrCat("on ", CountWord(home.days_per_week(), "day"),
                         " of the week");
  if (home.item().slot() == knowledge::v1::SLOT_BEDTIME) {
    return absl::StrCat("at bedtime ", days);
  }
  return absl::StrCat(CountWord(home.times_per_day(), "time"), " a day, ",
                      days);
}

std::string WhenText(const v1::Session& session) {
  return session.has_date() ? absl::StrCat("from ", DateWord(session.date()))
                            : "after the pause";
}

std::string SessionText(const v1::Session& session, const Names& names,
                        SessionDetail detail) {
  std::string text = GateText(session.gate(), session.notices());
  if (session.gate() != v1::GATE_OK) return text;
  absl::StrAppend(
      &text, session.relief() ? "Relief in place of session " : "Session ",
      session.number(), ", week ", session.week(), ", ", WhenText(session),
      ": ", CountWord(session.items_size(), "exercise"), ", ",
      MinutesWord(session.total_minutes()),
      session.short_format().empty() ? "" : ", short format", "\n");
  for (const v1::SessionItem& item : session.items()) {
    absl::StrAppend(&text, ItemText(item, names, detail));
  }
  absl::StrAppend(&text, HomeText(session, names, detail));
  absl::StrAppend(&text, DroppedText(session, names));
  for (const std::string& advice :
       AdviceBeside(session.notices(), session.advice())) {
    absl::StrAppend(&text, "Advice: ", advice, "\n");
  }
  return text;
}

std::string SessionsText(const v1::GetSessionResponse& response,
                         const Names& names, SessionDetail detail) {
  if (response.gate() != v1::GATE_OK) {
    return GateText(response.gate(), response.notices());
  }
  if (response.not_modified()) return "Not changed.\n";
  // Sessions tell what they are told under themselves.
  std::string text = response.sessions().empty()
                         ? GateText(response.gate(), response.notices())
                         : "";
  if (response.block_complete()) {
    absl::StrAppend(&text,
                    "Every session of this block was done. A new "
                    "assessment starts the next one.\n");
  }
  if (response.rest_day()) {
    absl::StrAppend(&text, "Today is a rest day. The next session is:\n\n");
  }
  absl::StrAppend(&text,
                  absl::StrJoin(response.sessions(), "\n",
                                [&](std::string* out, const v1::Session& next) {
                                  out->append(SessionText(next, names, detail));
                                }));
  absl::StrAppend(&text, PainGuideText(response.pain_zones()));
  if (response.sessions().empty() && !response.block_complete()) {
    absl::StrAppend(&text, "No session is planned.\n");
  }
  return text;
}

std::string StartedSessionText(const v1::StartSessionResponse& response,
                               const Names& names, SessionDetail detail) {
  if (response.gate() != v1::GATE_OK) {
    return GateText(response.gate(), response.notices());
  }
  std::string text;
  if (response.rest_day()) {
    absl::StrAppend(&text, "Today is a rest day.\n");
  }
  if (!response.rules().empty()) {
    absl::StrAppend(&text, "Changed by this check-in (rule ",
                    absl::StrJoin(response.rules(), ", "), ").\n");
  }
  return absl::StrCat(text, SessionText(response.session(), names, detail),
                      PainGuideText(response.pain_zones()));
}

}  // namespace tonus::client
