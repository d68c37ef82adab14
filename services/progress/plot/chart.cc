// SPDX-License-Identifier: Apache-2.0
#include "services/progress/plot/chart.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/progress/plot/axis.h"
#include "services/progress/plot/frame.h"
#include "services/progress/plot/marker.h"
#include "services/progress/plot/palette.h"
#include "services/progress/plot/svg.h"
#include "services/progress/plot/words.h"

namespace tonus::plot {
namespace {

constexpr double kLeft = 64;
constexpr double kRight = kWidth - 24;
constexpr double kTop = 76;
constexpr double kBottom = 340;
constexpr double kLineHeight = 22;
constexpr double kTextRise = 5;  // From the middle of a line to its baseline.
constexpr double kInset = 12;    // From an axis to what is drawn.
constexpr double kDayNumber = 110;  // Room of a date on the axis.

// The day as a number that grows by one a day.
double NumberOf(absl::CivilDay day) {
  return static_cast<double>(day - absl::CivilDay());
}

// The smallest range that holds all it was given.
class Extent {
 public:
  void Add(double value) {
    low_ = is_empty_ ? value : std::min(low_, value);
    high_ = is_empty_ ? value : std::max(high_, value);
    is_empty_ = false;
  }
  bool is_empty() const { return is_empty_; }
  double low() const { return low_; }
  double high() const { return high_; }

 private:
  bool is_empty_ = true;
  double low_ = 0;
  double high_ = 0;
};

Axis DayAxis(const Chart& chart) {
  Extent extent;
  for (const ChartLine& line : chart.lines) {
    for (const ChartPoint& point : line.points) extent.Add(NumberOf(point.day));
  }
  for (const ChartDay& day : chart.days) extent.Add(NumberOf(day.day));
  return Axis(extent.low(), extent.high(), kLeft + kInset, kRight - kInset);
}

Axis ValueAxis(const Chart& chart) {
  Extent extent;
  if (chart.least.has_value()) extent.Add(*chart.least);
  if (chart.most.has_value()) extent.Add(*chart.most);
  for (const ChartLine& line : chart.lines) {
    for (const ChartPoint& point : line.points) extent.Add(point.value);
  }
  for (const ChartLimit& limit : chart.limits) extent.Add(limit.value);
  return Axis(extent.low(), extent.high(), kBottom - kInset, kTop + kInset);
}

class ChartDrawing {
 public:
  explicit ChartDrawing(const Chart& chart)
      : chart_(chart), days_(DayAxis(chart)), values_(ValueAxis(chart)) {}

  std::string Draw(const v1::ProgressPlot& plot);

 private:
  void Text(double x, double y, const std::string& anchor,
            const std::string& style, const std::string& text);
  void Line(const std::string& style, double x1, double y1, double x2,
            double y2);
  void DrawAxes();
  void DrawSpans();
  void DrawLimits();
  void DrawDays();
  void DrawLines();
  void DrawLegend();
  bool IsEmpty() const;

