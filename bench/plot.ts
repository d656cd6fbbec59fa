import type { Figure } from "./measure.ts";

interface Bar {
  label: string;
  value: number;
  /** At 10 and 90 percent. */
  spread?: [number, number];
  /** One of ours. */
  own?: boolean;
}

const width = 760;
const rowHeight = 26;
const labelWidth = 300;

/** Horizontal bars with their values, readable on light and dark pages. */
export function barPlot(title: string, unit: string, bars: Bar[]): string {
  const most = Math.max(...bars.map(({ value, spread }) => spread?.[1] ?? value));
  const scale = (value: number) => (value / most) * (width - labelWidth - 110);
  const height = 44 + bars.length * rowHeight;
  const rows = bars.map((bar, at) => {
    const y = 36 + at * rowHeight;
    const end = labelWidth + scale(bar.value);
    const whisker = bar.spread
      ? `<path d="M${labelWidth + scale(bar.spread[0])} ${y + 9}H${labelWidth + scale(bar.spread[1])}" stroke="#64748b" stroke-width="2"/>`
      : "";
    const text = Math.max(end, labelWidth + scale(bar.spread?.[1] ?? 0)) + 8;
    return `<text x="${labelWidth - 8}" y="${y + 13}" text-anchor="end">${escaped(bar.label)}</text>
  <rect x="${labelWidth}" y="${y}" width="${Math.max(1, end - labelWidth)}" height="18" rx="3" fill="${bar.own ? "#0d9488" : "#94a3b8"}"/>
  ${whisker}<text x="${text}" y="${y + 13}">${shown(bar.value)} ${unit}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
<rect width="100%" height="100%" rx="8" fill="#f8fafc"/>
<g font-family="system-ui, sans-serif" font-size="12" fill="#0f172a">
  <text x="16" y="22" font-size="14" font-weight="600">${escaped(title)}</text>
  ${rows.join("\n  ")}
</g>
</svg>
`;
}

/** Times of one check each, quickest first. */
export function figurePlot(title: string, figures: Figure[]): string {
  const sorted = figures.toSorted((one, other) => one.median - other.median);
  const bars = sorted.map(({ name, median, p10, p90 }) => ({
    label: name,
    value: median,
    spread: [p10, p90] as [number, number],
    own: name.startsWith("Latchkey"),
  }));
  return barPlot(title, "µs", bars);
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** Three digits that mean something. */
export const shown = (value: number): string =>
  Math.abs(value) >= 100
    ? Math.round(value).toLocaleString("en")
    : String(Number(value.toPrecision(3)));
