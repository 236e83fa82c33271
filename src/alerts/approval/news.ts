import type { Alert, AlertLogEntry } from '../../domain/alerts/alert.ts';
import type { ApprovalPage, ApprovalWait } from '../../domain/alerts/approval.ts';
import type { NewMessage } from '../../domain/messages/message.ts';
import { type Msisdn, toMsisdn } from '../../domain/messages/msisdn.ts';
import { inWords } from '../../domain/text/french/in-words.ts';
import { seeAlert } from '../preview/draft-review.ts';
import type { ApprovalDeps } from './approval-deps.ts';
import { type AuthorNews, authorText, type Language, settledText } from './approval-texts.ts';
import { storyOf, whyHeldBack } from './waiting.ts';

const NEWS_VALID_MS = 4 * 3_600_000;
const PHONE = 'phone:';

/** The messages that tell the author, and the officers who were paged, how a wait went on. */
export class News {
  readonly #deps: ApprovalDeps;

  constructor(deps: ApprovalDeps) {
    this.#deps = deps;
  }

  /** For the end of the wait: the author, and each officer whose code still works at night and is void now. */
  async settled(
    wait: ApprovalWait,
    pages: readonly ApprovalPage[],
    alert: Alert,
    log: readonly AlertLogEntry[],
  ): Promise<readonly NewMessage[]> {
    const { author, outcome } = storyOf(wait, log);
    const news = await this.#newsOf(wait, alert, log);
    // Whoever ended the wait knows it.
    const toAuthor =
      news === undefined || author?.actor === outcome.by ? [] : await this.#tell(author, wait, news);
    return [...toAuthor, ...(await this.#tellPaged(wait, pages, outcome.by))];
  }

  /** For the deadline: the author. */
  overdue(wait: ApprovalWait, log: readonly AlertLogEntry[]): Promise<readonly NewMessage[]> {
    const { call } = this.#deps.policy.approvalClock;
    return this.#tell(storyOf(wait, log).author, wait, { kind: 'overdue', call });
  }

  async #tellPaged(
    wait: ApprovalWait,
    pages: readonly ApprovalPage[],
    by: string,
  ): Promise<readonly NewMessage[]> {
    const now = this.#deps.clock.now();
    const open = pages.filter((page) => page.endedAt === undefined && page.until > now && page.user !== by);
    const newest = new Map(open.map((page) => [page.phone, page]));
    const made = await Promise.all(
      [...newest].map(async ([to, { user, code }]) => {
        const language = (await this.#deps.officers.byId(user))?.language ?? this.#deps.phoneLanguage;
        return this.#sms(to, settledText(language, wait.alert, code !== undefined), wait);
      }),
    );
    return made.filter((one) => one !== undefined);
  }

  async #newsOf(
    { subject, since }: ApprovalWait,
    alert: Alert,
    log: readonly AlertLogEntry[],
  ): Promise<AuthorNews | undefined> {
    const { author, outcome } = storyOf({ alert: alert.id, subject, since }, log);
    if (outcome.kind === 'other') return outcome.action === 'expire' ? { kind: 'ended' } : undefined;
    const { name: by } = outcome;
    if (outcome.kind === 'returned') return { kind: 'returned', by, reason: outcome.reason };
    if (outcome.kind === 'rejected') return { kind: 'rejected', what: subject, by, reason: outcome.reason };
    if (subject !== 'alert') return { kind: 'sent', what: subject, by };
    if (alert.state === 'scheduled') {
      const at = new Date(alert.draft.scheduledAt ?? 0).toISOString();
      return { kind: 'scheduled', by, at };
    }
    const waves = await this.#deps.alerts.waves(alert.id);
    if (waves.length === 0) {
      const reason = whyHeldBack(log);
      if (reason !== undefined) return { kind: 'notLaunched', by, reason };
      return { kind: 'approved', by, launchedBy: author?.actor.startsWith(PHONE) ? 'operator' : 'reader' };
    }
    // What a wave expects counts those too to whom nothing is sent, since they have opted out.
    const { people } = await seeAlert(this.#deps, alert.draft, this.#deps.clock.now());
    return { kind: 'launched', by, people };
  }

  async #tell(
    author: AlertLogEntry | undefined,
    wait: ApprovalWait,
    news: AuthorNews,
  ): Promise<readonly NewMessage[]> {
    const to = author === undefined ? undefined : await this.#phoneOf(author.actor);
    if (to === undefined) return [];
    const { timeZone } = this.#deps;
    const words = (text: string): string => inWords(text, to.language, timeZone);
    const said: AuthorNews =
      'reason' in news
        ? { ...news, reason: words(news.reason) }
        : 'at' in news
          ? { ...news, at: words(news.at) }
          : news;
    const made = await this.#sms(to.phone, authorText(to.language, wait.alert, said), wait);
    return made === undefined ? [] : [made];
  }

  async #phoneOf(
    actor: string,
  ): Promise<{ readonly phone: Msisdn; readonly language: Language } | undefined> {
    const { officers, phoneLanguage } = this.#deps;
    if (actor.startsWith(PHONE)) {
      const phone = toMsisdn(actor.slice(PHONE.length));
      return phone === undefined ? undefined : { phone, language: phoneLanguage };
    }
    const officer = await officers.byId(actor);
    return officer?.phone === undefined ? undefined : { phone: officer.phone, language: officer.language };
  }

  #sms(to: Msisdn, text: string, { alert }: ApprovalWait): Promise<NewMessage | undefined> {
    const { prepare, policy } = this.#deps;
    return prepare({
      to,
      text,
      from: policy.approvalClock.from,
      priority: 'critical',
      validForMs: NEWS_VALID_MS,
      reference: `approval of alert ${alert}`,
    });
  }
}
