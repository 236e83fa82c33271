/** The alarms on routes, by source: an alarm of one source stays when another source clears its own. */
export class RouteAlarms {
  readonly #show: (route: string, reason: string | undefined) => void;
  readonly #reasons = new Map<string, Map<string, string>>();

  /** @param show shows the route as degraded for this reason; undefined: the route has no alarm */
  constructor(show: (route: string, reason: string | undefined) => void) {
    this.#show = show;
  }

  /** Every alarm on a route now, with its source. */
  standing(): readonly { readonly route: string; readonly source: string; readonly reason: string }[] {
    return [...this.#reasons].flatMap(([route, reasons]) =>
      [...reasons].map(([source, reason]) => ({ route, source, reason })),
    );
  }

  set(source: string, route: string, reason: string | undefined): void {
    const reasons = this.#reasons.get(route) ?? new Map<string, string>();
    if (reason === undefined) reasons.delete(source);
    else reasons.set(source, reason);
    this.#reasons.set(route, reasons);
    this.show(route);
  }

  /** Shows what is known of the route once more: it was stopped and started anew. */
  show(route: string): void {
    const reasons = [...(this.#reasons.get(route)?.values() ?? [])];
    this.#show(route, reasons.length === 0 ? undefined : reasons.join('; '));
  }

  /** Forgets what is known of a route that was removed. */
  forget(route: string): void {
    this.#reasons.delete(route);
  }
}
