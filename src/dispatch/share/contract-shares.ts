import type { Beat, Beaten } from '../../domain/operation/nodes.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { RouteShare } from './route-share.ts';
import { type Asked, Shares, type Wanted } from './shares.ts';

interface SharesDeps {
  /** What this node would send by each route. */
  readonly wanted: () => ReadonlyMap<string, Wanted>;
  /** Lets the route send by this share from now on. */
  readonly shareTo: (route: string, share: RouteShare) => void;
  readonly clock: Clock;
}

/** The contracts of the routes of this node, which all nodes share, and what this node may send of each. */
export class ContractShares {
  readonly #shares = new Shares();
  readonly #contracts = new Map<string, number>();
  readonly #deps: SharesDeps;
  #asked: Asked | undefined;

  constructor(deps: SharesDeps) {
    this.#deps = deps;
  }

  /**
   * To be called before the route starts: it sends nothing until its first share is granted.
   * @param contract parts per second, above 0
   */
  set(route: string, contract: number): void {
    const now = this.#deps.clock.elapsed();
    if (this.#contracts.has(route)) this.#shares.contractTo(route, contract, now);
    else this.#shares.add(route, contract, now);
    this.#contracts.set(route, contract);
    this.#tell(route);
  }

  delete(route: string): void {
    this.#contracts.delete(route);
    this.#shares.remove(route);
  }

  /** What the beat that begins now asks for. */
  asks(): Beat['asks'] {
    this.#asked = this.#shares.begin(this.#deps.wanted(), this.#deps.clock.elapsed());
    return [...this.#asked.asks].map(([route, ask]) => [
      route,
      { ...ask, contract: this.#contracts.get(route) ?? 1 },
    ]);
  }

  /** To be called once the commit of the beat is known. */
  granted(grants: Beaten['grants']): void {
    if (this.#asked === undefined) return;
    this.#shares.granted(this.#asked, new Map(grants), this.#deps.clock.elapsed());
    for (const route of this.#contracts.keys()) this.#tell(route);
  }

  #tell(route: string): void {
    const share = this.#shares.of(route);
    if (share !== undefined) this.#deps.shareTo(route, share);
  }
}
