// SPDX-License-Identifier: Apache-2.0
// A chart of values over days. Lines differ by marker and dash as well as by
// colour, and everything has a label in words.

#ifndef TONUS_SERVICES_PROGRESS_PLOT_CHART_H_
#define TONUS_SERVICES_PROGRESS_PLOT_CHART_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "tonus/v1/progress_service.pb.h"

namespace tonus::plot {

// A value on a day. `hollow` for one that decides nothing.
struct ChartPoint {
  absl::CivilDay day;
  double value = 0;
  bool hollow = false;
};

// Points in the order of time; at most `kLines` lines in a chart.
struct ChartLine {
  std::string label;
  std::vector<ChartPoint> points;
};

// A value with a meaning: a line across.
struct ChartLimit {
  double value = 0;
  std::string label;
  bool above = true;  // Where the label stands.
};

// A day with a meaning: a line from top to bottom.
struct ChartDay {
  absl::CivilDay day;
  std::string label;
};

// Days with a meaning, both ends included; without an end up to the last day.
struct ChartSpan {
  absl::CivilDay first;
  std::optional<absl::CivilDay> last;
  std::string label;
};

struct Chart {
  std::string unit;  // Over the axis of values.
  // The least that the axis of values shows; it grows with what is drawn.
  std::optional<double> least;
  std::optional<double> most;
  std::vector<ChartLine> lines;
  std::vector<ChartLimit> limits;
  std::vector<ChartDay> days;
  std::vector<ChartSpan> spans;
  std::string empty;  // What is said when there is no point.
};

// Returns the document of `plot` with `chart`.
std::string DrawChart(const v1::ProgressPlot& plot, const Chart& chart);

}  // namespace tonus::plot

#endif  // TONUS_SERVICES_PROGRESS_PLOT_CHART_H_
