import { z } from 'zod';
import type { Prices } from '../domain/routes/prices.ts';

/** The price of a part, without a default: a price that nobody has set would make a cost that nobody pays. */
export const price = z.strictObject({
  perPart: z.number().min(0).max(1000),
  currency: z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters (ISO 4217), such as EUR'),
});

type Price = z.output<typeof price>;

/** The price of a part by the id of the route. */
export const pricesConfig = z.record(z.string(), price);

interface Priced {
  readonly prices: Readonly<Record<string, Price>>;
  readonly alerts: { readonly price?: Price | undefined };
}

interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Faults of prices that only the whole configuration shows. A cost is one sum, so all prices have one currency. */
export const priceFaults = ({
  prices,
  alerts,
  routes,
}: Priced & { readonly routes: readonly { readonly id: string }[] }): readonly Fault[] => {
  const currency = alerts.price?.currency ?? Object.values(prices)[0]?.currency;
  return Object.entries(prices).flatMap(([id, one]): readonly Fault[] => [
    ...(routes.some((route) => route.id === id)
      ? []
      : [{ path: ['prices', id], message: `no route is called "${id}"` }]),
    ...(one.currency === currency
      ? []
      : [{ path: ['prices', id, 'currency'], message: `all prices are in one currency: ${currency}` }]),
  ]);
};

/** All prices; undefined: none is set. `alerts.price` is the price of a part by every route without its own. */
export const pricesOf = ({ prices, alerts }: Priced): Prices | undefined => {
  const currency = alerts.price?.currency ?? Object.values(prices)[0]?.currency;
  if (currency === undefined) return undefined;
  const perPart = Object.fromEntries(Object.entries(prices).map(([id, one]) => [id, one.perPart]));
  return { currency, perPart, otherwise: alerts.price?.perPart };
};
