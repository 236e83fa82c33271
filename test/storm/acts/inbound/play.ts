import type { PhoneDelivery } from '../../../chaos/phone-post.ts';
import type { MessageView } from '../../../support/http/api-client.ts';
import type { Answer } from '../../gateway.ts';
import type { Stage } from '../../stage.ts';
import { deliveriesOf } from './deliveries.ts';
import {
  acknowledgedAt,
  type BatchAnswer,
  type Cancel,
  type InboundLog,
  type Posted,
  type Said,
} from './log.ts';
import type { Batch, InboundPlan, PlannedTime, Post, Single } from './plan.ts';
import { referenceOf } from './plan.ts';
import type { Saying } from './sayings.ts';

const RETRY_MS = 50;
/** How long after the faults a person waits at most for a message to leave before the next one, ms. */
const PATIENCE_MS = 20_000;
const SLOW_MS = 60;
/** How long a batch takes on the slow disk at most, ms. */
const SLOW_DISK_MS = 25;
const NDJSON = { 'content-type': 'application/x-ndjson' };
/** The gateway asks for the same batch once more: another request with its key is under way. */
const IN_DOUBT = 409;

/** Plays what was planned, and keeps a log of it. */
export const playInbound = async (stage: Stage, plan: InboundPlan, log: InboundLog): Promise<void> => {
  await Promise.all([
    slowDisk(stage),
    ...plan.people.map((sayings) => speak(stage, sayings, log.said)),
    ...plan.singles.map((single) => postSingle(stage, single, log)),
    ...plan.batches.map((batch) => postBatch(stage, batch, log)),
  ]);
};

/** A person writes a message when the one before has left the carrier. */
const speak = async (stage: Stage, sayings: readonly Saying[], log: Said[]): Promise<void> => {
  const { world, carriers, plan, until } = stage;
  for (const saying of sayings) {
    const from = saying.cut === undefined ? 0 : cutsOf(stage)[saying.cut];
    if (from === undefined) return;
    await until(from + saying.atMs);
    const sent: Promise<Said>[] = [deliver(stage, saying, saying.carrier % carriers.length)];
    if (saying.copyAfterMs !== undefined && carriers.length > 1) {
      await world.wait(saying.copyAfterMs);
      sent.push(deliver(stage, saying, (saying.carrier + 1) % carriers.length));
    }
    const said = await Promise.all(sent);
    log.push(...said);
    const deadline = world.clock.now() + plan.calmAtMs * plan.stretch + PATIENCE_MS;
    while (said.some((one) => acknowledgedAt(one) === undefined) && world.clock.now() < deadline)
      await world.wait(RETRY_MS);
  }
};

/**
 * Lets the disk be slow shortly before each power cut: what is acknowledged before it is on disk is then lost, which a
 * quick disk would hide.
 */
const slowDisk = async (stage: Stage): Promise<void> => {
  const { world, until } = stage;
  for (const cut of cutsOf(stage)) {
    await until(cut - SLOW_MS);
    const slow = { slowMs: SLOW_DISK_MS };
    world.disk.faults.add(slow);
    await until(cut + 1);
    world.disk.faults.delete(slow);
  }
};

/** When each power cut comes. */
const cutsOf = ({ plan }: Stage): readonly number[] =>
  plan.blows.filter(({ kind }) => kind === 'SIGKILL').map(({ atMs }) => atMs);

const deliver = async ({ world, carriers, plan }: Stage, saying: Saying, which: number): Promise<Said> => {
  const deliveries: PhoneDelivery[] = [];
  for (const fields of deliveriesOf(saying)) {
    if (deliveries.length > 0) await world.wait(saying.gapMs);
    const delivery = carriers[which]?.phones.take(fields);
    if (delivery !== undefined) deliveries.push(delivery);
  }
  return { saying, route: plan.routes[which]?.id ?? '', deliveries };
};

const untilTime = ({ plan, until }: Stage, { from, atMs }: PlannedTime): Promise<void> =>
  until(from === 'calm' ? plan.calmAtMs + atMs : atMs);

const bodyOf = ({ to, text, priority, validForMs }: Post, sendAt: number | undefined, reference: string) => ({
  ...{ to, text, priority, reference, validFor: `PT${validForMs / 1000}S` },
  ...(sendAt !== undefined && { sendAt: new Date(sendAt).toISOString() }),
});

const sendAtOf = ({ world }: Stage, { sendAfterMs }: Post): number | undefined =>
  sendAfterMs === undefined ? undefined : world.clock.now() + sendAfterMs;

