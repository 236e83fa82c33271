import { cameOf } from './deliveries.ts';
import { acknowledgedAt, type InboundLog, type Said, timesSent } from './log.ts';
import type { Meaning } from './sayings.ts';
import { type InboxRow, numberOf, type Told } from './told.ts';

const HANDLED_AS: Readonly<Record<Meaning, string>> = {
  stop: 'optOut',
  start: 'optIn',
  help: 'help',
  text: 'inbox',
};
const GAP = '[…]';
/** A half of a surrogate pair, where the phone cut the text and the other half never came. */
const HALVES = /\p{Surrogate}/gu;

export const rowsOf = ({ saying, route }: Said, inbox: readonly InboxRow[]): readonly InboxRow[] => {
  const { text, isWhole } = cameOf(saying);
  return inbox.filter(
    (row) =>
      row.route === route &&
      numberOf(row.from) === saying.person &&
      (isWhole
        ? row.text === text
        : row.text.endsWith(GAP) && row.text.startsWith(text.replaceAll(HALVES, ''))),
  );
};

const nameOf = ({ saying, route }: Said): string =>
  `"${saying.text.slice(0, 40)}" (${saying.name}) from ${saying.person} by ${route}`;

/** What is wrong with the messages from phones in the inbox. */
export const judgeInbox = ({ said }: InboundLog, { inbox, cases }: Told): readonly string[] => {
  const wrong: string[] = [];
  for (const one of said) {
    const { name } = one.saying;
    const rows = rowsOf(one, inbox);
    if (acknowledgedAt(one) === undefined) wrong.push(`${nameOf(one)} was never acknowledged to its carrier`);
    if (rows.length === 0) wrong.push(`${nameOf(one)} is not in the inbox, or not as it was written`);
    // A call for help is never taken for a copy, so its carrier's copies are in the inbox too.
    const most = one.saying.meaning === 'help' ? timesSent(one) : 1;
    if (rows.length > most)
      wrong.push(
        `${nameOf(one)} is in the inbox ${rows.length} times (${rows.map(({ at }) => at).join(', ')}), ` +
          `and its carrier sent it ${timesSent(one)} times`,
      );
    for (const { handledAs } of rows)
      if (handledAs !== HANDLED_AS[one.saying.meaning])
        wrong.push(`${nameOf(one)}, which means ${one.saying.meaning}, is handled as ${handledAs} (${name})`);
  }
  const known = new Set(said.flatMap((one) => rowsOf(one, inbox)));
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
