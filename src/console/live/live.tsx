import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { eventTypes } from '../../domain/operation/events.ts';
import { alertQuery } from '../api/alerts/alerts.ts';
import { useMay, useSession } from '../session/session-context.tsx';
import { gatewayNow } from '../words/place.ts';
import { onEvent } from './heard.ts';
import { Link, type Live } from './link.ts';
import { ReadAnew } from './read-anew.ts';
import { topicsOf } from './topics.ts';

/** Events come in bursts: what they make old is read anew at most this often. */
const GATHER_MS = 1000;

const LiveContext = createContext<Live>({ state: 'waiting', heardAt: 0 });
export const useLive = (): Live => useContext(LiveContext);

const typesHeard = eventTypes.filter((type) => !type.startsWith('message.'));

/** Follows the events of the gateway, and reads anew what they make old. */
export const LiveProvider = ({ children }: { readonly children: ReactNode }): ReactNode => {
  const queries = useQueryClient();
  const { check } = useSession();
  const mayWatch = useMay()('watch');
  const [live, setLive] = useState<Live>({ state: 'waiting', heardAt: gatewayNow() });

  useEffect(() => {
    const old = new Set<string>();
    let isAllOld = false;
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const read = (): void => {
      gathering = undefined;
      const topics = [...old];
      old.clear();
      if (isAllOld) void queries.invalidateQueries();
      else for (const topic of topics) void queries.invalidateQueries({ queryKey: [topic] });
      isAllOld = false;
    };
    const markOld = (type: string): void => {
      const topics = topicsOf(type);
      if (topics === 'all') isAllOld = true;
      else for (const topic of topics) old.add(topic);
      gathering ??= setTimeout(read, GATHER_MS);
    };
    const link = new Link({
      types: mayWatch ? typesHeard : [],
      onEvent: markOld,
      onGap: () => markOld('gap'),
      onChange: setLive,
      onRefused: check,
    });
    return () => {
      clearTimeout(gathering);
      link.close();
    };
  }, [queries, check, mayWatch]);

  useEffect(() => {
    const figures = new ReadAnew(queries);
    return onEvent(({ type, data }) => {
      const { alert } = data;
      // At once: the gateway has counted just now, and doesn't count again for the answer.
      if (type === 'alert.progress' && typeof alert === 'number')
        void figures.read(alertQuery(alert).queryKey);
    });
  }, [queries]);

  return <LiveContext value={live}>{children}</LiveContext>;
};
