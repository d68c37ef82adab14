// SPDX-License-Identifier: Apache-2.0
#include "services/progress/plot/series_plots.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/progress/plot/chart.h"
#include "services/progress/plot/svg.h"
#include "services/progress/plot/words.h"

namespace tonus::plot {
namespace {

namespace kv1 = knowledge::v1;

constexpr size_t kTextBytes = 1000;
constexpr int kMostTargets = 20;
constexpr double kMostPain = 10;

// "At 2026-01-05 4; ..." is told point by point, so that nobody depends on the
// picture.
void Tell(const std::string& sentence, std::string* description) {
  if (sentence.empty()) return;
  absl::StrAppend(description, description->empty() ? "" : " ", sentence);
}

std::string OmittedWords(int omitted) {
  return omitted == 0 ? ""
                      : absl::StrCat(omitted,
                                     omitted == 1 ? " older point is"
                                                  : " older points are",
                                     " left out.");
}

void AddPauses(const v1::Progress& progress, Chart* chart,
               std::string* description) {
  for (const v1::PausedTime& pause : progress.pauses()) {
    ChartSpan span;
    span.first = DayOf(pause.start_date());
    if (pause.has_end_date()) span.last = DayOf(pause.end_date());
    span.label = "paused";
    Tell(absl::StrCat("Paused from ", DateWords(pause.start_date()),
                      pause.has_end_date()
                          ? absl::StrCat(" to ", DateWords(pause.end_date()))
                          : " on",
                      "."),
         description);
    chart->spans.push_back(std::move(span));
  }
}

// Retests whose day has come.
void AddRetests(const v1::Progress& progress, Chart* chart,
                std::string* description) {
  for (const v1::Date& day : progress.earlier_retests()) {
    constexpr char kEarlier[] = "Retest of an earlier block";
    chart->days.push_back({DayOf(day), kEarlier});
    Tell(absl::StrCat(kEarlier, ": ", DateWords(day), "."), description);
  }
  for (const v1::RetestProgress& retest : progress.retests()) {
    if (!retest.has_date() || DayOf(retest.date()) > DayOf(progress.date())) {
      continue;
    }
    chart->days.push_back({DayOf(retest.date()), RetestWords(retest)});
    Tell(absl::StrCat(RetestWords(retest), ": ", DateWords(retest.date()), "."),
         description);
  }
}

// The times of day at which pain is told.
struct PainMoment {
  const char* label;
  bool (v1::PainPoint::*has)() const;
  double (*value)(const v1::PainPoint&);
};

constexpr PainMoment kPainMoments[] = {
    {"average of the last 24 hours", &v1::PainPoint::has_average_pain,
     [](const v1::PainPoint& point) { return point.average_pain(); }},
    {"before the session", &v1::PainPoint::has_pain_before,
     [](const v1::PainPoint& point) -> double { return point.pain_before(); }},
    {"after the session", &v1::PainPoint::has_pain_after,
     [](const v1::PainPoint& point) -> double { return point.pain_after(); }},
};

// Mornings, each on its own day.
ChartLine MorningLine(const v1::Progress& progress) {
  ChartLine line{"in the morning", {}};
  for (const v1::PainPoint& point : progress.pain()) {
    if (point.has_pain_morning()) {
      line.points.push_back(
          {DayOf(point.date()), static_cast<double>(point.pain_morning())});
    }
    if (point.has_pain_next_morning()) {
      line.points.push_back({DayOf(point.date()) + 1,
                             static_cast<double>(point.pain_next_morning())});
    }
  }
  return line;
}

// "left: 2026-01-05 6; 2026-02-01 9."
std::string LineWords(const ChartLine& line) {
  std::vector<std::string> points;
  for (const ChartPoint& point : line.points) {
    points.push_back(absl::StrCat(absl::FormatCivilTime(point.day), " ",
                                  Number(point.value)));
  }
  return absl::StrCat("Pain ", line.label, ": ", absl::StrJoin(points, "; "),
                      ".");
}

std::string LimitWords(const char* band, const kv1::Interval& interval) {
  const std::string words = IntervalWords(interval);
  return words.empty() ? "" : absl::StrCat(band, " ", words);
}

// A line at each end of the normal and of the abnormal values.
void AddBands(const kv1::Bands& bands, Chart* chart, std::string* description) {
  // Each label stands on the side of the values that it names.
  const auto add = [&](const char* band, const kv1::Interval& interval) {
    const std::string words = LimitWords(band, interval);
    if (interval.has_min()) {
      chart->limits.push_back({interval.min(), words, true});
    }
    if (interval.has_max()) {
      chart->limits.push_back({interval.max(), words, false});
    }
  };
  add("normal", bands.normal());
  add("abnormal", bands.abnormal());
  std::vector<std::string> words;
  for (const std::string& one :
       {LimitWords("normal", bands.normal()),
        LimitWords("borderline", bands.borderline()),
        LimitWords("abnormal", bands.abnormal()),
        LimitWords("more than usual", bands.excess())}) {
    if (!one.empty()) words.push_back(one);
  }
  if (!words.empty()) {
    Tell(absl::StrCat("Bands: ", absl::StrJoin(words, "; "), "."), description);
  }
}

std::string TestPointWords(const v1::TestPoint& point) {
  return absl::StrCat(
      DateWords(point.date()), " ", Number(point.value()), " ",
      BandWords(point.band()), point.pain_limited() ? ", stopped by pain" : "",
      point.session_number() > 0 ? absl::StrCat(", taken alone before session ",
                                                point.session_number())
                                 : "");
}

std::string TargetsWords(const v1::SideProgress& side) {
  std::vector<std::string> names;
  for (const v1::TargetName& target : side.targets()) {
    if (static_cast<int>(names.size()) == kMostTargets) break;
    std::string name = Name(target.display_name());
    if (target.side() != kv1::SIDE_MIDLINE) {
      absl::StrAppend(&name, ", ", SideWords(target.side()));
    }
    names.push_back(std::move(name));
  }
  return names.empty()
             ? ""
             : absl::StrCat("It speaks about: ", absl::StrJoin(names, "; "),
                            ".");
}

void AddSide(const v1::SideProgress& side, Chart* chart,
             std::string* description) {
  ChartLine line{SideWords(side.side()), {}};
  std::vector<std::string> points;
  bool has_hollow = false;
  for (const v1::TestPoint& point : side.points()) {
    const bool hollow = point.pain_limited() || point.session_number() > 0;
    has_hollow |= hollow;
    line.points.push_back({DayOf(point.date()), point.value(), hollow});
    points.push_back(TestPointWords(point));
  }
  Tell(absl::StrCat("Values, ", line.label, ": ", absl::StrJoin(points, "; "),
                    "."),
       description);
  Tell(OmittedWords(side.omitted_points()), description);
  Tell(Shortened(side.text(), kTextBytes), description);
  if (side.has_mdc()) {
    Tell(
        absl::StrCat("Smallest change beyond error: ", Number(side.mdc()), "."),
        description);
  }
  if (side.has_change()) {
    Tell(absl::StrCat("Change: ", Number(side.change()), "."), description);
  }
  Tell(TargetsWords(side), description);
  if (has_hollow) {
    line.label += " (hollow: taken alone, or stopped by pain)";
  }
  chart->lines.push_back(std::move(line));
}

}  // namespace

v1::ProgressPlot PainPlot(const v1::Progress& progress) {
  v1::ProgressPlot plot;
  plot.set_kind(v1::PLOT_KIND_PAIN);
  plot.set_title("Pain over time");
  Chart chart;
  chart.unit = "Pain, 0 to 10";
  chart.least = 0;
  chart.most = kMostPain;
  chart.empty = "No pain was told yet.";
  for (const PainMoment& moment : kPainMoments) {
    ChartLine line{moment.label, {}};
    for (const v1::PainPoint& point : progress.pain()) {
      if (!(point.*moment.has)()) continue;
      line.points.push_back({DayOf(point.date()), moment.value(point)});
    }
    if (!line.points.empty()) chart.lines.push_back(std::move(line));
  }
  ChartLine mornings = MorningLine(progress);
  if (!mornings.points.empty()) chart.lines.push_back(std::move(mornings));
  std::string* description = plot.mutable_description();
  Tell("Scale from 0, no pain, to 10. Lower is better.", description);
  for (const ChartLine& line : chart.lines) Tell(LineWords(line), description);
  if (chart.lines.empty()) Tell(chart.empty, description);
  Tell(OmittedWords(progress.omitted_pain_points()), description);
  AddPauses(progress, &chart, description);
  plot.set_svg(DrawChart(plot, chart));
  return plot;
}

v1::ProgressPlot MeasurePlot(const v1::Progress& progress,
                             const v1::MeasureProgress& measure) {
  v1::ProgressPlot plot;
  plot.set_kind(v1::PLOT_KIND_FUNCTION);
  plot.set_subject(measure.measure());
  plot.set_title(Name(measure.display_name()));
  Chart chart;
  chart.unit = absl::StrCat("Score, ", Number(measure.min()), " to ",
                            Number(measure.max()), ". ",
                            DirectionWords(measure.direction()));
  chart.least = measure.min();
  chart.most = measure.max();
  chart.empty = "Not answered yet.";
  std::string* description = plot.mutable_description();
  Tell(absl::StrCat(chart.unit), description);
  ChartLine line{"score", {}};
  std::vector<std::string> points;
  bool has_partial = false;
  for (const v1::ScorePoint& point : measure.points()) {
    has_partial |= point.partial();
    line.points.push_back(
        {DayOf(point.date()), point.score(), point.partial()});
    points.push_back(absl::StrCat(DateWords(point.date()), " ",
                                  Number(point.score()),
                                  point.partial() ? ", items missing" : ""));
  }
  if (has_partial) line.label += " (hollow: items missing)";
  chart.lines.push_back(std::move(line));
  Tell(points.empty()
           ? chart.empty
           : absl::StrCat("Scores: ", absl::StrJoin(points, "; "), "."),
       description);
  Tell(OmittedWords(measure.omitted_points()), description);
  Tell(Shortened(measure.outcome().text(), kTextBytes), description);
  if (measure.outcome().has_change()) {
    Tell(absl::StrCat("Change: ", Number(measure.outcome().change()), "."),
         description);
  }
  if (measure.has_mdc()) {
    Tell(absl::StrCat("Smallest change beyond error: ", Number(measure.mdc()),
                      "."),
         description);
  }
  if (measure.has_mcid()) {
    Tell(absl::StrCat("Smallest change that matters: ", Number(measure.mcid()),
                      "."),
         description);
  }
  AddRetests(progress, &chart, description);
  AddPauses(progress, &chart, description);
  plot.set_svg(DrawChart(plot, chart));
  return plot;
}

v1::ProgressPlot TestPlot(const v1::Progress& progress,
                          const v1::TestProgress& test) {
  v1::ProgressPlot plot;
  plot.set_kind(v1::PLOT_KIND_TEST);
  plot.set_subject(test.test());
  plot.set_title(Name(test.display_name()));
  Chart chart;
  chart.unit = absl::StrCat("In ", Name(test.unit()), ". ",
                            DirectionWords(test.direction()));
  chart.empty = "Not taken yet.";
  std::string* description = plot.mutable_description();
  Tell(chart.unit, description);
  for (const v1::SideProgress& side : test.sides()) {
    AddSide(side, &chart, description);
  }
  if (chart.lines.empty()) Tell(chart.empty, description);
  AddBands(test.bands(), &chart, description);
  AddRetests(progress, &chart, description);
  AddPauses(progress, &chart, description);
  plot.set_svg(DrawChart(plot, chart));
  return plot;
}

}  // namespace tonus::plot
