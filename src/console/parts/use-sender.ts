import { useQuery } from '@tanstack/react-query';
import { sendersQuery } from '../api/alerts/senders.ts';
import { useMay } from '../session/session-context.tsx';

/** The sender that phones show without one of the alert's own; undefined: not known, or it depends on the route. */
export const useSender = (): string | undefined => {
  const may = useMay();
  const senders = useQuery({ ...sendersQuery(), enabled: may('readPeople') }).data;
  const all = [...(senders?.names ?? []), ...(senders?.numbers ?? [])];
  return all.length === 1 ? all[0] : undefined;
};
