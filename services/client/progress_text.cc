// SPDX-License-Identifier: Apache-2.0
#include "services/client/progress_text.h"

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/client/words.h"
#include "services/measured_value.h"

namespace tonus::client {
namespace {

std::string StatementsText(const v1::Progress& progress) {
  std::string text;
  for (const v1::ProgressStatement& statement : progress.statements()) {
    absl::StrAppend(&text, statement.text());
    if (!statement.rules().empty()) {
      absl::StrAppend(&text, " (", absl::StrJoin(statement.rules(), ", "), ")");
    }
    absl::StrAppend(&text, "\n");
  }
  return text.empty() ? "" : absl::StrCat("\n", text);
}

std::string WeekText(const v1::WeekAdherence& week) {
  std::string text = absl::StrCat("  week ", week.week());
  absl::StrAppend(&text, ": ", week.completed_sessions(), " of ",
                  week.scheduled_sessions());
  const auto add = [&](int count, const char* what) {
    if (count > 0) absl::StrAppend(&text, ", ", count, " ", what);
  };
  add(week.partial_sessions(), "partly done");
  add(week.missed_sessions(), "missed");
  add(week.paused_sessions(), "paused");
  add(static_cast<int>(
          absl::c_count_if(week.sessions(),
                           [](const v1::SessionAttendance& session) {
                             return session.attendance() == v1::ATTENDANCE_DUE;
                           })),
      "due today");
  return absl::StrCat(text, "\n");
}

std::string AdherenceText(const v1::Progress& progress) {
  std::string text =
      progress.scheduled_sessions() == 0
          ? "no session was due yet"
          : absl::StrCat(progress.completed_sessions(), " of ",
                         CountWord(progress.scheduled_sessions(), "session"),
                         " done");
  if (progress.has_adherence()) {
    absl::StrAppend(&text, " (", NumberWord(100 * progress.adherence()), " %)");
  }
  absl::StrAppend(&text, "\n");
  for (const v1::WeekAdherence& week : progress.weeks()) {
    absl::StrAppend(&text, WeekText(week));
  }
  for (const v1::PausedTime& pause : progress.pauses()) {
    absl::StrAppend(&text, "  paused from ", DateWord(pause.start_date()),
                    pause.has_end_date()
                        ? absl::StrCat(" to ", DateWord(pause.end_date()))
                        : " on",
                    "\n");
  }
  return text;
}

std::string PainWords(const v1::PainPoint& point) {
  std::vector<std::string> parts;
  const auto add = [&](bool told, double pain, const char* when) {
    if (told) parts.push_back(absl::StrCat(NumberWord(pain), when));
  };
  add(point.has_pain_before(), point.pain_before(), " before");
  add(point.has_pain_after(), point.pain_after(), " after");
  add(point.has_pain_next_morning(), point.pain_next_morning(),
      " the next morning");
  add(point.has_pain_morning(), point.pain_morning(), " in the morning");
  add(point.has_average_pain(), point.average_pain(),
      " on average in 24 hours");
  return absl::StrJoin(parts, ", ");
}

std::string PainText(const v1::Progress& progress) {
  if (progress.pain().empty()) return "";
  std::string text = "\nPain, 0 to 10\n";
  if (progress.omitted_pain_points() > 0) {
    absl::StrAppend(&text, "  ",
                    CountWord(progress.omitted_pain_points(), "older point"),
                    " left out\n");
  }
  for (const v1::PainPoint& point : progress.pain()) {
    absl::StrAppend(&text, "  ", DateWord(point.date()),
                    point.session_number() == 0
                        ? std::string()
                        : absl::StrCat(", session ", point.session_number()),
                    ": ", PainWords(point), "\n");
  }
  return text;
}

std::string MeasuresText(const v1::Progress& progress) {
  std::string text;
  for (const v1::MeasureProgress& measure : progress.measures()) {
    absl::StrAppend(&text, "  ", measure.outcome().text(), "\n");
  }
  return text.empty() ? "" : absl::StrCat("\nPain and function\n", text);
}

std::string TestsText(const v1::Progress& progress) {
  std::string text;
  for (const v1::TestProgress& test : progress.tests()) {
    for (const v1::SideProgress& side : test.sides()) {
      absl::StrAppend(&text, "  ", side.text(), "\n");
    }
  }
  return text.empty() ? "" : absl::StrCat("\nRange and strength\n", text);
}

std::string TargetsText(const v1::Progress& progress) {
  std::string text;
  for (const v1::TargetProgress& target : progress.targets()) {
    absl::StrAppend(
        &text, "  ",
        target.change() == v1::TARGET_CHANGE_GRADUATED ? "graduated: " : "",
        target.text(), "\n");
  }
  return text.empty() ? "" : absl::StrCat("\nTargets\n", text);
}

std::string TechniquesText(const v1::Progress& progress) {
  std::string text;
  for (const v1::TechniqueTrial& trial : progress.technique_trials()) {
    absl::StrAppend(&text, "  ", trial.text(), " (", trial.rule(), ")\n");
  }
  return text.empty() ? "" : absl::StrCat("\nTechniques\n", text);
}

std::string RetestText(const v1::RetestProgress& retest) {
  std::vector<std::string> open;
  for (const v1::TestName& test : retest.open_tests()) {
    const std::string side = SideWord(test.side());
    open.push_back(absl::StrCat(test.display_name(),
                                test.side() == knowledge::v1::SIDE_LEFT ||
                                        test.side() == knowledge::v1::SIDE_RIGHT
                                    ? absl::StrCat(", ", side)
                                    : ""));
  }
  return absl::StrCat(
      "  retest ", retest.before_session() > 0 ? "before" : "after",
      " session ",
      retest.before_session() > 0 ? retest.before_session()
                                  : retest.after_session(),
      retest.state() == v1::RETEST_STATE_DUE ? ", due since " : ", on ",
      retest.has_date() ? DateWord(retest.date()) : "a day after the pause",
      ": ", absl::StrJoin(open, "; "), "\n");
}

std::string MeasureDueText(const v1::MeasureDue& due) {
  return absl::StrCat(
      "  ", due.due() ? "due now: " : "to answer: ", due.display_name(),
      due.due() || !due.has_due_date()
          ? std::string()
          : absl::StrCat(", on ", DateWord(due.due_date())),
      due.has_last_date()
          ? absl::StrCat(", last on ", DateWord(due.last_date()))
          : "",
      "\n");
}

std::string NextText(const v1::NextSteps& next) {
  std::string text;
  if (next.has_pause()) {
    absl::StrAppend(
        &text, "  paused since ", DateWord(next.pause().start_date()),
        next.pause().has_end_date()
            ? absl::StrCat(", up to ", DateWord(next.pause().end_date()))
            : "",
        "\n");
  }
  if (next.session_number() > 0) {
    absl::StrAppend(&text, "  session ", next.session_number(),
                    next.has_session_date()
                        ? absl::StrCat(", ", DateWord(next.session_date()))
                        : ", after the pause",
                    "\n");
  }
  if (next.has_retest()) absl::StrAppend(&text, RetestText(next.retest()));
  for (const v1::TestRequest& request : next.tests()) {
    absl::StrAppend(
        &text, "  test ", request.test(), " (", request.rule(), ")",
        request.has_due_date()
            ? absl::StrCat(", from ", DateWord(request.due_date()), " on")
            : ", due",
        request.has_last_date()
            ? absl::StrCat(", by ", DateWord(request.last_date()),
                           " at the latest")
            : "",
        ": ", request.reason(), "\n");
  }
  for (const v1::MeasureDue& due : next.measures()) {
    absl::StrAppend(&text, MeasureDueText(due));
  }
  return text.empty() ? "" : absl::StrCat("\nNext\n", text);
}

}  // namespace

std::string ProgressText(const v1::Progress& progress) {
  return absl::StrCat(AdherenceText(progress), StatementsText(progress),
                      NextText(progress.next()), MeasuresText(progress),
                      TargetsText(progress), TechniquesText(progress),
                      TestsText(progress), PainText(progress));
}

}  // namespace tonus::client
