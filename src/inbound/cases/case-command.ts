import type { PersonOfPhone } from '../../domain/access/person-of-phone.ts';
import {
  CASE_CODE_DIGITS,
  type CaseCodeRepository,
  type CodeHashes,
  MOST_WRONG_OF_PHONE,
  withoutSixDigits,
} from '../../domain/inbound/case-codes.ts';
import { decideCaseStep } from '../../domain/inbound/case-step.ts';
import type { CaseRepository, CaseStep } from '../../domain/inbound/help-case.ts';
import type { SmsCommand } from '../../domain/inbound/sms-command.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { AuditActor } from '../../domain/operation/audit.ts';
import type { Clock } from '../../kernel/clock.ts';
import { FewTimes } from '../../kernel/few-times.ts';
import { type Log, maskNumber } from '../../kernel/log.ts';
import type { CaseTaker } from '../duty/case-taker.ts';
import type { AskedPages } from './asked-pages.ts';
import { type CaseAnswer, caseReply } from './case-replies.ts';
import { type AskedOfCase, readCaseCommand } from './read-case-command.ts';

export interface CaseCommandDeps {
  readonly repository: CaseCodeRepository & Pick<CaseRepository, 'getCase'>;
  readonly codes: Pick<CodeHashes, 'withCode'>;
  readonly takerOf: CaseTaker;
  readonly personOf: PersonOfPhone;
  readonly askedPages: Pick<AskedPages, 'send'>;
  readonly pageAgainMs: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Counts what became of a command, for the metrics. */
  readonly count: (what: CaseAnswer['kind']) => void;
  /** Called when a step was committed, so that its event is published. */
  readonly stepped: () => void;
}

/** A command that waited for longer, since the gateway was down, does nothing: others have acted meanwhile. */
const WITHIN_MS = 3_600_000;
/** Replies to one phone that tell of no success: somebody who sends in its name must not flood it. */
const MOST_REPLIES = 5;
const REPLIES_SPAN_MS = 600_000;

type Asked = Parameters<SmsCommand>[0];

/**
 * Lets a phone of duty take a case (`PRIS 12 482137`, `TAKE 12 482137`) and close it as helped (`CLOS`, `CLOSE`), and
 * the one who has a case close it when off duty. The sender of an SMS can be forged, so what counts is the code, which
 * only that phone got in the page of that case. One command is handled at a time, so that the third wrong code is the
 * last one, and a flood costs one derivation at a time.
 */
export class CaseCommand {
  readonly #deps: CaseCommandDeps;
  readonly #replies: FewTimes;
  #last: Promise<unknown> = Promise.resolve();

  constructor(deps: CaseCommandDeps) {
    this.#deps = deps;
    this.#replies = new FewTimes(MOST_REPLIES, REPLIES_SPAN_MS, deps.clock);
  }

  readonly command: SmsCommand = (asked) => {
    const read = readCaseCommand(asked.text);
    if (read === undefined) return Promise.resolve(undefined);
    const next = this.#last.then(() => this.#handle(asked, read));
    this.#last = next.catch(() => {});
    return next;
  };

  /** The text without the code of a case, if such a code works; undefined: the text has none. */
  async veil(from: Msisdn | undefined, text: string): Promise<string | undefined> {
    const { repository, clock } = this.#deps;
    const read = readCaseCommand(text);
    if (read?.code !== undefined)
      return (await repository.isCaseCodeOpen(undefined, clock.now())) ? read.shownAs : undefined;
    const shown = withoutSixDigits(text);
    if (from === undefined || shown === text.normalize('NFKC')) return undefined;
    return (await repository.isCaseCodeOpen(from, clock.now())) ? shown : undefined;
  }

