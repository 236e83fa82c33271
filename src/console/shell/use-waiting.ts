import { useQuery } from '@tanstack/react-query';
import { openCasesQuery } from '../api/inbox/cases.ts';
import { approvalsQuery, counted, pendingActsCountQuery, type Waiting } from '../api/inbox/waiting.ts';
import { useMay } from '../session/session-context.tsx';
import { useFormats } from '../words/format.ts';
import { useWords } from '../words/i18n.ts';
import { shellWords } from './words.ts';

export interface RoomWaiting {
  /** For the small place on an icon: `3`, `100+`. */
  readonly figure: string;
  /** `3 calls for help`. */
  readonly text: string;
  readonly isUrgent: boolean;
}

/** What waits for somebody, by the path of the room in which it is settled. */
export const useWaiting = (): ReadonlyMap<string, RoomWaiting> => {
  const say = useWords(shellWords);
  const { number } = useFormats();
  const may = useMay();
  const cases = useQuery({ ...openCasesQuery(), select: counted, enabled: may('watch') });
  const approvals = useQuery({ ...approvalsQuery(), enabled: may('readAlerts') });
  const acts = useQuery({ ...pendingActsCountQuery(), enabled: may('manageUsers') });
  const waiting = new Map<string, RoomWaiting>();
  const put = (
    path: string,
    found: Waiting | undefined,
    word: 'waitingHelp' | 'waitingApproval' | 'waitingActs',
    isUrgent: boolean,
  ): void => {
    if (found === undefined || found.count === 0) return;
    const figure = `${number(found.count)}${found.isMore ? '+' : ''}`;
    waiting.set(path, { figure, text: say(word, { count: found.count, n: figure }), isUrgent });
  };
  put('/inbox', cases.data, 'waitingHelp', true);
  put('/alerts', approvals.data, 'waitingApproval', false);
  put('/settings', acts.data, 'waitingActs', false);
  return waiting;
};
