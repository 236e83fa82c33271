import { Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { analyse } from '../../../../domain/text/analyse.ts';
import { parseIsoDuration } from '../../../../kernel/iso-duration.ts';
import { type Drill, runDrill } from '../../../api/alerts/drills.ts';
import { isProblem } from '../../../api/problem.ts';
import { routesQuery } from '../../../api/routes.ts';
import { tryOnce } from '../../../api/try-once.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { PhonePreview } from '../../../parts/phone-preview.tsx';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { drillWords } from '../drill-words.ts';
import { sizeOfRun } from '../figures.ts';
import { drillsWords } from '../words.ts';

/** Runs a drill now, after it has said what that sends to how many phones. */
export const RunButton = ({ of }: { readonly of: Drill }): ReactNode => {
  const say = useWords(drillWords);
  const sayDrills = useWords(drillsWords);
  const sayCommon = useWords(commonWords);
  const { number, duration } = useFormats();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const { data: routes } = useQuery(routesQuery());
  const size = sizeOfRun(of, routes?.items ?? [], analyse(of.text).parts);
  const words = {
    sms: sayCommon('parts', { count: size.sms, n: number(size.sms) }),
    phones: sayDrills('phones', { count: size.numbers, n: number(size.numbers) }),
    routes: sayDrills('routes', { count: size.routes, n: number(size.routes) }),
  };
  return (
    <ActButton
      color="exercise"
      label={say('run')}
      title={say('runTitle')}
      verb={say('runVerb', words)}
      disabled={of.running !== null}
      isIncomplete={size.messages === 0}
      onAct={async () => {
        try {
          const { run } = await tryOnce(['drill', of.id], (key) => runDrill(of.id, key));
          navigate(`/drills/${of.id}/runs/${run}`);
        } catch (error) {
          if (!isProblem(error, 'drill-running')) throw error;
          navigate(`/drills/${of.id}/runs/${Number(error.members['run'])}`);
        } finally {
          await queries.invalidateQueries({ queryKey: ['drills'] });
        }
      }}
    >
      <Stack gap="sm">
        <Text>{size.messages === 0 ? say('runNothing') : say('runText', words)}</Text>
        <PhonePreview from={sayCommon('exercise')} text={of.text} />
        <Text c="var(--quiet)">
          {say('runWithin', { duration: duration((parseIsoDuration(of.within) ?? 0) / 1000) })}
        </Text>
      </Stack>
    </ActButton>
  );
};
