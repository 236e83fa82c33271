/** What parts cost, by route; all prices are in one currency. */
export interface Prices {
  /** ISO 4217. */
  readonly currency: string;
  readonly perPart: Readonly<Record<string, number>>;
  /** The price of a part by a route that `perPart` doesn't name; undefined: that is not known. */
  readonly otherwise: number | undefined;
}

export interface Cost {
  readonly amount: number;
  readonly currency: string;
  /** Parts by routes whose price is not known: they are not in `amount`. */
  readonly unpricedParts: number;
}

const priceOf = ({ perPart, otherwise }: Prices, route: string): number | undefined =>
  Object.hasOwn(perPart, route) ? perPart[route] : otherwise;

const inCents = (amount: number): number => Math.round(amount * 100) / 100;

/** What these parts have cost; undefined: no price is set. */
export const costOfParts = (
  prices: Prices | undefined,
  sent: readonly { readonly route: string; readonly parts: number }[],
): Cost | undefined => {
  if (prices === undefined) return undefined;
  let amount = 0;
  let unpricedParts = 0;
  for (const { route, parts } of sent) {
    const price = priceOf(prices, route);
    if (price === undefined) unpricedParts += parts;
    else amount += parts * price;
  }
  return { amount: inCents(amount), currency: prices.currency, unpricedParts };
};

/**
 * What `parts` parts would cost if these routes shared them; undefined: that is not known, since no price is set, or
 * one of the routes has none.
 * @param shares the routes that would send now, and their shares, whose sum is 1
 */
export const expectedCost = (
  prices: Prices | undefined,
  shares: readonly { readonly route: string; readonly share: number }[],
  parts: number,
): { readonly amount: number; readonly currency: string } | undefined => {
  if (prices === undefined) return undefined;
  let perPart = shares.length === 0 ? prices.otherwise : 0;
  for (const { route, share } of shares) {
    const price = priceOf(prices, route);
    perPart = price === undefined || perPart === undefined ? undefined : perPart + price * share;
  }
  return perPart === undefined ? undefined : { amount: inCents(parts * perPart), currency: prices.currency };
};
