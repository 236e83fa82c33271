import { useState } from 'react';

export interface Act {
  readonly isBusy: boolean;
  readonly error: unknown;
  /** Runs the work. Resolves to whether it was done; if not, `error` says why. */
  readonly run: (work: () => Promise<unknown>) => Promise<boolean>;
}

/** Something that a person does: a button waits meanwhile, and an error stays to be shown. */
export const useAct = (): Act => {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setError(undefined);
    try {
      await work();
      return true;
    } catch (caught) {
      setError(caught);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, error, run };
};
