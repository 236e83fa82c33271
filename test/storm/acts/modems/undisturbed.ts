import { troublesIn } from '../excuses.ts';
import type { Copy } from './history.ts';
import type { Seen } from './judge.ts';

/** How long an answer may be on its way to the disk, ms. */
const TO_DISK_MS = 600;
/** A cut or a spoiled line shows in what came shortly before, too, ms. */
const BEFORE_MS = 100;

/**
 * Whether the gateway must know that the network took this part: it was alive when the answer came and was on its way
 * to the disk, and it had not given up the wait for the answer long before.
 */
export const isUndisturbed = (copy: Copy, { stage, modems }: Seen): boolean => {
  const { answeredAt } = copy;
  const modem = modems.find(({ planned }) => planned.id === copy.route);
  if (answeredAt === undefined || modem === undefined) return false;
  const from = copy.handedOverAt - BEFORE_MS;
  const to = answeredAt + TO_DISK_MS;
  if (stage.gateway.stops.some(({ at, backAt }) => backAt >= from && at <= to)) return false;
  const planned = (at: number): number => (at - stage.startedAt) / stage.plan.stretch;
  const isCut = modem.cutAt.some((at) => at >= from && at <= to);
  return (
    !isCut &&
    troublesIn(stage, { from, to }, 'disk').length === 0 &&
    !isLineBad(modem.planned.spells, planned(from), planned(to)) &&
    isInTime(copy, modem.planned.sendTimeoutMs)
  );
};

const isInTime = ({ handedOverAt, answeredAt }: Copy, timeoutMs: number): boolean =>
  answeredAt !== undefined && answeredAt - handedOverAt < timeoutMs;

const isLineBad = (
  spells: readonly { readonly fromMs: number; readonly toMs: number; readonly line: unknown }[],
  from: number,
  to: number,
): boolean => spells.some(({ fromMs, toMs, line }) => line !== undefined && toMs >= from && fromMs <= to);
