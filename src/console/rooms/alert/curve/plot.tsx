import 'uplot/dist/uPlot.min.css';
import { type ReactNode, useEffect, useRef } from 'react';
import UPlot from 'uplot';
import type { Point } from './history.ts';

const HEIGHT = 240;
/** Whole seconds, minutes, hours and days: no two marks have the same time written under them. */
const STEPS_S = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60),
  ...[1, 2, 3, 6, 12, 24, 48, 168].map((hours) => hours * 3600),
];
const FONT = '15px system-ui, sans-serif';

export interface PlotProps {
  readonly points: readonly Point[];
  readonly forecast: readonly Point[];
  readonly names: { readonly people: string; readonly forecast: string };
  readonly clock: (at: number) => string;
  readonly number: (value: number) => string;
}

type Columns = [number[], (number | null)[], (number | null)[]];

const columnsOf = (points: readonly Point[], forecast: readonly Point[]): Columns => {
  const later = forecast.slice(1);
  const times = [...points, ...later].map(({ at }) => at / 1000);
  const solid = [...points.map(({ people }) => people), ...later.map(() => null)];
  const dashed = [
    ...points.map((point, index) =>
      index === points.length - 1 && forecast.length > 0 ? point.people : null,
    ),
    ...later.map(({ people }) => people),
  ];
  return [times, solid, dashed];
};

const colour = (element: Element, name: string): string =>
  getComputedStyle(element).getPropertyValue(name).trim();

/** A canvas: screen readers and printers have the table beside it. */
export const Plot = ({ points, forecast, names, clock, number }: PlotProps): ReactNode => {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);
  // The plot is made once; what it draws with is the newest.
  const says = useRef({ clock, number });
  says.current = { clock, number };
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const [quiet, line, good] = ['--quiet', '--line', '--good'].map((name) => colour(element, name));
    const axis = {
      stroke: quiet ?? '',
      grid: { stroke: line ?? '', width: 1 },
      ticks: { show: false },
      font: FONT,
    };
    const made = new UPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        // Half of the last time stands right of the plot.
        padding: [8, 40, 0, 0],
        cursor: { show: false },
        scales: { y: { range: (_, _low, high) => [0, Math.max(1, high * 1.05)] } },
        axes: [
          {
            ...axis,
            values: (_, times) => times.map((at) => says.current.clock(at * 1000)),
            space: 110,
            gap: 12,
            incrs: STEPS_S,
          },
          {
            ...axis,
            size: 80,
            values: (_, counts) =>
              counts.map((one) => (Number.isInteger(one) ? says.current.number(one) : '')),
          },
        ],
        series: [
          {},
          { label: names.people, stroke: good ?? '', width: 3, points: { show: false } },
          { label: names.forecast, stroke: quiet ?? '', width: 2, dash: [8, 6], points: { show: false } },
        ],
      },
      [[], [], []],
      element,
    );
    plot.current = made;
    const watch = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.destroy();
    };
  }, [names.people, names.forecast]);
  useEffect(() => {
    plot.current?.setData(columnsOf(points, forecast));
  });
  return <div ref={place} className="alert-plot" aria-hidden />;
};
