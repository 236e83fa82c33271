import type { CaseWithHistory } from '../../../api/inbox/cases.ts';
import { useSession } from '../../../session/session-context.tsx';

/** Who must be named before a step, since somebody else has the case. */
export const useFrom = ({ state, holder }: CaseWithHistory): { readonly from?: string } => {
  const { session } = useSession();
  const isOther = state === 'taken' && holder !== null && holder !== session.user.name;
  return isOther ? { from: holder } : {};
};
