import type { Config } from '../../config/schema.ts';
import type { Alert } from '../../domain/alerts/alert.ts';
import type { DutyRepository } from '../../domain/duty/duty.ts';
import { INBOUND_OWNER } from '../../domain/inbound/inbound-repository.ts';
import type { NewMessage } from '../../domain/messages/message.ts';
import { markExercise } from '../../domain/templates/mark-exercise.ts';
import { quote } from '../../domain/text/quote.ts';
import { dutyNumbers } from '../../inbound/duty/duty-numbers.ts';
import { replyTexts } from '../../inbound/reply-texts.ts';
import type { Intake } from '../../intake/intake.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';

const QUOTED = 40;

/** Makes the messages that tell the duty list that too few people have answered, without storing them. */
export const dutyMessages = (
  config: Pick<Config, 'inbound'>,
  clock: Pick<Clock, 'now'>,
  duty: DutyRepository,
  intake: Pick<Intake, 'prepare'>,
  log: Log,
): ((alert: Alert, answered: number) => Promise<readonly NewMessage[]>) => {
  const texts = replyTexts(config.inbound);
  const { dutyValidFor, language } = config.inbound;
  const numbers = dutyNumbers(config.inbound, duty, log);
  return async ({ id, draft }, answered) => {
    const { need = 0, meaning = '' } = draft.escalation ?? {};
    const said = texts('notEnough', [], {
      answered: String(answered),
      need: String(need),
      meaning: quote(meaning, QUOTED),
      title: quote(draft.title, QUOTED),
      alert: String(id),
    });
    const text = draft.kind === 'exercise' ? markExercise(said, language ?? 'fr') : said;
    const made = await Promise.all(
      (await numbers(clock.now())).map((to) =>
        intake.prepare(
          {
            to,
            text,
            priority: 'critical',
            validForMs: dutyValidFor,
            reference: `escalation of alert ${id}`,
          },
          INBOUND_OWNER,
        ),
      ),
    );
    return made.flatMap((one) => {
      if (!('errors' in one)) return [one];
      log.error(
        { alert: id, errors: one.errors },
        'the duty list cannot be told that too few people answered',
      );
      return [];
    });
  };
};
