import { type Priority, priorities } from '../../../src/domain/messages/priority.ts';
import { optimumOf } from './optimum.ts';
import type { Scenario } from './scenario.ts';
import type { Course } from './simulate.ts';

const WIDTH = 900;
const HEIGHT = 420;
const MARGIN = 60;
const SHARES = Array.from({ length: 100 }, (_, index) => (index + 1) / 100);
const COLOURS: Readonly<Record<Priority, string>> = {
  critical: '#b3261e',
  high: '#c77700',
  normal: '#1f5fa8',
  low: '#5b6770',
};

/** An SVG of the share of each priority that was accepted over time; dashed: the optimum. */
export const pictureOf = (scenario: Scenario, course: Course): string => {
  const optimum = optimumOf(scenario, SHARES);
  const endMs = Math.max(1000, course.endedAtMs);
  const x = (ms: number) => MARGIN + (ms / endMs) * (WIDTH - 2 * MARGIN);
  const y = (share: number) => HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN);
  const line = (points: readonly (readonly [number, number])[], colour: string, dash: string): string =>
    `<polyline fill="none" stroke="${colour}" stroke-width="2" ${dash} points="${points
      .map(([ms, share]) => `${x(ms).toFixed(1)},${y(share).toFixed(1)}`)
      .join(' ')}"/>`;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    '<title>Share of the messages accepted over time, by priority</title>',
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
  ];
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    parts.push(
      `<line x1="${MARGIN}" x2="${WIDTH - MARGIN}" y1="${y(share)}" y2="${y(share)}" stroke="#ddd"/>`,
      `<text x="${MARGIN - 8}" y="${y(share) + 4}" text-anchor="end">${share * 100} %</text>`,
      `<text x="${x(share * endMs)}" y="${HEIGHT - MARGIN + 20}" text-anchor="middle">${((share * endMs) / 1000).toFixed(0)} s</text>`,
    );
  }
  let legend = MARGIN;
  for (const priority of priorities) {
    const own = scenario.messages.filter((some) => some.priority === priority);
    const messages = own.reduce((sum, { count }) => sum + count, 0);
    if (messages === 0) continue;
    const acceptedAt = course.acceptedAt[priority];
    const reached = SHARES.flatMap((share) => {
      const at = acceptedAt[Math.ceil(messages * share) - 1];
      return at === undefined ? [] : [[at, share] as const];
    });
    const best = [...optimum[priority]].map(([share, ms]) => [ms, share] as const);
    const colour = COLOURS[priority];
    parts.push(line(best, colour, 'stroke-dasharray="5 4" opacity="0.6"'), line(reached, colour, ''));
    parts.push(`<text x="${legend}" y="${MARGIN - 24}" fill="${colour}">${priority} (${messages})</text>`);
    legend += 160;
  }
  parts.push(`<text x="${legend}" y="${MARGIN - 24}" fill="#555">dashed: the optimum</text>`, '</svg>');
  return `${parts.join('\n')}\n`;
};
