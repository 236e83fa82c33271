import type { Accepted } from '../../chaos/gather.ts';
import type { FinalView } from '../../chaos/history.ts';
import type { PlannedMessage } from '../../chaos/plan.ts';
import type { MessageView } from '../../support/http/api-client.ts';
import type { StormGateway } from '../gateway.ts';
import type { Stage } from '../stage.ts';

const RETRY_MS = 50;
/** The pause of a client that was refused for some seconds, ms. */
const PATIENT_MS = 500;
const PATIENT_AFTER_MS = 5000;
/** How long a valid message may be refused at most, ms: longer than any fault. */
const REFUSED_MS = 20_000;
/** A validity that is longer than this is not waited for, ms. */
const LONG_MS = 30_000;

/** Posts the messages of the plan. Resolves when all are accepted. */
export const postAll = ({ plan, world, gateway, until }: Stage): Promise<readonly Accepted[]> =>
  Promise.all(
    plan.messages
      .filter(({ index }) => plan.posted?.has(index) ?? true)
      .map(async (planned) => {
        await until(planned.atMs);
        return { planned, ...(await postOne({ world, gateway }, planned, 'storm')) };
      }),
  );

/** When the last short validity ends, ms since 1970. */
export const endOfShort = (accepted: readonly Accepted[]): number =>
  Math.max(
    0,
    ...accepted.map(({ planned, acceptedAt }) =>
      planned.validForMs > LONG_MS ? 0 : acceptedAt + planned.validForMs,
    ),
  );

/** Posts until the message is accepted, with one idempotency key. @param name of those who post, for the reference */
export const postOne = async (
  { world, gateway }: Pick<Stage, 'world' | 'gateway'>,
  { to, text, priority, onUncertain, validForMs, probes, index }: PlannedMessage,
  name: string,
): Promise<{ readonly id: string; readonly acceptedAt: number }> => {
  const body = {
    ...{
      to,
      text,
      priority,
      onUncertain,
      validFor: `PT${validForMs / 1000}S`,
      reference: `${name}-${index}`,
    },
    ...(probes === undefined ? {} : { routes: [probes] }),
  };
  for (const begun = world.clock.now(); ; ) {
    const answer = await gateway.ask('POST', '/v1/messages', body, { 'idempotency-key': `${name}-${index}` });
    if (answer.status === 202)
      return { id: (JSON.parse(answer.body) as MessageView).id, acceptedAt: world.clock.now() };
    if (answer.status < 500 || world.clock.now() > begun + REFUSED_MS)
      throw new Error(`a valid message is refused: ${answer.status} ${answer.body}`);
    await world.wait(world.clock.now() > begun + PATIENT_AFTER_MS ? PATIENT_MS : RETRY_MS);
  }
};

/** All messages of the gateway, also those of no plan. */
export const messagesOf = async (gateway: StormGateway): Promise<readonly MessageView[]> => {
  const all: MessageView[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { items: MessageView[]; next: string | null } | undefined = await gateway.get(
      `/v1/messages?limit=1000${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    all.push(...(page?.items ?? []));
    cursor = page?.next ?? null;
  }
  return all;
};

/** What the gateway says of each accepted message, by its id. */
export const viewsOf = async (
  gateway: StormGateway,
  accepted: readonly Accepted[],
): Promise<ReadonlyMap<string, FinalView | undefined>> => {
  const views = new Map<string, FinalView | undefined>();
  for (const { id } of accepted) views.set(id, await gateway.get<FinalView>(`/v1/messages/${id}`));
  return views;
};
