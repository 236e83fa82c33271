import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameReader } from '../../../../src/protocols/smpp/framing.ts';
import { scanReceiptText } from '../../../../src/protocols/smpp/receipt-text.ts';
import { readMessageId } from '../../../../src/protocols/smpp/submit-pdu.ts';
import { Deliveries } from '../../../../src/routes/smpp/receive/deliveries.ts';
import { Dialect } from '../../../../src/routes/smpp/receive/dialect.ts';
import { cpuMsOf } from '../../../support/cpu-time.ts';
import { mutateFrame, seededRandom } from '../../../support/smpp/mutate-frame.ts';
import { RouteRecorder, recordingLog } from '../../../support/smpp/route-recorder.ts';
import { deliverSm, pdu, tlv } from '../../../support/smpp/scripted-smsc.ts';
import { smppFrames } from '../../../support/smpp/smpp-frames.ts';
import { smppConfig } from '../../../support/smpp/smpp-samples.ts';

const makeDeliveries = () => {
  const log = recordingLog();
  const deliveries = new Deliveries({
    config: smppConfig(),
    carrier: 'orange',
    dialect: new Dialect('auto'),
    awaitsAnswer: () => true,
    linkEndedAt: () => 0,
    events: new RouteRecorder(),
    clock: { elapsed: () => 0 },
    log,
  });
  return { deliveries, log };
};

test('fuzzing the reader of deliveries with fifty thousand mutated frames: each is answered, nothing throws, nothing stalls', async () => {
  const random = seededRandom(20_260_101);
  const { deliveries, log } = makeDeliveries();
  const statuses = new Map<number, number>();
  for (let i = 0; i < 50_000; i++) {
    const frame = mutateFrame(smppFrames[i % smppFrames.length] ?? Buffer.alloc(0), random, 0.2);
    const whole: Buffer[] = [];
    new FrameReader((one) => whole.push(one)).push(frame);
    for (const one of whole) {
      readMessageId(one);
      const status = await deliveries.take(one);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  }
  // Only "read" and "refused as unreadable": an internal error would answer with a temporary error.
  expect([...statuses.keys()].sort()).toEqual([0, 2]);
  expect(Math.min(...statuses.values())).toBeGreaterThan(100);
  expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
});

test('fuzzing: any octets at all after a PDU header are read or refused', async () => {
  const { deliveries } = makeDeliveries();
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom(0x5, 0x103),
      async (body, commandId) => {
        expect([0, 2]).toContain(await deliveries.take(pdu(commandId, 0, 1, body)));
      },
    ),
    { numRuns: 2000 },
  );
});

test('a long text built to make the receipt patterns slow (ReDoS) is read at once', async () => {
  const { deliveries } = makeDeliveries();
  for (const unit of ['id:1 ', 'id:1 sub:', 'submit date:', ' ', 'id:1 \n'] as const) {
    const payload = Buffer.from(`id:1 ${unit.repeat(65_000 / unit.length)}`, 'latin1');
    const frame = deliverSm({ tlvs: [tlv(0x424, payload)] });
    const tries: number[] = [];
    // The best of three: a collection of garbage, or a compilation, may fall into one of them.
    for (let n = 0; n < 3; n++) tries.push(await cpuMsOf(() => deliveries.take(frame)));
    expect(Math.min(...tries)).toBeLessThan(100);
  }
});

test('any text at all is searched for receipt fields in bounded time', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom('id', 'stat', 'err', 'text', ':', '=', ' ', '\0', '"', 'submit ', 'date', 'x', '1'),
        {
          maxLength: 200,
        },
      ),
      (words) => {
        scanReceiptText(words.join(''));
      },
    ),
  );
  for (const unit of ['id:', ' ', 'id ', 'submit ', 'id: stat:', '"', 'a'] as const) {
    scanReceiptText(unit.repeat(65_535 / unit.length));
  }
});
