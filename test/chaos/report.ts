import type { History, Story } from './history.ts';
import type { Fall } from './law.ts';
import type { Plan } from './plan.ts';

const SHOWN_PER_LAW = 2;

const clock = (at: number): string => new Date(at).toISOString().slice(11, 23);

const describePlan = ({ seed, faults, faulty, routes, tiers, spillAfterMs, blows, calmAtMs }: Plan): string =>
  [
    `seed ${seed}: ${faults.join(' and ')} at ${faulty.join(' and ')}, calm after ${calmAtMs} ms`,
    `tiers ${JSON.stringify(tiers)}, spillAfter ${spillAfterMs === undefined ? 'by priority' : `${spillAfterMs} ms`}`,
    ...routes.map((route) => JSON.stringify(route)),
    ...blows.map(({ atMs, kind, answers }) =>
      kind === 'fin' || kind === 'reset'
        ? `links dropped by ${kind}, ${answers} answers after ${atMs} ms`
        : `${kind} after ${atMs} ms`,
    ),
  ].join('\n  ');

/** The gateway's timeline of a message and the log lines of the carriers about it, in the order of time. */
const describeStory = ({ planned, id, acceptedAt, view, submits, receipts }: Story): string => {
  const lines: [at: number, line: string][] = [
    [
      acceptedAt,
      `accepted as ${id}: ${planned.priority}, ${planned.onUncertain}, valid for ${planned.validForMs / 1000} s, ` +
        `${view?.parts} parts, to ${planned.to}`,
    ],
  ];
  for (const submit of submits) {
    const { at, route, link, reference, total, part, answer, taken } = submit;
    const name = `${route}, link ${link}: part ${part} of ${total}${reference === undefined ? '' : `, reference ${reference}`}`;
    lines.push([at, `${name}: ${taken ? `taken as ${submit.id}` : 'not taken'}`]);
    if (answer !== undefined) lines.push([answer.at, `${name}: answered 0x${answer.status.toString(16)}`]);
  }
  for (const { at, submit, stat, acknowledgedAt } of receipts) {
    lines.push([at, `${submit.route}: receipt ${stat} for ${submit.id}, part ${submit.part}`]);
    if (acknowledgedAt !== undefined)
      lines.push([acknowledgedAt, `${submit.route}: ${submit.id} acknowledged`]);
  }
  for (const { at, from, to, route, part, reason, evidence } of view?.timeline ?? []) {
    const about = [route, part === null ? null : `part ${part}`, reason, evidence].filter(
      (one) => one !== null,
    );
    lines.push([Date.parse(at), `        gateway: ${from} → ${to} ${about.join(' | ')}`]);
  }
  const told = `${view?.state}, possibleDuplicate ${view?.possibleDuplicate}, reason ${view?.reason}`;
  return [...lines.toSorted((a, b) => a[0] - b[0]).map(([at, line]) => `${clock(at)} ${line}`), told].join(
    '\n      ',
  );
};

/** The seed, each law that was broken, and all that is known of the first messages that broke it. */
export const describeFalls = (history: History, falls: readonly Fall[]): string => {
  const stops = history.stops.map(({ at, backAt, how }) => `${clock(at)} ${how}, back at ${clock(backAt)}`);
  const drops = history.linkEnds.map(
    ({ at, route, link, by }) => `${clock(at)} ${route}, link ${link} ended: ${by}`,
  );
  const laws = [...Map.groupBy(falls, ({ law }) => law)].map(([law, same]) => {
    const shown = same.slice(0, SHOWN_PER_LAW).map(({ message, complaint }) => {
      const story = history.stories.find(({ planned }) => planned.index === message);
      return `    ${message === undefined ? '' : `message ${message}: `}${complaint}${
        story === undefined ? '' : `\n      ${describeStory(story)}`
      }`;
    });
    return `  BROKEN ${same.length} times: ${law}\n${shown.join('\n')}`;
  });
  return [
    describePlan(history.plan),
    ...[...stops, ...drops].sort().map((line) => `  ${line}`),
    ...laws,
  ].join('\n');
};
