import { randomInt } from 'node:crypto';
import { newPageCode } from '../../alerts/approval/page-code.ts';
import type { Config } from '../../config/schema.ts';
import { INBOUND_OWNER } from '../../domain/inbound/inbound-repository.ts';
import type { SmsCommand, Veil } from '../../domain/inbound/sms-command.ts';
import type { NewMessage } from '../../domain/messages/message.ts';
import { GATEWAY } from '../../domain/operation/audit.ts';
import type { KeywordService, OptInWords } from '../../http/server/services.ts';
import { askAgain } from '../../inbound/ask-again.ts';
import { DutyPager } from '../../inbound/cases/duty-pager.ts';
import { dutyNumbers } from '../../inbound/duty/duty-numbers.ts';
import { Enrolment } from '../../inbound/enrolment/enrolment.ts';
import { optInWordFault } from '../../inbound/enrolment/word-fault.ts';
import type { InboundGate } from '../../inbound/inbound-gate.ts';
import { InboundService } from '../../inbound/inbound-service.ts';
import type { OutgoingInput } from '../../inbound/interpret.ts';
import { keywordFault } from '../../inbound/keyword-fault.ts';
import { OptOutBrake } from '../../inbound/opt-out-brake.ts';
import { replyTexts } from '../../inbound/reply-texts.ts';
import { unfitAnswers } from '../../inbound/unfit-answers.ts';
import { wordsOf } from '../../inbound/words.ts';
import { defaultSender } from '../../intake/default-sender.ts';
import type { Intake } from '../../intake/intake.ts';
import { normaliseNumber } from '../../intake/normalise-number.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { Looper } from '../../kernel/looper.ts';
import { ALL_ROUTES, type IntakeLimit } from '../../ops/intake-alarms.ts';
import type { Store } from '../../store/store.ts';
import type { Alerts } from '../alerts/compose-alerts.ts';

export interface InboundAround {
  readonly store: Store;
  readonly intake: Intake;
  /** Whether the route is configured now. */
  readonly hasRoute: (id: string) => boolean;
  readonly alerts: Pick<Alerts, 'service' | 'waiting'>;
  readonly commands: readonly SmsCommand[];
  readonly veil: Veil;
  readonly gate: Pick<InboundGate, 'showOverdue'>;
  readonly over: (route: string, limit: IntakeLimit) => void;
  /** Called when an event was committed and is to be published. */
  readonly announce: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Inbound {
  /** To be called when a message from a phone was committed. */
  wake(): void;
  start(): void;
  stop(): Promise<void>;
}

const OVERDUE_EVERY_MS = 60_000;
const PAGES_EVERY_MS = 10_000;
const ASK_AGAIN_EVERY_MS = 10_000;

/** Makes what handles messages from phones: replies, questions that are asked again, calls for help. */
export const composeInbound = (
  config: Config,
  { store, intake, hasRoute, alerts, commands, veil, gate, over, announce, clock, log }: InboundAround,
): Inbound => {
  const make = ({ route, ...input }: OutgoingInput) => {
    const only = route !== undefined && hasRoute(route) ? [route] : undefined;
    return intake.prepare({ ...input, routes: only }, INBOUND_OWNER);
  };
  const prepare = async (input: OutgoingInput): Promise<NewMessage | undefined> => {
    const made = await make(input);
    if (!('errors' in made)) return made;
    log.error(
      { reference: input.reference, errors: made.errors },
      'a message that answers or reports another cannot be sent',
    );
    return undefined;
  };
  const queued = (messages: readonly NewMessage[]): void => intake.stored(messages);
  const enrolment = new Enrolment({
    repository: store,
    country: config.country,
    language: config.inbound.language,
    organisation: config.organisation,
    senderFor: (to) => defaultSender(config, to),
    newCode: () => String(randomInt(10_000)).padStart(4, '0'),
    clock,
  });
  const texts = replyTexts(config.inbound);
  const pager = new DutyPager({
    repository: store,
    codes: { newCode: newPageCode },
    config: config.inbound,
    texts,
    dutyNumbers: dutyNumbers(config.inbound, store.duty, log),
    prepare: async (input) => {
      const made = await make(input);
      return 'errors' in made ? undefined : made;
    },
    queued,
    clock,
    log,
  });
  const repeated = (everyMs: number, look: () => Promise<void>, what: string): Looper => {
    const run = async (): Promise<number> => {
      await look();
      return everyMs;
    };
    return new Looper(run, { clock, log, failure: `${what}: cannot be checked; trying again` });
  };
  const pages = repeated(PAGES_EVERY_MS, () => pager.look(), 'calls for help');
  const service = new InboundService({
    repository: store,
    config: config.inbound,
    names: [config.sender, ...config.senders.map(({ sender }) => sender)].filter(
      (name) => name !== undefined,
    ),
    national: (text) => normaliseNumber(text, config.country),
    commands: [...commands, enrolment.command],
    veil,
    brake: new OptOutBrake({
      perMinute: config.inbound.optOutsPerMinute,
      isAlertOut: store.isAlertOut,
      over: (route) => over(route, 'optOutsPerMinute'),
    }),
    prepare,
    queued,
    unanswered: () => over(ALL_ROUTES, 'repliesPerHourInAll'),
    handled: () => {
      announce();
      pages.wake();
    },
    clock,
    log,
  });
  const askSilent = askAgain({
    repository: store,
    waiting: alerts.waiting,
    resend: async (alert) => {
      const verdict = await alerts.service.resend(alert, 'silent', GATEWAY);
      if (verdict.kind !== 'done')
        log.warn({ alert, verdict }, 'the silent people of an alert could not be asked again');
    },
    clock,
  });
  const silent = repeated(ASK_AGAIN_EVERY_MS, askSilent, 'open questions');
  const overdue = repeated(OVERDUE_EVERY_MS, () => gate.showOverdue(), 'incomplete messages from phones');
  return {
    wake: () => {
      service.wake();
      pages.wake();
    },
    start: () => {
      service.start();
      overdue.start(OVERDUE_EVERY_MS);
      pages.start();
      silent.start(ASK_AGAIN_EVERY_MS);
    },
    stop: async () => {
      await Promise.all([service.stop(), overdue.stop(), pages.stop(), silent.stop()]);
    },
  };
};

/** The words with which phones join lists, as the API needs them. */
export const composeOptInWords = ({
  listOfWord,
  keywordReplies,
}: Pick<Store, 'listOfWord' | 'keywordReplies'>): OptInWords => ({
  fold: wordsOf,
  whyNot: optInWordFault,
  takenBy: async (word) => ((await keywordReplies()).has(word) ? 'keyword' : (await listOfWord(word))?.id),
});

/** The keywords, as the API needs them. */
export const composeKeywords = ({ keywords, listOfWord }: Store): KeywordService => ({
  repository: keywords,
  fold: wordsOf,
  whyNot: keywordFault,
  listOf: async (word) => (await listOfWord(word))?.id,
  unfitAnswers,
});
