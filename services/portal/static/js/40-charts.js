"use strict";
// Canvases with data-chart, whose content is JSON: {kind, labels, series: [{name, values}], zero}.
(() => {
  const colours = ["#066fd1", "#d6336c", "#2fb344", "#f59f00", "#7b5cd6"];

  // A value that hardly changes is drawn as one: the axis spans a tenth of it at least.
  function room(series) {
    const values = series.flatMap((each) => each.values).filter((value) => value !== null);
    const highest = Math.max(...values);
    const middle = (highest + Math.min(...values)) / 2;
    return values.length ? { suggestedMin: middle - Math.abs(highest) / 20, suggestedMax: middle + Math.abs(highest) / 20 } : {};
  }

  function draw(canvas) {
    const { kind, labels, series, zero } = JSON.parse(canvas.dataset.chart);
    const style = getComputedStyle(canvas);
    const datasets = series.map((each, index) => ({
      label: each.name,
      data: each.values,
      borderColor: colours[index % colours.length],
      backgroundColor: colours[index % colours.length],
      borderWidth: 2,
      pointRadius: 0,
      pointHitRadius: 12,
      spanGaps: false,
    }));
    const grid = { color: "rgb(128 128 128 / 20%)" };
    const ticks = { color: style.color };
    new Chart(canvas, {
      type: kind,
      data: { labels, datasets },
      options: {
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: "index", intersect: false },
        plugins: { legend: { display: series.length > 1, labels: { color: style.color } } },
        scales: { x: { grid: { display: false }, ticks }, y: { beginAtZero: zero, grid, ticks, ...room(series) } },
      },
    });
  }

  function drawAll(root) {
    if (window.Chart) for (const canvas of root.querySelectorAll("canvas[data-chart]")) Chart.getChart(canvas) || draw(canvas);
  }
  document.addEventListener("DOMContentLoaded", () => drawAll(document));
  document.addEventListener("htmx:after:swap", () => drawAll(document));
})();
