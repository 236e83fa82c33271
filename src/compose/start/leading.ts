/** A part that runs from its start to its stop. */
export interface Runs {
  start(): void;
  stop(): Promise<void> | void;
}

interface LeadingParts {
  /** What must know, before it starts, what the last process left unfinished. */
  readonly restored: readonly { restore(): Promise<void> }[];
  readonly people: { start(): Promise<void> };
  readonly notify: { start(): Promise<void>; stop(): Promise<void> };
  readonly scheduler: Runs & { restore(): Promise<void> };
  /** In the order in which they start. */
  readonly started: readonly (readonly Runs[])[];
}

/**
 * The parts that one gateway runs for all: it is alone on its store, or it is the node that leads. What they must know
 * is on disk, so another node begins where this one ended.
 */
export const composeLeading = ({ restored, people, notify, scheduler, started }: LeadingParts) => {
  const running = new AsyncDisposableStack();
  const run = (part: Runs): void => {
    running.defer(() => part.stop());
    part.start();
  };
  return {
    restore: async (): Promise<void> => {
      await people.start();
      for (const part of restored) await part.restore();
    },
    start: async (): Promise<void> => {
      running.defer(() => notify.stop());
      await notify.start();
      const [alerts = [], ...others] = started;
      for (const part of alerts) run(part);
      await scheduler.restore();
      run(scheduler);
      for (const part of others.flat()) run(part);
    },
    /** Ends them in reverse order. */
    stop: (): Promise<void> => running.disposeAsync(),
  };
};
