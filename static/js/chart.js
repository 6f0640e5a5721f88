/*
 * Draws a figure's chart with Plotly in place of its SVG, once it comes into view.
 * The SVG stays where Plotly cannot be had, has no room, on a saving connection, and in print.
 */

const PHONE = 420;
// The library would write the style of its maps into the page, which our policy forbids, unless
// an element of this name is there: it holds for plotly.js 4.1.1 (docs/decisions/0004).
const MAP_STYLE = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";
let loading;

function plotly(address) {
  loading ??= new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement("meta"), { id: MAP_STYLE }));
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error("The chart library did not arrive."));
    document.head.append(script);
  });
  return loading;
}

/* On a phone a drawing keeps its marks and gives up its margins. */
function fitted(layout, width) {
  if (width >= PHONE) return layout;
  return { ...layout, font: { ...layout.font, size: 12 }, height: 320, margin: { l: 62, r: 62, t: 40, b: 36 } };
}

/* A click on a mark opens the answers behind it. Where nothing can be dragged, the library tells
   of no click on an octagon, so the mark under the pointer is remembered. */
function openAnswers(place) {
  let under;
  place.on("plotly_hover", (event) => { under = event.points[0]; });
  place.on("plotly_unhover", () => { under = undefined; });
  place.addEventListener("click", () => {
    if (under?.customdata) location.assign(under.customdata);
  });
}

async function draw(figure, drawing, chart) {
  const library = await plotly(chart.library);
  const place = document.createElement("div");
  place.className = "plotly-place";
  // The SVG beside it says the same to those who do not see; the table has every number.
  place.setAttribute("aria-hidden", "true");
  drawing.before(place);
  await library.newPlot(place, chart.data, fitted(chart.layout, figure.clientWidth), {
    responsive: true,
    displaylogo: false,
    displayModeBar: false,
  });
  drawing.classList.add("only-print");
  drawing.removeAttribute("tabindex");
  openAnswers(place);
  figure.dataset.drawn = "";
}

export function enhance(figure) {
  const drawing = figure.querySelector(".drawn");
  const source = figure.querySelector('script[type="application/json"]');
  if (!drawing || !source || navigator.connection?.saveData) return;
  const chart = JSON.parse(source.textContent);
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    if (figure.clientWidth < chart.least) return;
    draw(figure, drawing, chart).catch((fault) => console.warn("Octant: the drawn chart stays.", fault));
  }, { rootMargin: "200px" });
  watch.observe(figure);
}
