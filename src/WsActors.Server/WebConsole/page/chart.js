// One card with a line chart of the last five minutes, drawn by uPlot.
import uPlot from "./vendor/uplot.js";
import { bytes } from "./format.js";
import { html, useEffect, useRef, useState } from "./html.js";
import { rows } from "./live.js";

const height = 120;
const shownSeconds = 300;
const powersOfTwo = Array.from({ length: 50 }, (_, power) => 2 ** power);
const scheme = matchMedia("(prefers-color-scheme: dark)");

/**
 * @param title what it shows
 * @param lines [{name, field, colour}], the first of which is the large number
 * @param text writes a value
 * @param axis writes a value where there is little room
 * @param version changes with each new row
 */
export function Chart({ title, lines, text, axis = text, version }) {
  const box = useRef();
  const plot = useRef();
  const [hovered, setHovered] = useState(null);
  const [isDark, setDark] = useState(scheme.matches);

  useEffect(() => {
    const follow = () => setDark(scheme.matches);
    scheme.addEventListener("change", follow);
    return () => scheme.removeEventListener("change", follow);
  }, []);

  useEffect(() => {
    plot.current = new uPlot(optionsOf(lines, axis, box.current, setHovered), dataOf(lines), box.current);
    const resizes = new ResizeObserver(([{ contentRect }]) => contentRect.width && plot.current.setSize({ width: contentRect.width, height }));
    resizes.observe(box.current);
    return () => {
      resizes.disconnect();
      plot.current.destroy();
    };
  }, [isDark]);

  useEffect(() => plot.current.setData(dataOf(lines)), [version, isDark]);

  const row = rows.value[hovered ?? rows.value.length - 1] ?? {};
  return html`
    <figure class="card chart">
      <figcaption>
        <h2>${title}</h2>
        <span class="large">${text(row[lines[0].field])}</span>
        ${lines.length > 1 && html`<ul class="legend">${lines.map(({ name, field, colour }) => html`
          <li><i class=${`swatch ${colour}`}></i>${name} <b>${text(row[field])}</b></li>`)}</ul>`}
      </figcaption>
      <div class="plot" ref=${box} role="img" aria-label=${`${title} over the last five minutes`}></div>
    </figure>`;
}

function dataOf(lines) {
  const kept = rows.value;
  return [kept.map(({ time }) => time), ...lines.map(({ field }) => kept.map((row) => row[field] ?? null))];
}

function optionsOf(lines, axis, box, setHovered) {
  const style = getComputedStyle(box);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const [quiet, rule, font] = [colour("quiet"), colour("rule"), `11px ${style.fontFamily}`];
  const common = { stroke: quiet, font, grid: { stroke: rule, width: 1 }, ticks: { show: false } };
  return {
    width: box.clientWidth || 300,
    height,
    legend: { show: false },
    cursor: { sync: { key: "console" }, drag: { x: false, y: false }, points: { size: 7 }, y: false },
    scales: {
      x: { range: (_, __, last) => [last - shownSeconds, last] },
      y: { range: (_, __, most) => [0, most > 0 ? most * 1.15 : 1] },
    },
    axes: [
      { ...common, space: 48, size: 22, values: (_, ticks) => ticks.map((tick) => new Date(tick * 1000).toTimeString().slice(0, tick % 60 ? 8 : 5)) },
      { ...common, space: 26, size: 58, ...(axis === bytes && { incrs: powersOfTwo }), values: (_, ticks) => ticks.map((tick) => axis(tick)) },
    ],
    series: [
      {},
      ...lines.map((line, index) => ({
        stroke: colour(line.colour),
        width: 1.6,
        fill: index || lines.length > 2 ? undefined : `${colour(line.colour)}1c`,
        points: { show: false },
      })),
    ],
    hooks: { setCursor: [({ cursor }) => setHovered(cursor.idx ?? null)] },
  };
}
