import { DEFAULT_INTAKE_LIMITS } from '../../../src/domain/messages/intake-limits.ts';
import type { Db } from '../../../src/store/db.ts';
import { KeptKeys } from '../../../src/store/rules/queue/kept-keys.ts';
import { KeptLately } from '../../../src/store/rules/receipts/kept-lately.ts';
import { KnownPhones } from '../../../src/store/rules/receipts/known-phones.ts';
import { PassedOver } from '../../../src/store/rules/receipts/passed-over.ts';
import { RecentRefs } from '../../../src/store/rules/receipts/recent-refs.ts';
import { prepareOperations } from '../../../src/store/thread/operations.ts';

/** The text of every statement of the rules. */
export const statementsOfRules = (db: Db): readonly string[] => {
  const texts = new Set<string>();
  const prepare = db.prepare.bind(db);
  Object.assign(db, {
    prepare: (sql: string) => {
      texts.add(sql);
      return prepare(sql);
    },
  });
  prepareOperations(db, {
    settled: new RecentRefs(),
    kept: new KeptKeys(),
    phones: new KnownPhones(),
    lately: new KeptLately(),
    passedOver: new PassedOver(),
    limits: DEFAULT_INTAKE_LIMITS,
    acts: { hasChanged: () => false },
  });
  Object.assign(db, { prepare });
  return [...texts];
};
