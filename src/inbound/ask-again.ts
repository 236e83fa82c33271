import type { Wave } from '../domain/alerts/alert.ts';
import type { AlertAnswerBook } from '../domain/alerts/alert-answers.ts';
import type { AlertBook } from '../domain/alerts/alert-book.ts';
import type { InboundBook, OpenQuestion } from '../domain/inbound/inbound-book.ts';
import type { Clock } from '../kernel/clock.ts';

export interface AskAgainDeps {
  readonly book: Pick<InboundBook, 'openQuestions'> &
    Pick<AlertBook, 'waves'> &
    Pick<AlertAnswerBook, 'hasSilent'>;
  /** Messages of the wave that no route has yet. */
  readonly waiting: (wave: Wave) => number;
  /** Sends the alert once more to who has it and said nothing. */
  readonly resend: (alert: number) => Promise<unknown>;
  readonly clock: Clock;
}

/** Nobody is silent: everybody answered, or nobody has it yet. To find that out takes a second of a large alert. */
const NOBODY_SILENT_REST_MS = 60_000;

/**
 * Asks the silent again where the question says so, so often and so far apart; no sooner than the wave before has left,
 * or a modem would carry the second question to some before the first to others.
 */
export const askAgain = ({ book, waiting, resend, clock }: AskAgainDeps): (() => Promise<void>) => {
  const restUntil = new Map<number, number>();

  const isDue = async ({ alert, resend: again }: OpenQuestion): Promise<boolean> => {
    if ((restUntil.get(alert) ?? 0) > clock.now()) return false;
    const waves = await book.waves(alert);
    const last = waves.at(-1);
    if (last === undefined || last.startedAt + again.afterMs > clock.now()) return false;
    // Others are over, or are for an operator to send.
    if (waves.some(({ kind }) => kind === 'cancel')) return false;
    if (waves.some((wave) => !wave.done || waiting(wave) > 0)) return false;
    return waves.filter(({ target }) => target === 'silent').length < again.times;
  };

  return async () => {
    const open = await book.openQuestions(clock.now());
    for (const id of restUntil.keys()) if (!open.some(({ alert }) => alert === id)) restUntil.delete(id);
    for (const question of open) {
      if (!(await isDue(question))) continue;
      if (await book.hasSilent(question.alert)) await resend(question.alert);
      else restUntil.set(question.alert, clock.now() + NOBODY_SILENT_REST_MS);
    }
  };
};
