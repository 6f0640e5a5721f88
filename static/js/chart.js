/*
 * Draws a figure's chart with Plotly in place of its SVG, once it comes into view.
 * The SVG stays where Plotly cannot be had, on a saving connection, and in print.
 */

let loading;

function plotly(address) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error("The chart library did not arrive."));
    document.head.append(script);
  });
  return loading;
}

async function draw(figure, drawing, chart) {
  const library = await plotly(chart.library);
  const place = document.createElement("div");
  place.className = "plotly-place";
  // The SVG beside it says the same to those who do not see; the table has every number.
  place.setAttribute("aria-hidden", "true");
  drawing.before(place);
  await library.newPlot(place, chart.data, chart.layout, {
    responsive: true,
    displaylogo: false,
    displayModeBar: false,
  });
  drawing.classList.add("only-print");
  place.on("plotly_click", (event) => {
    const point = event.points[0];
    const address = chart.links[`${point.pointNumber},${point.curveNumber}`] ?? chart.links[String(point.y ?? point.theta)];
    if (address) location.assign(address);
  });
  figure.dataset.drawn = "";
}

export function enhance(figure) {
  const drawing = figure.querySelector(".drawing");
  const source = figure.querySelector('script[type="application/json"]');
  if (!drawing || !source || navigator.connection?.saveData) return;
  const chart = JSON.parse(source.textContent);
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    draw(figure, drawing, chart).catch((fault) => console.warn("Octant: the drawn chart stays.", fault));
  }, { rootMargin: "200px" });
  watch.observe(figure);
}
