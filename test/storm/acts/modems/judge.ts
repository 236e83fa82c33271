import type { Stage } from '../../stage.ts';
import type { Copy, OutStory } from './history.ts';
import { type InboxItem, lawsOfInbound } from './laws-of-inbound.ts';
import { lawsOfModems } from './laws-of-modems.ts';
import { lawsOfSending } from './laws-of-sending.ts';
import { lawsOfStates } from './laws-of-states.ts';
import type { RouteSaid } from './modems.ts';
import type { ModemsPlan } from './plan.ts';
import type { StormModem } from './storm-modem.ts';

/** All that is known at the end of a world. */
export interface Seen {
  readonly plan: ModemsPlan;
  readonly stage: Stage;
  readonly modems: readonly StormModem[];
  readonly stories: readonly OutStory[];
  readonly copies: readonly Copy[];
  /** What the gateway says of each modem's route. */
  readonly routes: ReadonlyMap<string, RouteSaid | undefined>;
  readonly inbox: readonly InboxItem[];
}

export const complaintsIn = (seen: Seen): readonly string[] => {
  const ofMessages = seen.stories.flatMap((story) =>
    [...lawsOfStates, ...lawsOfSending].flatMap((law) => {
      const complaint = law(story, seen);
      return complaint === undefined
        ? []
        : [`M${story.planned.index} (${story.id}): ${complaint}\n${told(story)}`];
    }),
  );
  return [...ofMessages, ...[...lawsOfModems, ...lawsOfInbound].flatMap((law) => law(seen))];
};

const timeOf = (at: number): string => new Date(at).toISOString().slice(11, 23);

/** What happened to a message, in the order of time. */
const told = ({ planned, acceptedAt, view, copies, refusals, cancelledAt }: OutStory): string => {
  const { onUncertain, priority, validForMs, by } = planned;
  const lines: [at: number, line: string][] = [
    [
      acceptedAt,
      `accepted: ${priority}, ${onUncertain}, valid for ${validForMs} ms, by ${by}, to ${planned.to}`,
    ],
  ];
  if (cancelledAt !== undefined) lines.push([cancelledAt, 'cancelled']);
  for (const { at, route, code } of refusals) lines.push([at, `${route} refused a part with ${code}`]);
  for (const copy of copies) {
    const name = `${copy.route} part ${copy.part} of ${copy.total}, reference ${copy.reference}`;
    lines.push([copy.handedOverAt, `${name} handed over`], [copy.at, `${name} on air`]);
    if (copy.answeredAt !== undefined) lines.push([copy.answeredAt, `${name} answered`]);
    for (const at of copy.positives) lines.push([at, `${name} reported as delivered`]);
    for (const at of copy.negatives) lines.push([at, `${name} reported as not delivered`]);
  }
  for (const { at, from, to, route, part, reason, evidence } of view?.timeline ?? [])
    lines.push([
      Date.parse(at),
      `the gateway: ${from} -> ${to}, ${route} part ${part}: ${reason} (${evidence})`,
    ]);
  const inOrder = lines.toSorted(([a], [b]) => a - b);
  return inOrder.map(([at, line]) => `    ${timeOf(at)} ${line}`).join('\n');
};
