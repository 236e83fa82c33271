import { newPageCode, pageWithCode } from '../../alerts/approval/page-code.ts';
import type { InboundConfig } from '../../config/inbound.ts';
import { personOfPhone } from '../../domain/access/person-of-phone.ts';
import { HAND_OVER_OWNER } from '../../domain/duty/hand-over.ts';
import { INBOUND_OWNER } from '../../domain/inbound/inbound-repository.ts';
import type { SmsCommand, Veil } from '../../domain/inbound/sms-command.ts';
import type { NewMessage } from '../../domain/messages/message.ts';
import { withoutCodes } from '../../domain/text/without-codes.ts';
import { AskedPages } from '../../inbound/cases/asked-pages.ts';
import { CaseCommand } from '../../inbound/cases/case-command.ts';
import { caseTaker } from '../../inbound/duty/case-taker.ts';
import { DutyCommand } from '../../inbound/duty/duty-command.ts';
import { readDuty } from '../../inbound/duty/duty-words.ts';
import type { OutgoingInput } from '../../inbound/interpret.ts';
import { replyTexts } from '../../inbound/reply-texts.ts';
import type { Intake } from '../../intake/intake.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { Looper } from '../../kernel/looper.ts';
import type { Metrics } from '../../ops/metrics.ts';
import type { Store } from '../../store/store.ts';

interface DutyAround {
  readonly config: InboundConfig;
  readonly store: Store;
  readonly intake: Intake;
  readonly metrics: Metrics;
  /** Called when an event was committed and is to be published. */
  readonly announce: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

interface DutyPart {
  readonly commands: readonly SmsCommand[];
  /** Takes the codes of cases and of hand-overs out of texts. */
  readonly veil: Veil;
  start(): void;
  stop(): Promise<void>;
}

const OVERDUE_EVERY_MS = 15_000;

/** Makes what people on duty ask by SMS: to take and close cases, who is on duty, and hand-overs. */
export const composeDuty = ({
  config,
  store,
  intake,
  metrics,
  announce,
  clock,
  log,
}: DutyAround): DutyPart => {
  const personOf = personOfPhone(store, clock);
  const counter = metrics.counter(
    'case_commands',
    'Commands by SMS about calls for help, by what became of them.',
    ['what'],
  );
  const prepare = async (
    { route: _route, ...input }: OutgoingInput,
    holdsCode = false,
  ): Promise<NewMessage | undefined> => {
    const owner = holdsCode ? HAND_OVER_OWNER : INBOUND_OWNER;
    const made = await intake.prepare({ ...input, routes: undefined }, owner);
    if (!('errors' in made)) return made;
    log.error({ errors: made.errors }, 'a message to somebody on duty cannot be sent');
    return undefined;
  };
  const queued = (messages: readonly NewMessage[]): void => intake.stored(messages);
  const cases = new CaseCommand({
    repository: store,
    askedPages: new AskedPages({
      repository: store,
      codes: { newCode: newPageCode },
      config,
      texts: replyTexts(config),
      prepare,
      queued,
      clock,
    }),
    codes: { withCode: pageWithCode },
    takerOf: caseTaker({
      config,
      rosters: store.duty,
      personOf,
      nameOf: async (number) => (await store.phoneContext(number, clock.now())).name,
      clock,
    }),
    personOf,
    pageAgainMs: config.cases.pageAgain,
    clock,
    log,
    count: (what) => counter.inc({ what }),
    stepped: announce,
  });
  const duty = new DutyCommand({
    duty: store.duty,
    userOfPhone: store.userOfPhone,
    personOf,
    prepare,
    queued,
    announce,
    codes: { newCode: newPageCode, withCode: pageWithCode },
    clock,
  });
  const overdue = async (): Promise<number> => {
    await duty.tellOverdue();
    return OVERDUE_EVERY_MS;
  };
  const looper = new Looper(overdue, {
    clock,
    log,
    failure: 'overdue hand-overs cannot be told; trying again',
  });
  return {
    commands: [cases.command, duty.command],
    veil: async (from, text) =>
      readDuty(text)?.kind === 'code' ? withoutCodes(text) : cases.veil(from, text),
    start: () => looper.start(),
    stop: () => looper.stop(),
  };
};
