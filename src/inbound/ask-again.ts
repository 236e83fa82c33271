import { isTakenBack, type Wave } from '../domain/alerts/alert.ts';
import type { AlertAnswerRepository } from '../domain/alerts/alert-answers.ts';
import type { AlertRepository } from '../domain/alerts/alert-repository.ts';
import { hasPeopleLeft } from '../domain/alerts/wave-state.ts';
import type { InboundRepository, OpenQuestion } from '../domain/inbound/inbound-repository.ts';
import type { Clock } from '../kernel/clock.ts';

export interface AskAgainDeps {
  readonly repository: Pick<InboundRepository, 'openQuestions'> &
    Pick<AlertRepository, 'waves'> &
    Pick<AlertAnswerRepository, 'hasSilent'>;
  /** Number of the wave's messages that no route has taken yet. */
  readonly waiting: (wave: Wave) => number;
  /** Sends the alert again to the recipients who got it and didn't answer. */
  readonly resend: (alert: number) => Promise<unknown>;
  readonly clock: Clock;
}

/** The pause in ms after a check found nobody to ask again. The check takes a second for a large alert. */
const NOBODY_SILENT_REST_MS = 60_000;

/**
 * Sends a question again to those who didn't answer, as often and at the interval that the question sets. A question is
 * sent again only when all earlier waves were sent: otherwise a slow modem would ask some people for the second time
 * before it asked others for the first time.
 */
export const askAgain = ({ repository, waiting, resend, clock }: AskAgainDeps): (() => Promise<void>) => {
  const restUntil = new Map<number, number>();

  const isDue = async ({ alert, resend: again }: OpenQuestion): Promise<boolean> => {
    if ((restUntil.get(alert) ?? 0) > clock.now()) return false;
    const waves = await repository.waves(alert);
    const last = waves.at(-1);
    if (last === undefined || last.startedAt + again.afterMs > clock.now()) return false;
    // An alert that was cancelled or ended needs no more answers.
    if (isTakenBack(waves)) return false;
    if (waves.some((wave) => hasPeopleLeft(wave.state) || waiting(wave) > 0)) return false;
    return waves.filter(({ target }) => target === 'silent').length < again.times;
  };

  return async () => {
    const open = await repository.openQuestions(clock.now());
    for (const id of restUntil.keys()) if (!open.some(({ alert }) => alert === id)) restUntil.delete(id);
    for (const question of open) {
      if (!(await isDue(question))) continue;
      if (await repository.hasSilent(question.alert)) await resend(question.alert);
      else restUntil.set(question.alert, clock.now() + NOBODY_SILENT_REST_MS);
    }
  };
};