/** Sends a request until the gateway can answer it. */
const asked = async ({ world }: Stage, ask: () => Promise<Answer>): Promise<Answer> => {
  for (;;) {
    const answer = await ask();
    if (answer.status < 500) return answer;
    await world.wait(RETRY_MS);
  }
};

const postSingle = async (stage: Stage, single: Single, { posted }: InboundLog): Promise<void> => {
  const { world, gateway } = stage;
  await untilTime(stage, single.when);
  const askedAt = world.clock.now();
  const sendAt = sendAtOf(stage, single);
  const reference = referenceOf(single.index);
  const body = bodyOf(single, sendAt, reference);
  const answer = await asked(stage, () =>
    gateway.ask('POST', '/v1/messages', body, { 'idempotency-key': reference }),
  );
  if (answer.status !== 202) throw new Error(`a valid message is refused: ${answer.status} ${answer.body}`);
  const acceptedAt = world.clock.now();
  const one: Posted = { ...{ post: single, askedAt, acceptedAt, sendAt, reference }, cancel: undefined };
  posted.push(one);
  if (single.cancelAfterMs === undefined) return;
  await world.wait(single.cancelAfterMs);
  one.cancel = await cancel(stage, (JSON.parse(answer.body) as MessageView).id);
};

const cancel = async (stage: Stage, id: string): Promise<Cancel> => {
  const askedAt = stage.world.clock.now();
  const { status, body } = await asked(stage, () => stage.gateway.ask('POST', `/v1/messages/${id}/cancel`));
  return { askedAt, answeredAt: stage.world.clock.now(), status, body };
};

const postBatch = async (stage: Stage, batch: Batch, log: InboundLog): Promise<void> => {
  const { world } = stage;
  const { name, lines, bad, again } = batch;
  await untilTime(stage, batch.when);
  const askedAt = world.clock.now();
  const posts = lines.map((post) => ({ post, sendAt: sendAtOf(stage, post) }));
  const good = posts.map(({ post, sendAt }) => JSON.stringify({ ...bodyOf(post, sendAt, name) }));
  const all = good.toSpliced(bad.line - 1, 0, bad.raw);
  const otherReference = `${name}-other`;
  const [first] = lines;
  const other = first === undefined ? '' : JSON.stringify(bodyOf(first, undefined, otherReference));
  const one = sendBatch(stage, name, all, false);
  const repeat = async (): Promise<BatchAnswer> => {
    if (again.how !== 'impatient') await one;
    await world.wait(again.afterMs);
    return again.how === 'other lines'
      ? sendBatch(stage, name, [other, ...all], true)
      : sendBatch(stage, name, all, false);
  };
  const repeated = repeat();
  const acceptedAt = Math.min(
    ...(await Promise.all([one, again.how === 'impatient' ? repeated : one])).map(({ at }) => at),
  );
  const posted = posts.map(
    ({ post, sendAt }): Posted => ({
      ...{ post, askedAt, acceptedAt, sendAt, reference: name },
      cancel: undefined,
    }),
  );
  log.posted.push(...posted);
  if (batch.cancelAfterMs !== undefined) {
    await world.wait(batch.cancelAfterMs);
    await cancelAll(stage, name, posted);
  }
  log.batches.push({ batch, answers: [await one, await repeated], otherReference });
};

const sendBatch = async (
  stage: Stage,
  name: string,
  lines: readonly string[],
  isOther: boolean,
): Promise<BatchAnswer> => {
  const { world, gateway } = stage;
  for (;;) {
    const { status, body } = await asked(stage, () =>
      gateway.ask('POST', '/v1/messages/batch', lines.join('\n'), { ...NDJSON, 'idempotency-key': name }),
    );
    if (status !== IN_DOUBT) return { at: world.clock.now(), isOther, status, body };
    await world.wait(RETRY_MS);
  }
};

/** Finds all messages of a reference, and cancels one after the other. */
const cancelAll = async (stage: Stage, reference: string, posted: readonly Posted[]): Promise<void> => {
  const page = await stage.gateway.get<{
    readonly items: readonly (MessageView & { readonly text: string })[];
  }>(`/v1/messages?limit=100&reference=${reference}`);
  for (const { id, text } of page?.items ?? []) {
    const one = posted.find(({ post }) => post.text === text);
    if (one !== undefined) one.cancel = await cancel(stage, id);
  }
};
