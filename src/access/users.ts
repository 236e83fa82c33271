import type {
  User,
  UserChange,
  UserDefinition,
  UserMade,
  UserRepository,
  UserWrite,
} from '../domain/access/user.ts';
import type { NewMessage } from '../domain/messages/message.ts';
import type { AuditActor, AuditDetail, AuditNote } from '../domain/operation/audit.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Page, Paged } from '../kernel/page.ts';
import { COMMAND_LINE } from './tokens.ts';
import type { UserNews } from './user-news.ts';

type Asked = { readonly version: number | undefined; readonly by: AuditActor };

/** What is written, and what came of it. @param version the version that was read */
type Change = (
  user: User,
  version: number,
) => Promise<{ readonly write: UserWrite; readonly change: UserChange }>;

/** So often a change is made anew if somebody else has changed the user at the same moment. */
const TRIES = 5;

/** Users: who they are, what they may do, and whether they still may. Every change has its line in the audit log. */
export class Users {
  readonly #repository: UserRepository;
  readonly #clock: Clock;
  /** Called after each change: what is remembered of tokens may be wrong from then on. */
  readonly #changed: () => void;

  /** Tells users of changes; undefined on the machine itself, where the gateway may not run. */
  readonly #news: UserNews | undefined;

  constructor(repository: UserRepository, clock: Clock, changed: () => void, news?: UserNews) {
    this.#repository = repository;
    this.#clock = clock;
    this.#changed = changed;
    this.#news = news;
  }

  get(name: string): Promise<User | undefined> {
    return this.#repository.findUser(name);
  }

  list(page: Page): Promise<Paged<User>> {
    return this.#repository.listUsers(page);
  }

  async create(name: string, user: UserDefinition, by: AuditActor): Promise<UserMade> {
    // The number is not in the audit log, where it would outlast its erasure.
    const note = this.#note('create', name, by, { roles: user.roles });
    const write = await this.#write(note, by, this.#news?.messages(undefined, { name, ...user }, by));
    const made = await this.#repository.createUser(name, user, write);
    if (made.kind === 'done') this.#news?.queued(write.messages);
    this.#changed();
    return made;
  }

  replace(name: string, user: UserDefinition, { version, by }: Asked): Promise<UserChange> {
    return this.#change(name, version, async (before, asOf) => {
      const note = this.#note('change', name, by, {
        roles: user.roles,
        rolesBefore: before.roles,
        phoneChanged: before.phone !== user.phone,
      });
      const told = this.#news?.messages(before, { name: before.name, ...user }, by);
      const write = await this.#write(note, by, told);
      return { write, change: await this.#repository.replaceUser(before.id, user, asOf, write) };
    });
  }

  /** From now on every token of the user is refused, and the user's approvals of what was not launched don't count. */
  disable(name: string, { version, by }: Asked): Promise<UserChange> {
    const now = this.#clock.now();
    return this.#change(name, version, async ({ id }, asOf) => {
      const write = await this.#write(this.#note('disable', name, by), by);
      return { write, change: await this.#repository.setUserDisabled(id, now, asOf, write) };
    });
  }

  enable(name: string, { version, by }: Asked): Promise<UserChange> {
    return this.#change(name, version, async (user, asOf) => {
      const told =
        user.disabledAt === undefined ? undefined : this.#news?.messages(user, user, by, 'enabled');
      const write = await this.#write(this.#note('enable', name, by), by, told);
      return { write, change: await this.#repository.setUserDisabled(user.id, undefined, asOf, write) };
    });
  }

  async #change(name: string, version: number | undefined, change: Change): Promise<UserChange> {
    for (let left = TRIES; ; left--) {
      const user = await this.#repository.findUser(name);
      if (user === undefined) return { kind: 'unknown' };
      // What the user is told, and where, follows from what was read: so it must be what is replaced.
      const { write, change: changed } = await change(user, version ?? user.version);
      if (changed.kind === 'changed' && version === undefined && left > 0) continue;
      if (changed.kind === 'done') this.#news?.queued(write.messages);
      this.#changed();
      return changed;
    }
  }

  async #write(
    note: AuditNote,
    by: AuditActor,
    told?: Promise<readonly NewMessage[]> | undefined,
  ): Promise<UserWrite> {
    return { note, isRemembered: by.id !== COMMAND_LINE.id, messages: (await told) ?? [] };
  }

  #note(action: string, name: string, { id, name: by }: AuditActor, detail: AuditDetail = {}): AuditNote {
    return {
      at: this.#clock.now(),
      actor: { id, name: by },
      action: `user.${action}`,
      subject: `user:${name}`,
      detail,
    };
  }
}
