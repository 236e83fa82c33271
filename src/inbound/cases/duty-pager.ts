import type { InboundConfig } from '../../config/inbound.ts';
import {
  type CasePage,
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

export interface DutyPagerDeps {
  readonly repository: PageRepository & Pick<CaseRepository, 'caseFigures'>;
  readonly config: Pick<InboundConfig, 'duty' | 'dutyRosters' | 'dutyValidFor' | 'cases'>;
  /** Who is told of calls for help. */
  readonly dutyNumbers: DutyNumbers;
  readonly texts: ReplyTexts;
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
/** The shortest time between two warnings in the log, and between two looks whether there is one to be given, ms. */
const WARNED_EVERY_MS = 300_000;
const LOOKED_EVERY_MS = 60_000;

/**
 * Tells the duty list of calls for help: of each new case, and again of a case that nobody takes. What is due is on
 * disk, and each message is stored in one commit with the mark of it, so a crash neither loses nor doubles a page.
 */
export class DutyPager {
  readonly #deps: DutyPagerDeps;
  #nextWarningAt = 0;

  constructor(deps: DutyPagerDeps) {
    this.#deps = deps;
  }

  /** Tells what is due. It may be called at any time. */
  async look(): Promise<void> {
    const { repository, config, dutyNumbers, clock, queued } = this.#deps;
    await this.#warn();
    if (config.duty.length + config.dutyRosters.length === 0) return;
    const nowMs = clock.now();
    const due = await repository.duePages(nowMs, LIMITS);
    if (due === undefined) return;
    const { apart, together } = dividePages(due, LIMITS, nowMs);
    if (apart.length === 0 && !together) return;
    const numbers = await dutyNumbers(nowMs);
    // Nothing is marked as told, so that whoever comes on duty next is told.
    if (numbers.length === 0) return;
    const pages = await Promise.all(apart.map((one) => this.#pageOf(one, numbers, nowMs)));
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
    const { texts } = this.#deps;
    // If a duty phone calls for help, that phone isn't told of its own call.
    const told = numbers.filter((number) => number !== one.number);
    const messages = await this.#prepare(told, callText(texts, one, nowMs), callReference(one.inboxId));
    return { id: one.id, version: one.version, messages };
  }

  async #togetherOf(
    due: DuePages,
    numbers: readonly Msisdn[],
    nowMs: number,
  ): Promise<readonly NewMessage[]> {
    const { texts } = this.#deps;
    return this.#prepare(numbers, togetherText(texts, due, nowMs), 'calls for help');
  }

  async #prepare(
    numbers: readonly Msisdn[],
    text: string,
    reference: string,
  ): Promise<readonly NewMessage[]> {
    const { config, prepare } = this.#deps;
    const made = await Promise.all(
      numbers.map((to) =>
        prepare({
          to,
          text,
          from: undefined,
          priority: 'critical',
          validForMs: config.dutyValidFor,
          reference,
          route: undefined,
        }),
      ),
    );
    return made.filter((one) => one !== undefined);
  }

  /** Warns while a case waits longer than the time after which the duty list is paged again. */
  async #warn(): Promise<void> {
    const { repository, config, clock, log } = this.#deps;
    const now = clock.now();
    if (now < this.#nextWarningAt) return;
    this.#nextWarningAt = now + LOOKED_EVERY_MS;
    const { open, waitingSince } = await repository.caseFigures();
    if (waitingSince === undefined || now - waitingSince <= config.cases.pageAgain) return;
    this.#nextWarningAt = now + WARNED_EVERY_MS;
    const minutes = Math.floor((now - waitingSince) / 60_000);
    log.warn({ open, oldestMinutes: minutes }, 'calls for help wait, and nobody has taken them');
  }
}
