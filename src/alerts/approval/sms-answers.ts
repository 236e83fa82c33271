import type { ApprovalPage, PageAnswer } from '../../domain/alerts/approval.ts';
import { type Officer, stepActorOf } from '../../domain/alerts/approvers.ts';
import type { SmsCommand } from '../../domain/inbound/sms-command.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { Audit } from '../../domain/operation/audit.ts';
import { inWords } from '../../domain/text/french/in-words.ts';
import { withoutCodes } from '../../domain/text/without-codes.ts';
import { FewTimes } from '../../kernel/few-times.ts';
import { maskNumber } from '../../kernel/log.ts';
import { answerPage, repeated } from './answer-page.ts';
import { type Answered, answerReply, type NotDone } from './answer-replies.ts';
import type { ApprovalDeps } from './approval-deps.ts';
import { CODE_DIGITS, isOpenAt, pageWithCode } from './page-code.ts';
import { type AskedAnswer, readAnswer } from './read-answer.ts';
import { renewCode } from './renew-code.ts';

const SPAN_MS = 10 * 60_000;
/** Replies to one phone that tell of no success: somebody who sends in its name must not flood it. */
const MOST_REPLIES = 5;
/** Codes of one phone that are compared while none of its codes works, only so that the reply can say why. */
const MOST_LOOKS = 5;
/** A code is remembered so long, to tell an old code from a wrong one. */
const REMEMBERED_MS = 24 * 3_600_000;

const ENDED: Readonly<Record<NonNullable<ApprovalPage['end']>, NotDone>> = {
  approved: 'usedCode',
  returned: 'usedCode',
  delegated: 'usedCode',
  changed: 'settledCode',
  void: 'settledCode',
  locked: 'locked',
};

const DONE: readonly Answered['kind'][] = [
  'approved',
  'notLaunched',
  'sent',
  'returned',
  'rejected',
  'delegated',
];

type Asked = Parameters<SmsCommand>[0];

export interface SmsAnswersDeps extends ApprovalDeps, Pick<Audit, 'record'> {
  /** Called when the clock may have something to do. */
  wake(): void;
}

/**
 * Answers to pages by SMS. A sender's number can be forged, so the code is what counts: it works once, for ten
 * minutes, from the phone that it was sent to, and for exactly what was paged. One text is handled at a time, so that
 * the third wrong code is the last one, and so that a flood costs one derivation at a time.
 */
export class SmsAnswers {
  readonly #deps: SmsAnswersDeps;
  readonly #replies: FewTimes;
  readonly #looks: FewTimes;
  #last: Promise<unknown> = Promise.resolve();

  constructor(deps: SmsAnswersDeps) {
    this.#deps = deps;
    this.#replies = new FewTimes(MOST_REPLIES, SPAN_MS, deps.clock);
    this.#looks = new FewTimes(MOST_LOOKS, SPAN_MS, deps.clock);
  }

  readonly command: SmsCommand = (asked) => {
    const read = readAnswer(asked.text);
    if (read === undefined) return Promise.resolve(undefined);
    const next = this.#last.then(() => this.#handle(asked, read));
    this.#last = next.catch(() => {});
    return next;
  };

  /**
   * The text of a message that may hold a working code, without it; undefined: it holds none. It is for all texts of a
   * phone with a code, whatever they are read as, and for answers from any sender.
   */
  async veil(from: Msisdn | undefined, text: string): Promise<string | undefined> {
    const { repository, clock } = this.#deps;
    const now = clock.now();
    const shown = withoutCodes(text);
    if (shown === text.normalize('NFKC') || !(await repository.isAnyCodeOpen(now))) return undefined;
    const read = readAnswer(text);
    if (read !== undefined && read.verb !== 'unread') return shown;
    const pages = from === undefined ? [] : await repository.pagesTo(from);
    return pages.some(isOpenAt(now)) ? shown : undefined;
  }

