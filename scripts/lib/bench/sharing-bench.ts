import { SimModem } from '../../../src/sim/modem/modem.ts';
import { BenchGateway } from './bench-gateway.ts';
import { type BenchSize, batchBody, type Figures } from './bench-load.ts';

const MESSAGES = 300;
/**
 * The radio time of one part for each modem, ms: a quarter to a half of the real time, still long beside the AT
 * dialogue.
 */
const PART_MS = [600, 1000, 1500];

/**
 * Times one batch over three modems of unequal speed on pseudo-terminals: from its request until the network has taken
 * the last message. Ideal: no radio is ever idle, and all end together.
 */
export const sharing = async (_size: BenchSize): Promise<Figures> => {
  await using open = new AsyncDisposableStack();
  const modems: SimModem[] = [];
  for (const [index, partMs] of PART_MS.entries()) {
    const own = String(index);
    const modem = await SimModem.start({
      partMs,
      imei: `49015420323750${own}`,
      iccid: `898821100000000002${own}`,
      imsi: `00101000000000${own}`,
    });
    open.defer(() => modem.close());
    modems.push(modem);
  }
  const ids = modems.map((_, index) => `modem-${index + 1}`);
  const gateway = await BenchGateway.start(
    modems.map(({ path }, index) => `  - { id: ${ids[index]}, type: modem, device: ${path} }`).join('\n'),
  );
  open.defer(() => gateway.stop());
  await gateway.untilUp(...ids);
  const taken = (): number => modems.reduce((sum, { stats }) => sum + stats.taken, 0);
  const all = Promise.race(modems.map((modem) => modem.until(() => taken() >= MESSAGES)));
  const before = performance.now();
  await gateway.postBatch(batchBody(MESSAGES));
  await all;
  const seconds = (performance.now() - before) / 1000;
  const idealSeconds = MESSAGES / PART_MS.reduce((sum, partMs) => sum + 1000 / partMs, 0);
  const shares = Object.fromEntries(
    PART_MS.map((partMs, index) => [`of${partMs}Ms`, modems[index]?.stats.taken ?? 0]),
  );
  return { seconds, idealSeconds, percentOfIdeal: (100 * seconds) / idealSeconds, ...shares };
};
