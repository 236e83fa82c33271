import { useComputedColorScheme } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { useLanguage } from '../../../words/i18n.ts';
import { placeZone } from '../../../words/place.ts';
import type { Curve } from '../figures.ts';
import 'uplot/dist/uPlot.min.css';

interface Props extends Curve {
  /** What the curve shows, for screen readers; the figures stand in a table beside it. */
  readonly label: string;
  /** How a value is said. */
  readonly unit: string;
}

/** Each line has a colour and a pattern of its own; none is red. */
const LOOKS = {
  light: ['#1864ab', '#6741d9', '#2b8a3e', '#8a5300', '#0b7285'],
  dark: ['#74c0fc', '#b197fc', '#8ce99a', '#f3c069', '#66d9e8'],
} as const;
const DASHES = [[], [8, 4], [2, 4], [12, 4, 2, 4], [4, 8]];
const HEIGHT = 240;

/** A small curve over time. It is a chunk of its own: the canvas code is loaded only where a curve is shown. */
export const CurveChart = ({ times, lines, label, unit }: Props): ReactNode => {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  const language = useLanguage();
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const ink = getComputedStyle(element).getPropertyValue('--quiet');
    const grid = getComputedStyle(element).getPropertyValue('--line');
    const days = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone: placeZone() });
    const spanS = (times.at(-1) ?? 0) - (times[0] ?? 0);
    const isOneDay = spanS < 86_400;
    const clocks = new Intl.DateTimeFormat(language, {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone: placeZone(),
      ...(spanS < 600 && { second: '2-digit' }),
    });
    const axis = {
      stroke: ink,
      grid: { stroke: grid, width: 1 },
      ticks: { stroke: grid },
      font: '15px system-ui',
    };
    const width = (): number => element.clientWidth;
    const plot = new uPlot(
      {
        width: width(),
        height: HEIGHT,
        cursor: { show: false },
        legend: { show: false },
        scales: { y: { range: (_plot, _min, max) => [0, Math.max(1, max * 1.15)] } },
        axes: [
          {
            ...axis,
            space: 90,
            values: (_plot, ticks) => ticks.map((at) => (isOneDay ? clocks : days).format(at * 1000)),
          },
          { ...axis, size: 62, values: (_plot, ticks) => ticks.map((value) => `${value} ${unit}`) },
        ],
        series: [
          {},
          ...lines.map(({ name }, index) => ({
            label: name,
            stroke: LOOKS[scheme][index % LOOKS[scheme].length] ?? ink,
            width: 2,
            dash: DASHES[index % DASHES.length] ?? [],
            points: { show: true, size: 7 },
            spanGaps: false,
          })),
        ],
      },
      [[...times], ...lines.map(({ values }) => [...values])],
      element,
    );
    const watcher = new ResizeObserver(() => plot.setSize({ width: width(), height: HEIGHT }));
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      plot.destroy();
    };
  }, [times, lines, unit, scheme, language]);
  return (
    <figure className="drill-curve">
      <div ref={place} role="img" aria-label={label} />
      <figcaption>
        <ul className="curve-legend">
          {lines.map(({ name }, index) => (
            <li key={name}>
              <svg width="34" height="10" aria-hidden="true">
                <title>{name}</title>
                <line
                  x1="0"
                  x2="34"
                  y1="5"
                  y2="5"
                  strokeWidth="2.5"
                  stroke={LOOKS[scheme][index % LOOKS[scheme].length]}
                  strokeDasharray={(DASHES[index % DASHES.length] ?? []).join(' ')}
                />
              </svg>
              {name}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
};
