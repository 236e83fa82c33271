import { between, type Dice, pick } from '../../../chaos/dice.ts';

/** What another program posts about one event. */
export interface PlannedEvent {
  readonly id: number;
  /** In the text of its alert, and in no other text. */
  readonly site: string;
  readonly atMs: number;
  /** It is posted so long before this power cut of the plan instead, if there are so many. */
  readonly beforeCut: { readonly cut: number; readonly ms: number } | undefined;
  /** When the program posts it again, ms after the time before, whether it had an answer or not. */
  readonly againAfterMs: readonly number[];
}

export interface TriggersPlan {
  readonly events: readonly PlannedEvent[];
}

export const NUMBERS = ['+33639982990', '+33639982991', '+33639982992'] as const;
export const BY_EVENT = 'Storm gas';
export const BY_SCHEDULE = 'Storm round';
export const ROUND = 'ronde de la minute';
/** What people get: an exercise says that it is one. */
export const ROUND_TEXT = `EXERCICE - ${ROUND}`;
export const textOf = (site: string): string => `Gaz a ${site}, restez chez vous`;
export const WEBHOOK = 'storm-pump';

const LAST_MS = 6000;

export const planTriggers = (dice: Dice): TriggersPlan => ({
  events: Array.from({ length: between(dice('events'), 3, 8) }, (_, id): PlannedEvent => {
    const own: Dice = (label) => dice(`event ${id} ${label}`);
    return {
      ...{ id, site: `site${id}x` },
      atMs: between(own('at'), 300, LAST_MS),
      beforeCut:
        own('before a cut') < 0.6
          ? { cut: between(own('cut'), 0, 2), ms: between(own('before'), 0, 30) }
          : undefined,
      againAfterMs: Array.from({ length: pick(own('again'), [0, 1, 1, 2]) }, (_again, time) =>
        between(own(`again ${time}`) ** 2, 0, 2500),
      ),
    };
  }),
});
