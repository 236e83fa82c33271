import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerRepository, BeginAnswer, KeptAnswer } from '../../domain/operation/answer-repository.ts';
import type { Audit, AuditDetail, AuditNote } from '../../domain/operation/audit.ts';
import { currentAct } from '../../kernel/acts/acting.ts';
import { TocsinError } from '../../kernel/errors.ts';
import type { IdempotencyKey } from '../../kernel/idempotency-key.ts';
import type { Access } from '../server/access/access.ts';
import { problemBody, problems, Refusal, sendProblem } from '../server/problems.ts';
import { etagOf } from './etag.ts';
import { idempotencyKey } from './idempotency.ts';

const ENDED =
  'The gateway ended, or its store failed, before it had stored the outcome of this request. Look whether it was done; if not, send it with a new key.';

/** Of how many failed requests the keys are remembered. The keys of the others stay in doubt. */
const MOST_KEYS_TO_DROP = 10_000;

/** The answer to a POST that was done. */
export interface Done {
  readonly status: 200 | 201 | 202;
  readonly location?: string;
  /** Sent as JSON. */
  readonly body: unknown;
  /** The line for the audit log, if the work itself does not write one. */
  readonly note?: Note;
}

interface Note {
  readonly action: string;
  readonly subject: string;
  readonly detail?: AuditDetail;
}

/**
 * A refusal that left something, such as a waiting alert. It is stored, so that a retry doesn't make a second alert.
 */
export class LastingRefusal extends Refusal {}

/** @param begunAt when an earlier request with this key began, ms since the epoch, if nobody knows how it ended */
type Work = (begunAt?: number) => Promise<Done | Refusal>;

/**
 * Does what a POST asks for once, however often it comes with the same Idempotency-Key; a retry gets the first answer.
 * The key is on disk before the work, the answer after it. If the gateway ended in between, a retry is answered that
 * the outcome is not known, and is not done again.
 */
export class Once {
  readonly #repository: AnswerRepository;
  readonly #access: Access;
  readonly #audit: Audit;
  /**
   * Requests that this process works on. A key that is begun on disk and not in this set is of a process that ended.
   */
  readonly #underWay = new Set<string>();

  /**
   * Keys whose deletion failed together with their requests, by their names, with the acts of the requests. Nobody else
   * can have begun one again: it is still on disk.
   */
  readonly #keysToDrop = new Map<string, number>();

  constructor(repository: AnswerRepository, access: Access, audit: Audit) {
    this.#repository = repository;
    this.#access = access;
    this.#audit = audit;
  }

