import type { InboundConfig } from '../../config/inbound.ts';
import type { CaseCodeRepository, CodeHashes } from '../../domain/inbound/case-codes.ts';
import {
  type CasePage,
  type CodedMessage,
  type DueCase,
  type DuePages,
  dividePages,
  type PageLimits,
  type PageRepository,
} from '../../domain/inbound/duty-pages.ts';
import type { CaseRepository } from '../../domain/inbound/help-case.ts';
import { callReference } from '../../domain/inbound/inbound-repository.ts';
import type { NewMessage } from '../../domain/messages/message.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { DutyNumbers } from '../duty/duty-numbers.ts';
import type { OutgoingInput } from '../interpret.ts';
import type { ReplyTexts } from '../reply-texts.ts';
import { callText, togetherText } from './call-texts.ts';
import { UnpagedWarnings } from './unpaged-warnings.ts';

export interface DutyPagerDeps {
  readonly repository: PageRepository &
    Pick<CaseCodeRepository, 'hashesTo'> &
    Pick<CaseRepository, 'caseFigures'>;
  readonly codes: Pick<CodeHashes, 'newCode'>;
  readonly config: Pick<InboundConfig, 'duty' | 'dutyRosters' | 'dutyValidFor' | 'cases'>;
  /** Who is told of calls for help. */
  readonly dutyNumbers: DutyNumbers;
  readonly texts: ReplyTexts;
  /** Prepares a message for the store; undefined, and not logged, if no route can carry it. */
  readonly prepare: (input: OutgoingInput) => Promise<NewMessage | undefined>;
  readonly queued: (messages: readonly NewMessage[]) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * A few hundred messages would delay more important ones: further cases are told together, at most once a minute,
 * also those of which the duty list was told before.
 */
const LIMITS: PageLimits = { apartPerTenMinutes: 10, togetherEveryMs: 60_000 };
const LOOKED_EVERY_MS = 60_000;

/**
 * Tells the duty list of calls for help: of each new case, and again of a case that nobody takes. What is due is on
 * disk, and each message is stored in one commit with its code and the mark of it, so a crash neither loses nor doubles
 * a page. A page counts only if a message of it was queued and did not fail: else others are tried, and it is tried
 * again, for as long as the case is open.
 */
export class DutyPager {
  readonly #deps: DutyPagerDeps;
  readonly #warnings: UnpagedWarnings;
  #nextFiguresAt = 0;
  /** Whom the last page could go to. */
  #lastNumbers: string | undefined;

  constructor(deps: DutyPagerDeps) {
    this.#deps = deps;
    this.#warnings = new UnpagedWarnings(deps.config.cases.pageAgain, deps);
  }

  /** Tells what is due. It may be called at any time. */
  async look(): Promise<void> {
    const { repository, config, dutyNumbers, clock, queued } = this.#deps;
    const nowMs = clock.now();
    const outcomes = await repository.pageOutcomes();
    if (outcomes.length > 0) await repository.settlePages(outcomes, nowMs);
    await this.#lookAtFigures(nowMs);
    if (config.duty.length + config.dutyRosters.length === 0) return;
    const due = await repository.duePages(nowMs, LIMITS);
    if (due === undefined) return;
    const { apart, together } = dividePages(due, LIMITS, nowMs);
    if (apart.length === 0 && !together) return;
    const numbers = await dutyNumbers(nowMs);
    this.#lastNumbers = numbers.join();
    // The cases stay due, so that whoever comes on duty next is told at once.
    if (numbers.length === 0) return repository.markUnpaged(nowMs);
    const pages: CasePage[] = [];
    for (const one of apart) pages.push(await this.#pageOf(one, numbers, nowMs));
    const { pageAgain, pageAgainTimes } = config.cases;
    const stored = await repository.storePages({
      apart: pages,
      together: together ? await this.#togetherOf(due, numbers, nowMs) : undefined,
      nowMs,
      pageAgainMs: pageAgain,
      most: 1 + pageAgainTimes,
    });
    queued(stored);
  }

  async #pageOf(one: DueCase, numbers: readonly Msisdn[], nowMs: number): Promise<CasePage> {
    const { repository, codes, texts } = this.#deps;
    const make = async (to: readonly Msisdn[]): Promise<readonly CodedMessage[]> => {
      // If a duty phone calls for help, that phone isn't told of its own call.
      const told = to.filter((number) => number !== one.number);
      // All codes first, so that the messages leave in the order of the duty list.
      const made = new Map(
        await Promise.all(
          told.map(
            async (number) => [number, await codes.newCode(await repository.hashesTo(number))] as const,
          ),
        ),
      );
      return this.#each(told, async (number) => {
        const { code = '', hashed } = made.get(number) ?? {};
        const text = callText(texts, one, code, nowMs);
        const message = await this.#prepare(number, text, callReference(one.inboxId));
        return message && hashed && { message, code: hashed };
      });
    };
    return { id: one.id, version: one.version, messages: await this.#orOthers(numbers, one, make) };
  }

  #togetherOf(due: DuePages, numbers: readonly Msisdn[], nowMs: number): Promise<readonly NewMessage[]> {
    const text = togetherText(this.#deps.texts, due, nowMs);
    const make = (to: readonly Msisdn[]): Promise<readonly NewMessage[]> =>
      this.#each(to, (number) => this.#prepare(number, text, 'calls for help'));
    return this.#orOthers(numbers, due.cases[0], make);
  }

  /** Tries the configured numbers too if nobody on duty can be paged, or if the last page reached nobody. */
  async #orOthers<Made>(
    numbers: readonly Msisdn[],
    one: Pick<DueCase, 'unpagedSince'> | undefined,
    make: (to: readonly Msisdn[]) => Promise<readonly Made[]>,
  ): Promise<readonly Made[]> {
    const made = await make(numbers);
    if (made.length > 0 && one?.unpagedSince === undefined) return made;
    const others = await make(this.#deps.config.duty.filter((number) => !numbers.includes(number)));
    return [...made, ...others];
  }

  async #each<Made>(
    numbers: readonly Msisdn[],
    make: (to: Msisdn) => Promise<Made | undefined>,
  ): Promise<readonly Made[]> {
    const made = await Promise.all(numbers.map((to) => make(to)));
    for (const [index, number] of numbers.entries()) this.#warnings.tried(number, made[index] !== undefined);
    return made.filter((one) => one !== undefined);
  }

  #prepare(to: Msisdn, text: string, reference: string): Promise<NewMessage | undefined> {
    const { config, prepare } = this.#deps;
    const { dutyValidFor: validForMs } = config;
    return prepare({
      to,
      text,
      from: undefined,
      priority: 'critical',
      validForMs,
      reference,
      route: undefined,
    });
  }

  /** Warns of cases that wait, and tries again at once if others are on duty than those who could not be paged. */
  async #lookAtFigures(nowMs: number): Promise<void> {
    const { repository, dutyNumbers } = this.#deps;
    if (nowMs < this.#nextFiguresAt) return;
    this.#nextFiguresAt = nowMs + LOOKED_EVERY_MS;
    const figures = await repository.caseFigures();
    this.#warnings.look(figures, nowMs);
    if (figures.unpaged === 0 || this.#lastNumbers === undefined) return;
    if ((await dutyNumbers(nowMs)).join() !== this.#lastNumbers) await repository.retryUnpaged(nowMs);
  }
}