  const Chart& chart_;
  const Axis days_;
  const Axis values_;
  SvgWriter svg_;
};

void ChartDrawing::Text(double x, double y, const std::string& anchor,
                        const std::string& style, const std::string& text) {
  svg_.Element("text",
               {{"class", style},
                {"x", Coordinate(x)},
                {"y", Coordinate(y)},
                {"text-anchor", anchor}},
               text);
}

void ChartDrawing::Line(const std::string& style, double x1, double y1,
                        double x2, double y2) {
  svg_.Element("line", {{"class", style},
                        {"x1", Coordinate(x1)},
                        {"y1", Coordinate(y1)},
                        {"x2", Coordinate(x2)},
                        {"y2", Coordinate(y2)}});
}

bool ChartDrawing::IsEmpty() const {
  return std::all_of(chart_.lines.begin(), chart_.lines.end(),
                     [](const ChartLine& line) { return line.points.empty(); });
}

void ChartDrawing::DrawAxes() {
  Text(kLeft, kTop - kLineHeight, "start", "tonus-text", chart_.unit);
  for (const double tick : values_.Ticks(0)) {
    const double y = values_.At(tick);
    Line("tonus-grid", kLeft - 6, y, kLeft, y);
    Text(kLeft - 10, y + kTextRise, "end", "tonus-text", Number(tick));
  }
  Line("tonus-grid", kLeft, kTop, kLeft, kBottom);
  Line("tonus-grid", kLeft, kBottom, kRight, kBottom);
  double free_from = 0;
  for (const double tick : days_.Ticks(1)) {
    const double x = days_.At(tick);
    Line("tonus-grid", x, kBottom, x, kBottom + 6);
    const double from = std::min(std::max(x, kLeft), kRight - kDayNumber / 2);
    if (from < free_from) continue;
    free_from = from + kDayNumber;
    const absl::CivilDay day =
        absl::CivilDay() + static_cast<int64_t>(std::llround(tick));
    Text(from, kBottom + kLineHeight, "middle", "tonus-text",
         absl::FormatCivilTime(day));
  }
}

void ChartDrawing::DrawSpans() {
  for (const ChartSpan& span : chart_.spans) {
    const double low = std::max(NumberOf(span.first), days_.low());
    const double high = span.last.has_value()
                            ? std::min(NumberOf(*span.last), days_.high())
                            : days_.high();
    if (low > high) continue;
    const double from = days_.At(low);
    const double to = days_.At(high);
    const double y = kTop + 8;
    Line("tonus-grid", from, y, to, y);
    Line("tonus-grid", from, y - 4, from, y + 4);
    Line("tonus-grid", to, y - 4, to, y + 4);
    Text(std::min((from + to) / 2, kRight - kDayNumber / 2), y + 18, "middle",
         "tonus-note", span.label);
  }
}

void ChartDrawing::DrawLimits() {
  for (const ChartLimit& limit : chart_.limits) {
    const double y = values_.At(limit.value);
    Line("tonus-grid tonus-limit", kLeft, y, kRight, y);
    Text(kRight, limit.above ? y - 4 : y + 14, "end", "tonus-note",
         limit.label);
  }
}

void ChartDrawing::DrawDays() {
  for (size_t i = 0; i < chart_.days.size(); ++i) {
    const double x = days_.At(NumberOf(chart_.days[i].day));
    Line("tonus-grid tonus-day", x, kTop, x, kBottom);
    // Neighbours are written at two heights.
    Text(x, kTop - (i % 2 == 0 ? 4 : 4 + kLineHeight),
         x > (kLeft + kRight) / 2 ? "end" : "start", "tonus-note",
         chart_.days[i].label);
  }
}

void ChartDrawing::DrawLines() {
  for (size_t i = 0; i < chart_.lines.size(); ++i) {
    const int style = static_cast<int>(i % kLines);
    std::string path;
    for (const ChartPoint& point : chart_.lines[i].points) {
      absl::StrAppend(&path, path.empty() ? "" : " ",
                      Coordinate(days_.At(NumberOf(point.day))), ",",
                      Coordinate(values_.At(point.value)));
    }
    if (chart_.lines[i].points.size() > 1) {
      svg_.Element("polyline", {{"class", absl::StrCat("tonus-line", style)},
                                {"points", path}});
    }
    for (const ChartPoint& point : chart_.lines[i].points) {
      DrawMarker(style, point.hollow, days_.At(NumberOf(point.day)),
                 values_.At(point.value), &svg_);
    }
  }
}

void ChartDrawing::DrawLegend() {
  double y = kBottom + 3 * kLineHeight;
  for (size_t i = 0; i < chart_.lines.size(); ++i, y += kLineHeight) {
    const int style = static_cast<int>(i % kLines);
    Line(absl::StrCat("tonus-line", style), kLeft, y, kLeft + 48, y);
    DrawMarker(style, false, kLeft + 24, y, &svg_);
    Text(kLeft + 60, y + kTextRise, "start", "tonus-text",
         chart_.lines[i].label);
  }
}

std::string ChartDrawing::Draw(const v1::ProgressPlot& plot) {
  const double height =
      kBottom + (3 + static_cast<double>(chart_.lines.size())) * kLineHeight;
  BeginPlot(plot, height, &svg_);
  if (IsEmpty()) {
    Text(kLeft, (kTop + kBottom) / 2, "start", "tonus-text", chart_.empty);
  } else {
    DrawAxes();
    DrawLimits();
    DrawDays();
    DrawSpans();
    DrawLines();
    DrawLegend();
  }
  return EndPlot(std::move(svg_));
}

}  // namespace

std::string DrawChart(const v1::ProgressPlot& plot, const Chart& chart) {
  return ChartDrawing(chart).Draw(plot);
}

}  // namespace tonus::plot
