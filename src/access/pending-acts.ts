import { type HoldOf, whyHeld } from '../domain/access/hold.ts';
import type { NewPendingAct, PendingAct, PendingActRepository } from '../domain/access/pending-act.ts';
import type { User, UserDefinition, UserRepository } from '../domain/access/user.ts';
import { userIdOf } from '../domain/access/user.ts';
import { isAmong, type StepActor } from '../domain/alerts/alert.ts';
import type { NewMessage } from '../domain/messages/message.ts';
import type { AuditNote } from '../domain/operation/audit.ts';
import type { EventType } from '../domain/operation/events.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Page, Paged } from '../kernel/page.ts';
import { pendingActText } from './pending-act-text.ts';
import { allows, givesMore } from './permissions.ts';
import type { UserNews, UserNewsDeps } from './user-news.ts';

interface PendingActsDeps {
  readonly repository: PendingActRepository & Pick<UserRepository, 'findUser' | 'getUser' | 'listUsers'>;
  readonly holdOf: HoldOf;
  readonly news: UserNews;
  readonly prepare: UserNewsDeps['prepare'];
  readonly queued: UserNewsDeps['queued'];
  readonly isAsked: boolean;
  readonly digest: (of: unknown) => string;
  readonly publish: (type: EventType, data: Readonly<Record<string, unknown>>) => Promise<void>;
  /** Called after a change: what is remembered of tokens may be wrong from then on. */
  readonly changed: () => void;
  readonly clock: Clock;
}

/** `notOne`: there is no such act; `other`: it is another than the caller has seen. */
export type ActSettled =
  | { readonly kind: 'done'; readonly user: User | undefined }
  | { readonly kind: 'notOne' | 'other' | 'changed' | 'nameTaken' | 'phoneTaken' }
  | { readonly kind: 'own'; readonly detail: string };

const DAY_MS = 24 * 3_600_000;
/** More than an organisation asks for in a day: whoever floods the list hides what matters in it. */
const MOST = { all: 50, ofOne: 10 };
const USERS = 1000;

/** Acts of admins that give more rights: they wait until another person, who is an admin too, has approved them. */
export class PendingActs {
  readonly #deps: PendingActsDeps;

  constructor(deps: PendingActsDeps) {
    this.#deps = deps;
  }

  /** Whether the configuration asks for two persons. */
  get isAsked(): boolean {
    return this.#deps.isAsked;
  }

  /** Whether such a change has to wait. @param before undefined: the user is made, or was disabled */
  waits(before: Pick<User, 'roles'> | undefined, after: Pick<User, 'roles'>): boolean {
    return this.#deps.isAsked && givesMore(before?.roles ?? [], after.roles);
  }

  list(page: Page): Promise<Paged<PendingAct>> {
    return this.#deps.repository.pendingActs(this.#deps.clock.now(), page);
  }

  /** Keeps what somebody asks for, and tells the other admins. `tooMany`: so many wait already. */
  async ask(
    kind: PendingAct['kind'],
    name: string,
    definition: UserDefinition,
    version: number | undefined,
    by: StepActor,
  ): Promise<PendingAct | 'tooMany'> {
    const { repository, clock, digest, publish, queued } = this.#deps;
    const askedAt = clock.now();
    const askedBy = { id: by.id, name: by.name };
    const { roles, language, phone } = definition;
    const asked = { kind, name, roles, language, phone, version, askedBy, askedAt, until: askedAt + DAY_MS };
    const act: NewPendingAct = { ...asked, hash: digest(asked) };
    const messages = await this.#tell(act);
    const note = this.#note('act.ask', act, by, { roles });
    const id = await repository.addPendingAct(act, note, messages, MOST);
    if (id === 'tooMany') return id;
    queued(messages);
    await publish('act.asked', { act: id, kind, user: name, by: askedBy.name });
    return { ...act, id };
  }

