import { arrivesBy, momentsOf } from '../../excuses.ts';
import { movedTo } from '../crowd.ts';
import type { Asked } from '../desk.ts';
import type { RowStory } from '../evidence.ts';
import { type AlertStory, clock, type Evidence } from '../evidence.ts';
import { knownIn, standingOf } from '../membership.ts';
import { saysExercise, textFor, withoutExercise } from '../words.ts';
import { asksOf, mayBeDone, verbOf } from './asks-of-alert.ts';
import { byNumber } from './laws-of-messages.ts';
import { contentsOf, markOf } from './texts-of-alert.ts';

/** The time in which the people of the first wave were read. */
const readingOf = (
  { stage }: Evidence,
  { view, looks }: AlertStory,
): readonly [from: number, to: number] | undefined => {
  const [first] = view.waves;
  if (first === undefined) return undefined;
  const seen = looks.find((look) =>
    look.view.waves.some(({ wave, complete }) => wave === first.wave && complete),
  );
  return [momentsOf(stage, first.startedAt).from, seen?.at ?? Number.POSITIVE_INFINITY];
};

/** Who is in the audience gets one message of the first wave, and nobody else does. */
export const reachTheAudience = (evidence: Evidence): readonly string[] =>
  evidence.alerts.flatMap((alert) => {
    const reading = readingOf(evidence, alert);
    if (reading === undefined)
      return alert.rows.map(({ row }) => `alert ${alert.id} was not launched, and ${row.to} has a message`);
    const rows = byNumber(alert);
    return evidence.crowd.people.flatMap((someone) => {
      const played = evidence.changes.find(({ change }) => change.index === someone.index);
      return [true, false].flatMap((isOld) => {
        const number = isOld ? someone.number : movedTo(someone.index);
        const known = knownIn(someone, played, isOld, ...reading);
        const standings = new Set(known.map((one) => standingOf(one, isOld, alert.played.planned.audience)));
        const first = (rows.get(number) ?? []).filter(({ row }) => row.wave === 1);
        const wrong = whatIsWrong(standings, first);
        const about = `alert ${alert.id} (${alert.played.planned.name}), ${number}`;
        return wrong === undefined ? [] : [`${about} (${[...standings].join(' or ')}): ${wrong}`];
      });
    });
  });

const whatIsWrong = (standings: ReadonlySet<string>, [first]: readonly RowStory[]): string | undefined => {
  const [only] = standings.size === 1 ? standings : [];
  if (!standings.has('out') && first === undefined) return 'has no message of the first wave';
  if (only === 'out' && first !== undefined) return `has a message, which is ${first.row.state}`;
  if (only === 'suppressed' && first?.row.state !== 'suppressed') return `the message is ${first?.row.state}`;
  // Who opts out later has a message that was withdrawn, and that is no suppressed one.
  if (only === 'in' && first?.row.state === 'suppressed')
    return `the message is suppressed: ${first.row.reason}`;
  return undefined;
};

/** Each message has a text of its alert, of its wave, in the language and with the name of its person. */
export const sayItsText = (evidence: Evidence): readonly string[] =>
  evidence.alerts.flatMap((alert) =>
    alert.rows.flatMap(({ row, submits }) => {
      const { planned } = alert.played;
      const about = `alert ${alert.id} (${planned.name}), wave ${row.wave}, message ${row.id} to ${row.to}`;
      const text = withoutExercise(row.text);
      const mark = markOf(planned.name, row.text);
      const kind = alert.view.waves.find(({ wave }) => wave === row.wave)?.kind ?? '';
      if (row.state === 'suppressed' || (submits.length === 0 && row.text === '')) return [];
      if (saysExercise(row.text) !== (planned.kind === 'exercise'))
        return [`${about}: it does not say what it is: ${row.text}`];
      if (mark === undefined)
        return kind === 'cancel' || kind === 'end' ? [] : [`${about}: no text of its alert: ${row.text}`];
      if (!isOfKind(mark, kind)) return [`${about}: a text of another wave than ${kind}: ${row.text}`];
      const content = contentsOf(planned).get(mark);
      const number = Number(row.to.slice(-4));
      const someone = evidence.crowd.people[number % 1000];
      if (content === undefined || someone === undefined) return [`${about}: nobody wrote this: ${row.text}`];
      const played = evidence.changes.find(({ change }) => change.index === someone.index);
      const known = knownIn(someone, played, row.to === someone.number, 0, Number.POSITIVE_INFINITY);
      return known.some(({ language, name }) => textFor(content, language, name) === text)
        ? []
        : [`${about}: not the text for this person: ${row.text}`];
    }),
  );

