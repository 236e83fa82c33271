import { hash } from 'node:crypto';
import type {
  KeptScenario,
  Lapse,
  Scenario,
  ScenarioApproval,
  ScenarioRepository,
  Scenarios,
} from '../../domain/alerts/scenario.ts';
import type { AudienceMeaning, AudienceRepository } from '../../domain/people/audience.ts';
import { meaningOfAll } from '../escalation/review-audiences.ts';

/**
 * Reads scenarios, and leaves out approvals that have lapsed, also those of users who may approve no more. What the
 * audience means is compared at each read, so that the code that changes a segment needn't know of approvals.
 */
export const currentScenarios = (
  scenarios: Pick<ScenarioRepository, 'get' | 'list'>,
  audiences: Pick<AudienceRepository, 'audienceMeaning'>,
  stands: (actor: string) => Promise<boolean>,
): Scenarios => {
  const current = async (kept: KeptScenario): Promise<Scenario> => {
    if (kept.approved === undefined) return { ...kept, lapsed: undefined };
    const meant = await meaningOfAll(audiences, kept.definition.plan);
    const lapsed = lapseOf(kept.approved, meant) ?? ((await stands(kept.approved.id)) ? undefined : DISABLED);
    return { ...kept, approved: lapsed === undefined ? kept.approved : undefined, lapsed };
  };
  return {
    get: async (id) => {
      const kept = await scenarios.get(id);
      return kept === undefined ? undefined : current(kept);
    },
    list: async (page) => {
      const { items, next } = await scenarios.list(page);
      return { items: await Promise.all(items.map(current)), next };
    },
  };
};

const DISABLED: Lapse = {
  kind: 'changed',
  detail:
    'the user who approved the scenario has been disabled since, or may approve no more: it needs a new approval',
};

/**
 * Digests of what each name in the audience means. An approval keeps digests, since the shape of an area may be large.
 */
export const digestsOf = ({ meaning }: AudienceMeaning): ScenarioApproval['meaning'] =>
  Object.fromEntries(
    Object.entries(meaning).map(([name, stands]) => [name, hash('sha256', stands, 'base64url')]),
  );

/**
 * Why this approval no longer covers what the audience means; undefined: it does. Members of a list may change freely.
 */
export const lapseOf = (
  { meaning: then }: Pick<ScenarioApproval, 'meaning'>,
  { missing, meaning }: AudienceMeaning,
): Lapse | undefined => {
  if (missing.length > 0) {
    return { kind: 'gone', missing, detail: `the audience names what is gone: ${missing.join(', ')}` };
  }
  const now = digestsOf({ missing, meaning });
  const other = [...new Set([...Object.keys(then), ...Object.keys(now)])].filter(
    (name) => then[name] !== now[name],
  );
  if (other.length === 0) return undefined;
  // A name that is only in `then` or only in `now` is there since a segment changed: its own meaning didn't change.
  const changed = other.filter((name) => then[name] !== undefined && now[name] !== undefined);
  const which = (changed.length > 0 ? changed : other).join(', ');
  const detail = `${which} may mean other people than when the scenario was approved: it needs a new approval`;
  return { kind: 'changed', detail };
};