  /** Carries the act out, in the commit of the approval. Nobody approves what is their own. */
  async approve(id: number, hash: string, by: StepActor): Promise<ActSettled> {
    const { repository, clock, news, queued, changed, publish } = this.#deps;
    const now = clock.now();
    const act = await repository.pendingAct(id, now);
    if (act === undefined) return { kind: 'notOne' };
    if (act.hash !== hash) return { kind: 'other' };
    const own = await this.#whyOwn(act, by, now);
    if (own !== undefined) return { kind: 'own', detail: own };
    const user = act.kind === 'create' ? undefined : await repository.findUser(act.name);
    if (user?.version !== act.version) return { kind: 'changed' };
    const { name, roles, language, phone } = act;
    const definition = { roles, language, phone };
    const done = act.kind === 'enable' ? ('enabled' as const) : undefined;
    const messages = await news.messages(user, { name, ...definition }, act.askedBy, done);
    // Whoever asked has given it: the new rights are held for them as if nobody had been asked.
    const action = `user.${act.kind === 'replace' ? 'change' : act.kind}`;
    const write = {
      note: this.#note(action, act, act.askedBy, { roles, approvedBy: by.name }),
      isRemembered: true,
      messages,
    };
    const kind = await repository.carryOut({
      id,
      hash,
      user,
      definition,
      write,
      note: this.#note('act.approve', act, by),
    });
    if (kind === 'gone' || kind === 'unknown') return { kind: 'notOne' };
    if (kind === 'taken') return { kind: 'nameTaken' };
    if (kind === 'lastAdmin' || kind === 'changed') return { kind: 'changed' };
    if (kind === 'phoneTaken') return { kind };
    changed();
    queued(messages);
    await publish('act.approved', { act: id, kind: act.kind, user: name, by: by.name });
    return { kind: 'done', user: await repository.findUser(name) };
  }

  /** Drops the act: another admin refuses it, or whoever asked takes it back. */
  async refuse(id: number, by: StepActor): Promise<boolean> {
    const { repository, clock, publish } = this.#deps;
    const act = await repository.pendingAct(id, clock.now());
    if (act === undefined || !(await repository.dropPendingAct(id, this.#note('act.refuse', act, by))))
      return false;
    await publish('act.refused', { act: id, kind: act.kind, user: act.name, by: by.name });
    return true;
  }

  async #whyOwn({ askedBy, askedAt }: PendingAct, by: StepActor, now: number): Promise<string | undefined> {
    const { repository, holdOf } = this.#deps;
    if (isAmong(by, [askedBy.id])) return 'Another admin than the one who asked approves it.';
    const id = userIdOf(askedBy.id);
    const asker = id === undefined ? undefined : await repository.getUser(id);
    if (asker === undefined || asker.disabledAt !== undefined || !allows(asker.roles, 'manageUsers'))
      return `${askedBy.name} may not manage users any more: ask for it anew.`;
    const asked = { actor: by.id, persons: [askedBy.id], through: 'token', roles: ['admin'] } as const;
    // An admin whom the asker made in between is none either.
    const hold = (await holdOf({ ...asked, at: now })) ?? (await holdOf({ ...asked, at: askedAt, now }));
    return hold === undefined ? undefined : whyHeld(hold);
  }

  async #tell(act: NewPendingAct): Promise<readonly NewMessage[]> {
    const { repository, prepare } = this.#deps;
    const { items } = await repository.listUsers({ limit: USERS, cursor: undefined });
    const admins = items.filter(
      ({ id, roles, disabledAt }) =>
        disabledAt === undefined && allows(roles, 'manageUsers') && id !== userIdOf(act.askedBy.id),
    );
    const made = await Promise.all(
      admins.map(({ phone: to, language }) => {
        const text = pendingActText(language === 'fr' ? 'fr' : 'en', act, act.askedBy.name);
        return to === undefined
          ? undefined
          : prepare({ to, text, validForMs: DAY_MS, reference: 'act that waits for an admin' });
      }),
    );
    return made.filter((message) => message !== undefined);
  }

  #note(
    action: string,
    { kind, name }: Pick<PendingAct, 'kind' | 'name'>,
    { id, name: by }: StepActor,
    detail: Readonly<Record<string, unknown>> = {},
  ): AuditNote {
    const actor = { id, name: by };
    return {
      at: this.#deps.clock.now(),
      actor,
      action,
      subject: `user:${name}`,
      detail: { kind, ...detail },
    };
  }
}
