import { statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { crowding } from '../../support/crowding.ts';
import { GatewayFile } from '../../support/gateway/gateway-file.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';
import { FloodingCarrier } from '../../support/smpp/flooding-carrier.ts';
import { cstring, deliverSm, tlv } from '../../support/smpp/scripted-smsc.ts';

const OK = 0;
const COME_AGAIN = 0x64;
/** As pino writes it. */
const WARN = 'warn';
/** deliver_sm without an answer, as carriers have them. */
const WINDOW = 50;

const LIMITS =
  '{ perHour: 5000, perSenderPerHour: 50, incomplete: 500, incompletePerSender: 5, unmatchedReceipts: 1000 }';

/** A gateway that sends by one carrier while another floods it, and what its log and its disk say. */
const rig = async () => {
  const smsc = await startCarrier();
  const flooder = await FloodingCarrier.start();
  const file =
    await GatewayFile.make(`  - { id: sends, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: t }
  - { id: floods, type: smpp, host: 127.0.0.1, port: ${flooder.port}, systemId: t, inbound: ${LIMITS} }`);
  onTestFinished(() => file.remove());
  const lines: string[] = [];
  const api = await file.start({ heard: (line) => lines.push(line) });
  await api.untilRoute('sends', 'up');
  await api.untilRoute('floods', 'up');
  const sizeOf = (suffix: string) => statSync(`${file.store}${suffix}`, { throwIfNoEntry: false })?.size ?? 0;
  const diskBytes = () => sizeOf('') + sizeOf('-wal');
  let sent = 0;
  const critical = async () => {
    const began = performance.now();
    const to = `+3363998${String(1000 + (sent++ % 9000))}`;
    const { id } = await api.send({ to, text: 'Alerte', priority: 'critical', routes: ['sends'] });
    return { id, ms: performance.now() - began };
  };

  /** Critical messages, one after the other, until the flood has ended: how long each took to be accepted. */
  const beside = async (flood: Promise<void>) => {
    const state = { flooding: true };
    const ended = flood.finally(() => {
      state.flooding = false;
    });
    const all: { readonly id: string; readonly ms: number }[] = [];
    while (state.flooding) {
      all.push(await critical());
      await Promise.race([pause(20), ended]);
    }
    await ended;
    for (const { id } of all.slice(-3)) await api.untilState(id, 'delivered');
    const times = all.map(({ ms }) => ms).toSorted((a, b) => a - b);
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    return { count: times.length, p50: at(0.5), p95: at(0.95), worst: at(1) };
  };
  /** Once there are as many: the log comes through a pipe, after the answers. */
  const alarms = (count: number) =>
    api.until(
      async () =>
        lines
          .map((line) => JSON.parse(line) as { level: number; limit?: string; route?: string })
          .filter(({ limit }) => limit !== undefined),
      (told) => told.length >= count,
    );
  const metrics = async () => (await api.request('GET', '/metrics')).text();
  return { api, flooder, beside, diskBytes, alarms, metrics, critical };
};

type Rig = Awaited<ReturnType<typeof rig>>;

/** As before the flood: what comes now is accepted, goes out, and comes in. */
const expectService = async ({ critical, api }: Rig) => {
  const { id, ms } = await critical();
  expect(ms).toBeLessThan(1000 * crowding());
  await api.untilState(id, 'delivered');
};

const frames = function* (count: number, make: (index: number) => Parameters<typeof deliverSm>[0]) {
  for (let index = 0; index < count; index++) yield deliverSm(make(index));
};
const phone = (index: number) => `3319900${String(index % 10_000).padStart(4, '0')}`;

test('a flood of first parts of long messages is bounded and reported, and holds up no critical message', async () => {
  const one = await rig();
  const { flooder, beside, diskBytes, alarms, metrics, api } = one;
  const before = diskBytes();
  const flood = flooder.deliver(
    frames(15_000, (index) => ({
      source: phone(index),
      esmClass: 0x40,
      octets: Buffer.concat([Buffer.of(5, 0, 3, index & 0xff, 3, 1), Buffer.alloc(130, 'A')]),
    })),
    WINDOW,
  );
  const accepted = await beside(flood);
  expect(accepted.p50).toBeLessThan(100);
  expect(flooder.answers.get(OK)).toBe(5000);
  expect(flooder.answers.get(COME_AGAIN)).toBe(10_000);
  expect(diskBytes() - before).toBeLessThan(25_000_000);
  const told = await alarms(2);
  expect(new Set(told.map(({ limit }) => limit))).toEqual(new Set(['incomplete', 'perHour']));
  expect(told[0]).toMatchObject({ level: WARN, route: 'floods' });
  expect(await metrics()).toContain('tocsin_intake_over_limit_total{route="floods",limit="perHour"} 10000');
  const route = await api.get<{ state: string; reason: string }>('/v1/routes/floods');
  expect(route).toMatchObject({ state: 'degraded', reason: expect.stringContaining('perHour') });
  await expectService(one);
});

test('each receipt of a flood with large parameters is cut to 1 KiB, the flood is reported, and it holds up no critical message', async () => {
  const one = await rig();
  const { flooder, beside, diskBytes, alarms } = one;
  const before = diskBytes();
  const large = tlv(0x1403, Buffer.alloc(60_000, 'F'));
  const flood = flooder.deliver(
    frames(1200, (index) => ({
      esmClass: 4,
      source: phone(index),
      octets: Buffer.from(`id:9${index} stat:DELIVRD`),
      tlvs: [tlv(0x1e, cstring(`9${index}`)), large],
    })),
    WINDOW,
  );
  const accepted = await beside(flood);
  expect(accepted.p50).toBeLessThan(100);
  expect(flooder.answers).toEqual(new Map([[OK, 1200]]));
  // 1,000 receipts of a KiB; the rest is the log, which is written over and over. It was 150 MB.
  expect(diskBytes() - before).toBeLessThan(25_000_000);
  expect(await alarms(1)).toMatchObject([{ level: WARN, route: 'floods', limit: 'unmatchedReceipts' }]);
  await expectService(one);
});

test('a flood of receipts that belong to no message is only counted beyond its limit, and holds up no critical message', async () => {
  const one = await rig();
  const { flooder, beside, diskBytes, alarms, metrics, api } = one;
  const before = diskBytes();
  const flood = flooder.deliver(
    frames(30_000, (index) => ({
      esmClass: 4,
      source: phone(index),
      octets: Buffer.from(
        `id:8${index} sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:DELIVRD err:000 text:x`,
      ),
    })),
    WINDOW,
  );
  const accepted = await beside(flood);
  expect(accepted.p50).toBeLessThan(100);
  expect(flooder.answers).toEqual(new Map([[OK, 30_000]]));
  expect(diskBytes() - before).toBeLessThan(25_000_000);
  expect(await alarms(1)).toMatchObject([{ level: WARN, route: 'floods', limit: 'unmatchedReceipts' }]);
  expect(await metrics()).toContain(
    'tocsin_intake_over_limit_total{route="floods",limit="unmatchedReceipts"} 29000',
  );
  const kept = await api.get<{ items: unknown[] }>('/v1/receipts?unmatched=true&limit=1000');
  expect(kept.items).toHaveLength(1000);
  await expectService(one);
});
