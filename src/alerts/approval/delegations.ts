import type { StepActor } from '../../domain/alerts/alert.ts';
import type { ApprovalRepository, Delegation } from '../../domain/alerts/approval.ts';
import { type Officers, stepActorOf } from '../../domain/alerts/approvers.ts';
import type { Audit } from '../../domain/operation/audit.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Page, Paged } from '../../kernel/page.ts';

interface Deps {
  readonly repository: ApprovalRepository;
  readonly officers: Officers;
  readonly audit: Audit;
  readonly clock: Clock;
}

export interface AskedDelegation {
  /** The name of the user who is paged instead. */
  readonly to: string;
  readonly since: number | undefined;
  readonly until: number;
}

type Delegated =
  | { readonly kind: 'done'; readonly value: Delegation }
  /** Only a user who may approve has something to delegate. */
  | { readonly kind: 'noApprover' }
  | { readonly kind: 'unfit'; readonly path: 'to' | 'until'; readonly message: string };

/** For a time, an officer who is to be paged lets another be paged instead. */
export class Delegations {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  list(page: Page): Promise<Paged<Delegation>> {
    return this.#deps.repository.delegations(page);
  }

  async add(actor: StepActor, { to, since, until }: AskedDelegation): Promise<Delegated> {
    const { repository, officers, audit, clock } = this.#deps;
    const now = clock.now();
    const from = await officers.byId(actor.id);
    if (from === undefined || !from.mayApprove) return { kind: 'noApprover' };
    if (until <= Math.max(now, since ?? now)) return { kind: 'unfit', path: 'until', message: 'is past' };
    const other = await officers.byName(to);
    if (other === undefined || !other.mayApprove || other.phone === undefined || other.id === from.id) {
      return { kind: 'unfit', path: 'to', message: 'is no other user who may approve and has a phone' };
    }
    const wanted = {
      from: { id: from.id, name: from.name },
      to: { id: other.id, name: other.name },
      since: since ?? now,
      until,
    };
    const detail = { to: other.name, since: wanted.since, until };
    await audit.record(stepActorOf(from), 'approval.delegate', from.id, detail);
    return { kind: 'done', value: { id: await repository.addDelegation(wanted, now), ...wanted } };
  }

  /** @param ofAnybody whether the actor may end a delegation of somebody else */
  async remove(id: number, actor: StepActor, ofAnybody: boolean): Promise<boolean> {
    const { repository, audit } = this.#deps;
    const delegation = await repository.delegation(id);
    if (delegation === undefined || !(ofAnybody || delegation.from.id === actor.id)) return false;
    await audit.record(actor, 'approval.endDelegation', delegation.from.id, { to: delegation.to.name });
    return repository.removeDelegation(id);
  }
}
