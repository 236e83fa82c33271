import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { GatewayFile } from '../../support/gateway/gateway-file.ts';
import type { ApiClient, MessageView } from '../../support/http/api-client.ts';

const DIE_AT_COMMIT = fileURLToPath(new URL('../../support/gateway/die-at-commit.ts', import.meta.url));
const REFUSED = '+33639980090';
const UNDELIVERABLE = '+33639980091';
const FINAL = ['delivered', 'undelivered', 'failed', 'uncertain'];

const long = 'Évacuez la zone 🌊 sans attendre, par la route de crête. '.repeat(3);
const batch = [
  ...[0, 1, 2, 3].map((n) => ({
    to: `+3363998000${n}`,
    text: `Alerte ${n}`,
    onUncertain: n % 2 === 0 ? 'resend' : 'hold',
  })),
  { to: '+33639980005', text: long, onUncertain: 'resend' },
  { to: '+33639980006', text: long, onUncertain: 'hold' },
  { to: REFUSED, text: 'Alerte', onUncertain: 'resend' },
  { to: UNDELIVERABLE, text: 'Alerte', onUncertain: 'resend' },
];

/** Sends the batch with an Idempotency-Key, as a client does that does not know whether its first try was accepted. */
const submitBatch = async (api: ApiClient, reference: string): Promise<number> => {
  const lines = batch.map((message) => `${JSON.stringify({ ...message, reference })}\n`).join('');
  const response = await api.request('POST', '/v1/messages/batch', lines, {
    'content-type': 'application/x-ndjson',
    'idempotency-key': reference,
  });
  expect(response.status).toBe(202);
  return ((await response.json()) as { accepted: number }).accepted;
};

interface UnmatchedView {
  readonly items: readonly { readonly message: string | null }[];
}

/**
 * Long messages of which the answer to a part was lost: their receipts came, but nobody knows which part each is for.
 */
const takenByRecipient = async (api: ApiClient): Promise<ReadonlySet<string | null>> => {
  const { items } = await api.get<UnmatchedView>('/v1/receipts?unmatched=true&limit=1000');
  return new Set(items.map(({ message }) => message));
};

const untilFinal = async (api: ApiClient, reference: string): Promise<readonly MessageView[]> => {
  const look = async () => ({
    messages: await api.messages(`&reference=${reference}`),
    taken: await takenByRecipient(api),
  });
  const { messages } = await api.until(look, (seen) => {
    const isEnded = ({ id, state, parts }: MessageView): boolean =>
      FINAL.includes(state) || (state === 'sent' && parts > 1 && seen.taken.has(id));
    return seen.messages.length === batch.length && seen.messages.every(isEnded);
  });
  return messages;
};

describe.each(['before', 'after'])('the gateway killed %s each of its commits in turn', (when) => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-die-'));
  const dieAt = join(folder, 'die-at');
  let smsc: Smsc;
  let file: GatewayFile;
  let api: ApiClient;

  /** Each start goes on with what the last kill has left, and is killed itself by the next test. */
  const start = async (): Promise<void> => {
    api = await file.start({ nodeArgs: ['--import', DIE_AT_COMMIT], env: { DIE_AT_FILE: dieAt } });
  };

  beforeAll(async () => {
    smsc = await Smsc.start({ submitLatencyMs: 5, receiptDelayMs: 5 });
    smsc.misbehave({ refuseNumbers: new Set([REFUSED]), undeliverable: new Set([UNDELIVERABLE]) });
    file = await GatewayFile.make(
      `  - { id: carrier-a, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: tocsin, window: 4, reconnect: { min: 20ms, max: 100ms } }`,
    );
    await start();
  });

  afterAll(async () => {
    await file.remove();
    await smsc.close();
    rmSync(folder, { recursive: true });
  });

  test.for([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
    'loses no message, and sends twice only messages that it marks as possible duplicates: commit %i',
    async (commit) => {
      const reference = `batch-${commit}`;
      const before = new Map(batch.map(({ to }) => [to, smsc.phones.texts(to).length]));
      writeFileSync(dieAt, `${when}:${commit}`);
      // The gateway dies on the way, or all is done in fewer commits than that.
      const done = submitBatch(api, reference).then(() => untilFinal(api, reference));
      await Promise.race([file.ended(), done]).catch(() => file.ended());
      done.catch(() => undefined);
      await file.kill();
      rmSync(dieAt);

      await start();
      expect(await submitBatch(api, reference)).toBe(batch.length);
      const messages = await untilFinal(api, reference);
      for (const { to, state, possibleDuplicate } of messages) {
        const shown = smsc.phones.texts(to).length - (before.get(to) ?? 0);
        const reached = to === REFUSED || to === UNDELIVERABLE ? 0 : 1;
        expect(shown, `${to} ${state}`).toBeLessThanOrEqual(reached + (possibleDuplicate ? 1 : 0));
        if (state !== 'uncertain') expect(shown, `${to} ${state}`).toBeGreaterThanOrEqual(reached);
        if (to === REFUSED) expect(['failed', 'uncertain']).toContain(state);
        if (to === UNDELIVERABLE) expect(['undelivered', 'uncertain']).toContain(state);
      }
      expect(smsc.violations).toEqual([]);
    },
  );
});
