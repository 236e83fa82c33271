import type { NewMessage } from '../../../src/domain/messages/message.ts';
import type { Priority } from '../../../src/domain/messages/priority.ts';
import type { State } from '../../../src/domain/messages/state.ts';
import { stateCode } from '../../../src/domain/messages/state.ts';
import type { Db } from '../../../src/store/db.ts';
import type { Store } from '../../../src/store/store.ts';
import { openBehind } from '../store/behind-the-store.ts';

export interface AlertRow {
  readonly title?: string;
  readonly include?: readonly object[];
  readonly answers?: readonly { readonly word: string; readonly meaning: string }[];
  readonly priority?: Priority;
  readonly launchedAt: number;
  readonly questionUntil?: number;
  readonly overrideOptOut?: boolean;
}

/** Writes alerts and their recipients into a store directly as rows, without launching them. */
export class AlertRows {
  readonly #db: Db;

  constructor(path: string) {
    this.#db = openBehind(path);
  }

  /** Adds an alert; returns its id. */
  alert(own: AlertRow): number {
    const { title = 'Crue', include = [], answers, priority, overrideOptOut = false } = own;
    const { launchedAt, questionUntil } = own;
    const question = answers && { answers };
    const draft = { title, audience: { include }, overrideOptOut, question, priority };
    const id = this.#db
      .prepare<unknown[], number>(
        `INSERT INTO alerts (state, draft, created_at, created_by, created_name, updated_at, launched_at, question_until)
         VALUES ('sending', ?, ?, 't', 't', ?, ?, ?) RETURNING id`,
      )
      .pluck()
      .get(JSON.stringify(draft), launchedAt, launchedAt, launchedAt, questionUntil ?? null);
    return Number(id);
  }

  /** Stores a message as one of the alert's. */
  async send(store: Store, alert: number, message: NewMessage, wave = 1): Promise<void> {
    await store.enqueue([message]);
    this.#db.prepare('UPDATE messages SET alert = ?, wave = ? WHERE id = ?').run(alert, wave, message.id);
    this.#db
      .prepare('INSERT INTO alert_recipients (alert_id, number, wave, message_id) VALUES (?, ?, ?, ?)')
      .run(alert, message.to, wave, message.id);
  }

  setState({ id }: Pick<NewMessage, 'id'>, state: State): void {
    this.#db.prepare('UPDATE messages SET state = ? WHERE id = ?').run(stateCode(state), id);
  }

  newestMessage(): NewMessage['id'] {
    const [row] = this.rows('SELECT max(id) AS id FROM messages');
    return Number(row?.['id']) as NewMessage['id'];
  }

  /** Makes the message final. */
  finish({ id }: Pick<NewMessage, 'id'>, at: number): void {
    this.#db.prepare('UPDATE messages SET final_at = ? WHERE id = ?').run(at, id);
  }

  list(name: string, ...members: readonly string[]): number {
    const id = this.#db
      .prepare<[string], number>(
        `INSERT INTO lists (name, definition, created_at) VALUES (?, '{"kind":"emergency"}', 0) RETURNING id`,
      )
      .pluck()
      .get(name);
    const add = this.#db.prepare(
      `INSERT INTO list_members (list_id, number, consent, consent_source, consent_at) VALUES (?, ?, 'given', 'form', 0)`,
    );
    for (const number of members) add.run(id, number);
    return Number(id);
  }

  contact(number: string, name: string, language: string): void {
    this.#db
      .prepare(
        `INSERT INTO contacts (number, name, language, attributes, source, created_at, updated_at)
         VALUES (?, ?, ?, '{}', 'test', 0, 0)`,
      )
      .run(number, name, language);
  }

  rows(sql: string, ...parameters: readonly unknown[]): readonly Record<string, unknown>[] {
    return this.#db.prepare<unknown[], Record<string, unknown>>(sql).all(...parameters);
  }

  close(): void {
    this.#db.close();
  }
}
