// SPDX-License-Identifier: Apache-2.0
#include "services/progress/plot/adherence_plot.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/progress/plot/frame.h"
#include "services/progress/plot/svg.h"
#include "services/progress/plot/words.h"

namespace tonus::plot {
namespace {

constexpr double kLeft = 16;
constexpr double kTop = 64;
constexpr double kRow = 34;
constexpr double kRadius = 8;
constexpr double kSigns = 136;  // Where the signs of a week begin.
constexpr double kStep = 28;
constexpr int kMostSigns = 8;  // In a row; the rest is counted in words.
constexpr double kWords = kSigns + kMostSigns * kStep + 12;
constexpr double kTextRise = 5;

std::string WeekName(const v1::WeekAdherence& week) {
  return absl::StrCat("Week ", week.week());
}

// "2 of 3 done, 1 missed"
std::string CountWords(const v1::WeekAdherence& week) {
  std::string words = absl::StrCat(week.completed_sessions(), " of ",
                                   week.scheduled_sessions(), " done");
  const auto add = [&](int count, const char* what) {
    if (count > 0) absl::StrAppend(&words, ", ", count, " ", what);
  };
  add(week.partial_sessions(), "partly");
  add(week.missed_sessions(), "missed");
  add(week.paused_sessions(), "paused");
  return words;
}

std::string WeekWords(const v1::WeekAdherence& week) {
  std::vector<std::string> sessions;
  for (const v1::SessionAttendance& session : week.sessions()) {
    std::string words = absl::StrCat(
        "session ", session.session_number(),
        session.attempt() > 1 ? absl::StrCat(", time ", session.attempt(), ",")
                              : "",
        " on ", DateWords(session.date()), " ",
        AttendanceWords(session.attendance()));
    if (session.has_completed_pct()) {
      absl::StrAppend(&words, " (", session.completed_pct(), " %)");
    }
    sessions.push_back(std::move(words));
  }
  return absl::StrCat(WeekName(week), ": ", CountWords(week), " of ",
                      week.planned_sessions(), " planned; ",
                      absl::StrJoin(sessions, "; "), ".");
}

void DrawCircle(const char* css, double x, double y, double radius,
                SvgWriter* svg) {
  svg->Element("circle", {{"class", css},
                          {"cx", Coordinate(x)},
                          {"cy", Coordinate(y)},
                          {"r", Coordinate(radius)}});
}

void DrawStrokes(const std::string& path, SvgWriter* svg) {
  svg->Element("path", {{"class", "tonus-line0"}, {"d", path}});
}

// Signs differ in shape, not in colour.
void DrawSign(v1::Attendance attendance, double x, double y, SvgWriter* svg) {
  const auto at = [&](double right, double down) {
    return absl::StrCat(Coordinate(x + right), " ", Coordinate(y + down));
  };
  switch (attendance) {
    case v1::ATTENDANCE_DONE:
      DrawCircle("tonus-mark0", x, y, kRadius, svg);
      break;
    case v1::ATTENDANCE_RELIEF:
      DrawCircle("tonus-hollow0", x, y, kRadius, svg);
      DrawCircle("tonus-mark0", x, y, kRadius / 3, svg);
      break;
    case v1::ATTENDANCE_PARTIAL:
      DrawCircle("tonus-hollow0", x, y, kRadius, svg);
      svg->Element("path",
                   {{"class", "tonus-mark0"},
                    {"d", absl::StrCat("M", at(-kRadius, 0), " A8 8 0 0 0 ",
                                       at(kRadius, 0), " Z")}});
      break;
    case v1::ATTENDANCE_MISSED:
      DrawStrokes(absl::StrCat("M", at(-6, -6), " L", at(6, 6), " M", at(6, -6),
                               " L", at(-6, 6)),
                  svg);
      break;
    case v1::ATTENDANCE_PAUSED:
      DrawStrokes(absl::StrCat("M", at(-4, -7), " L", at(-4, 7), " M",
                               at(4, -7), " L", at(4, 7)),
                  svg);
      break;
    case v1::ATTENDANCE_DUE:
      DrawCircle("tonus-hollow0", x, y, kRadius, svg);
      break;
    default:
      DrawStrokes(absl::StrCat("M", at(-3, 0), " L", at(3, 0)), svg);
      break;
  }
}

void DrawText(double x, double y, const std::string& text, SvgWriter* svg) {
  svg->Element("text",
               {{"class", "tonus-text"},
                {"x", Coordinate(x)},
                {"y", Coordinate(y + kTextRise)}},
               text);
}

void DrawWeek(const v1::WeekAdherence& week, double y, SvgWriter* svg) {
  DrawText(kLeft, y, WeekName(week), svg);
  for (int i = 0; i < std::min(kMostSigns, week.sessions_size()); ++i) {
    DrawSign(week.sessions(i).attendance(), kSigns + i * kStep, y, svg);
  }
  DrawText(kWords, y, CountWords(week), svg);
}

// Writes below the weeks what each sign means that occurs.
void DrawLegend(const std::set<v1::Attendance>& used, double y,
                SvgWriter* svg) {
  double x = kLeft + kRadius;
  for (const v1::Attendance attendance : used) {
    DrawSign(attendance, x, y, svg);
    DrawText(x + 2 * kRadius, y, AttendanceWords(attendance), svg);
    x += kSigns;
    if (x + kSigns > kWidth) {
      x = kLeft + kRadius;
      y += kRow;
    }
  }
}

}  // namespace

v1::ProgressPlot AdherencePlot(const v1::Progress& progress) {
  v1::ProgressPlot plot;
  plot.set_kind(v1::PLOT_KIND_ADHERENCE);
  plot.set_title("Sessions by week");
  std::vector<std::string> sentences;
  sentences.push_back(progress.scheduled_sessions() == 0
                          ? "No session was due yet."
                          : absl::StrCat(progress.completed_sessions(), " of ",
                                         progress.scheduled_sessions(),
                                         " scheduled sessions were done."));
  if (progress.has_adherence()) {
    sentences.push_back(absl::StrCat(
        "Adherence: ", std::round(100 * progress.adherence()), " percent."));
  }
  std::set<v1::Attendance> used;
  for (const v1::WeekAdherence& week : progress.weeks()) {
    sentences.push_back(WeekWords(week));
    for (const v1::SessionAttendance& session : week.sessions()) {
      used.insert(session.attendance());
    }
  }
  plot.set_description(absl::StrJoin(sentences, " "));
  SvgWriter svg;
  BeginPlot(plot, kTop + kRow * (progress.weeks_size() + 3), &svg);
  double y = kTop;
  for (const v1::WeekAdherence& week : progress.weeks()) {
    DrawWeek(week, y, &svg);
    y += kRow;
  }
  if (progress.weeks().empty()) {
    DrawText(kLeft, y, "No week of the programme has begun.", &svg);
  } else {
    DrawLegend(used, y + kRow / 2, &svg);
  }
  plot.set_svg(EndPlot(std::move(svg)));
  return plot;
}

}  // namespace tonus::plot
