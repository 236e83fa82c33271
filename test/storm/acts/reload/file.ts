import type { ReloadChanges } from '../../../../src/domain/operation/reload.ts';
import { ACCOUNTS, type Account, type Mistake, PREFIX, type Setting } from './plan.ts';

type File = Readonly<Record<string, unknown>>;

const listIn = (file: File, key: string): readonly object[] => (file[key] ?? []) as readonly object[];

/** The file of the configuration with the accounts as they stand. @param base the file without them */
export const fileOf = (base: File, setting: Setting, ports: Readonly<Record<Account, number>>): File => {
  const routes = ACCOUNTS.flatMap((id) => {
    const terms = setting[id];
    return terms === undefined
      ? []
      : [
          {
            ...{ id, type: 'smpp', host: '127.0.0.1', port: ports[id], systemId: 'chaos', ...terms },
            ...{ receiptId: 'as-is', responseTimeout: '800ms', reconnect: { min: '50ms', max: '500ms' } },
          },
        ];
  });
  const rule = { when: { prefix: [PREFIX] }, tiers: [routes.map(({ id }) => id)] };
  return {
    ...base,
    routes: [...listIn(base, 'routes'), ...routes],
    plan: routes.length === 0 ? base['plan'] : [rule, ...listIn(base, 'plan')],
  };
};

/** The file with a mistake, and the path that the refusal must name. */
export const spoiled = (
  file: File,
  mistake: Mistake,
): { readonly file: File | string; readonly path: string } => {
  const routes = listIn(file, 'routes');
  const last = routes.length - 1;
  const withLast = (more: object): File => ({
    ...file,
    routes: routes.map((route, index) => (index === last ? { ...route, ...more } : route)),
  });
  switch (mistake) {
    case 'unknown setting':
      return { file: withLast({ windows: 3 }), path: `routes[${last}].windows` };
    case 'long password':
      return { file: withLast({ password: 'much-too-long' }), path: `routes[${last}].password` };
    case 'unknown route':
      return {
        file: { ...file, plan: [{ tiers: [['nowhere']] }, ...listIn(file, 'plan')] },
        path: 'plan[0].tiers',
      };
    case 'no YAML':
      return { file: 'routes: [', path: '' };
  }
};

/** What a reload from one setting to another must say. Another window restarts a route, and another rate does not. */
export const changesBetween = (before: Setting, after: Setting): ReloadChanges => {
  const added = ACCOUNTS.filter((id) => before[id] === undefined && after[id] !== undefined);
  const removed = ACCOUNTS.filter((id) => before[id] !== undefined && after[id] === undefined);
  const changed = ACCOUNTS.flatMap((id) => {
    const [old, now] = [before[id], after[id]];
    if (old === undefined || now === undefined) return [];
    const fields = (['rate', 'window'] as const).filter((field) => old[field] !== now[field]);
    const how = fields.includes('window') ? ('restarted' as const) : ('adapted' as const);
    return fields.length === 0 ? [] : [{ id, fields, how }];
  });
  return { added, removed, changed, plan: added.length + removed.length > 0, tls: false, needsRestart: [] };
};
