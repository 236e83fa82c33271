import type { Mutant } from './mutant.ts';

/** Rules about what is on disk before a message leaves, and about the places that are kept for critical messages. */
export const mutantsOfClaims: readonly Mutant[] = [
  {
    name: 'a message is on disk as under way before it leaves',
    file: 'src/store/rules/queue/claim.ts',
    from: 'if (begun.length > 0) mark.run(route, now, node, JSON.stringify(begun));',
    to: 'if (begun.length > 100_000) mark.run(route, now, node, JSON.stringify(begun));',
  },
  {
    name: 'the reference of a long message is on disk with its attempt',
    file: 'src/store/rules/queue/claim.ts',
    from: 'beginAnew.run(reference, row.id);',
    to: 'beginAnew.run((reference + 1) % REFERENCES, row.id);',
  },
  {
    name: 'a share of each window is kept for critical messages',
    file: 'src/dispatch/route/kept-places.ts',
    from: 'return taken < 2 ? 0 :',
    to: 'return taken > 0 ? 0 :',
  },
  {
    name: 'a receipt that was not stored is sent again by its carrier',
    file: 'src/routes/smpp/receive/deliveries.ts',
    from: `        );
      return Status.temporaryReceiverError;`,
    to: `        );
      return Status.ok;`,
  },
];