  async #handle(asked: Asked, read: AskedOfCase): ReturnType<SmsCommand> {
    const { takerOf, count } = this.#deps;
    const actor = (await takerOf(asked.from)) ?? (await this.#holder(asked.from, read.id));
    if (actor === undefined) return undefined;
    const answer = await this.#answer(asked, read, actor);
    count(answer.kind);
    const { shownAs } = read;
    const isTold = answer.kind === 'done' || answer.kind === 'paged' || this.#replies.take(asked.from);
    return { handledAs: 'case', reply: isTold ? caseReply(read, answer) : undefined, shownAs };
  }

  /** Whoever has the case may go on with it when they go off duty: nobody else knows that the person was helped. */
  async #holder(phone: Msisdn, id: number): Promise<AuditActor | undefined> {
    const { repository, personOf } = this.#deps;
    const holder = (await repository.getCase(id))?.holder;
    if (holder?.id === undefined) return undefined;
    const person = await personOf(phone);
    return person.kind !== 'disabled' && person.id === holder.id
      ? { id: person.id, name: holder.name }
      : undefined;
  }

  async #answer({ from, at, reference }: Asked, read: AskedOfCase, actor: AuditActor): Promise<CaseAnswer> {
    const { repository, askedPages, clock, pageAgainMs, stepped } = this.#deps;
    const { id, code } = read;
    const nowMs = clock.now();
    const found = await repository.getCase(id);
    if (found === undefined) return { kind: 'unknown' };
    const { codes, wrong } = await repository.codesOf(id, from, nowMs);
    // The SMS is handled again after a crash between the step and the mark that the SMS was handled.
    if (codes.some(({ usedBy }) => usedBy === reference)) return { kind: 'done', case: found };
    if (found.state === 'closed') return { kind: 'closed' };
    if (nowMs - at > WITHIN_MS) return { kind: 'late' };
    if (wrong >= MOST_WRONG_OF_PHONE) return { kind: 'barred' };
    const step = stepOf(read);
    const working = codes.filter((one) => one.end === undefined && one.until > nowMs);
    if (working.length === 0 || (code === undefined && working.every(({ isLost }) => isLost))) {
      const decision = decideCaseStep(found, step, actor);
      if (decision.kind === 'held') return decision;
      // A phone of duty that calls for help itself is not told of its own call.
      const isPaged = found.number !== from && (await askedPages.send(found, from, read, reference));
      if (isPaged) return { kind: 'paged' };
      return { kind: codes[0]?.end === 'locked' ? 'locked' : 'codeless' };
    }
    if (code === undefined) return { kind: 'noCode' };
    if (code.length !== CASE_CODE_DIGITS) return { kind: 'otherDigits' };
    const right = await this.#deps.codes.withCode(code, working);
    if (right === undefined) return this.#wrong(from, id, reference);
    const asking = { id, step, actor, version: undefined, nowMs, pageAgainMs };
    const verdict = await repository.stepByCode({ ...asking, code: right.id, reference });
    switch (verdict.kind) {
      case 'done':
        stepped();
        return verdict;
      case 'held':
        return verdict;
      case 'codeEnded':
        return { kind: 'codeless' };
      default:
        return { kind: verdict.kind === 'wrongState' ? 'closed' : 'unknown' };
    }
  }

  async #wrong(phone: Msisdn, id: number, reference: string): Promise<CaseAnswer> {
    const { repository, clock, log } = this.#deps;
    const counted = await repository.countWrongCaseCode({ case: id, phone, reference, at: clock.now() });
    if (counted === 'counted') return { kind: 'wrongCode' };
    log.warn(
      { phone: maskNumber(phone), case: id },
      counted === 'locked'
        ? 'three wrong codes by SMS: the codes of the case are void for this phone'
        : 'too many wrong codes by SMS: no code of this phone works for an hour',
    );
    return { kind: counted };
  }
}

const stepOf = ({ kind }: AskedOfCase): CaseStep =>
  kind === 'close'
    ? { kind, outcome: 'helped', text: undefined, from: undefined }
    : { kind, from: undefined };
