import type { Asked } from '../desk.ts';
import { type AlertStory, clock, type Evidence } from '../evidence.ts';
import { mayApprove, personOf, roleOf } from '../persons.ts';
import type { Policy } from '../plan-alerts.ts';
import { asksOf, authorsBefore, mayBeDone, verbOf } from './asks-of-alert.ts';
import { markOf } from './texts-of-alert.ts';

const needsTwo = ({ twoPersons }: Policy, { played }: AlertStory): boolean =>
  twoPersons === 'always' || (twoPersons === 'live' && played.planned.kind === 'live');

/** Whether the alert is an exercise for so many people that it always needs a second person. */
const isTooLarge = ({ exerciseMax }: Policy, { played, rows }: AlertStory): boolean =>
  played.planned.kind === 'exercise' &&
  rows.filter(({ row }) => row.wave === 1 && row.state !== 'suppressed').length > exerciseMax;

const saysGlass = ({ body }: Asked): boolean => body['breakGlass'] === true;

const mayBreak = ({ breakGlass }: Policy, { who }: Asked): boolean =>
  breakGlass !== 'nobody' && breakGlass.some((role) => role === roleOf(who));

/** Who wrote what an approval is about: the text of an update has an author of its own. */
const authorsOf = (asks: readonly Asked[], mark: string, name: string, at: number): ReadonlySet<string> => {
  if (!mark.startsWith('u')) return authorsBefore(asks, at);
  const wrote = asks.filter((asked) => asked.isDone && asked.endedAt <= at && says(asked, name, mark));
  return new Set(wrote.flatMap(({ who }) => personOf(who) ?? []));
};

const says = ({ body }: Asked, name: string, mark: string): boolean => {
  const content = body['content'] as { readonly variants: readonly { readonly text: string }[] } | undefined;
  return markOf(name, content?.variants[0]?.text ?? '') === mark;
};

/** Whether a second person who is none of its authors may have approved this text by then. */
const wasApproved = (asks: readonly Asked[], { played }: AlertStory, mark: string, by: number): boolean =>
  asks.some(
    (asked) =>
      verbOf(asked) === 'approve' &&
      mayBeDone(asked) &&
      asked.sentAt <= by &&
      played.seen.get(String(asked.body['hash'])) === mark &&
      isSecondPerson(asks, asked, mark, played.planned.name),
  );

const isSecondPerson = (asks: readonly Asked[], asked: Asked, mark: string, name: string): boolean => {
  const person = personOf(asked.who);
  return (
    person !== undefined && mayApprove(asked.who) && !authorsOf(asks, mark, name, asked.sentAt).has(person)
  );
};

/** Why this text must not be on air at this time; undefined: it may. */
const whyNotOnAir = (evidence: Evidence, alert: AlertStory, mark: string, at: number): string | undefined => {
  const { policy } = evidence;
  const { planned, seen } = alert.played;
  const asks = asksOf(evidence, alert).filter((asked) => mayBeDone(asked) && asked.sentAt <= at);
  const of = (verb: string): readonly Asked[] => asks.filter((asked) => verbOf(asked) === verb);
  if (mark === 'k' || mark === 'e') {
    const ending = of(mark === 'k' ? 'cancel' : 'end').some(({ body }) => body['content'] === undefined);
    return ending ? undefined : 'nobody has asked for it';
  }
  const isApproved = (): boolean => wasApproved(asks, alert, mark, at);
  if (mark.startsWith('u')) {
    const asked = [...of('update'), ...of('cancel')].filter((one) => says(one, planned.name, mark));
    if (asked.length === 0) return 'nobody has asked for it';
    const isFree = asked.some((one) => saysGlass(one) && mayBreak(policy, one));
    return !needsTwo(policy, alert) || isFree || isApproved()
      ? undefined
      : 'no second person has approved it';
  }
  const launches = of('launch').filter(({ body }) => seen.get(String(body['hash'])) === mark);
  const onApproval = of('submit').some(({ body }) => body['launchOnApproval'] === true) && isApproved();
  if (launches.length === 0) return onApproval ? undefined : 'nobody has launched it';
  const isLarge = isTooLarge(policy, alert);
  const isFree = !isLarge && launches.some((one) => saysGlass(one) && mayBreak(policy, one));
  const isHandedIn = of('submit').some(({ isDone, endedAt }) => isDone && endedAt <= at);
  if (!(needsTwo(policy, alert) || isLarge || isHandedIn) || isFree) return undefined;
  return isApproved() ? undefined : 'no second person has approved it';
};

/** Nothing is on air that no two persons wanted, where the policy asks for two. */
export const sendWhatIsApproved = (evidence: Evidence): readonly string[] =>
  evidence.alerts.flatMap((alert) => {
    const { name } = alert.played.planned;
    const firsts = new Map<string, { readonly at: number; readonly to: string }>();
    for (const { row, submits } of alert.rows) {
      const mark = markOf(name, row.text);
      for (const { at, to } of submits)
        if (mark !== undefined && at < (firsts.get(mark)?.at ?? Number.POSITIVE_INFINITY))
          firsts.set(mark, { at, to });
    }
    return [...firsts].flatMap(([mark, { at, to }]) => {
      const why = whyNotOnAir(evidence, alert, mark, at);
      return why === undefined
        ? []
        : [`alert ${alert.id}: its text ${name}${mark} went to ${to} at ${clock(at)}, and ${why}`];
    });
  });

/** A launch that was accepted was allowed, also if nothing of it has left. */
export const launchWhatIsApproved = (evidence: Evidence): readonly string[] =>
  evidence.alerts.flatMap((alert) =>
    asksOf(evidence, alert).flatMap((asked) => {
      const mark = alert.played.seen.get(String(asked.body['hash']));
      if (verbOf(asked) !== 'launch' || !asked.isDone) return [];
      const about = `alert ${alert.id}: ${asked.who} launched it at ${clock(asked.endedAt)}`;
      const why =
        mark === undefined ? 'nobody was shown that hash' : whyNotOnAir(evidence, alert, mark, asked.endedAt);
      return why === undefined ? [] : [`${about}, and ${why}`];
    }),
  );

/** An approval is by another person than the authors, of what they saw. */
export const approveAsSecond = (evidence: Evidence): readonly string[] =>
  evidence.alerts.flatMap((alert) => {
    const { seen, planned } = alert.played;
    const asks = asksOf(evidence, alert);
    return asks.flatMap((asked) => {
      if (verbOf(asked) !== 'approve' || !asked.isDone) return [];
      const about = `alert ${alert.id}: ${asked.who} approved it at ${clock(asked.endedAt)}`;
      const mark = seen.get(String(asked.body['hash']));
      if (mark === undefined)
        return [`${about} with a hash that nobody was shown: ${String(asked.body['hash'])}`];
      if (!mayApprove(asked.who)) return [`${about}, who may approve nothing`];
      return isSecondPerson(asks, asked, mark, planned.name)
        ? []
        : [`${about}, and wrote or submitted it too`];
    });
  });