  /**
   * Answers the request with the result of `work`, or with its stored result. After a `Refusal`, or a work that failed
   * before it changed anything, the key is free again; a `LastingRefusal` is stored. The route must have an access
   * hook, the header `idempotencyHeaders`, and the problems `idempotency-conflict` and `idempotency-in-doubt`.
   *
   * @param how.digest of the body, if the body is read as a stream
   * @param how.knowsItself whether `work` itself recognises a retry by its key. Then it is called again if the gateway
   *   ended, or could not write, before the answer was stored
   */
  async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    work: Work,
    how: { readonly digest?: string; readonly knowsItself?: boolean } = {},
  ): Promise<void> {
    await this.#answer(request, reply, work, how);
    // Until it is sent: fastify would send a second, empty answer while a hook of the first still waits, such as
    // the one that writes refusals to the audit log.
    await reply;
  }

  async #answer(
    request: FastifyRequest,
    reply: FastifyReply,
    work: Work,
    { digest, knowsItself = false }: { readonly digest?: string; readonly knowsItself?: boolean },
  ): Promise<void> {
    const text = idempotencyKey(request.headers);
    if (text === undefined) {
      const done = await work();
      if (!(done instanceof Refusal)) await this.#note(request, done);
      send(reply, done);
      return;
    }
    const key = this.#keyOf(text, request, digest);
    const name = nameOf(key);
    if (this.#underWay.has(name))
      return inDoubt(reply, 'The first request with this key is still under way.');
    this.#underWay.add(name);
    try {
      const begun = await this.#begin(key);
      const todo = { request, key, work, knowsItself };
      if (begun.kind === 'begun') send(reply, await this.#do(todo));
      else if (begun.kind === 'answered') replay(reply, begun.answer);
      else if (begun.kind === 'conflict') sendProblem(reply, 'idempotency-conflict');
      else if (knowsItself) send(reply, await this.#do({ ...todo, work: () => work(begun.at) }));
      else inDoubt(reply, ENDED);
    } finally {
      this.#underWay.delete(name);
    }
  }

  async #do({ request, key, work, knowsItself }: Todo): Promise<Done | Refusal> {
    let done: Done | Refusal;
    try {
      done = await work();
    } catch (error) {
      if (error instanceof TocsinError && !knowsItself) await this.#failed(key);
      throw error;
    }
    if (done instanceof LastingRefusal) {
      const { problem, more } = done;
      const body = JSON.stringify(problemBody(problem, request.id, more));
      await this.#repository.keepAnswer(key, { status: problems[problem].status, location: undefined, body });
    } else if (done instanceof Refusal) await this.#repository.dropAnswer(key);
    else {
      const { status, location, body, note } = done;
      // The work is done, so a failed write here must not free the key.
      const answer = { status, location, body: JSON.stringify(body) };
      await this.#repository.keepAnswer(key, answer, note && this.#noteOf(request, note));
    }
    return done;
  }

  /**
   * Frees the key of a request that failed, if it changed nothing. What failed may be a read after the change, such as
   * one for the answer: the store knows. If the store doesn't take the deletion now, a retry brings it first.
   */
  async #failed(key: IdempotencyKey): Promise<void> {
    const act = currentAct()?.serial;
    // On behalf of nobody: what it changed is not known, so the key stays in doubt.
    if (act === undefined) return;
    try {
      await this.#repository.dropUnlessChanged(key, act);
    } catch {
      this.#keysToDrop.set(nameOf(key), act);
      const [oldest] = this.#keysToDrop.keys();
      if (this.#keysToDrop.size > MOST_KEYS_TO_DROP && oldest !== undefined) this.#keysToDrop.delete(oldest);
    }
  }

  async #begin(key: IdempotencyKey): Promise<BeginAnswer> {
    const act = this.#keysToDrop.get(nameOf(key));
    if (act !== undefined) await this.#repository.dropUnlessChanged(key, act);
    this.#keysToDrop.delete(nameOf(key));
    return this.#repository.beginAnswer(key);
  }

  async #note(request: FastifyRequest, { note }: Done): Promise<void> {
    if (note === undefined) return;
    const { actor, action, subject, detail } = this.#noteOf(request, note);
    await this.#audit.record(actor, action, subject, detail);
  }

  #noteOf(request: FastifyRequest, { action, subject, detail = {} }: Note): Omit<AuditNote, 'at'> {
    return { actor: this.#access.actor(request), action, subject, detail };
  }

  #keyOf(key: string, request: FastifyRequest, digest: string | undefined): IdempotencyKey {
    const asked = `${request.method} ${request.url}\n${digest ?? JSON.stringify(request.body)}`;
    return { owner: this.#access.principal(request).id, key, digest: hash('sha256', asked, 'hex') };
  }
}

interface Todo {
  readonly request: FastifyRequest;
  readonly key: IdempotencyKey;
  readonly work: Work;
  readonly knowsItself: boolean;
}

const nameOf = ({ owner, key }: IdempotencyKey): string => JSON.stringify([owner, key]);

const send = (reply: FastifyReply, done: Done | Refusal): void => {
  if (done instanceof Refusal) {
    sendProblem(reply, done.problem, done.more);
    return;
  }
  answerWith(reply, done);
};

const replay = (reply: FastifyReply, { status, location, body }: KeptAnswer): void => {
  reply.header('idempotency-replayed', 'true');
  // A stored refusal is a problem: `sendProblem` sends it with this type and serializer.
  if (status >= 400) reply.type('application/problem+json').serializer(JSON.stringify);
  answerWith(reply, { status, location, body: JSON.parse(body) as unknown });
};

const answerWith = (
  reply: FastifyReply,
  {
    status,
    location,
    body,
  }: { readonly status: number; readonly location?: string | undefined; readonly body: unknown },
): void => {
  if (location !== undefined) reply.header('location', location);
  const version = versionIn(body);
  if (version !== undefined) reply.header('etag', etagOf(version));
  reply.code(status).send(body);
};

/** The version in a body, for the ETag: a replayed answer has one too. */
const versionIn = (body: unknown): number | undefined =>
  typeof body === 'object' && body !== null && 'version' in body && typeof body.version === 'number'
    ? body.version
    : undefined;

const inDoubt = (reply: FastifyReply, detail: string): void => {
  sendProblem(reply, 'idempotency-in-doubt', { detail });
};