/** Whether a wave of the kind may say the text of the mark. */
const isOfKind = (mark: string, kind: string): boolean => {
  if (kind === 'first' || kind === 'resend') return /^[vu]/.test(mark);
  if (kind === 'update') return /^u/.test(mark);
  if (kind === 'cancel') return /^[uk]/.test(mark);
  return /^e/.test(mark);
};

/** A newer text follows the older one: no older text leaves once the newer one has left. */
export const keepTheOrder = ({ stage, alerts }: Evidence): readonly string[] =>
  alerts.flatMap((alert) =>
    [...byNumber(alert)].flatMap(([number, rows]) =>
      rows.flatMap((later, index) => {
        const [begun] = later.submits;
        if (begun === undefined) return [];
        const late = rows
          .slice(0, index)
          .flatMap(({ submits }) => submits)
          .find(({ at, route }) => at > arrivesBy(stage, begun.at, route));
        return late === undefined
          ? []
          : [
              `alert ${alert.id}, ${number}: ${late.route} got the text of an older wave at ${clock(late.at)}, after that of ` +
                `wave ${later.row.wave} at ${clock(begun.at)}: ${late.text}`,
            ];
      }),
    ),
  );

/**
 * Whether carriers had delivered each part of one attempt by a time. A phone shows nothing of a text of which a part is
 * missing, and joins no parts with different references.
 */
const isDelivered = ({ row, receipts }: RowStory, by: number): boolean => {
  const delivered = receipts.filter(({ stat, at }) => stat === 'DELIVRD' && at <= by);
  const attempts = Map.groupBy(delivered, ({ submit }) => `${submit.route} ${submit.reference}`);
  return [...attempts.values()].some(
    (attempt) => new Set(attempt.map(({ submit }) => submit.part)).size >= row.parts,
  );
};

/** States of people who may have read a text: it is not proven that it was lost. */
const MAY_HAVE_IT: ReadonlySet<string> = new Set(['sent', 'delivered', 'unconfirmed', 'uncertain']);

/** Whether what was asked for may wait for a second person. */
const mayWait = ({ answer, isInDoubt }: Asked): boolean =>
  isInDoubt || (answer['proposedUpdate'] ?? null) !== null;

/**
 * An update, a cancel and an end are for everybody to whom carriers have delivered the older text, and for everybody
 * who may have it at the end: a correction waits until that is known.
 */
export const tellWhoHasIt = (evidence: Evidence): readonly string[] =>
  evidence.alerts.flatMap((alert) =>
    alert.view.waves.flatMap(({ wave, kind, startedAt }) => {
      if (!['update', 'cancel', 'end'].includes(kind)) return [];
      // A further correction ends the one before it, and writes to the people of both.
      const isOvertaken = alert.view.waves.some((one) => one.wave > wave && one.kind !== 'resend');
      if (isOvertaken) return [];
      const begun = momentsOf(evidence.stage, startedAt).from;
      const isStopped = asksOf(evidence, alert).some(
        (asked) => verbOf(asked) === 'stop' && mayBeDone(asked) && asked.endedAt >= begun,
      );
      // A cancel stops at once what the alert still sends, though its text waits for a second person, who may say no.
      const isCut = asksOf(evidence, alert).some(
        (asked) => verbOf(asked) === 'cancel' && asked.endedAt >= begun && mayWait(asked),
      );
      if (isCut) return [];
      return [...byNumber(alert)].flatMap(([number, rows]) => {
        const had = rows.some(
          (one) =>
            one.row.wave < wave &&
            (isDelivered(one, begun) || (!isStopped && MAY_HAVE_IT.has(one.row.state))),
        );
        const told = rows.filter(({ row }) => row.wave === wave);
        if (had && told.length === 0)
          return [
            `alert ${alert.id}, ${number}: had the alert, or may have it, when the ${kind} began at ${clock(begun)}, and got none of that`,
          ];
        return [];
      });
    }),
  );
