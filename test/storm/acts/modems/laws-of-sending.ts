import { handedOver } from '../excuses.ts';
import { attemptsOf, type Copy, isWhole } from './history.ts';
import type { Law } from './laws-of-states.ts';
import { isUndisturbed } from './undisturbed.ts';

/** From the last check of the validity to Ctrl-Z there are some commands, each as slow as the modem, ms. */
const COMMANDS_MS = 1000;
const COMMANDS = 4;
/** The longest wait for a prompt, ms (hardware/profiles). */
const PROMPT_MS = 10_000;
/** An answer is on its way to the gateway for some ms. */
const ANSWER_MS = 100;
/** How often one modem may refuse the same part, whose number it blames, to one process of the gateway. */
const MOST_REFUSALS = 3;
const BARRED = 28;

const sameParts = (copies: readonly Copy[]): readonly (readonly Copy[])[] =>
  [...Map.groupBy(copies, ({ part, total }) => `${part}/${total}`).values()].filter(
    (same) => same.length > 1,
  );

const namesOf = (copies: readonly Copy[]): string =>
  copies.map(({ route, at }) => `${route} at ${at}`).join(', ');

const slowestMs = (route: string, spells: ReadonlyMap<string, number>): number =>
  COMMANDS_MS + (spells.get(route) ?? 0);

/** Laws about what went on air, whatever the gateway says. */
export const lawsOfSending: readonly Law[] = [
  ({ planned, copies }) => {
    if (planned.onUncertain !== 'hold') return undefined;
    const [twice] = sameParts(copies);
    return twice === undefined ? undefined : `it is on hold, and a part went on air twice: ${namesOf(twice)}`;
  },

  (story) =>
    story.planned.onUncertain === 'hold' && attemptsOf(story).length > 1
      ? `it is on hold, and was begun twice: ${namesOf(story.copies)}`
      : undefined,

  // What was accepted is not sent again, under resend either.
  (story, seen) => {
    const whole = attemptsOf(story).find((attempt) => isWhole(attempt, (copy) => isUndisturbed(copy, seen)));
    if (whole === undefined) return undefined;
    const own = [...whole.parts.values()].flat();
    const knownAt = Math.max(...own.map(({ answeredAt }) => answeredAt ?? 0)) + ANSWER_MS;
    const again = story.copies.find((copy) => !own.includes(copy) && copy.handedOverAt > knownAt);
    return again === undefined
      ? undefined
      : `${whole.route} had said yes to all of it, and a part went to ${again.route} at ${again.handedOverAt}`;
  },

  ({ view, copies }) =>
    view?.possibleDuplicate === false && sameParts(copies).length > 0
      ? 'a part went on air twice, and possibleDuplicate is false'
      : undefined,

  (story, { plan, stage }) => {
    const { view, copies } = story;
    if (view === undefined) return undefined;
    const until = Date.parse(view.validUntil);
    const slow = new Map(
      plan.modems.map(({ id, spells }) => [
        id,
        Math.max(
          0,
          ...spells.map(
            ({ modem }) => COMMANDS * (modem.slowMs ?? 0) + Math.min(PROMPT_MS, modem.latePromptMs ?? 0),
          ),
        ),
      ]),
    );
    const leftAt = ({ handedOverAt, route }: Copy): number => handedOver(stage, handedOverAt, route).from;
    const late = copies.find((copy) => leftAt(copy) > until + slowestMs(copy.route, slow));
    return late === undefined
      ? undefined
      : `${late.route} got part ${late.part} ${leftAt(late) - until} ms after its validity`;
  },

  ({ cancelledAt, copies }) => {
    const [first] = copies;
    return cancelledAt === undefined || first === undefined
      ? undefined
      : `its cancel was answered with yes at ${cancelledAt}, and it went on air at ${first.at}`;
  },

  ({ planned, copies }) => {
    const odd = copies.find(({ to, text }) => to !== planned.to || !planned.text.includes(text));
    return odd === undefined ? undefined : `${odd.route} sent to ${odd.to} what is not of it: ${odd.text}`;
  },

  (story) => {
    const wrong = attemptsOf(story).find((attempt) => {
      if (!isWhole(attempt, () => true)) return false;
      const parts = [...attempt.parts].toSorted(([a], [b]) => a - b);
      return parts.map(([, [copy]]) => copy?.text).join('') !== story.planned.text;
    });
    return wrong === undefined ? undefined : `a phone shows another text from ${wrong.route}`;
  },

  ({ planned, refusals }, { stage }) => {
    if (!planned.isBarred) return undefined;
    const lifeOf = (at: number): number => stage.gateway.stops.filter((stop) => stop.at <= at).length;
    const same = Map.groupBy(
      refusals.filter(({ code }) => code === BARRED),
      ({ route, text, at }) => `${route} ${lifeOf(at)} ${text}`,
    );
    const most = [...same.values()].find(({ length }) => length > MOST_REFUSALS);
    return most === undefined
      ? undefined
      : `${most[0]?.route} had to refuse its number ${most.length} times to one process`;
  },
];
