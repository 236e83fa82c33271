import type { Stage } from '../../stage.ts';
import { troublesIn } from '../excuses.ts';
import { cameOf } from './deliveries.ts';
import { acknowledgedAt, firstSentAt, type InboundLog, type Said, timesSent } from './log.ts';
import type { Meaning } from './sayings.ts';
import { type InboxRow, numberOf, type Told } from './told.ts';

const HANDLED_AS: Readonly<Record<Meaning, string>> = {
  stop: 'optOut',
  start: 'optIn',
  help: 'help',
  text: 'inbox',
};
/** After so long the inbox shows what came of a torn message: `incompleteFor`, and a round of a minute. */
export const TORN_MS = 125_000;
/** docs/two-way.md: a carrier's copy is known as one within five minutes. */
const IN_DOUBT_MS = 300_000;
const GAP = '[…]';
/** A half of a surrogate pair, where the phone cut the text and the other half never came. */
const HALVES = /\p{Surrogate}/gu;

export const rowsOf = ({ saying, route }: Said, inbox: readonly InboxRow[]): readonly InboxRow[] => {
  const { text, isWhole } = cameOf(saying);
  const own = inbox.filter((row) => row.route === route && numberOf(row.from) === saying.person);
  return own.filter((row) =>
    isWhole ? row.text === text : row.text.endsWith(GAP) && row.text.startsWith(text.replaceAll(HALVES, '')),
  );
};

/** Whether the clock was set forward while the parts of a text came: then the wait for the other parts ended at once. */
export const wasCutByClock = (one: Said, stage: Stage): boolean => {
  const [from = 0, to = 0] = [firstSentAt(one), acknowledgedAt(one)];
  return one.deliveries.length > 1 && troublesIn(stage, { from, to }, 'clock set forward').length > 0;
};

/** Whether by the gateway's clock, which was set back since, the inbox need not show yet that parts are missing. */
const isPutOff = (one: Said, { world }: Stage): boolean =>
  world.wall.shownAt(acknowledgedAt(one) ?? 0) + TORN_MS > world.wall.shownAt(world.clock.now());

/** Whether the clock was set between two copies by more than the minutes within which a copy is known as one. */
const areFarApart = (rows: readonly InboxRow[]): boolean => {
  const times = rows.map(({ at }) => Date.parse(at));
  return Math.max(...times) - Math.min(...times) > IN_DOUBT_MS;
};

/** The pieces of a text that the clock has cut, if they hold all of it. */
const piecesOf = (one: Said, inbox: readonly InboxRow[], stage: Stage): readonly InboxRow[] => {
  const { text } = cameOf(one.saying);
  if (!wasCutByClock(one, stage)) return [];
  const pieces = inbox.filter(
    (row) =>
      row.route === one.route &&
      numberOf(row.from) === one.saying.person &&
      row.text.includes(GAP) &&
      row.text.split(GAP).every((piece) => text.includes(piece.replaceAll('\ufffd', ''))),
  );
  const length = pieces.reduce((sum, row) => sum + row.text.replaceAll(GAP, '').length, 0);
  return isPutOff(one, stage) || length >= text.replaceAll(HALVES, '').length ? pieces : [];
};

const nameOf = ({ saying, route }: Said): string =>
  `"${saying.text.slice(0, 40)}" (${saying.name}) from ${saying.person} by ${route}`;

/** What is wrong with the messages from phones in the inbox. */
export const judgeInbox = ({ said }: InboundLog, { inbox, cases }: Told, stage: Stage): readonly string[] => {
  const wrong: string[] = [];
  const known = new Set<InboxRow>();
  for (const one of said) {
    const { name } = one.saying;
    const rows = rowsOf(one, inbox);
    const pieces = rows.length === 0 ? piecesOf(one, inbox, stage) : [];
    for (const row of [...rows, ...pieces]) known.add(row);
    if (acknowledgedAt(one) === undefined) wrong.push(`${nameOf(one)} was never acknowledged to its carrier`);
    const mayBeLater = !cameOf(one.saying).isWhole || wasCutByClock(one, stage);
    if (rows.length === 0 && pieces.length === 0 && !(mayBeLater && isPutOff(one, stage)))
      wrong.push(`${nameOf(one)} is not in the inbox, or not as it was written`);
    // A call for help is never taken for a copy, so its carrier's copies are in the inbox too.
    const most = one.saying.meaning === 'help' ? timesSent(one) : 1;
    if (rows.length > most && !areFarApart(rows))
      wrong.push(
        `${nameOf(one)} is in the inbox ${rows.length} times (${rows.map(({ at }) => at).join(', ')}), ` +
          `and its carrier sent it ${timesSent(one)} times`,
      );
    for (const { handledAs } of rows)
      if (handledAs !== HANDLED_AS[one.saying.meaning])
        wrong.push(`${nameOf(one)}, which means ${one.saying.meaning}, is handled as ${handledAs} (${name})`);
  }
  for (const row of inbox)
    if (!known.has(row))
      wrong.push(`the inbox has "${row.text.slice(0, 60)}" from ${row.from}, which nobody wrote`);
  return [...wrong, ...judgeCases(said, inbox, cases)];
};

const judgeCases = (
  said: readonly Said[],
  inbox: readonly InboxRow[],
  cases: Told['cases'],
): readonly string[] => {
  const wrong: string[] = [];
  for (const [person, own] of Map.groupBy(said, ({ saying }) => saying.person)) {
    const cries = own.filter(({ saying }) => saying.meaning === 'help').flatMap((one) => rowsOf(one, inbox));
    const opened = cases.filter(({ number }) => number === person);
    if (opened.length !== Math.min(1, cries.length))
      wrong.push(`${person} called for help ${cries.length} times, and has ${opened.length} cases`);
    const counted = opened.reduce((sum, one) => sum + one.cries, 0);
    if (opened.length === 1 && counted !== cries.length)
      wrong.push(`${person} called for help ${cries.length} times, and the case counts ${counted}`);
  }
  return wrong;
};
