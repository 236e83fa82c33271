import type { Mutant } from './mutant.ts';

const RELOADER = 'src/ops/reload/reloader.ts';
const ROUTES = 'src/ops/reload/route-set.ts';

/** Rules about a configuration that is read again while messages go out. */
export const mutantsOfReload: readonly Mutant[] = [
  {
    name: 'a dry run of a reload changes nothing',
    file: RELOADER,
    from: "    if (dryRun) return { kind: 'done', changes };\n",
    to: '',
  },
  {
    name: 'a reload with an error is refused',
    file: RELOADER,
    from: "if ('errors' in loaded) return { errors: loaded.errors };",
    to: "if ('errors' in loaded) return { after: this.#running, changes: changesOf(this.#running, this.#running), made: new Map(), pair: undefined };",
  },
  {
    name: 'a removed route ends',
    file: ROUTES,
    from: '[...removed, ...restartedOf(changed)].map((id)',
    to: '[...restartedOf(changed)].map((id)',
  },
  {
    name: 'another rate holds from the reload on',
    file: ROUTES,
    from: 'sender.setRate(config.id, config.rate);',
    to: '{}',
  },
  {
    name: 'a reload plans anew what is queued',
    file: RELOADER,
    from: '    plan(after);\n',
    to: '',
  },
];
