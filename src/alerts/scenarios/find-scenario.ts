import type { Scenario, Scenarios } from '../../domain/alerts/scenario.ts';

const PAGE = 200;

/** The scenario that a person or another program means: by id, by name, or by a name written in another case. */
export const findScenario = async (repository: Scenarios, named: string): Promise<Scenario | undefined> => {
  const byId = /^[1-9][0-9]{0,14}$/.test(named.trim()) ? await repository.get(Number(named)) : undefined;
  if (byId !== undefined) return byId;
  // Names are compared here and not in SQL: SQLite ignores the case of ASCII letters only, not of é.
  const wanted = folded(named);
  const alike: Scenario[] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await repository.list({ limit: PAGE, cursor });
    const exact = items.find(({ name }) => name === named);
    if (exact !== undefined) return exact;
    alike.push(...items.filter(({ name }) => folded(name) === wanted));
    if (next === undefined) return alike.length === 1 ? alike[0] : undefined;
    cursor = next;
  }
};

const folded = (name: string): string => name.trim().normalize('NFC').toLowerCase();
