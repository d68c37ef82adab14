// SPDX-License-Identifier: Apache-2.0
#include "services/client/zone_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/client/dose_text.h"
#include "services/client/words.h"
#include "services/measured_value.h"

namespace tonus::client {
namespace {

namespace kb = ::tonus::knowledge::v1;

std::string LevelWord(kb::ZoneLevel level) {
  return level == kb::ZONE_LEVEL_UNKNOWN
             ? "not judged"
             : EnumWord(kb::ZoneLevel_Name(level), "ZONE_LEVEL_");
}

std::string ActionText(const kb::ZoneAction& action) {
  if (action.techniques().empty()) return action.text();
  return absl::StrCat(
      absl::StrJoin(action.techniques(), " and ",
                    [](std::string* out, int technique) {
                      out->append(
                          TechniqueWord(static_cast<kb::Technique>(technique)));
                    }),
      ": ", action.text());
}

// "2 sets, 8 repetitions, 12.5 kg"; empty when nothing was told.
std::string DoneText(const v1::DoneDose& done) {
  std::vector<std::string> parts;
  if (done.has_sets()) parts.push_back(CountWord(done.sets(), "set"));
  if (done.has_repetitions()) {
    parts.push_back(CountWord(done.repetitions(), "repetition"));
  }
  if (done.has_hold_seconds()) {
    parts.push_back(absl::StrCat("held ", SecondsWord(done.hold_seconds())));
  }
  if (done.has_breaths()) parts.push_back(CountWord(done.breaths(), "breath"));
  if (done.has_total_seconds()) {
    parts.push_back(absl::StrCat(SecondsWord(done.total_seconds()), " in all"));
  }
  if (done.has_load_kg()) {
    parts.push_back(absl::StrCat(NumberWord(done.load_kg()), " kg"));
  }
  return absl::StrJoin(parts, ", ");
}

// What was planned and done, and the zone; empty when there is nothing to say.
std::string ExerciseText(const v1::ExerciseLog& log, const Names& names) {
  std::vector<std::string> parts;
  if (log.has_planned()) {
    v1::SessionItem item;
    *item.add_doses() = log.planned();
    parts.push_back(absl::StrCat("planned ", DoseText(item), "."));
  }
  const std::string done = DoneText(log.done());
  if (!done.empty()) parts.push_back(absl::StrCat("Done ", done, "."));
  const std::string zone = ZoneText(log.zone());
  if (!zone.empty()) parts.push_back(absl::StrCat("Pain: ", zone));
  if (parts.empty()) return "";
  const std::string side = SideWord(log.side());
  return absl::StrCat(names.Exercise(log.exercise()),
                      side.empty() ? "" : absl::StrCat(", ", side), ": ",
                      absl::StrJoin(parts, " "));
}

// "Fingertip to floor: 9 cm before, 7 cm after".
std::string SelfTestText(const v1::SelfTest& test, const Names& names) {
  const auto value = [&](double number, absl::string_view when) {
    return absl::StrCat(" ", MeasuredValue(number, names.Unit(test.test())),
                        " ", when);
  };
  return absl::StrCat(names.TestOnSide(test.test(), test.side()), ":",
                      test.has_before() ? value(test.before(), "before") : "",
                      test.has_before() && test.has_after() ? "," : "",
                      test.has_after() ? value(test.after(), "after") : "");
}

template <typename Log>
std::string AmendmentWords(const Log& log) {
  if (log.withdrawn()) return ", withdrawn";
  return log.superseded_by().empty()
             ? ""
             : absl::StrCat(", corrected by ", log.superseded_by());
}

}  // namespace

std::string PainGuideText(
    const google::protobuf::RepeatedPtrField<kb::PainZone>& zones) {
  if (zones.empty()) return "";
  std::string text = "When it hurts, the first of these that holds\n";
  for (const kb::PainZone& zone : zones) {
    absl::StrAppend(
        &text, "  ", LevelWord(zone.level()), ": ", zone.plain_when(), ". ",
        absl::StrJoin(zone.actions(), " Others: ",
                      [](std::string* out, const kb::ZoneAction& action) {
                        out->append(ActionText(action));
                      }),
        "\n");
  }
  return text;
}

std::string ZoneText(const v1::ZoneReading& reading) {
  if (reading.level() == kb::ZONE_LEVEL_UNSPECIFIED) return "";
  return absl::StrCat(
      LevelWord(reading.level()),
      reading.rule().empty() ? "" : absl::StrCat(" (", reading.rule(), ")"),
      ". ", reading.reason(),
      reading.has_action() ? absl::StrCat(" ", reading.action().text()) : "");
}

std::string LogDetailText(const v1::SessionLog& log, const Names& names) {
  std::string text;
  for (const v1::ExerciseLog& exercise : log.exercises()) {
    const std::string line = ExerciseText(exercise, names);
    if (!line.empty()) absl::StrAppend(&text, "  ", line, "\n");
  }
  for (const v1::SelfTest& test : log.self_tests()) {
    absl::StrAppend(&text, "  ", SelfTestText(test, names), "\n");
  }
  // Not before it can have been asked.
  if (log.morning_zone().level() > kb::ZONE_LEVEL_UNKNOWN) {
    absl::StrAppend(
        &text, "  The morning after: ", ZoneText(log.morning_zone()), "\n");
  }
  return text;
}

std::string MorningLine(const v1::Morning& morning) {
  std::string text =
      absl::StrCat(morning.name(), ": ", TimeWord(morning.morning_time()));
  if (morning.has_pain()) {
    absl::StrAppend(&text, ", pain ", morning.pain(), " of 10");
  }
  if (morning.sleep_lost()) absl::StrAppend(&text, ", sleep was lost");
  if (!morning.sessions().empty()) {
    absl::StrAppend(&text, ", after session ",
                    absl::StrJoin(morning.sessions(), " and "));
  }
  if (morning.expired()) {
    absl::StrAppend(&text, ", told too late to count");
  }
  absl::StrAppend(&text, AmendmentWords(morning));
  const std::string zone = ZoneText(morning.zone());
  if (!zone.empty()) absl::StrAppend(&text, ": ", zone);
  return absl::StrCat(text, "\n");
}

std::string HomeLogLine(const v1::HomeLog& log) {
  return absl::StrCat(
      log.name(), ": at home, ",
      log.has_date() ? DateWord(log.date()) : TimeWord(log.log_time()), ", ",
      CountWord(log.items_size(), "exercise"), AmendmentWords(log), "\n");
}

std::string HomeLogText(const v1::HomeLog& log, const Names& names) {
  std::string text = HomeLogLine(log);
  for (const v1::HomeItemLog& item : log.items()) {
    absl::StrAppend(&text, "  ", CountWord(item.times(), "time"));
    if (item.planned_times() > 0) {
      absl::StrAppend(&text, " of ", item.planned_times());
    }
    const std::string exercise = ExerciseText(item.exercise(), names);
    absl::StrAppend(&text, ": ",
                    exercise.empty()
                        ? names.Exercise(item.exercise().exercise())
                        : exercise,
                    "\n");
  }
  return text;
}

}  // namespace tonus::client
