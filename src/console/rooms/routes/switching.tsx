import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Route, switchRoute } from '../../api/routes.ts';
import { ActButton } from '../../parts/acts/act-button.tsx';
import { Light } from '../../parts/light.tsx';
import { useMay } from '../../session/session-context.tsx';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { othersThatSend } from './places.ts';
import { routesWords } from './words.ts';

interface Props {
  readonly route: Route;
  readonly others: readonly Route[];
  readonly isSmall?: boolean;
}

/** Takes a route out of use or into it again, with what that means now. */
export const Switching = ({ route, others, isSmall = false }: Props): ReactNode => {
  const say = useWords(routesWords);
  const { number } = useFormats();
  const may = useMay();
  const queries = useQueryClient();
  if (!may('operateRoutes')) return null;
  const verb = route.state === 'disabled' ? 'enable' : 'disable';
  const left = othersThatSend(others, route.id);
  const act = async (): Promise<void> => {
    await switchRoute(route.id, verb);
    await queries.invalidateQueries({ queryKey: ['routes'] });
  };
  return (
    <ActButton
      label={say(verb)}
      aria-label={`${say(verb)}: ${route.id}`}
      title={say(`${verb}Title`, { id: route.id })}
      verb={say(`${verb}Verb`, { id: route.id })}
      variant="default"
      size={isSmall ? 'xs' : 'sm'}
      {...(verb === 'disable' && left.length === 0 && { color: 'danger' })}
      onAct={act}
    >
      {verb === 'enable' ? (
        <p>{say('enableSaid')}</p>
      ) : (
        <>
          <p>
            {left.length === 0
              ? say('disableLast')
              : say('disableSaid', { others: left.map(({ id }) => id).join(', ') })}
          </p>
          {route.backlog > 0 && (
            <p>{say('disableBacklog', { count: route.backlog, n: number(route.backlog) })}</p>
          )}
          {left.length === 0 && <Light tone="bad">{say('lastOne')}</Light>}
        </>
      )}
    </ActButton>
  );
};

/** Ends a quarantine, which is what enabling a route does. */
export const EndQuarantine = ({ id }: Pick<Route, 'id'>): ReactNode => {
  const say = useWords(routesWords);
  const may = useMay();
  const queries = useQueryClient();
  if (!may('operateRoutes')) return null;
  return (
    <ActButton
      label={say('endQuarantine')}
      title={say('endQuarantineTitle', { id })}
      verb={say('endQuarantineVerb', { id })}
      variant="default"
      size="sm"
      onAct={async () => {
        await switchRoute(id, 'enable');
        await queries.invalidateQueries({ queryKey: ['routes'] });
      }}
    >
      <p>{say('endQuarantineSaid')}</p>
    </ActButton>
  );
};
