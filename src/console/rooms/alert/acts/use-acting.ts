import { useQueryClient } from '@tanstack/react-query';
import { useUndo } from '../../../parts/acts/undoable.tsx';

/** Does an act, says what came of it, and has the alert read anew, also if it was refused. */
export const useActing = (id: number) => {
  const queries = useQueryClient();
  const tell = useUndo();
  return async <Result>(act: () => Promise<Result>, said: (result: Result) => string): Promise<Result> => {
    try {
      const result = await act();
      tell(said(result));
      return result;
    } finally {
      await queries.invalidateQueries({ queryKey: ['alerts'] });
      void queries.invalidateQueries({ queryKey: ['alert-report', id] });
    }
  };
};
