import type { Claimed, ClaimResult, Settlement } from '../../../domain/messages/queue.ts';
import type { RouteReceipt } from '../../../domain/routes/route.ts';
import type { Call, OperationName } from '../protocol.ts';
import { packClaimed, unpackClaimed } from './claimed-columns.ts';
import type { Columns } from './columns.ts';
import { packReceipts, unpackReceipts } from './receipt-columns.ts';
import { type PackedSettlements, packSettlements, unpackSettlements } from './settlement-columns.ts';

interface PackedClaim extends Omit<ClaimResult, 'claimed'> {
  readonly claimed: Columns<Claimed>;
}

const isOfReceipts = (name: OperationName): boolean => name === 'receipts' || name === 'knownReceipts';

/**
 * A call as it is cloned over the channel. The operations that run for each message have their rows packed;
 * anything else stays as it is.
 */
export const packCall = (call: Call): Call => {
  const [name, [first, ...others]] = call;
  if (isOfReceipts(name)) return [name, [packReceipts(first as readonly RouteReceipt[]), ...others]];
  if (name === 'settle') return [name, [packSettlements(first as readonly Settlement[])]];
  return call;
};

export const unpackCall = (call: Call): Call => {
  const [name, [first, ...others]] = call;
  if (isOfReceipts(name)) return [name, [unpackReceipts(first as Columns<RouteReceipt>), ...others]];
  if (name === 'settle') return [name, [unpackSettlements(first as PackedSettlements)]];
  return call;
};

export const packResult = (name: OperationName | undefined, value: unknown): unknown => {
  if (name !== 'claim') return value;
  const { claimed, ...rest } = value as ClaimResult;
  return { ...rest, claimed: packClaimed(claimed) } satisfies PackedClaim;
};

export const unpackResult = (name: OperationName, value: unknown): unknown => {
  if (name !== 'claim') return value;
  const { claimed, ...rest } = value as PackedClaim;
  return { ...rest, claimed: unpackClaimed(claimed) } satisfies ClaimResult;
};
