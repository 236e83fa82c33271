import type { Submit } from '../../../chaos/history.ts';
import type { Stage } from '../../stage.ts';
import { troublesIn } from '../excuses.ts';
import { rowsOf } from './judge-inbox.ts';
import { acknowledgedAt, firstSentAt, type InboundLog, type Posted, type Said } from './log.ts';
import { postIn } from './plan.ts';
import type { Told } from './told.ts';

/** How long the gateway may take to handle a message from a phone after it was acknowledged, ms. */
const HANDLED_MS = 1000;

interface Span {
  readonly from: number;
  readonly to: number;
}

const isWithin = (posted: Posted, spans: readonly Span[]): boolean =>
  spans.some(({ from, to }) => posted.askedAt >= from && posted.acceptedAt <= to);

/** When what was acknowledged at a time is surely handled: a process served for long enough since, on a sound disk. */
const handledBy = (at: number, stage: Stage): number => {
  const halts = [
    ...stage.gateway.stops.map(({ at: from, backAt: to }) => ({ from, to })),
    ...troublesIn(stage, { from: at, to: Number.POSITIVE_INFINITY }, 'disk'),
  ];
  let handled = at + HANDLED_MS;
  for (const { from, to } of halts.toSorted((a, b) => a.from - b.from))
    if (from <= handled && to > at) handled = Math.max(handled, to + HANDLED_MS);
  return handled;
};

/** When a person is surely opted out, and when surely not. */
const spansOf = (own: readonly Said[], stage: Stage): { readonly out: Span[]; readonly in: Span[] } => {
  const spans: { out: Span[]; in: Span[] } = { out: [], in: [] };
  let [isOut, since] = [false, 0];
  const commands = own.filter(({ saying }) => saying.meaning === 'stop' || saying.meaning === 'start');
  for (const [, copies] of Map.groupBy(commands, ({ saying }) => saying.name)) {
    const begun = Math.min(...copies.map((one) => firstSentAt(one) ?? Number.POSITIVE_INFINITY));
    spans[isOut ? 'out' : 'in'].push({ from: since, to: begun });
    isOut = copies[0]?.saying.meaning === 'stop';
    // One copy is enough; the others change nothing.
    const first = Math.min(...copies.map((one) => acknowledgedAt(one) ?? Number.POSITIVE_INFINITY));
    since = handledBy(first, stage);
  }
  spans[isOut ? 'out' : 'in'].push({ from: since, to: Number.POSITIVE_INFINITY });
  return spans;
};

/** Breaches of what STOP and START promise: docs/two-way.md, "Opt-outs". */
export const judgeOptOuts = (
  { said, posted }: InboundLog,
  told: Told,
  submits: readonly Submit[],
  stage: Stage,
): readonly string[] => {
  const wrong: string[] = [];
  for (const [person, own] of Map.groupBy(said, ({ saying }) => saying.person)) {
    const spans = spansOf(own, stage);
    const mine = posted.filter(({ post }) => post.to === person);
    for (const one of mine) {
      const view = told.views.find(({ text, to }) => text === one.post.text && to === person);
      const at = new Date(one.askedAt).toISOString();
      const name = `message ${one.post.index} to ${person} (${view?.id}), posted at ${at},`;
      if (isWithin(one, spans.out) && view?.state !== 'suppressed')
        wrong.push(`${name} is ${view?.state} though the person had opted out`);
      if (isWithin(one, spans.in) && view?.state === 'suppressed')
        wrong.push(`${name} is suppressed though the person had not opted out`);
      if (view?.state === 'suppressed' && submits.some(({ text }) => postIn(text) === one.post.index))
        wrong.push(`${name} is suppressed, and a carrier got it`);
    }
    for (const { at, text, to, route } of submits.filter((one) => `+${one.to}` === person)) {
      const span = spans.out.find(({ from, to: end }) => at >= from && at < end);
      const source = mine.find(({ post }) => post.index === postIn(text));
      if (span !== undefined && source !== undefined && source.askedAt >= span.from)
        wrong.push(`${route} got "${text.slice(0, 20)}" for ${to} after its STOP was handled`);
    }
    const isOut = spans.out.some(({ to }) => to === Number.POSITIVE_INFINITY);
    if (isOut !== told.optedOut.includes(person))
      wrong.push(
        `${person} has ${isOut ? '' : 'not '}opted out at last, and the list of opt-outs says otherwise`,
      );
    wrong.push(...judgeReplies(person, own, told));
  }
  return wrong;
};

/** STOP and START have one reply each, also after a crash. A copy of a STOP changes nothing, and has none. */
const judgeReplies = (person: string, own: readonly Said[], told: Told): readonly string[] => {
  const commands = own.filter(({ saying }) => saying.meaning === 'stop' || saying.meaning === 'start');
  const handled = new Set(
    commands.filter((one) => rowsOf(one, told.inbox).length > 0).map(({ saying }) => saying.name),
  );
  const replies = told.views.filter(({ to, text }) => to === person && postIn(text) === undefined);
  return replies.length === handled.size
    ? []
    : [
        `${person} opted out or in ${handled.size} times, and has ${replies.length} replies: ` +
          replies.map(({ id }) => id).join(', '),
      ];
};
