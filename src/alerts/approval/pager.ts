import { type Alert, type AlertLogEntry, isAmong } from '../../domain/alerts/alert.ts';
import {
  type ApprovalPage,
  type ApprovalWait,
  MOST_WRONG_OF_WAIT,
  type NewPage,
} from '../../domain/alerts/approval.ts';
import { type Officer, stepActorOf } from '../../domain/alerts/approvers.ts';
import type { NewMessage } from '../../domain/messages/message.ts';
import { seeAlert } from '../preview/draft-review.ts';
import type { ApprovalDeps } from './approval-deps.ts';
import { canShow, pageText } from './approval-texts.ts';
import type { Pageable } from './next-page.ts';
import { CODE_VALID_MS, newPageCode } from './page-code.ts';
import { writersOf } from './waiting.ts';

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
  ): Promise<readonly Pageable[]> {
    const { officers, repository, clock } = this.#deps;
    const now = clock.now();
    const [onDuty, delegations] = await Promise.all([officers.onDuty(now), repository.delegationsAt(now)]);
    const acting = await Promise.all(
      onDuty.map(async (officer) => {
        const given = delegations.find(({ from }) => from.id === officer.id);
        const other = given === undefined ? undefined : await officers.byId(given.to.id);
        return other !== undefined && canBePaged(other) ? other : officer;
      }),
    );
    const writers = writersOf(alert, log, wait);
    const pageable = await Promise.all(acting.map((officer) => this.pageable(officer, writers)));
    return [...new Map(pageable.flatMap((one) => (one === undefined ? [] : [[one.id, one]]))).values()];
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

  /** Undefined: no route can carry the SMS. */
  async make(
    wait: ApprovalWait,
    alert: Alert,
    pages: readonly ApprovalPage[],
    officer: Pageable,
  ): Promise<MadePage | undefined> {
    const { repository, prepare, clock, policy } = this.#deps;
    const { bySms, from } = policy.approvalClock;
    const now = clock.now();
    const { hash, people } = await this.#whatWaits(wait, alert);
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
      isUpdate: wait.subject === 'update',
      people,
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

  async #whatWaits(
    { subject }: ApprovalWait,
    alert: Alert,
  ): Promise<{ readonly hash: string; readonly people: number }> {
    if (subject === 'alert') return seeAlert(this.#deps, alert.draft, this.#deps.clock.now());
    const waves = await this.#deps.alerts.waves(alert.id);
    const people = Math.max(0, ...waves.map(({ recipients }) => recipients));
    return { hash: alert.proposedUpdate?.hash ?? '', people };
  }
}

const canBePaged = (officer: Officer): officer is Pageable =>
  officer.mayApprove && officer.phone !== undefined;

/** What a phone wrote into the texts of the alert; undefined: they were written by somebody who has a token. */
const askedBySms = ({ draft: { source, values } }: Alert): string | undefined => {
  const given = Object.values(values).join('; ');
  return source === 'sms' && given !== '' ? given : undefined;
};
