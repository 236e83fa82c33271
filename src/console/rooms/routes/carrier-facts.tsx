import type { ReactNode } from 'react';
import type { Route } from '../../api/routes.ts';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { Facts } from './facts.tsx';
import { routesWords } from './words.ts';

const SPELLINGS = { 'as-is': 'asIs', hex: 'hex', dec: 'dec' } as const;

/** What the commonest refusals mean. */
const REFUSALS: Readonly<Record<string, 'refusedFull' | 'refusedFast'>> = {
  ESME_RMSGQFUL: 'refusedFull',
  ESME_RTHROTTLED: 'refusedFast',
};

/** What is known of a carrier's link. */
export const CarrierFacts = ({
  route: { receiptId, refusals = [] },
}: {
  readonly route: Route;
}): ReactNode => {
  const say = useWords(routesWords);
  const { number } = useFormats();
  return (
    <section className="card carrier-facts">
      <h2>{say('smpp')}</h2>
      <Facts
        facts={[
          { name: say('receiptId'), value: receiptId == null ? null : say(SPELLINGS[receiptId]) },
          ...refusals.map(({ status, count }) => ({
            name: say(REFUSALS[status] ?? 'refused', { status }),
            value: number(count),
          })),
        ]}
      />
    </section>
  );
};
