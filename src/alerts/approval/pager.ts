import { type Alert, type AlertLogEntry, type Correction, isAmong } from '../../domain/alerts/alert.ts';
import {
  type ApprovalPage,
  type ApprovalWait,
  MOST_WRONG_OF_WAIT,
  type NewPage,
} from '../../domain/alerts/approval.ts';
import { type Officer, stepActorOf } from '../../domain/alerts/approvers.ts';
import { untilText } from '../../domain/duty/until-text.ts';
import type { NewMessage } from '../../domain/messages/message.ts';
import { peopleOf } from '../desk/launching.ts';
import { seeAlert } from '../preview/draft-review.ts';
import type { ApprovalDeps } from './approval-deps.ts';
import type { Pageable } from './next-page.ts';
import { CODE_VALID_MS, newPageCode } from './page-code.ts';
import { pageText } from './page-text.ts';
import { writersOf } from './waiting.ts';
import { canShow } from './written.ts';

interface Duty {
  readonly officers: readonly Pageable[];
  /** Whether the roster gives nobody who may be paged, so that these are all who may approve. */
  readonly isFallback: boolean;
}

interface WhatWaits {
  readonly hash: string;
  /** Those of all audiences. */
  readonly people: number;
  readonly audiences: number;
}

interface MadePage {
  readonly page: NewPage;
  readonly message: NewMessage;
}

/** Makes pages: whom the clock may page for what waits, and the page with its SMS. */
export class Pager {
  readonly #deps: ApprovalDeps;

  constructor(deps: ApprovalDeps) {
    this.#deps = deps;
  }

  /** Those who may be paged now, in their order: each officer on duty, or whoever approves in the officer's place. */
  async duty(
    alert: Alert,
    log: readonly AlertLogEntry[],
    wait: Pick<ApprovalWait, 'subject'>,
  ): Promise<Duty> {
    const { officers, repository, clock } = this.#deps;
    const now = clock.now();
    const delegations = await repository.delegationsAt(now);
    const writers = writersOf(alert, log, wait);
    const mayBePaged = async (those: readonly Officer[]): Promise<readonly Pageable[]> => {
      const acting = await Promise.all(
        those.map(async (officer) => {
          const given = delegations.find(({ from }) => from.id === officer.id);
          const other = given === undefined ? undefined : await officers.byId(given.to.id);
          return other !== undefined && canBePaged(other) ? other : officer;
        }),
      );
      const pageable = await Promise.all(acting.map((officer) => this.pageable(officer, writers)));
      return [...new Map(pageable.flatMap((one) => (one === undefined ? [] : [[one.id, one]]))).values()];
    };
    const onDuty = await mayBePaged(await officers.onDuty(now));
    if (onDuty.length > 0) return { officers: onDuty, isFallback: false };
    return { officers: await mayBePaged(await officers.approvers()), isFallback: true };
  }

  /**
   * The officer, if they may be paged for what these persons wrote: none of them ever is, and nobody whom one of them
   * has just made an officer.
   */
  async pageable(officer: Officer, writers: readonly string[]): Promise<Pageable | undefined> {
    if (!canBePaged(officer) || isAmong(stepActorOf(officer), writers)) return undefined;
    const { holdOf, clock } = this.#deps;
    const asked = { actor: officer.id, persons: writers, at: clock.now(), through: 'phone' } as const;
    return (await holdOf(asked)) === undefined ? officer : undefined;
  }

  /** The hash of what a page would ask for now. */
  async hashOf(wait: Pick<ApprovalWait, 'subject'>, alert: Alert): Promise<string> {
    return (await this.#whatWaits(wait, alert)).hash;
  }

  /** Undefined: no route can carry the SMS. */
  async make(
    wait: ApprovalWait,
    alert: Alert,
    pages: readonly ApprovalPage[],
    officer: Pageable,
  ): Promise<MadePage | undefined> {
    const { repository, prepare, clock, policy, timeZone } = this.#deps;
    const { bySms, from } = policy.approvalClock;
    const { scheduledAt = 0 } = alert.draft;
    const now = clock.now();
    const { hash, people, audiences } = await this.#whatWaits(wait, alert);
    const isLocked = wait.wrong >= MOST_WRONG_OF_WAIT;
    const asked = askedBySms(alert);
    // Nobody shall approve by SMS what the SMS can't show.
    const isShown = asked === undefined || canShow(asked);
    const made =
      bySms && !isLocked && isShown ? await newPageCode(await repository.pagesTo(officer.phone)) : undefined;
    const text = pageText(officer.language, {
      alert: alert.id,
      title: alert.draft.title,
      asked: isShown ? asked : undefined,
      subject: wait.subject,
      isExercise: alert.draft.kind === 'exercise',
      people,
      audiences,
      goesOutAt:
        wait.subject === 'alert' && scheduledAt > now ? untilText(timeZone, scheduledAt, now) : undefined,
      minutes: Math.max(0, Math.ceil((wait.deadline - now) / 60_000)),
      code: made?.code,
      locked: bySms && isLocked,
    });
    const step = (pages.at(-1)?.step ?? 0) + 1;
    const message = await prepare({
      to: officer.phone,
      text,
      from,
      priority: 'critical',
      // After that the code does not work any more.
      validForMs: CODE_VALID_MS,
      reference: `approval of alert ${alert.id}, page ${step}`,
    });
    if (message === undefined) return undefined;
    const page = {
      wait: wait.id,
      alert: alert.id,
      step,
      user: officer.id,
      name: officer.name,
      phone: officer.phone,
      hash,
      at: now,
      until: now + CODE_VALID_MS,
      code: made?.hashed,
      message: message.id,
    };
    return { page, message };
  }

  async #whatWaits({ subject }: Pick<ApprovalWait, 'subject'>, alert: Alert): Promise<WhatWaits> {
    if (subject === 'alert') {
      const review = await seeAlert(this.#deps, alert.draft, this.#deps.clock.now());
      return { hash: review.hash, people: peopleOf(review), audiences: 1 + review.steps.length };
    }
    const { proposedUpdate: correction } = alert;
    const hash = correction?.hash ?? '';
    return { hash, people: await this.#peopleOf(subject, alert, correction), audiences: 1 };
  }

  /** The people who get the correction. */
  async #peopleOf(
    what: 'update' | 'cancel',
    { id }: Alert,
    correction: Correction | undefined,
  ): Promise<number> {
    const { service } = this.#deps;
    const shown = await service.previewCorrection(id, { what, correction });
    if (shown.kind !== 'previewed') return (await service.totals(id)).toReach;
    const { people, onTheWay, toCome } = shown.preview;
    // After a cancel, those without a message get none; an update becomes their only text.
    return people + onTheWay + (what === 'update' ? toCome : 0);
  }
}

const canBePaged = (officer: Officer): officer is Pageable =>
  officer.mayApprove && officer.phone !== undefined;

/** What a phone wrote into the texts of the alert; undefined: they were written by somebody who has a token. */
const askedBySms = ({ draft: { source, values } }: Alert): string | undefined => {
  const given = Object.values(values).join('; ');
  return source === 'sms' && given !== '' ? given : undefined;
};