  async #handle(asked: Asked, read: AskedAnswer): ReturnType<SmsCommand> {
    const { officers, repository, phoneLanguage, timeZone, clock, count } = this.#deps;
    const { from, text, isMeant } = asked;
    const shownAs = withoutCodes(text);
    const now = clock.now();
    const officer = await officers.byPhone(from);
    const pages = (await repository.pagesTo(from)).filter(({ at }) => now - at < REMEMBERED_MS);
    const isUnread = read.verb === 'unread';
    if (isUnread && (officer?.mayApprove !== true || !pages.some(isOpenAt(now)))) return undefined;
    // A call for help, an answer or a keyword may begin like an answer to a page: "Non, 1500 personnes coincées".
    if (isMeant && read.code.length !== CODE_DIGITS) return undefined;
    if (pages.length === 0) {
      if (!(await repository.isAnyCodeOpen(now))) return undefined;
      // The text belongs to another command or to a person; `veil` takes a code out of it.
      if (officer === undefined || isMeant || read.code.length !== CODE_DIGITS) {
        count('stranger');
        return undefined;
      }
    }
    const answered: Answered =
      officer?.mayApprove === true
        ? await this.#answer(
            asked,
            read,
            officer,
            pages.filter(({ user }) => user === officer.id),
          )
        : { kind: 'mayNot' };
    // Six digits that are no code of the phone belong to another text, such as a call for help.
    if (isUnread && answered.kind !== 'unclear') return undefined;
    if (!DONE.includes(answered.kind)) {
      if (!this.#replies.take(from)) return { handledAs: 'approval', reply: undefined, shownAs };
      await this.#note(from, answered.kind);
    }
    const language = officer?.language ?? phoneLanguage;
    const said =
      answered.kind === 'notLaunched'
        ? { ...answered, reason: inWords(answered.reason, language, timeZone) }
        : answered;
    return { handledAs: 'approval', reply: answerReply(said, language), shownAs };
  }

  async #answer(
    { from, reference }: Asked,
    read: AskedAnswer,
    officer: Officer,
    pages: readonly ApprovalPage[],
  ): Promise<Answered> {
    const { clock, count, wake } = this.#deps;
    const before = pages.find((page) => page.reference === reference);
    if (before !== undefined) return this.#withNewCode(await repeated(this.#deps, before), before, officer);
    const now = clock.now();
    const isOpen = isOpenAt(now);
    const isGuarded = pages.some(isOpen);
    const isCompared = isGuarded || this.#looks.take(from);
    const page = isCompared ? await pageWithCode(read.code, pages) : undefined;
    if (page === undefined) return this.#wrong(from, isGuarded);
    if (page.end !== undefined) {
      const kind = ENDED[page.end];
      count(kind);
      return { kind };
    }
    const isClear = read.verb !== 'unclear' && read.verb !== 'unread';
    if (!isOpen(page)) {
      const kind = isClear ? await renewCode(this.#deps, page, officer) : 'expiredCode';
      count(kind);
      return { kind };
    }
    if (!isClear) {
      count('unclear');
      return { kind: 'unclear' };
    }
    const answer: Omit<PageAnswer, 'end' | 'detail'> = {
      page: page.id,
      reference,
      by: stepActorOf(officer),
    };
    const answered = await answerPage(this.#deps, page, read, answer);
    wake();
    return this.#withNewCode(answered, page, officer);
  }

  /** An officer whose approval came too late, since the recipients had changed, gets a new code at once. */
  async #withNewCode(answered: Answered, page: ApprovalPage, officer: Officer): Promise<Answered> {
    if (answered.kind !== 'changed') return answered;
    const renewed = await renewCode(this.#deps, page, officer);
    return renewed === 'renewedCode' ? answered : { kind: 'changedNoCode' };
  }

  /** Counts a code that is none of the phone. While a code of the phone works, it is a guess. */
  async #wrong(phone: Msisdn, isGuess: boolean): Promise<Answered> {
    const { repository, clock, count, log, wake } = this.#deps;
    count('wrongCode');
    if (!isGuess) return { kind: 'wrongCode' };
    const at = clock.now();
    const note = { at, ...noteOf(phone, 'wrongCode') };
    if (!(await repository.countWrong({ phone, at, note }))) return { kind: 'wrongCode' };
    count('locked');
    log.warn({ phone: maskNumber(phone) }, 'too many wrong codes: the codes of an approval are void');
    wake();
    return { kind: 'locked' };
  }

  #note(phone: Msisdn, why: Answered['kind']): Promise<void> {
    const { actor, action, subject, detail } = noteOf(phone, why);
    return this.#deps.record(actor, action, subject, detail);
  }
}

const noteOf = (phone: Msisdn, why: Answered['kind']) => ({
  actor: { id: `phone:${phone}`, name: 'SMS' },
  action: 'approval.refused',
  subject: `number:${phone}`,
  detail: { why },
});
